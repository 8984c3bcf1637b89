"""The variables of a kernel: what it needs, and nothing that names anybody."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dobotkit.lab.kernel_environment import kernel_environment

NAMES = (
    "AWS_SECRET_ACCESS_KEY", "DOBOTKIT_KEEPER", "DOBOTKIT_SCRATCH", "GITHUB_TOKEN", "HOSTNAME",
    "HTTP_PROXY", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER", "JUPYTER_TOKEN", "JUPYTER_CONFIG_DIR",
    "LD_PRELOAD", "MAIL", "OLDPWD", "PWD", "PYTHONSTARTUP", "SSH_AUTH_SOCK", "SSH_CONNECTION",
    "SUDO_USER", "XDG_RUNTIME_DIR", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
)  # fmt: skip


@pytest.fixture
def variables(tmp_path):
    base = dict.fromkeys(NAMES, "anna") | {"USER": "anna", "LOGNAME": "anna", "LANG": "de_CH.UTF-8"}
    return kernel_environment(base | {"DOBOTKIT_PORT": "keeper://desk"}, _scratch(tmp_path))


def _scratch(folder: Path) -> Path:
    (folder / "tmp").mkdir(parents=True)
    return folder


def test_keys_names_and_ways_out_stay_behind(variables):
    assert not set(NAMES) & set(variables)
    assert "anna" not in " ".join(variables.values())


def test_what_it_needs_is_there(variables):
    assert variables["LANG"] == "de_CH.UTF-8"
    assert variables["DOBOTKIT_PORT"] == "keeper://desk"
    assert variables["MALLOC_PERTURB_"]


def test_all_that_programs_keep_goes_where_it_may_write(variables, tmp_path):
    for name in ("HOME", "TMPDIR", "TEMP", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        folder = Path(variables[name])
        assert folder.is_relative_to(tmp_path / "tmp")
        assert folder.is_dir()


def test_the_path_names_no_home_but_where_python_lies(tmp_path, monkeypatch):
    home, python = tmp_path / "anna", tmp_path / "anna" / ".venv"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setattr(sys, "prefix", str(python))
    path = os.pathsep.join([str(home / "bin"), str(python / "bin"), str(Path(os.sep).resolve())])
    kept = kernel_environment({"PATH": path}, _scratch(tmp_path))["PATH"]
    assert kept.split(os.pathsep) == [str(python / "bin"), str(Path(os.sep).resolve())]


def test_no_code_comes_from_a_folder_that_a_cell_can_write_to(tmp_path):
    scratch, code = _scratch(tmp_path / "scratch"), tmp_path / "code"
    for written, kept in (
        (f"{code}{os.pathsep}", str(code)),  # what a shell makes of "$PYTHONPATH:" is common
        (f"{os.pathsep}{code}", str(code)),
        (f"lib{os.pathsep}.{os.pathsep}{code}", str(code)),
        (f"{scratch / 'work'}{os.pathsep}{code}", str(code)),
        (os.pathsep, None),
        ("", None),
    ):
        names = ("PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
        found = kernel_environment(dict.fromkeys(names, written), scratch)
        assert [found.get(name) for name in names] == [kept] * 3, written

"""The lab's settings in a Python environment, for a server that others start."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dobotkit.errors import LabError
from dobotkit.lab.configure import preview, write_into
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.settings import SETTINGS_ANYWHERE, merged, server_settings, write_settings

SERVER = "etc/jupyter/jupyter_server_config.json"


def _contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_says_which_files_it_wrote_and_writes_no_others(tmp_path):
    said = write_into(tmp_path)
    assert set(_contents(tmp_path)) == set(SETTINGS_ANYWHERE)
    assert said.splitlines() == [f"Written: {tmp_path / name}" for name in SETTINGS_ANYWHERE]


def test_again_changes_nothing_and_says_so(tmp_path):
    write_into(tmp_path)
    before = _contents(tmp_path)
    said = write_into(tmp_path)
    assert _contents(tmp_path) == before
    assert [line.partition(":")[0] for line in said.splitlines()] == ["As it should be"] * len(
        SETTINGS_ANYWHERE
    )


def test_they_are_those_of_the_lab(tmp_path):
    write_into(tmp_path)
    with Scratch(tmp_path) as scratch:
        write_settings(scratch, token="x", port=None)  # noqa: S106 - opens nothing
        lab = _contents(scratch.config)
        lab["ipython"] = (scratch.ipython / "profile_default/ipython_config.json").read_bytes()
    for name in ("default_setting_overrides.json", "page_config.json"):
        mine = _json(tmp_path / "etc/jupyter/labconfig" / name)
        assert mine == json.loads(lab[f"labconfig/{name}"])
    assert _json(tmp_path / "etc/ipython/ipython_config.json") == json.loads(lab["ipython"])
    # All that the server is told here, the lab tells its own as well.
    server = json.loads(lab["jupyter_server_config.json"])
    assert merged(server, _json(tmp_path / SERVER)) == server


def test_only_the_python_of_this_environment_starts_behind_its_guard(tmp_path):
    others = tmp_path / "share/jupyter/kernels/ir/kernel.json"
    theirs = tmp_path / "share/jupyter/kernels/python3/kernel.json"
    for file in (others, theirs):
        file.parent.mkdir(parents=True)
        file.write_text('{"env": {"ASKED": "1"}, "metadata": {"debugger": true}}', "utf-8")
    before = others.read_bytes()
    write_into(tmp_path)
    assert others.read_bytes() == before
    guarded = _json(theirs)
    assert guarded["metadata"]["kernel_provisioner"] == {"provisioner_name": "dobotkit-guarded"}
    assert guarded["metadata"]["debugger"] is False
    assert guarded["env"] == {"ASKED": "1"}


def test_a_server_that_others_start_saves_nothing_that_a_cell_showed_either(tmp_path):
    write_into(tmp_path)
    server = _json(tmp_path / SERVER)["ServerApp"]
    assert server["contents_manager_class"] == "dobotkit.lab.contents.PrivateContents"
    assert "sandbox" in server["tornado_settings"]["headers"]["Content-Security-Policy"]


def test_whoever_starts_the_server_decides_who_comes_in_and_where(tmp_path):
    write_into(tmp_path)
    server = _json(tmp_path / SERVER)
    theirs = {"ip", "port", "port_retries", "root_dir", "default_url", "base_url", "open_browser"}
    theirs |= {"allow_root", "token", "password"}
    assert not theirs & set(server["ServerApp"])
    assert not {"IdentityProvider", "KernelProvisionerFactory"} & set(server)
    with Scratch(tmp_path) as scratch:
        lab = server_settings(scratch, token="x", port=1)  # noqa: S106 - opens nothing
    # The lab's own server does decide that.
    assert {"IdentityProvider", "KernelProvisionerFactory"} <= set(lab)
    assert {"ip", "port", "root_dir"} <= set(lab["ServerApp"])


def test_what_others_said_stays(tmp_path):
    file = tmp_path / SERVER
    file.parent.mkdir(parents=True)
    theirs = {
        "ServerApp": {"jpserver_extensions": {"proxy": True}, "terminals_enabled": True},
        "ResourceUseDisplay": {"mem_limit": 2},
    }
    file.write_text(json.dumps(theirs), encoding="utf-8")
    write_into(tmp_path)
    both = _json(file)
    assert both["ServerApp"]["jpserver_extensions"]["proxy"] is True
    assert both["ServerApp"]["terminals_enabled"] is False
    assert both["ResourceUseDisplay"] == {"mem_limit": 2}


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe"])
def test_a_file_that_is_no_json_stops_it_before_anything_is_written(tmp_path, content):
    file = tmp_path / "etc" / "ipython" / "ipython_config.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(LabError, match=r"ipython_config\.json is there already"):
        write_into(tmp_path)
    assert _contents(tmp_path) == {"etc/ipython/ipython_config.json": content}


def test_a_folder_that_cannot_be_made_is_said_in_two_lines(tmp_path):
    (tmp_path / "etc").write_text("in the way", encoding="utf-8")
    with pytest.raises(LabError, match="cannot be"):
        write_into(tmp_path)


def test_the_preview_is_what_would_be_written(tmp_path):
    shown = preview(tmp_path)
    assert _contents(tmp_path) == {}
    write_into(tmp_path)
    for name in SETTINGS_ANYWHERE:
        assert f"{tmp_path / name}\n{(tmp_path / name).read_text(encoding='utf-8')}" in shown


def test_without_the_option_the_command_shows_and_writes_nothing(tmp_path):
    # sys.prefix is somewhere else for this program: were something written, it would be there.
    code = f"import sys; from dobotkit import cli; sys.prefix = {str(tmp_path)!r}; cli.main()"

    def configure(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-c", code, "configure", *options],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )

    refused = configure()
    assert refused.returncode == 1
    assert str(tmp_path / SERVER) in refused.stdout
    assert '"terminals_enabled": false' in refused.stdout
    what, advice = refused.stderr.splitlines()
    assert what.startswith("Nothing was written")
    assert "configure --sys-prefix" in advice
    assert _contents(tmp_path) == {}

    done = configure("--sys-prefix")
    assert done.returncode == 0, done.stderr
    assert f"Written: {tmp_path / SERVER}" in done.stdout.splitlines()
    assert set(_contents(tmp_path)) == set(SETTINGS_ANYWHERE)

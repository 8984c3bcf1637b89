"""A wall that was promised and does not stand means no kernel, and never a weaker one."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from tornado.web import HTTPError

from dobotkit.errors import KeeperGone, LabError
from dobotkit.guard import Tier
from dobotkit.lab import kernel_folder, provisioner
from tests.guard.kernels import kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a wall needs Linux")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("seccomp.stage_b = lambda: None", r"a way out was open: a socket \(AF_UNIX\)"),
        ("landlock.version = lambda: 0", "this Linux has no Landlock"),
    ],
)
def test_a_kernel_that_could_get_out_is_not_started(tmp_path, monkeypatch, broken, why):
    # Read by every Python that finds it, before the launcher.
    (tmp_path / "sitecustomize.py").write_text(
        f"from dobotkit.guard import landlock, seccomp\n{broken}\n", encoding="utf-8"
    )
    folder = tmp_path / "lesson"
    folder.mkdir()
    before = {one.pid for one in psutil.Process().children(recursive=True)}
    path = ":".join([str(tmp_path), *sys.path])
    with (
        pytest.raises(LabError, match=rf"was not started: its guard of tier 1 does not.*{why}"),
        kernel(Tier.WALL, folder, monkeypatch, PYTHONPATH=path),
    ):
        pass
    left = [
        one
        for one in psutil.Process().children(recursive=True)
        if one.pid not in before and "guard.kernel" in " ".join(one.cmdline())
    ]
    assert left == []


def test_in_a_folder_with_a_long_name_the_sockets_lie_elsewhere(tmp_path, monkeypatch):
    deep = tmp_path / ("x" * 80)
    (deep / "work").mkdir(parents=True)
    (deep / "tmp").mkdir()
    with kernel(Tier.BOTH, tmp_path, monkeypatch, DOBOTKIT_SCRATCH=str(deep)) as inside:
        folder = inside.manager.provisioner.folder
        assert not folder.is_relative_to(deep)
        assert inside.run("import os; print(os.getcwd())") == str(deep / "work")
        assert "PermissionError" in inside.run(f"open({str(folder / 'x')!r}, 'w')")
    assert not folder.exists()


def test_without_a_short_name_anywhere_the_page_is_told(tmp_path, monkeypatch):
    deep = tmp_path / ("x" * 80)
    deep.mkdir()
    monkeypatch.setattr(kernel_folder, "_SHORT", (deep,) * 2)
    monkeypatch.setattr(kernel_folder, "TemporaryFolder", _nowhere)
    with (
        pytest.raises(LabError, match=r"too long a name.*\n.*TMPDIR") as refused,
        kernel(Tier.WALL, tmp_path, monkeypatch, DOBOTKIT_SCRATCH=str(deep)),
    ):
        pass
    # This is what Jupyter's server sends to the browser.
    assert isinstance(refused.value, HTTPError)
    assert "too long a name" in refused.value.log_message


def _nowhere(_: object) -> None:
    raise PermissionError


def test_what_a_notebook_leaves_in_its_home_is_not_run_at_its_next_start(tmp_path, monkeypatch):
    plant = (
        "import os, sys; from pathlib import Path\n"
        "version = f'python{sys.version_info.major}.{sys.version_info.minor}'\n"
        "site = Path.home() / '.local' / 'lib' / version / 'site-packages'\n"
        "site.mkdir(parents=True)\n"
        "mark = Path(os.environ['TMPDIR']) / 'mark'\n"
        "(site / 'planted.pth').write_text(f'import os; os.mkdir({str(mark)!r})')\n"
        "(site / 'usercustomize.py').write_text(f'import os; os.mkdir({str(mark)!r})')\n"
        "import site as used; print(used.ENABLE_USER_SITE, mark.exists())"
    )
    with kernel(Tier.WALL, tmp_path, monkeypatch) as inside:
        # In a virtual environment it would not be read in any case.
        assert inside.run(plant) == "False False"
        inside.restart()
        look = "import os; print(os.path.exists(os.environ['TMPDIR'] + '/mark'))"
        assert inside.run(look) == "False"
        assert inside.run("print(os.environ['PYTHONNOUSERSITE'])") == "1"


def test_a_tier_that_does_not_exist_is_refused(tmp_path, monkeypatch):
    with (
        pytest.raises(LabError, match=r"There is no guard tier '3'\."),
        kernel(Tier.WALL, tmp_path, monkeypatch, DOBOTKIT_TIER="3"),
    ):
        pass


def test_the_end_of_a_kernel_that_never_began_ends_nothing_else():
    # As after a start that was refused, where Jupyter tidies up.
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as bystander:
        one = provisioner.GuardedKernel()
        asyncio.run(one.shutdown_requested())
        asyncio.run(one.cleanup())
        assert bystander.poll() is None


def test_a_start_that_finds_no_keeper_leaves_no_pipe_open(tmp_path, monkeypatch):
    # Without the ten seconds in which a keeper may come back.
    monkeypatch.setattr(provisioner.knock, "__kwdefaults__", {"patience": 0.0})
    before = _pipes()
    where = f"{tmp_path / 'nobody'}#{tmp_path / 'key'}"
    with (
        pytest.raises(KeeperGone),
        kernel(Tier.TRIPWIRE, tmp_path, monkeypatch, DOBOTKIT_KEEPER=where),
    ):
        pass
    assert _pipes() == before


def _pipes() -> set[str]:
    """The pipes that this process has open, by the system's names for them."""
    found = set()
    for one in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # what has just read this folder
            found.add(str(one.readlink()))
    return {name for name in found if name.startswith("pipe:")}

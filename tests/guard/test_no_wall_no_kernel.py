"""A wall that was promised and does not stand means no kernel, and never a weaker one."""

from __future__ import annotations

import sys

import psutil
import pytest

from dobotkit.errors import LabError
from dobotkit.guard import Tier
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


def test_a_folder_with_a_long_name_is_refused_with_what_to_do(tmp_path, monkeypatch):
    deep = tmp_path / ("x" * 80)
    deep.mkdir()
    monkeypatch.setenv("DOBOTKIT_SCRATCH", str(deep))
    with (
        pytest.raises(LabError, match=r"too long a name.*\n.*TMPDIR"),
        kernel(Tier.WALL, tmp_path, monkeypatch, DOBOTKIT_SCRATCH=str(deep)),
    ):
        pass


def test_a_tier_that_does_not_exist_is_refused(tmp_path, monkeypatch):
    with (
        pytest.raises(LabError, match=r"There is no guard tier '3'\."),
        kernel(Tier.WALL, tmp_path, monkeypatch, DOBOTKIT_TIER="3"),
    ):
        pass

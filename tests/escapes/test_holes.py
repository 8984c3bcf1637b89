"""What the wall cannot keep in, shown; LIMITS.md lists each."""

from __future__ import annotations

import secrets
import sys
import typing
from pathlib import Path

import psutil
import pytest

from dobotkit.escapes.drive import started
from dobotkit.guard.tiers import Tier, verdict_about
from dobotkit.lab.scratch import Scratch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="walls need Linux"),
]


@pytest.fixture
def inside(tmp_path):
    """A kernel behind a wall, in which cells can be run."""
    if why := verdict_about(Tier.WALL):
        pytest.skip(why)
    with Scratch() as scratch, started(Tier.WALL, scratch, tmp_path / "output") as cells:
        yield cells


def test_a_file_lock_is_felt_outside(inside):
    import fcntl  # noqa: PLC0415 - not on Windows

    both_can_read = Path(typing.__file__)
    with both_can_read.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(file, fcntl.LOCK_UN)
        held = f"import fcntl; f = open({str(both_can_read)!r}); fcntl.flock(f, fcntl.LOCK_EX)"
        assert inside.run(held) == ""
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_name_of_a_program_is_seen_outside(inside):
    word = f"word-{secrets.token_hex(6)}"
    start = f"one = subprocess.Popen([{word!r}, '60'], executable='/bin/sleep')"
    assert inside.run(f"import subprocess; {start}") == ""
    seen = [one for one in psutil.process_iter(["cmdline"]) if word in (one.info["cmdline"] or ())]
    assert len(seen) == 1
    assert inside.run("one.kill(); one.wait()") == ""


def test_whether_a_file_exists_can_be_asked(inside, tmp_path):
    (tmp_path / "secret.txt").write_text("12345", encoding="utf-8")
    path = str(tmp_path / "secret.txt")
    assert "5" in inside.run(f"import os; print(os.stat({path!r}).st_size)")
    assert "True" in inside.run(f"try: open({path!r}).read()\nexcept PermissionError: print(True)")

"""Folders that go with their programs: programs that are killed, and who finds what they left."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dobotkit.lab.scratch import Scratch
from dobotkit.temporary import Hold, TemporaryFolder, abandon, delete, places, sweep

ROOT = Path(__file__).resolve().parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="on Windows links need special rights")

_MAKES = """
from pathlib import Path
from dobotkit.temporary import TemporaryFolder
folder = TemporaryFolder(Path({parent!r}))
(folder.path / "deep" / "er").mkdir(parents=True)
(folder.path / "deep" / "er" / "file").write_text("x")
"""
_HOLDS = """
from pathlib import Path
from dobotkit.lab.scratch import Scratch
from dobotkit.temporary import Hold
hold = Hold(Path({folder!r}), seat=1)
"""
_WAITS = """
import sys
print({says}, flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def program(code, says="'ready'"):
    """A program that has run this code, said this, and waits."""
    with subprocess.Popen(
        [sys.executable, "-P", "-c", code + _WAITS.format(says=says)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        process.said = process.stdout.readline().strip()
        try:
            yield process
        finally:
            process.kill()


def maker(parent):
    return program(_MAKES.format(parent=str(parent)), "folder.path")


def left(parent):
    return sorted(path.name for path in parent.iterdir())


def test_a_folder_is_private_and_goes_with_its_lock(tmp_path):
    with TemporaryFolder(tmp_path) as folder:
        assert os.name == "nt" or stat.S_IMODE(folder.path.stat().st_mode) == 0o700
        assert left(tmp_path) == [folder.path.name, f"{folder.path.name}.lock"]
    assert left(tmp_path) == []
    assert folder.remove()  # again


def test_a_live_one_is_not_touched_and_a_killed_one_is_gone_after_the_next_start(tmp_path):
    with maker(tmp_path) as process:
        folder = Path(process.said)
        assert sweep([tmp_path]) == 0
        assert (folder / "deep" / "er" / "file").exists()
        process.kill()
        process.wait()
        assert folder.exists()
        assert sweep([tmp_path]) == 1
    assert left(tmp_path) == []


def test_it_lives_as_long_as_one_of_its_two_programs_does(tmp_path):
    with maker(tmp_path) as command:
        with program(_HOLDS.format(folder=command.said)) as server:
            command.kill()
            command.wait()
            assert sweep([tmp_path]) == 0
            assert Path(command.said).exists()
            server.kill()
            server.wait()
        assert sweep([tmp_path]) == 1
    assert left(tmp_path) == []


def test_the_second_program_can_end_it(tmp_path):
    with maker(tmp_path) as command:
        hold = Hold(Path(command.said), seat=1)
        command.kill()
        command.wait()
        assert abandon(Path(command.said), hold)
    assert left(tmp_path) == []


def test_a_program_that_it_started_does_not_make_it_look_alive(tmp_path):
    spawns = (
        "\nimport subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'input()'],"
        " stdin=subprocess.PIPE, close_fds=False)\n"
    )
    code = _MAKES.format(parent=str(tmp_path)) + spawns
    with program(code, "child.pid") as process:
        # The child lives until its input ends, and that goes with the program.
        process.kill()
        process.wait()
        assert sweep([tmp_path]) == 1
    assert left(tmp_path) == []


def test_nobody_can_hold_what_is_gone(tmp_path):
    with TemporaryFolder(tmp_path) as folder:
        pass
    with pytest.raises(FileNotFoundError):
        Hold(folder.path, seat=1)


def dead(parent, name="dobotkit-0a1b2c3d"):
    """What a power cut leaves."""
    (parent / f"{name}.lock").touch(mode=0o600)
    (parent / name).mkdir(mode=0o700)
    return parent / name


def test_what_was_there_when_the_power_failed_goes_at_the_next_start(tmp_path):
    folder = dead(tmp_path)
    (folder / "work").mkdir()
    (folder / "work" / "a").write_text("a")
    before = left(tmp_path)
    assert sweep([tmp_path], dry=True) == 1
    assert left(tmp_path) == before
    assert sweep([tmp_path]) == 1
    assert left(tmp_path) == []


def test_a_lock_whose_folder_was_not_made_yet_or_is_deleted_goes_as_well(tmp_path):
    (tmp_path / "dobotkit-0a1b2c3d.lock").touch()
    assert sweep([tmp_path]) == 0
    assert left(tmp_path) == []


def test_a_folder_without_a_lock_is_deleted_when_it_is_old(tmp_path):
    folder = dead(tmp_path)
    folder.with_name("dobotkit-0a1b2c3d.lock").unlink()
    assert sweep([tmp_path]) == 0
    assert folder.exists()
    os.utime(folder, (1, 1))
    assert sweep([tmp_path], dry=True) == 1
    assert sweep([tmp_path]) == 1
    assert left(tmp_path) == []


def test_a_folder_that_somebody_made_in_between_is_theirs_and_another_name_is_taken(
    tmp_path, monkeypatch
):
    theirs = tmp_path / "dobotkit-0a1b2c3d"
    (theirs / "notes").mkdir(parents=True)
    names = iter(["0a1b2c3d", "4e5f6a7b"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(names))
    with TemporaryFolder(tmp_path) as folder:
        assert folder.path.name == "dobotkit-4e5f6a7b"
    assert left(tmp_path) == [theirs.name]
    assert left(theirs) == ["notes"]


def test_a_folder_that_somebody_made_is_theirs_whatever_its_name_and_age(tmp_path):
    for name in ("dobotkit-notebook", "dobotkit-20261122"):
        folder = tmp_path / name
        (folder / "work").mkdir(parents=True)
        (folder / "my_lesson.ipynb").touch()
        os.utime(folder, (1, 1))
    before = left(tmp_path)
    assert sweep([tmp_path], dry=True) == sweep([tmp_path]) == 0
    assert left(tmp_path) == before


def test_all_that_lies_in_a_labs_folder_is_known_to_be_the_kits(tmp_path):
    scratch = Scratch(tmp_path)
    scratch.log.touch()
    hidden = scratch.path.rename(tmp_path / "dobotkit-0a1b2c3d")
    scratch.remove()
    os.utime(hidden, (1, 1))
    assert sweep([tmp_path]) == 1
    assert left(tmp_path) == []


@posix
def test_a_folder_in_which_a_keeper_listens_is_left_alone_until_it_ends():
    # A short path: the name of a socket has about a hundred letters.
    with tempfile.TemporaryDirectory(prefix="t") as short:
        parent = Path(short)
        folder = parent / "dobotkit-0a1b2c3d"
        folder.mkdir()
        with socket.socket(socket.AF_UNIX) as keeper:
            keeper.bind(str(folder / "keeper.socket"))
            keeper.listen()
            os.utime(folder, (1, 1))
            assert sweep([parent]) == 0
        assert sweep([parent]) == 1
        assert left(parent) == []


def test_what_has_another_name_is_somebody_else_s(tmp_path):
    others = ["dobotkit-notes", "dobotkit", "dobotkit-0A1B2C3D", "my-dobotkit-0a1b2c3d"]
    for name in others:
        os.utime(dead(tmp_path, name), (1, 1))
    before = left(tmp_path)
    assert sweep([tmp_path]) == 0
    assert left(tmp_path) == before


@posix
def test_no_link_is_followed(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / "file").write_text("mine")
    place = tmp_path / "place"
    place.mkdir()
    inside = dead(place)
    (inside / "link").symlink_to(target)
    (place / "dobotkit-aaaaaaaa").symlink_to(target)  # and a folder that is one
    (place / "dobotkit-aaaaaaaa.lock").touch()
    (place / "dobotkit-bbbbbbbb").mkdir()
    (place / "dobotkit-bbbbbbbb.lock").symlink_to(target / "file")  # and a lock that is one
    sweep([place])
    assert left(place) == ["dobotkit-bbbbbbbb", "dobotkit-bbbbbbbb.lock"]
    assert (target / "file").read_text() == "mine"


def test_what_a_program_has_made_unwritable_is_deleted_as_well(tmp_path):
    folder = dead(tmp_path)
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "file").touch(mode=0o400)
    (folder / "a" / "b").chmod(0o000)
    (folder / "a").chmod(0o500)
    assert delete(folder)


def test_a_place_that_is_not_there_is_no_trouble(tmp_path):
    assert sweep([tmp_path / "nowhere"]) == 0
    assert all(place.is_dir() for place in places())
    with pytest.raises(FileNotFoundError):
        TemporaryFolder(tmp_path / "nowhere")


def test_only_where_such_folders_are_made_now_is_looked(tmp_path):
    # Whoever starts the next lab with another TMPDIR does not find what lies in this one.
    (tmp_path / "before").mkdir()
    (tmp_path / "now").mkdir()
    folder = dead(tmp_path / "before")
    assert sweep([tmp_path / "now"]) == 0
    assert folder.exists()


def test_a_folder_that_somebody_else_has_made_meanwhile_is_left_alone(tmp_path, monkeypatch):
    theirs = tmp_path / "dobotkit-00000000"
    theirs.mkdir()
    (theirs / "note").write_text("theirs", encoding="utf-8")
    words = iter(("00000000", "11111111"))
    monkeypatch.setattr("secrets.token_hex", lambda _: next(words))
    with TemporaryFolder(tmp_path) as folder:
        assert folder.path.name == "dobotkit-11111111"
        assert not theirs.with_name(f"{theirs.name}.lock").exists()
    assert [path.name for path in tmp_path.iterdir()] == [theirs.name]
    assert (theirs / "note").read_text(encoding="utf-8") == "theirs"

"""The folder a lab lives in: private, whole, writable, and gone afterwards."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from dobotkit.lab.scratch import Scratch

MEMORY = Path("/dev/shm")  # noqa: S108 - the tests only look at it

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")


@pytest.fixture
def content(tmp_path):
    """Lessons as they may be installed: read-only, with somebody's leftovers."""
    content = tmp_path / "content"
    lesson = content / "lessons" / "01_hello_arm"
    lesson.mkdir(parents=True)
    (lesson / "lesson.ipynb").write_text("{}", encoding="utf-8")
    (lesson / ".ipynb_checkpoints").mkdir()
    (lesson / ".ipynb_checkpoints" / "lesson-checkpoint.ipynb").write_text("{}", encoding="utf-8")
    (content / "notebooks").mkdir()
    (content / "notebooks" / "start_here.ipynb").write_text("{}", encoding="utf-8")
    (lesson / "lesson.ipynb").chmod(0o444)
    lesson.chmod(0o555)
    yield content
    lesson.chmod(0o755)


def test_is_removed_with_everything_in_it():
    with Scratch() as scratch:
        (scratch.work / "deep" / "er").mkdir(parents=True)
        (scratch.work / "deep" / "er" / "file").write_text("x", encoding="utf-8")
    assert not scratch.path.exists()


def test_is_removed_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), Scratch(tmp_path) as scratch:
        _ = 1 / 0
    assert not scratch.path.exists()


def test_two_labs_have_two():
    with Scratch() as one, Scratch() as other:
        assert one.path != other.path


def test_remove_says_whether_it_worked(tmp_path):
    scratch = Scratch(tmp_path)
    assert scratch.remove()
    assert scratch.remove()


@posix
def test_only_this_user_can_enter(tmp_path):
    with Scratch(tmp_path) as scratch:
        folders = [scratch.path, *(path for path in scratch.path.iterdir() if path.is_dir())]
        assert len(folders) > 5
        for folder in folders:
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(not MEMORY.is_dir(), reason="no file system in memory here")
def test_is_in_memory_where_that_can_be():
    with Scratch() as scratch:
        assert scratch.path.is_relative_to(MEMORY)


def test_copies_can_be_saved_although_the_originals_are_read_only(tmp_path, content):
    with Scratch(tmp_path) as scratch:
        scratch.copy_content(content)
        copy = scratch.work / "lessons" / "01_hello_arm" / "lesson.ipynb"
        assert os.access(copy, os.W_OK)
        assert sys.platform == "win32" or copy.stat().st_mode & stat.S_IWUSR
        copy.write_text("changed", encoding="utf-8")
        (copy.parent / "new").write_text("new", encoding="utf-8")
        assert (scratch.work / "notebooks" / "start_here.ipynb").is_file()
    original = content / "lessons" / "01_hello_arm" / "lesson.ipynb"
    assert original.read_text(encoding="utf-8") == "{}"


def test_leftovers_are_not_copied(tmp_path, content):
    with Scratch(tmp_path) as scratch:
        scratch.copy_content(content)
        assert not list(scratch.work.rglob(".ipynb_checkpoints"))

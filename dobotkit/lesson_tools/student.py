"""The copy that pupils get: without solutions and without what is for teachers."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.catalogue import NOTES, Catalogue
from dobotkit.lesson_tools.notebook import Notebook, strip, write

__all__ = ["make_student_copy"]

# Names every file that was made, with its SHA-256: what is not in it, or has
# another sum, is somebody's work.
_LIST = ".dobotkit-student-copy"
_NOT_FOR_PUPILS = frozenset({"solution", "teacher-note"})
_LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.pyc", NOTES)


def make_student_copy(catalogue: Catalogue, out: Path) -> list[Path]:
    """Copy lessons and notebooks without solutions, teachers' notes and stray outputs.

    Parameters
    ----------
    catalogue:
        What to copy; nothing there is changed.
    out:
        A folder that is empty, does not exist yet, or holds an earlier copy
        that nobody has worked in; such a copy is replaced.

    Returns
    -------
    list of Path
        The notebooks that were written.

    Raises
    ------
    LessonError
        Somebody else's files are in ``out``, or a notebook cannot be read.
    """
    _make_room(out)
    written = []
    for folder in catalogue.lessons:
        copy = out / "lessons" / folder.name
        shutil.copytree(folder, copy, ignore=_LEFT_BEHIND, copy_function=shutil.copyfile)
    for path in catalogue.files:
        inside = (
            Path("lessons", path.parent.name)
            if path.parent in catalogue.lessons
            else Path("notebooks")
        )
        copy = out / inside / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        data = Notebook(path).data
        data["cells"] = [
            cell
            for cell in data["cells"]
            if not _NOT_FOR_PUPILS & set(cell["metadata"].get("tags", ()))
        ]
        strip(data)
        write(data, copy)
        written.append(copy)
    _write_list(out)
    return written


def _make_room(out: Path) -> None:
    """Make an empty folder of ``out``, unless that would take something from somebody."""
    if out.exists() and not out.is_dir():
        raise LessonError(f"{out} is a file.", "Name a new folder.")
    there = {path for path in out.rglob("*") if path.is_file()} if out.is_dir() else set()
    if there:
        made = _read_list(out)
        if not made:
            raise LessonError(
                f"The folder {out} is not empty, and what is in it is not a copy made here.",
                "Name a new folder, or empty this one.",
            )
        strangers = sorted(
            path for path in there - {out / _LIST} if made.get(_name(path, out)) != _sum(path)
        )
        if strangers:
            raise LessonError(
                f"Somebody has worked in {out}: {_name(strangers[0], out)} was added or changed.",
                "Keep that work elsewhere, or name a new folder.",
            )
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)


def _read_list(out: Path) -> dict[str, str]:
    path = out / _LIST
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("  ") for line in lines if "  " in line)
    return {name: digest for digest, _, name in pairs}


def _write_list(out: Path) -> None:
    files = sorted(path for path in out.rglob("*") if path.is_file())
    lines = [f"{_sum(path)}  {_name(path, out)}\n" for path in files]
    (out / _LIST).write_text("".join(lines), encoding="utf-8", newline="\n")


def _name(path: Path, out: Path) -> str:
    return path.relative_to(out).as_posix()


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

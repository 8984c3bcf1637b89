"""Which lessons and notebooks there are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dobotkit.errors import LessonError
from dobotkit.shipped import FOLDERS, find_content

__all__ = ["LESSON", "NOTES", "TOML", "Catalogue", "find", "number_of", "read_toml", "slug_of"]

LESSON = "lesson.ipynb"
TOML = "lesson.toml"
NOTES = "teacher.md"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Folders of lessons, and notebooks that are not lessons; sorted by name."""

    lessons: tuple[Path, ...]
    notebooks: tuple[Path, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """Every notebook, those of the lessons first."""
        return (*(folder / LESSON for folder in self.lessons), *self.notebooks)


def find(folders: Iterable[Path] = ()) -> Catalogue:
    """Find lessons and notebooks.

    Parameters
    ----------
    folders:
        Folders of lessons, folders that hold such folders, and folders that
        hold notebooks; without any, all of this installation.

    Raises
    ------
    LessonError
        There is neither a lesson nor a notebook in one of them.
    """
    folders = list(folders)
    if not folders:
        content = find_content()
        folders = [content / name for name in FOLDERS]
    lessons: set[Path] = set()
    notebooks: set[Path] = set()
    for folder in folders:
        if _is_lesson(folder):
            lessons.add(folder)
            continue
        inside = sorted(folder.iterdir()) if folder.is_dir() else []
        in_here = {path for path in inside if path.is_dir() and _is_lesson(path)}
        loose = {path for path in inside if path.suffix == ".ipynb"}
        if not in_here and not loose:
            raise LessonError(
                f"There is no lesson and no notebook in {folder}.",
                "Name a folder such as lessons/01_hello_arm, or notebooks; without a name, "
                "all are taken.",
            )
        lessons |= in_here
        notebooks |= loose
    return Catalogue(tuple(sorted(lessons)), tuple(sorted(notebooks)))


def read_toml(folder: Path) -> dict[str, Any]:
    """What a lesson's ``lesson.toml`` says.

    Raises
    ------
    LessonError
        It is missing or damaged.
    """
    path = folder / TOML
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LessonError(
            f"The file cannot be read: {error.strerror or error}.",
            f"Every lesson has a {TOML}; copy that of another lesson and change it.",
        ) from error
    except ValueError as error:
        raise LessonError(
            f"The file is not valid TOML: {error}.",
            'A line is  name = "text"  or  name = 5.',
        ) from error


def number_of(folder: Path) -> str:
    """The number of a lesson, for example ``"01"``; empty if its folder has none."""
    found = re.match(r"\d+(?=_)", folder.name)
    return found[0] if found else ""


def slug_of(folder: Path) -> str:
    """The name of a lesson without its number, for example ``"hello_arm"``."""
    return folder.name.lstrip("0123456789").lstrip("_")


def _is_lesson(folder: Path) -> bool:
    return (folder / TOML).is_file() or (folder / LESSON).is_file()

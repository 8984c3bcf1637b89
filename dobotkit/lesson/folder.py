"""What a lesson's folder says about itself: ``lesson.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from dobotkit.errors import LessonError, PolicyError
from dobotkit.policy.collects import collects_line
from dobotkit.policy.inventory import inventory

__all__ = ["LessonFolder", "read_folder"]

_FILE = "lesson.toml"


@dataclass(frozen=True, slots=True)
class LessonFolder:
    """A lesson's place, name, title, the sentence on what it collects, and what it asks for.

    Two folders that say the same are equal, wherever they are.
    """

    path: Path = field(compare=False)
    slug: str
    title: str
    collects: str
    permissions: frozenset[str] = frozenset()


def read_folder(folder: Path) -> LessonFolder | None:
    """Read the ``lesson.toml`` in a folder; None where there is none.

    Raises
    ------
    LessonError
        The file is there but cannot be read, or lacks a line.
    """
    path = folder / _FILE
    if not path.is_file():
        return None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return LessonFolder(
            path=folder.resolve(),
            slug=folder.resolve().name.lstrip("0123456789").lstrip("_"),
            title=content["title"],
            collects=collects_line(content["collects"]),
            permissions=frozenset(inventory().row(name).permission for name in content["collects"])
            - {""},
        )
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        TypeError,
        PolicyError,
    ) as error:
        # An error of the system names the whole path, in which somebody may be named.
        why = (error.strerror or "the system says no") if isinstance(error, OSError) else error
        raise LessonError(
            f"The file {_FILE} beside this notebook cannot be used: {why}",
            "Close the lab, start it again, and open the lesson afresh.",
        ) from (None if isinstance(error, OSError) else error)

"""Where the files of models lie: in one of three folders, looked through in this order."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dobotkit.models.registry import MODELS

__all__ = [
    "VARIABLE",
    "Place",
    "destination",
    "find",
    "is_there",
    "of_this_python",
    "of_this_user",
    "places",
]

VARIABLE: Final = "DOBOTKIT_MODELS"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for models.

    Attributes
    ----------
    folder:
        It need not exist.
    words:
        What it is, without its path: a path can name a person.
    """

    folder: Path
    words: str


def places(variables: Mapping[str, str] | None = None) -> Iterator[Place]:
    """Yield the folders in which models are looked for, the first one first."""
    named = (os.environ if variables is None else variables).get(VARIABLE, "")
    if named:
        yield Place(Path(named), f"the folder that {VARIABLE} names")
    yield of_this_python()
    yield of_this_user()


def of_this_python() -> Place:
    """Return the folder beside this Python's packages, for all who use this Python."""
    return Place(Path(sys.prefix) / "share" / "dobotkit" / "models", "the folder of this Python")


def of_this_user() -> Place:
    """Return the folder in this user's cache."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - as the registry has it

    return Place(user_cache_path("dobotkit", appauthor=False) / "models", "your cache")


def destination(variables: Mapping[str, str], *, this_python: bool = False) -> Place:
    """Return where new models go.

    Into the folder that the user names; else beside this Python, where whoever uses it finds
    them, also behind the guard of a notebook, which has another home folder; else, where one
    may not write there, into the user's cache.

    Parameters
    ----------
    variables:
        The environment.
    this_python:
        Beside this Python in any case.
    """
    if this_python or (not variables.get(VARIABLE) and _may_write(of_this_python().folder)):
        return of_this_python()
    return next(place for place in places(variables) if place != of_this_python())


def _may_write(folder: Path) -> bool:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        # Windows answers os.access with yes for every folder.
        with tempfile.TemporaryFile(dir=there):
            return True
    except OSError:
        return False


def find(name: str) -> Path | None:
    """Return the first file of a model that has the right size; its content is not looked at.

    Parameters
    ----------
    name:
        A key of `MODELS`.

    Raises
    ------
    ModelMissing
        If the kit knows no model of that name.
    """
    model = MODELS[name]
    return next(
        (at.folder / model.file for at in places() if _size(at, model.file) == model.bytes), None
    )


def is_there(name: str) -> bool:
    """Whether there is a file of the right size for this model.

    Parameters
    ----------
    name:
        A key of `MODELS`.
    """
    return find(name) is not None


def _size(at: Place, file: str) -> int:
    try:
        return (at.folder / file).stat().st_size
    except OSError:
        return -1

"""The hunt: which files have something of a canary, and what a pupil had guessed.

::

    first = leaks.hunt(plain, canary)    # in a plain notebook's folder
    leaks.compare(guess, first)          # beside what you thought
    leaks.hunt_lab(canary)               # in the folders of this lab
    with leaks.planted(canary): ...      # something is there to be found, and taken away after
"""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from dobotkit.canary import FORMS, Canary, Find, search
from dobotkit.errors import LessonError
from dobotkit.lesson.leaks.plain_folder import PLACES, PlainFolder
from dobotkit.lesson.tables import Table

__all__ = ["GUESSES", "Catch", "compare", "hunt", "hunt_lab", "lab_folders", "planted"]

GUESSES: Final = ("nothing", "name", "picture", "both")
"""What may be guessed about a place."""

# A name and a picture are hunted; the number is planted by other tools.
_HUNTED = ("picture", "name")
_TITLES = {form.id: form.title for form in FORMS}
_PACKED = {"sqlite": "a database", "file name": "the file's name"}
_WORK, _TMP = "work", "tmp"


class Catch(Table):
    """What a hunt has found, file by file.

    Attributes
    ----------
    files:
        The files with something in them, with what: ``"picture"``, ``"name"``.
    searched:
        How many files were looked into.
    """

    __slots__ = ("files", "searched")

    def __init__(
        self, finds: Mapping[str, Sequence[Find]], searched: int, *, unread: int = 0, note: str = ""
    ) -> None:
        self.searched = searched
        self.files = {
            file: {find.what for find in found} & set(_HUNTED) for file, found in finds.items()
        }
        self.files = {file: what for file, what in self.files.items() if what}
        lines = [
            (file, what, _written(finds[file], what))
            for file in sorted(self.files)
            for what in _HUNTED
            if what in self.files[file]
        ]
        said = [
            f"Files searched: {searched}" + (f", not readable: {unread}." if unread else "."),
            "" if lines else "Nothing was found.",
            note,
        ]
        super().__init__(
            ("file", "what", "written as"), lines, below=" ".join(word for word in said if word)
        )

    def count(self, what: str) -> int:
        """Return in how many files there is a ``"picture"``, or a ``"name"``."""
        return sum(what in found for found in self.files.values())

    def at(self, place: str) -> str:
        """Return what is in a place of a plain notebook: one of ``GUESSES``."""
        found: set[str] = set()
        for file, what in self.files.items():
            if file.startswith(PLACES[place]):
                found |= what
        return "both" if len(found) > 1 else next(iter(found), "nothing")


def hunt(plain: PlainFolder, canary: Canary) -> Catch:
    """Search the folders of a plain notebook for a canary."""
    return _search([plain.path], canary)


def hunt_lab(canary: Canary) -> Catch:
    """Search the folders of this lab, as far as this notebook may read them, for a canary.

    Outside the lab it searches the notebook's own folder, and says so.
    """
    folders, note = lab_folders()
    return _search(folders, canary, note=note)


def lab_folders() -> tuple[tuple[Path, ...], str]:
    """Return the folders of this lab that this notebook may read, and what to say about them."""
    here, temporary = Path.cwd().resolve(), Path(tempfile.gettempdir()).resolve()
    root = temporary.parent
    work = root / _WORK
    if temporary.name != _TMP or not here.is_relative_to(work):
        return (here,), "This notebook was not opened in the lab: only its own folder was searched."
    try:
        next(root.iterdir(), None)
    except PermissionError:
        # Behind a wall there are two; the lab's settings are none of a notebook's business.
        return (
            work,
            temporary,
        ), "Behind the wall your notebook sees two folders, work and tmp."
    return (root,), "Your notebook can look into all folders of the lab."


@contextlib.contextmanager
def planted(canary: Canary) -> Iterator[Path]:
    """Plant a canary where `hunt_lab` looks, packed with gzip, for the lines of one ``with``."""
    folders, _ = lab_folders()
    data = gzip.compress(canary.name.encode() + b"\n" + canary.png())
    # In a lab: where its notebooks put what they need for a moment.
    where = folders[0] if folders[0] == Path.cwd().resolve() else Path(tempfile.gettempdir())
    number, name = tempfile.mkstemp(prefix="planted-", dir=where)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def compare(guess: Mapping[str, str], catch: Catch) -> Table:
    """Put guesses beside what was found.

    Parameters
    ----------
    guess:
        One of ``"nothing"``, ``"name"``, ``"picture"``, ``"both"`` for each place.
    catch:
        What was found.

    Raises
    ------
    LessonError
        A place has no guess, or one that cannot be compared.
    """
    lines = []
    for place in PLACES:
        said = str(guess.get(place, "?")).strip().casefold()
        if said not in (*GUESSES, "?"):
            raise LessonError(
                f"The guess for {place} is {guess[place]!r}.",
                f"Write one of these in step 2: {', '.join(GUESSES)}.",
            )
        found = catch.at(place)
        mark = "no guess" if said == "?" else "✔" if said == found else "✘"
        lines.append((place, said, found, mark))
    right = sum(mark == "✔" for *_, mark in lines)
    return Table(
        ("place", "your guess", "found", "right?"),
        lines,
        below=f"{right} of {len(lines)} guessed right.",
    )


def _search(folders: Sequence[Path], canary: Canary, *, note: str = "") -> Catch:
    report = search(folders, canary)
    finds: dict[str, list[Find]] = {}
    for one in report.finds:
        before = f"{folders[one.folder].name}/" if len(folders) > 1 else ""
        finds.setdefault(before + one.path, []).append(one.find)
    return Catch(finds, report.files, unread=report.unread, note=note)


def _written(finds: Sequence[Find], what: str) -> str:
    """The ways in which something is written in a file, the plainest first."""
    found = [find for find in finds if find.what == what]
    # What is packed in base64 can be read as other ways of writing, too: these say nothing more.
    plainest = min(len(find.inside) for find in found)
    ways = {_way(find) for find in found if len(find.inside) <= plainest + 1}
    return ", ".join(sorted(ways, key=lambda way: (len(way), way)))


def _way(find: Find) -> str:
    if find.inside:
        return " ".join(f"in {_PACKED.get(name, name)}" for name in reversed(find.inside))
    if "base64" in find.form:
        return "in base64"
    return _TITLES.get(find.form, find.form)

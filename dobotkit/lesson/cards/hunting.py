"""The hunt of lesson 10: what of a card is in some files, with the scanner of lesson 13."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from dobotkit import mrz
from dobotkit.canary import FORMS, Canary, Find, search
from dobotkit.canary.canary import SHORTEST
from dobotkit.errors import LessonError
from dobotkit.lesson.leaks.hunting import lab_folders
from dobotkit.lesson.tables import Table
from dobotkit.simulator.specimens import Specimen

__all__ = ["Left", "folder", "hunt", "hunt_lab", "words_of"]

_TITLES: Final = {form.id: form.title for form in FORMS}
_WHAT: Final = ("number", "name", "date of birth")

# One notebook, one folder of a careless program.
_folder: Path | None = None


class Left(Table):
    """What is left of cards in some files.

    Attributes
    ----------
    files:
        The files with something in them, each with what: ``"number"``, ``"name"``,
        ``"date of birth"``.
    searched:
        How many files were looked into.
    """

    __slots__ = ("files", "searched")

    def __init__(
        self, finds: dict[str, list[tuple[str, Find]]], searched: int, *, note: str = ""
    ) -> None:
        self.searched = searched
        self.files = {file: {what for what, _ in found} for file, found in finds.items()}
        rows = [
            (file, what, _written([find for kind, find in found if kind == what]))
            for file, found in sorted(finds.items())
            for what in _WHAT
            if what in self.files[file]
        ]
        said = (f"Files searched: {searched}.", "" if rows else "Nothing was found.", note)
        super().__init__(
            ("file", "what", "written as"), rows, below=" ".join(word for word in said if word)
        )


def folder() -> Path:
    """Make an empty folder for a careless program; the one that was made before is deleted."""
    global _folder  # noqa: PLW0603 - one notebook, one of them
    _delete()
    _folder = Path(tempfile.mkdtemp(prefix="careless-")).resolve()
    return _folder


@atexit.register
def _delete() -> None:
    if _folder is not None:
        shutil.rmtree(_folder, ignore_errors=True)


def hunt(where: Path, *cards: Specimen) -> Left:
    """Search a folder for the numbers, names and dates of birth of cards.

    Raises
    ------
    LessonError
        There is no such folder, or no card to look for.
    """
    if not Path(where).is_dir():
        raise LessonError("There is no such folder.", "Make one: folder = cards.folder()")
    return _search([Path(where)], cards)


def hunt_lab(*cards: Specimen) -> Left:
    """Search the folders of this lab, as far as this notebook may read them, for cards.

    Outside the lab it searches the notebook's own folder, and says so.
    """
    folders, note = lab_folders()
    return _search(folders, cards, note=note)


def words_of(*cards: Specimen) -> dict[str, tuple[str, ...]]:
    """Return what to look for: texts by what they are, each long enough to be found."""
    found: dict[str, set[str]] = {what: set() for what in _WHAT}
    for card in cards:
        for what, text in _texts(card):
            if len(text) >= SHORTEST:
                found[what].add(text)
    return {what: tuple(sorted(texts)) for what, texts in found.items() if texts}


def _texts(card: Specimen) -> Iterator[tuple[str, str]]:
    """The ways in which a careless program may write down what stands on a card."""
    zone = mrz.parse(card.lines)
    yield "number", zone.number
    given, family = zone.given_names, zone.surname
    yield from (("name", text) for text in (
        family, given, f"{given} {family}", f"{family} {given}", f"{family}, {given}",
        f"{family}<<{given}".replace(" ", "<"),
    ))  # fmt: skip
    birth = card.birth
    yield from (("date of birth", birth.strftime(form)) for form in (
        "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d %m %Y",
    ))  # fmt: skip
    # Six digits are found everywhere by chance; with what follows them in the line they are not.
    place = mrz.FIELDS[zone.kind]["birth"].place
    begin = place.first - 1
    yield "date of birth", zone.lines[place.line - 1][begin : begin + SHORTEST + 1]


def _search(folders: Sequence[Path], cards: Sequence[Specimen], *, note: str = "") -> Left:
    if not cards:
        raise LessonError("Which card is to be looked for?", "Name it: cards.hunt(folder, card)")
    canary = Canary.fresh().with_words(**words_of(*cards))
    report = search(folders, canary)
    finds: dict[str, list[tuple[str, Find]]] = {}
    for one in report.finds:
        if one.find.what in _WHAT:
            before = f"{folders[one.folder].name}/" if len(folders) > 1 else ""
            finds.setdefault(before + one.path, []).append((one.find.what, one.find))
    return Left(finds, report.files, note=note)


def _written(finds: Sequence[Find]) -> str:
    """In which ways something is written, the plainest first."""
    plainest = min(len(find.inside) for find in finds)
    ways = {_way(find) for find in finds if len(find.inside) == plainest}
    return ", ".join(sorted(ways, key=lambda way: (len(way), way)))


def _way(find: Find) -> str:
    if find.inside:
        return " ".join(f"in {name}" for name in reversed(find.inside))
    if "base64" in find.form:
        return "in base64"
    return _TITLES.get(find.form, find.form)

"""The holes that the kit is known to have, as a pupil reads them."""

from __future__ import annotations

from dobotkit import limits
from dobotkit.errors import LessonError
from dobotkit.lesson.leaks.tables import Table
from dobotkit.lesson.words import Sentence

__all__ = ["hole", "holes"]


def holes(*words: str) -> Table:
    """List the holes that the kit is known to have, by their numbers.

    Parameters
    ----------
    *words:
        Only holes with one of these in their titles, or in the heading that they stand
        under; without any, all of them.
    """
    wanted = [word.casefold() for word in words]
    found = [
        hole
        for hole in limits.holes()
        if not wanted or any(word in f"{hole.part} {hole.title}".casefold() for word in wanted)
    ]
    return Table(
        ("number", "hole", "matters to"),
        ((hole.number, hole.title, hole.whom) for hole in found),
        below="To read all about one: leaks.hole(number)",
    )


def hole(number: int) -> Sentence:
    """Show all that is said about one hole.

    Raises
    ------
    LessonError
        No hole has this number.
    """
    for one in limits.holes():
        if one.number == number:
            # On the page some go on in the same sentence.
            goes_on = ":" if one.words[:1].islower() else "."
            return Sentence(
                f"{one.number}. {one.title}{goes_on}\n{one.words}\nIt matters to {one.whom}."
            )
    raise LessonError(
        f"No hole has the number {number!r}.", "The numbers stand in the list: leaks.holes()"
    )

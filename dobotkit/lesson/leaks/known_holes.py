"""The holes that the kit is known to have, as a pupil reads them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from dobotkit import limits
from dobotkit.errors import LessonError
from dobotkit.lesson.tables import Table
from dobotkit.lesson.words import Sentence

__all__ = ["hole", "holes"]

# A notebook breaks longer lines of plain text in the midst of a word.
_WIDTH = 76


def holes(*words: str) -> Table:
    """List the holes that the kit is known to have, by their numbers.

    Parameters
    ----------
    *words:
        Only holes that stand under a heading with one of these; a word that is in no
        heading is looked for in the titles. Without any, all of them.
    """
    every = limits.holes()
    found = [
        hole for hole in every if not words or any(_about(hole, word, every) for word in words)
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
                f"{one.number}. {one.title}{goes_on}\n"
                f"{textwrap.fill(one.words, _WIDTH)}\n"
                f"It matters to {one.whom}."
            )
    raise LessonError(
        f"No hole has the number {number!r}.", "The numbers stand in the list: leaks.holes()"
    )


def _about(hole: limits.Hole, word: str, every: Iterable[limits.Hole]) -> bool:
    word = word.casefold()
    if any(word in one.part.casefold() for one in every):
        return word in hole.part.casefold()
    return word in hole.title.casefold()

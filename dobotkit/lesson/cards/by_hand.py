"""A check digit as somebody works it out on paper: value times weight, and what is left over."""

from __future__ import annotations

from itertools import cycle
from typing import Final

from dobotkit import mrz
from dobotkit.errors import WrongValue
from dobotkit.lesson.tables import Table

__all__ = ["ByHand", "by_hand"]

_TEN: Final = 10
# The longest line of any document.
_LONGEST: Final = 44


class ByHand(Table):
    """The working, one line for each character.

    Attributes
    ----------
    digit:
        The check digit, 0 to 9.
    """

    __slots__ = ("digit",)

    def __init__(self, text: str) -> None:
        self.digit = mrz.check_digit(text)
        rows = [
            (sign, mrz.VALUES[sign], weight, mrz.VALUES[sign] * weight)
            for sign, weight in zip(text, cycle(mrz.WEIGHTS), strict=False)
        ]
        total = sum(row[-1] for row in rows)
        super().__init__(
            ("character", "its value", "times", "makes"),
            rows,
            below=f"Together {total}. {total} = {total // _TEN} × 10 + {total % _TEN}, so the "
            f"check digit is {self.digit}.",
        )


def by_hand(text: str) -> ByHand:
    """Work out a check digit step by step.

    Parameters
    ----------
    text:
        Digits, capital letters and ``<``, as in the lines of a card.

    Raises
    ------
    WrongValue
        It is no text, or too long to be worked out by hand.
    MrzCharacter
        One of its characters has no value.
    """
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
        raise WrongValue(
            f"A check digit belongs to a text of 1 to {_LONGEST} characters.",
            'Put it in quotes: cards.by_hand("520727")',
        )
    return ByHand(text)

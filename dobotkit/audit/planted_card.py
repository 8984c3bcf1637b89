"""The planted card: a specimen of somebody who does not exist, with a canary on its portrait.

It is drawn by lot with its canary, for one audit. What is written on it stands in no code that the
audit runs in a private lab, and in no file: wherever it turns up, somebody has read the card and
kept that.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np

from dobotkit.canary.canary import COARSE, SHORTEST, Canary, Pixels
from dobotkit.keeper.eyes.cards_by_marks import cards_by_marks
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.simulator.specimens import Specimen, draw

__all__ = ["TEXT", "PlantedCard", "has_card"]

TEXT: Final = "card_text"
"""What the canary calls the texts of a card."""

# Specimens that a table may have; those below lie on tables that are shipped (`things.Printed`).
_FIRST, _LAST = 1001, 9999
_PX_PER_MM: Final = 7
_GREY: Final = 150
# On a table: in the middle, where the arm and the camera reach it.
_TABLE: Final = """\
title = "One card"

[[things]]
name = "card"
specimen = {number}
place = [205, 0]
angle = 3
"""


@dataclass(frozen=True)
class PlantedCard:
    """One card for one audit.

    Parameters
    ----------
    number:
        Which specimen: what a table that is laid says of it. It is not the document's number.
    on:
        The day of the audit.
    """

    number: int
    on: dt.date

    @classmethod
    def of(cls, canary: Canary) -> PlantedCard:
        """Return that of a canary: valid, and of nobody who lies on a table that is shipped."""
        today = dt.datetime.now(tz=dt.UTC).astimezone().date()
        first = int(canary.mark, 16)
        for step in range(_LAST):
            card = cls(_FIRST + (first + step) % (_LAST - _FIRST + 1), today)
            if not card.specimen.expired:
                break
        return card

    @property
    def specimen(self) -> Specimen:
        """What is printed on it."""
        return Specimen(self.number, on=self.on)

    @property
    def words(self) -> tuple[str, ...]:
        """What is written on it and can be told from chance, each once."""
        specimen = self.specimen
        name = specimen.name
        written = (
            specimen.document_number,
            *specimen.lines,
            f"{name.surname}<<{name.given}",
            name.surname,
            name.surname.upper(),
            name.given,
            name.given.upper(),
            specimen.birth.strftime("%d %m %Y"),
        )
        return tuple(dict.fromkeys(word for word in written if len(word) >= SHORTEST))

    @property
    def table(self) -> str:
        """The text of a ``table.toml`` on which it lies."""
        return _TABLE.format(number=self.number)

    def drawn(self, canary: Canary) -> Pixels:
        """Draw it, uint8 (h, w, 3), with the canary's squares and noise for a portrait."""
        picture = draw(self.specimen, px_per_mm=_PX_PER_MM).copy()
        left, top, width, height = (
            round(one * _PX_PER_MM) for one in self.specimen.design.portrait
        )
        # Nothing of the portrait: the face that is looked for is that of whoever holds the card.
        picture[top : top + height, left : left + width] = _GREY
        fine = canary.fine
        tall, wide = fine.shape[:2]
        picture[top : top + COARSE, left : left + COARSE] = canary.coarse[..., None]
        below = top + COARSE
        picture[below : below + tall, left : left + wide] = fine
        return picture


def has_card(picture: Pixels) -> bool:
    """Whether a specimen card is to be seen in a picture, h × w × 3, blue, green, red."""
    return bool(cards_by_marks(find_marks(np.ascontiguousarray(picture), ("aruco",))))

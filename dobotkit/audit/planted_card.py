"""The planted card: a specimen of somebody who does not exist, with a canary on its portrait.

It is drawn by lot for one audit. What is written on it stands in no code that the audit runs in
a private lab, and in no file: wherever it turns up, somebody has read the card and kept that.
"""

from __future__ import annotations

import datetime as dt
import secrets
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
# The squares lie here on the portrait, in mm from its corner: between them nothing is left of it.
_AIR_MM: Final = 0.5
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
    def fresh(cls) -> PlantedCard:
        """Return one that is drawn by lot: valid, and of nobody who lies on a shipped table."""
        while True:
            number = _FIRST + secrets.randbelow(_LAST - _FIRST + 1)
            card = cls(number, dt.datetime.now(tz=dt.UTC).astimezone().date())
            if not card.specimen.expired and len(card.words) >= len(_ALWAYS):
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
        """Draw it, uint8 (h, w, 3), with the canary's squares and noise on its portrait."""
        picture = draw(self.specimen, px_per_mm=_PX_PER_MM).copy()
        left, top, _, _ = (
            round((one + _AIR_MM) * _PX_PER_MM) for one in self.specimen.design.portrait
        )
        fine = canary.fine
        tall, wide = fine.shape[:2]
        picture[top : top + COARSE, left : left + COARSE] = canary.coarse[..., None]
        below = top + COARSE
        picture[below : below + tall, left : left + wide] = fine
        return picture


# A number and three lines stand on each card; names may be short.
_ALWAYS: Final = ("number", "line", "line", "line")


def has_card(picture: Pixels) -> bool:
    """Whether a specimen card is to be seen in a picture, h × w × 3, blue, green, red."""
    return bool(cards_by_marks(find_marks(np.ascontiguousarray(picture), ("aruco",))))

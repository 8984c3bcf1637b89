"""``Card``: where a card lies that was found, and covered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dobotkit.geometry import Box, Point
from dobotkit.scene.claims import NOT_READ, Claims, NotRead

__all__ = ["Card", "FoundBy"]

FoundBy = Literal["markers", "outline", "text"]
"""By what a card was found: the markers at its corners, its edges, or lines of printed text."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card that was found: an identity card, or anything that looks like one.

    It is covered whole in the picture. Where it lies is told, and nothing that stands on it.

    Attributes
    ----------
    box:
        Where it is in the picture, in pixels; the cover is larger on every side.
    position:
        The middle of its underside, in mm in the arm's frame, if it lies on the table:
        ``arm.pick(card)`` and ``arm.pick(card.position)`` know what to do with it. None if the
        camera is not calibrated, or if the card does not lie on the table.
    angle:
        How far its longer side is turned from the x axis, in degrees; None where there is no
        ``position``. Of a card that was found without markers it may be the other way round.
    size:
        Length, width and height in mm; None where there is no ``position``.
    found_by:
        ``"markers"``, ``"outline"`` or ``"text"``.
    sure:
        How sure it is that this is a card, from 0 to 1.
    claims:
        What was found out about it, where that was asked for; else None.
    not_read:
        Why there are no ``claims``, in words of a closed list; ``why_not`` says it in a sentence.
    """

    box: Box
    position: Point | None = None
    angle: float | None = None
    size: tuple[float, float, float] | None = None
    found_by: FoundBy = "outline"
    sure: float = 1.0
    claims: Claims | None = field(default=None, repr=False)
    not_read: NotRead = "not asked"

    @property
    def why_not(self) -> str:
        """Why there are no ``claims``, and what to do; empty where there are some."""
        return NOT_READ[self.not_read] if self.claims is None else ""

    def __repr__(self) -> str:
        if self.position is None:
            return "<a card, covered, without a place on the table>"
        x, y, _ = (round(value, 1) + 0.0 for value in self.position)  # no "-0.0"
        return f"<a card, covered, at x={x:.1f}, y={y:.1f} mm>"

"""The lines on the paper, thin enough to be sent to a browser again and again."""

from __future__ import annotations

from dobotkit.drawing.thin import thinned
from dobotkit.widgets.shapes import Spot

__all__ = ["Ink"]

# mm; less than a pixel, also where the paper is enlarged.
_FINE = 0.1


class Ink:
    """Lines without the points that nobody would see.

    Only the last line can still grow, so all others are thinned once.

    Attributes
    ----------
    points:
        How many points there were at the last look.
    """

    def __init__(self) -> None:
        self._finished: list[tuple[Spot, ...]] = []
        self._first: Spot | None = None
        self.points = 0

    def thinned(self, lines: tuple[tuple[Spot, ...], ...]) -> tuple[tuple[Spot, ...], ...]:
        """Return the lines with fewer points, each within 0.1 mm of what it was."""
        first = lines[0][0] if lines else None
        if first != self._first or len(lines) <= len(self._finished):  # new paper
            self._finished, self._first = [], first
        self._finished += [thinned(line, _FINE) for line in lines[len(self._finished) : -1]]
        drawn = (*self._finished, *(thinned(line, _FINE) for line in lines[-1:]))
        self.points = sum(map(len, drawn))
        return drawn

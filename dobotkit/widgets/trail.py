"""The path of the end effector so far, in few points."""

from __future__ import annotations

import math

from dobotkit.widgets.shapes import Spot

__all__ = ["Trail"]

# How many points may lie between two corners before one of them becomes a
# corner itself. It bounds the work for one point, not the length of a line.
_PATIENCE = 100


class Trail:
    """A line through many points, kept as its corners.

    Points that lie on a straight line between two others are left out, and
    when there are too many corners the oldest are forgotten.

    Parameters
    ----------
    tolerance:
        How far in mm a point that was left out may be from the line.
    length:
        How many points are kept at most.
    """

    def __init__(self, *, tolerance: float = 0.5, length: int = 300) -> None:
        self._tolerance = tolerance
        self._length = length
        self._corners: list[Spot] = []
        self._passed: list[Spot] = []
        self._end: Spot | None = None

    @property
    def points(self) -> tuple[Spot, ...]:
        """Corners and end of the line, in mm, oldest first."""
        end = () if self._end is None else (self._end,)
        return (*self._corners, *end)

    def add(self, point: Spot) -> None:
        """Prolong the line to a point in mm."""
        if not self._corners:
            self._corners.append(point)
            return
        if self._end is None:
            if math.dist(point, self._corners[-1]) > 0:
                self._end = point
            return
        if point == self._end:
            return
        # Every point since the last corner is tested, not only the newest:
        # otherwise a slow curve would be straightened bit by bit.
        self._passed.append(self._end)
        straight = len(self._passed) <= _PATIENCE and all(
            _distance(passed, self._corners[-1], point) <= self._tolerance
            for passed in self._passed
        )
        if not straight:
            self._corners.append(self._end)
            self._passed.clear()
            del self._corners[: max(0, len(self._corners) + 1 - self._length)]
        self._end = point


def _distance(point: Spot, start: Spot, end: Spot) -> float:
    """Distance in mm from a point to the straight piece between two others."""
    du, dv = end[0] - start[0], end[1] - start[1]
    square = du * du + dv * dv
    if square == 0:
        return math.dist(point, start)
    part = ((point[0] - start[0]) * du + (point[1] - start[1]) * dv) / square
    part = min(1.0, max(0.0, part))
    return math.dist(point, (start[0] + part * du, start[1] + part * dv))

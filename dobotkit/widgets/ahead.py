"""The path ahead: straight lines to the places to which an arm has been sent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from dobotkit.widgets.shapes import Dot, Line, Shape
from dobotkit.widgets.sight import from_above

__all__ = ["ahead_from_above", "ahead_from_side"]

Point = tuple[float, float, float]

# A straight line is bent in the view from the side: it goes by the distance from the axis.
_PIECES = 8
_RADIUS = 5.0


def ahead_from_side(here: Point, places: Sequence[Point]) -> tuple[Shape, ...]:
    """Draw it from the side.

    Parameters
    ----------
    here:
        Where the arm is, (x, y, z) in mm.
    places:
        Where it goes from there.
    """
    if not places:
        return ()
    points = [here]
    for start, end in pairwise((here, *places)):
        points += [_between(start, end, i / _PIECES) for i in range(1, _PIECES + 1)]
    line = tuple((math.hypot(x, y), z) for x, y, z in points)
    return Line("ahead", line), Dot("ahead-end", line[-1], _RADIUS)


def ahead_from_above(here: Point, places: Sequence[Point]) -> tuple[Shape, ...]:
    """Draw it from above; see :func:`ahead_from_side`."""
    if not places:
        return ()
    line = tuple(from_above(x, y) for x, y, _ in (here, *places))
    return Line("ahead", line), Dot("ahead-end", line[-1], _RADIUS)


def _between(start: Point, end: Point, part: float) -> Point:
    x, y, z = (a + (b - a) * part for a, b in zip(start, end, strict=True))
    return x, y, z

"""Reads the marker on a body whose place is known: also one too small to be noticed by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.candidates import Candidate
from dobotkit.keeper.eyes.marks import read_squares
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import Solid, top_of
from dobotkit.markers import LARGEST_THING_NUMBER, MARKER_SHARE

__all__ = ["with_marker"]

Doubles = NDArray[np.float64]

# On a round top nothing tells how its marker is turned.
_TURNS: Final = tuple(range(0, 90, 9))
_SQUARE_MM: Final = 2.0
_OFF_PX: Final = 0.9


def with_marker(one: Candidate, sight: Sight, grey: NDArray[np.uint8]) -> Candidate:
    """Look for a marker where one would be on a top; the same candidate if there is none.

    Parameters
    ----------
    one:
        Without a marker.
    sight:
        The frame.
    grey:
        The frame in grey, uint8 (h, w).
    """
    solid = one.fit.solid
    if one.kind == "bin" or one.fit.off_px > _OFF_PX:
        return one
    turns = _TURNS if solid.kind == "cylinder" else (0,)
    squares = np.array([_marker_px(replace(solid, angle=solid.angle + t), sight) for t in turns])
    for number, index, turn in read_squares(grey, squares, "aruco", wrong=1):
        if number <= LARGEST_THING_NUMBER:
            angle = solid.angle + turns[index] - 90.0 * turn
            turned = replace(solid, angle=angle)
            if turn % 2 and solid.kind == "block":
                turned = replace(turned, length=solid.width, width=solid.length)
            return replace(one, marker=number, fit=replace(one.fit, solid=turned))
    return one


def _marker_px(solid: Solid, sight: Sight) -> Doubles:
    """Where the corners of a marker would be seen: top left, top right, bottom right, left."""
    least = min(solid.length, solid.width)
    share = MARKER_SHARE * (0.5**0.5 if solid.kind == "cylinder" else 1.0)
    top = Solid("block", solid.x, solid.y, solid.z, solid.angle, least, least, solid.tall)
    corners = sight.gaze.image_from_table(top_of(top, share))
    return corners[[3, 2, 1, 0]]

"""Lays a body over a region of one paint, roughly: where a fit begins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.candidates import view_hull
from dobotkit.keeper.eyes.paints import TABLE
from dobotkit.keeper.eyes.regions import Region, Sight
from dobotkit.keeper.eyes.solids import Solid
from dobotkit.opencv import cv2

__all__ = ["SEVERAL_SHARE", "SMALLEST_MM", "best_place", "covers", "upright"]

SEVERAL_SHARE: Final = 1.6
"""A region that covers so much more than a usual block could be several."""

_ABOUT_MM: Final = 30.0
# What covering a region is worth, and covering table, and what nobody knows.
_OWN, _BARE, _OTHER = 2.0, -1.5, -0.15
SMALLEST_MM: Final = 10.0
"""Nothing is narrower."""


def upright(sight: Sight, about: Solid, sides: Sequence[float]) -> Solid:
    """Size a body so that its outline in the view is about a rectangle.

    Parameters
    ----------
    sight:
        The frame.
    about:
        Where the middle of the rectangle is, how it is turned, and how tall the body is.
    sides:
        The rectangle's, in pixels of the view.
    """
    mm, gaze, kind, tall = sight.regions.view.mm, sight.gaze, about.kind, about.tall
    place, angle = (about.x, about.y), about.angle
    at = np.array([(about.x, about.y, gaze.ground + tall)])
    lean = gaze.table_behind(at)[0] - place
    turn = math.radians(angle)
    along = abs(lean[0] * math.cos(turn) + lean[1] * math.sin(turn))
    aside = abs(lean[1] * math.cos(turn) - lean[0] * math.sin(turn))
    length = max(sides[0] * mm - 0.8 * along, SMALLEST_MM)
    width = max(sides[1] * mm - 0.8 * aside, SMALLEST_MM)
    if kind == "cylinder":
        length = width = min(length, width)
    x, y = place[0] - lean[0] / 2, place[1] - lean[1] / 2
    return Solid(kind, float(x), float(y), gaze.ground, angle, length, width, tall)


def covers(sight: Sight, region: Region, solid: Solid) -> float:
    """How much of the region a body covers, beside what else it covers: 0 to 1."""
    drawn = np.zeros_like(region.mask)
    hull = np.round(view_hull(solid, sight) - region.corner).astype(np.int32)
    cv2.fillConvexPoly(drawn, hull, 255)
    both = cv2.countNonZero(drawn & region.mask)
    either = cv2.contourArea(hull) + cv2.countNonZero(region.mask) - both
    return both / max(either, 1.0)


def best_place(
    sight: Sight, region: Region, solid: Solid, angles: Sequence[float], share: float
) -> tuple[Solid, float]:
    """Move and turn a body so that it covers most of the region and least of the table."""
    worth, corner = _worth(sight, region, share)
    best, most = solid, -1e9
    for angle in angles:
        one = replace(solid, angle=angle)
        hull = view_hull(one, sight) - corner
        low = np.floor(hull.min(0)).astype(int)
        size = np.ceil(hull.max(0)).astype(int) - low + 1
        shape = np.zeros((size[1], size[0]), np.float32)
        cv2.fillConvexPoly(shape, np.round(hull - low).astype(np.int32), 1.0)
        if shape.shape[0] > worth.shape[0] or shape.shape[1] > worth.shape[1]:
            continue
        scores = cv2.matchTemplate(worth, shape, cv2.TM_CCORR)
        _, score, _, at = cv2.minMaxLoc(scores)
        if share > SEVERAL_SHARE:
            score /= float(shape.sum())
        if score > most:
            mm = sight.regions.view.mm
            x, y = one.x + (at[1] - low[1]) * mm, one.y + (at[0] - low[0]) * mm
            best, most = replace(one, x=float(x), y=float(y)), score
    return best, most


def _worth(
    sight: Sight, region: Region, share: float
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """What covering each pixel about the region is worth, and where that begins."""
    labels = sight.regions.labels
    about = round(_ABOUT_MM / sight.regions.view.mm)
    rows, columns = region.mask.shape
    left, top = region.corner
    part = np.full((rows + 2 * about, columns + 2 * about), _OTHER, np.float32)
    row0, column0 = max(top - about, 0), max(left - about, 0)
    around = labels[row0 : top + rows + about, column0 : left + columns + about]
    row, column = row0 - top + about, column0 - left + about
    inside = part[row : row + around.shape[0], column : column + around.shape[1]]
    inside[around == TABLE] = _BARE
    own = part[about : about + rows, about : about + columns]
    own[region.mask > 0] = _OWN
    if share > SEVERAL_SHARE:
        # Several in one region: begin at an end of it.
        y, x = np.mgrid[0:rows, 0:columns]
        far = np.hypot(y - rows / 2, x - columns / 2) / max(rows, columns)
        own[region.mask > 0] += 0.3 * far[region.mask > 0]
    return part, np.array([left - about, top - about])

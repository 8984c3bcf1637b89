"""What a fitted body is called, how much of it is hidden, and how sure all that is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.candidates import Candidate, view_hull
from dobotkit.keeper.eyes.colours import CHROMATIC, looks
from dobotkit.keeper.eyes.frame import wipe
from dobotkit.keeper.eyes.paints import PLAIN
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import Solid, points_of, top_of
from dobotkit.opencv import cv2

__all__ = ["judged"]

# Flatter, or narrower, is a card or a stripe, and no block: mm.
_FLATTEST: Final = 8.0
_NARROWEST: Final = 9.0
_LARGEST: Final = 62.0
# Shares of an outline.
_TOO_BARE: Final = 0.22
_TOO_BARE_PLAIN: Final = 0.10
_TOO_HIDDEN: Final = 0.75
_TOO_HIDDEN_PLAIN: Final = 0.42
_TOO_MUCH_BEYOND: Final = 0.4
_WORST_PX: Final = 1.5
_WORST_PLAIN_PX: Final = 1.0
_INWARDS_MM: Final = 9.0
_SQUARE_MM: Final = 2.0
_TOP: Final = 0.82
# How much light a side gets beside a top, about.
_ASIDE: Final = 0.62

Doubles = NDArray[np.float64]


def judged(one: Candidate, sight: Sight) -> Candidate | None:
    """Name a candidate's colour, and tell how sure it is; None if it is nothing."""
    if not (_is_thing(one) and _fits(one) and _on_table(sight, one.fit.solid)):
        return None
    solid, fit = one.fit.solid, one.fit
    name, clear = _colour(one, sight)
    shape = float(np.clip(1.2 - fit.off_px / 1.6, 0.1, 1.0))
    told = 1.0 - 1.5 * fit.bare - 0.8 * fit.beyond - 0.6 * fit.hidden
    sure = shape * max(told, 0.1) * (0.6 + 0.4 * min(1.0, 2.0 * clear))
    if one.marker is not None:
        sure = max(sure, 0.8)
    angle = solid.angle
    if one.marker is None:
        turn = 90.0 if abs(solid.length - solid.width) < _SQUARE_MM else 180.0
        angle = (angle + turn / 2) % turn - turn / 2 if solid.kind == "block" else 0.0
    else:
        angle = (angle + 180.0) % 360.0 - 180.0
    fitted = replace(fit, solid=replace(solid, angle=angle))
    return replace(one, colour=name, sure=float(sure), hidden=fit.hidden, fit=fitted)


def _is_thing(one: Candidate) -> bool:
    """Whether it has a size that a thing can have."""
    solid = one.fit.solid
    sizes = (solid.length, solid.width, solid.tall)
    if solid.tall < _FLATTEST or min(sizes[:2]) < _NARROWEST:
        return False
    return one.kind in {"bin", "stand"} or max(sizes) <= _LARGEST


def _fits(one: Candidate) -> bool:
    """Whether the picture speaks for it."""
    fit, plain = one.fit, one.label == PLAIN
    if one.marker is not None:
        return fit.beyond <= _TOO_MUCH_BEYOND
    if fit.bare > (_TOO_BARE_PLAIN if plain else _TOO_BARE):
        return False
    if fit.hidden + fit.beyond > (_TOO_HIDDEN_PLAIN if plain else _TOO_HIDDEN):
        return False
    return fit.off_px <= (_WORST_PLAIN_PX if plain else _WORST_PX)


def _on_table(sight: Sight, solid: Solid) -> bool:
    """Whether a place is on the table, and not right at its edge."""
    outline = sight.gaze.calibration.polygon_mm
    if not len(outline):
        return True
    around = outline.astype(np.float32).reshape(-1, 1, 2)
    inwards = cv2.pointPolygonTest(around, (solid.x, solid.y), measureDist=True)
    return float(inwards) > _INWARDS_MM


def _colour(one: Candidate, sight: Sight) -> tuple[str, float]:
    """The name of a body's paint, and how clear that is."""
    if one.label != PLAIN:
        return CHROMATIC[one.label - 1], 1.0
    at = view_hull(one.fit.solid, sight).mean(0).astype(int)
    row = int(np.clip(at[1], 0, sight.regions.light.shape[0] - 1))
    column = int(np.clip(at[0], 0, sight.regions.light.shape[1] - 1))
    light = float(sight.regions.light[row, column])
    if one.marker is None:
        values = _within(sight, sight.gaze.image_from_table(top_of(one.fit.solid, _TOP)))
        if not len(values):
            return "unknown", 0.0
        middle = np.median(values, axis=0)
        return sight.palette.name_of([float(value) for value in middle], light**3)
    # Below a sticker: the sides tell it, which get less light than the top.
    corners = points_of(one.fit.solid)
    half = len(corners) // 2
    sides = [
        _within(sight, sight.gaze.image_from_table(_shrunk(corners[[k, j, half + j, half + k]])))
        for k, j in zip(range(half), [*range(1, half), 0], strict=True)
        if _turned_here(corners[k], corners[j], sight)
    ]
    largest = max(sides, key=len, default=np.empty((0, 3), np.float32))
    if not len(largest):
        return "unknown", 0.0
    middle = np.median(largest, axis=0)
    return sight.palette.name_of([float(value) for value in middle], light**3 * _ASIDE)


def _turned_here(first: Doubles, second: Doubles, sight: Sight) -> bool:
    """Whether the camera sees the outside of a side; corners are counter-clockwise."""
    way = second - first
    outwards = np.array([way[1], -way[0]])
    return float(outwards @ (sight.gaze.eye[:2] - first[:2])) > 0


def _shrunk(corners: Doubles) -> Doubles:
    middle = corners.mean(0)
    return np.asarray(middle + (corners - middle) * _TOP)


def _within(sight: Sight, face_px: Doubles) -> NDArray[np.float32]:
    """The looks of the pixels within a convex outline: (n, 3)."""
    height, width = sight.pixels.shape[:2]
    low = np.clip(np.floor(face_px.min(0)), 0, (width - 2, height - 2)).astype(int)
    high = np.clip(np.ceil(face_px.max(0)) + 1, low + 2, (width, height)).astype(int)
    window = sight.pixels[low[1] : high[1], low[0] : high[0]]
    mask = np.zeros(window.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(face_px - low).astype(np.int32), 1)
    seen = looks(window, sight.regions.paints.roots)
    values = seen[mask > 0]
    wipe(seen)
    sight.derived.append(values)
    return values

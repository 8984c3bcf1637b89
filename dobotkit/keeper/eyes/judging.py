"""What a fitted body is called, how much of it is hidden, and how sure all that is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.candidates import Candidate, view_hull
from dobotkit.keeper.eyes.colours import CHROMATIC, looks
from dobotkit.keeper.eyes.regions import Sight
from dobotkit.keeper.eyes.solids import corners_of, table_from_unit
from dobotkit.opencv import cv2

__all__ = ["judged"]

_LEAST_SURE: Final = 0.2


def judged(one: Candidate, sight: Sight) -> Candidate | None:
    """Name a candidate's colour, and tell how sure it is; None if it is nothing."""
    solid = one.fit.solid
    if solid.tall < 8.0 or min(solid.length, solid.width) < 9.0:  # noqa: PLR2004 - mm: a card
        return None
    name, clear = _colour(one, sight)
    hidden = float(np.clip(1.0 - one.fit.seen / 0.97, 0.0, 1.0))
    shape = float(np.clip(1.25 - one.fit.off_px / 2.0, 0.0, 1.0))
    sure = shape * (1.0 - 0.7 * hidden) * (0.55 + 0.45 * min(1.0, 2.0 * clear))
    if one.marker is not None:
        sure = max(sure, 0.9)
    if sure < _LEAST_SURE:
        return None
    angle = solid.angle
    if one.marker is None:
        turn = 90.0 if abs(solid.length - solid.width) < 2.0 else 180.0  # noqa: PLR2004
        angle = (angle + turn / 2) % turn - turn / 2 if solid.kind == "block" else 0.0
    fitted = replace(one.fit, solid=replace(solid, angle=angle))
    return replace(one, colour=name, sure=sure, hidden=hidden, fit=fitted)


def _colour(one: Candidate, sight: Sight) -> tuple[str, float]:
    """The name of a body's paint, and how clear that is."""
    pixels, calibration, palette = sight.pixels, sight.calibration, sight.palette
    regions = sight.regions
    unit = corners_of(one.fit.solid.kind)
    top = unit[len(unit) // 2 :].copy()
    top[:, :2] *= 0.84
    face = calibration.image_from_table(table_from_unit(one.fit.solid, top))
    height, width = pixels.shape[:2]
    low = np.clip(np.floor(face.min(0)), 0, (width - 2, height - 2)).astype(int)
    high = np.clip(np.ceil(face.max(0)) + 1, low + 2, (width, height)).astype(int)
    window = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    mask = np.zeros(window.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(face - low).astype(np.int32), 1)
    if one.marker is not None and 1 <= one.label <= len(CHROMATIC):
        return CHROMATIC[one.label - 1], 1.0
    values = looks(window, palette.table())[mask > 0]
    if not len(values):
        return "unknown", 0.0
    middle = np.median(values, axis=0)
    hull = view_hull(one.fit.solid, calibration, regions).mean(0).astype(int)
    row = int(np.clip(hull[1], 0, regions.light.shape[0] - 1))
    column = int(np.clip(hull[0], 0, regions.light.shape[1] - 1))
    light = float(regions.light[row, column]) ** 3
    return palette.name_of([float(v) for v in middle], light)

"""The small markers in the corners of specimen cards, as a camera above a whole table sees them.

Their little squares are two and a half pixels wide there, and some of them look wrong. Among all
thousand markers of the dictionary hardly any mistake may be allowed; among the few that cards carry
every two differ in so many squares that two mistakes are put right without doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from dobotkit.card_layouts import MARK_NUMBERS
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.squares import sharpened
from dobotkit.markers import DICTIONARY
from dobotkit.opencv import cv2

__all__ = ["all_card_marks", "find_rough_marks", "in_company", "same_place"]

# Six squares at least are different between two of them, however they are turned.
_WRONG: Final = 2
# The outline of a marker, as a part of a picture's breadth, and how much black and white differ.
_SMALLEST: Final = 0.02
_LEAST_CONTRAST: Final = 3.0
# Black is what is darker than so many pixels around it: one size will do for small markers.
_AROUND: Final = 23
# The same for narrow pictures, which are searched in so many times their size; of what is found
# there so many squares may be wrong.
_NARROW: Final = 1000
_LARGER: Final = 3
_AROUND_LARGER: Final = 45
_WRONG_ROUGHLY: Final = 5
_CELL_PX: Final = 8
_CELL_RIM: Final = 0.2
# In larger pictures markers are large enough for the usual search.
_LARGEST: Final = 2000
# Two whose middles are nearer than this part of their size are one.
_SAME: Final = 0.15
# So much larger than another one on the same card one is seen at most, and so many of its
# diagonals away from it: of a passport's page ten.
_AS_LARGE: Final = 1.8
_AS_FAR: Final = 10.0
# As many in one picture: a sheet full of them keeps nobody busy.
_MOST: Final = 120


def all_card_marks(pixels: Pixels) -> list[FoundMark]:
    """Find the markers of specimen cards, also those that are alone.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.

    Returns
    -------
    list of FoundMark
        In no order. One in a thousand squares that are none is taken for one by chance: see
        :func:`in_company`.
    """
    return [] if max(pixels.shape[:2]) > _LARGEST else _marks(pixels, 1, _AROUND, _WRONG)


def in_company(marks: Sequence[FoundMark]) -> list[FoundMark]:
    """Return those markers that have another one of the same layout near them.

    Parameters
    ----------
    marks:
        What :func:`all_card_marks` has found.
    """
    return [one for one in marks if any(_on_one_card(one, other) for other in marks)]


def find_rough_marks(pixels: Pixels) -> list[FoundMark]:
    """Find what could be markers of specimen cards where their squares are one pixel wide.

    In narrow pictures only. So many of its squares may look wrong that hardly one of them is sure:
    they count where two lie to each other as on a card.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.
    """
    if pixels.shape[1] >= _NARROW:
        return []
    return _marks(pixels, _LARGER, _AROUND_LARGER, _WRONG_ROUGHLY)


def _marks(pixels: Pixels, scale: int, around: int, wrong: int) -> list[FoundMark]:
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    large = grey
    try:
        if scale > 1:
            size = (grey.shape[1] * scale, grey.shape[0] * scale)
            large = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC), np.uint8)
        found, numbers, _ = _detector(around, wrong).detectMarkers(large)
        if not len(found):
            return []
        corners = (np.array(found[:_MOST], np.float64).reshape(-1, 4, 2) + 0.5) / scale - 0.5
        sharp = sharpened(grey, corners)
    finally:
        wipe(grey, large)
    own = sorted(MARK_NUMBERS)
    return [
        FoundMark("aruco", own[int(number)], place)
        for number, place in zip(numbers[:_MOST].ravel(), sharp, strict=True)
    ]


def _on_one_card(one: FoundMark, other: FoundMark) -> bool:
    """Whether two markers may be on one card, by their numbers, sizes and distance."""
    (layout, place), (same, elsewhere) = MARK_NUMBERS[one.number], MARK_NUMBERS[other.number]
    if layout != same or place == elsewhere:
        return False
    sizes = [
        float(np.linalg.norm(mark.corners_px[2] - mark.corners_px[0])) for mark in (one, other)
    ]
    away = np.linalg.norm(one.corners_px.mean(0) - other.corners_px.mean(0))
    return bool(max(sizes) < _AS_LARGE * min(sizes) and away < _AS_FAR * max(sizes))


def same_place(one: FoundMark, other: FoundMark) -> bool:
    """Whether two markers are the same one, seen twice."""
    size = np.linalg.norm(other.corners_px[2] - other.corners_px[0])
    away = np.linalg.norm(one.corners_px.mean(0) - other.corners_px.mean(0))
    return bool(away < _SAME * size)


@lru_cache(maxsize=2)
def _detector(around: int, wrong: int) -> cv2.aruco.ArucoDetector:
    """What looks for them alone."""
    whole = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    few = whole.bytesList[sorted(MARK_NUMBERS)]
    how = cv2.aruco.DetectorParameters()
    how.errorCorrectionRate = 1.0
    how.adaptiveThreshWinSizeMin = how.adaptiveThreshWinSizeMax = around
    how.minMarkerPerimeterRate = _SMALLEST
    how.minOtsuStdDev = _LEAST_CONTRAST
    how.perspectiveRemovePixelPerCell = _CELL_PX
    how.perspectiveRemoveIgnoredMarginPerCell = _CELL_RIM
    return cv2.aruco.ArucoDetector(cv2.aruco.Dictionary(few, whole.markerSize, wrong), how)

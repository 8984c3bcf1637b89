"""Whether something is printed: many small things on paper, as letters are.

A brick has the shape of a card, and a marker has more contrast than print; letters are many.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["is_print", "may_be_print"]

Doubles = NDArray[np.float64]
Grey = NDArray[np.uint8]

# What is looked at is this large, without its rim; for a first impression half of that.
_SIZE: Final = (192, 120)
_RIM: Final = 8
# Print is so much darker or brighter than what is around it, of 255, ...
_INK: Final = 22.0
_FAINT: Final = 9.0
_BRIGHT: Final = 150.0
# ... and much more than its paper; and it is many small things: so large each (px), so many.
_TO_PAPER: Final = 3.2
_AROUND: Final = 17
_AREA_PX: Final = (4, 400)
_THIN_PX: Final = 16
_LEAST_CLEAR: Final = 9.0
_SHARE: Final = 0.35
_SIGNS: Final = 10
# Print stands in lines: from one row of pixels to the next its share changes abruptly, and from
# one column to the next; less so in a face. Of the ink on the whole, by how many signs there are.
_ROWS: Final = 3.1
_BOTH_WAYS: Final = 0.02


def may_be_print(pixels: Pixels, corners: Doubles) -> bool:
    """Whether there is something in a quadrilateral (4, 2) that could be print: at a glance."""
    grey = _flat(pixels, corners, (_SIZE[0] // 2, _SIZE[1] // 2))
    paper = cv2.blur(grey, (_AROUND // 2 | 1,) * 2)
    apart = cv2.absdiff(grey, paper)[_RIM // 2 : -_RIM // 2, _RIM // 2 : -_RIM // 2]
    strong = float(np.percentile(apart, 94))
    wipe(grey, paper, apart)
    return strong >= _FAINT


def is_print(pixels: Pixels, corners: Doubles) -> bool:
    """Whether a quadrilateral of a picture is printed.

    Parameters
    ----------
    pixels:
        uint8 (h, w, 3).
    corners:
        (4, 2) pixels.
    """
    grey = _flat(pixels, corners, _SIZE)
    paper = np.asarray(cv2.blur(grey, (_AROUND, _AROUND)), np.uint8)
    inner = (slice(_RIM, -_RIM), slice(_RIM, -_RIM))
    apart = cv2.absdiff(grey, paper)[inner]
    usual, strong, most = np.percentile(apart, (50, 95, 98))
    # In little light ink is not as far from paper.
    light = min(1.0, float(np.percentile(grey, 80)) / _BRIGHT)
    wipe(apart)
    signs, along, across = 0, 0.0, 0.0
    if strong >= _INK * light and strong >= _TO_PAPER * max(usual, 1.0):
        clear = max(_LEAST_CLEAR * light, _SHARE * float(most))
        darker = _signs(np.asarray(cv2.subtract(paper, grey)[inner], np.uint8), clear)
        brighter = _signs(np.asarray(cv2.subtract(grey, paper)[inner], np.uint8), clear)
        signs = max(darker, brighter)
        ink = np.asarray(cv2.absdiff(grey, paper)[inner] > clear)
        share = max(float(ink.mean()), 1e-3)
        along, across = (float(np.abs(np.diff(ink.mean(way))).mean()) / share for way in (1, 0))
    wipe(grey, paper)
    in_lines = signs * max(along, across) >= _ROWS and along * across >= _BOTH_WAYS
    return signs >= _SIGNS and in_lines


def _flat(pixels: Pixels, corners: Doubles, size: tuple[int, int]) -> Grey:
    """What is between four corners, in grey, and a little softer: (h, w)."""
    flat = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    view = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    seen = cv2.warpPerspective(pixels, view, size, borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY)
    wipe(seen)
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), np.uint8)


def _signs(ink: Grey, clear: float) -> int:
    """How many small things are clearly there."""
    there = np.asarray((ink > clear) * np.uint8(1), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(there, connectivity=4)
    area, thin = stats[1:, cv2.CC_STAT_AREA], stats[1:, 2:4].min(1, initial=999)
    fits = (area >= _AREA_PX[0]) & (area < _AREA_PX[1]) & (thin <= _THIN_PX)
    wipe(there, ink)
    return int(fits.sum())

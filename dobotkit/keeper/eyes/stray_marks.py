"""Cards of which a marker is seen, and that were not found: they lie under others, in a pile.

Of such a card nobody can say for sure where it lies, so it is not told. But its marker says which
layout it has, how it is turned and about where it ends; and what looks out from under another card
may be its face, or a line of its zone. So all of that is covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.card_layouts import LAYOUTS, MARK_NUMBERS
from dobotkit.keeper.eyes.card_cover import Corners, grown
from dobotkit.keeper.eyes.card_marks import all_card_marks, same_place
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.opencv import cv2

__all__ = ["covers_of_strays", "marks_beside"]

Doubles = NDArray[np.float64]

# A marker belongs to a card on which it is seen where it has to be, to so many of its sides.
_THERE: Final = 0.6
# One marker tells the card's ends to such a share of the card's shorter side, or to so many pixels.
_MORE: Final = 0.12
_LEAST_PX: Final = 5.0
# Beside a card, in lengths of it, markers are looked for once more, in a copy so much larger that
# is not longer than this, in pixels.
_BESIDE: Final = 0.8
_LARGER: Final = 2.0
_LONGEST: Final = 2000
# A sheet full of markers keeps nobody busy.
_MOST: Final = 60


def covers_of_strays(marks: Sequence[FoundMark], cards: Sequence[FoundCard]) -> list[Corners]:
    """Return what is to be covered of cards that were not found, one shape for each marker.

    Parameters
    ----------
    marks:
        All markers that were seen, also those that are alone.
    cards:
        All cards that were found, in the same pixels.

    Returns
    -------
    list of ndarray
        (4, 2) float32, in pixels; they may lie beyond the picture's edge.
    """
    own = [one for one in marks if one.family == "aruco" and one.number in MARK_NUMBERS]
    strays = [one for one in own if not any(_belongs(one, card) for card in cards)]
    shapes = [_foretold(one) for one in strays[:_MOST]]
    return [one for one in shapes if np.isfinite(one).all()]


def marks_beside(
    pixels: Pixels, cards: Sequence[FoundCard], known: Sequence[FoundMark]
) -> list[FoundMark]:
    """Look for markers beside cards once more, closely: where one lies there may be a pile.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red. It is only read.
    cards:
        That were found in it.
    known:
        What :func:`~dobotkit.keeper.eyes.card_marks.all_card_marks` has found in it.

    Returns
    -------
    list of FoundMark
        Those that are not known.
    """
    if not cards:
        return []
    ends = np.concatenate([one.corners for one in cards]).astype(np.float64)
    far = _BESIDE * max(float(np.linalg.norm(one.corners[1] - one.corners[0])) for one in cards)
    limits = (pixels.shape[1], pixels.shape[0])
    left, top = np.clip(np.floor(ends.min(0) - far), 0, limits).astype(int)
    right, low = np.clip(np.ceil(ends.max(0) + far), 0, limits).astype(int)
    if right <= left or low <= top:
        return []
    larger = min(_LARGER, _LONGEST / max(right - left, low - top))
    if larger <= 1:
        return []
    size = (max(1, int((right - left) * larger)), max(1, int((low - top) * larger)))
    part = np.empty((size[1], size[0], 3), np.uint8)
    cv2.resize(pixels[top:low, left:right], size, dst=part, interpolation=cv2.INTER_CUBIC)
    try:
        found = all_card_marks(part)
    finally:
        wipe(part)
    back = np.array([(right - left) / size[0], (low - top) / size[1]])
    seen = [
        replace(one, corners_px=(one.corners_px + 0.5) * back - 0.5 + (left, top)) for one in found
    ]
    return [one for one in seen if not any(same_place(one, other) for other in known)]


def _belongs(mark: FoundMark, card: FoundCard) -> bool:
    """Whether a marker is one of those that a found card has, at its place."""
    middle = mark.corners_px.mean(0)
    if card.layout is None:
        x, y = map(float, middle)
        return bool(cv2.pointPolygonTest(card.corners, (x, y), False) >= 0)
    layout, _ = MARK_NUMBERS[mark.number]
    if layout != card.layout:
        return False
    view = np.asarray(
        cv2.getPerspectiveTransform(
            _outline(layout).astype(np.float32), card.corners.astype(np.float32)
        )
    )
    expected = cv2.perspectiveTransform(_flat(mark)[None], view)[0]
    side = float(np.linalg.norm(mark.corners_px[1] - mark.corners_px[0]))
    return bool(np.linalg.norm(np.mean(expected, 0) - middle) < _THERE * side)


def _foretold(mark: FoundMark) -> Corners:
    """Return where the card that one marker is printed on ends, with a rim."""
    layout, _ = MARK_NUMBERS[mark.number]
    flat, outline = _flat(mark), _outline(layout)
    ones = np.column_stack([flat, np.ones(4)])
    move = np.linalg.lstsq(ones, np.asarray(mark.corners_px, np.float64), rcond=None)[0]
    ends = np.asarray(np.column_stack([outline, np.ones(4)]) @ move, np.float32)
    shorter = float(np.linalg.norm(np.roll(ends, -1, 0) - ends, axis=1).min())
    return grown(ends, max(_LEAST_PX, _MORE * shorter))


def _flat(mark: FoundMark) -> Doubles:
    """Return the corners of a marker on its card, in mm."""
    layout, place = MARK_NUMBERS[mark.number]
    return np.array(LAYOUTS[layout].marks[place].corners_mm, np.float64)


def _outline(layout: str) -> Doubles:
    width, height = LAYOUTS[layout].size_mm
    return np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])

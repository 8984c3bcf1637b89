"""The cards at the corners of the table: whether they lie where they did, and what is between."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.moved import STILL_PX
from dobotkit.keeper.eyes.outline import CELL_PX, Mask
from dobotkit.markers import CORNERS
from dobotkit.opencv import cv2

__all__ = ["between", "corners_are_there", "squares_of_cards"]

# A card is so much wider than the marker on it.
_CARD_TO_MARKER = 1.4
# So far, as a share of the table's width in the picture, a lens may bend a side of it outwards.
_BEND = 0.02
_CORNER_CARDS = tuple(mark.number for card in CORNERS for mark in card.marks)
_FEWEST_CORNERS = 3
_USUAL_WIDTH = 1280
# One corner of a marker is told less well than its middle.
_CORNER = 3.0

Array = NDArray[np.float64]


def corners_are_there(calibration: Calibration, seen: Mapping[int, Array]) -> bool:
    """Whether each corner card of the calibration is seen, and where it was then."""
    known = [card for card in _CORNER_CARDS if card in calibration.cards_px]
    return len(known) >= _FEWEST_CORNERS and all(
        _lies_still(card, seen, calibration) for card in known
    )


def _lies_still(card: int, seen: Mapping[int, Array], calibration: Calibration) -> bool:
    """Whether a card is seen where it was, in the size and the way round that it had there."""
    if card not in seen:
        return False
    off = seen[card] - calibration.cards_px[card]
    still = STILL_PX * max(1.0, calibration.size[0] / _USUAL_WIDTH)
    return bool(
        np.linalg.norm(np.mean(off, axis=0)) <= still
        and np.linalg.norm(off, axis=1).max() <= _CORNER * still
    )


def between(seen: Mapping[int, Array], calibration: Calibration) -> Mask:
    """Return the squares between the corner cards that are seen, by their pixels alone.

    A calibration says in mm where the table ends. Its numbers come from a board that
    somebody has printed and a file that somebody may have changed; pixels come from here.
    """
    width, height = calibration.size
    rims = [_rim(seen[card]) for card in _CORNER_CARDS if card in calibration.cards_px]
    hull = cv2.convexHull(np.concatenate(rims).astype(np.float32)).reshape(-1, 2)
    cells = np.zeros((-(-height // CELL_PX), -(-width // CELL_PX)), np.uint8)
    around = np.round(hull / CELL_PX).astype(np.int32)
    cv2.fillConvexPoly(cells, around, 1)
    # A lens bends the sides outwards.
    bend = round(_BEND * float(np.ptp(hull, axis=0).max()) / CELL_PX)
    cv2.polylines(cells, [around], isClosed=True, color=1, thickness=2 * bend + 1)
    return np.asarray(cells, np.bool_)


def _rim(corners: Array) -> Array:
    """Return the corners of a card by those of the marker on it."""
    middle = np.mean(corners, axis=0)
    return np.asarray(middle + (np.asarray(corners, float) - middle) * _CARD_TO_MARKER)


def squares_of_cards(
    seen: Mapping[int, Array], calibration: Calibration, shape: tuple[int, ...]
) -> Mask:
    """Return the squares on which the known cards lie, with their white rims."""
    cells = np.zeros(shape, np.uint8)
    for number in calibration.cards_px:
        if _lies_still(number, seen, calibration):
            rim = _rim(seen[number])
            cv2.fillConvexPoly(cells, np.floor(rim / CELL_PX).astype(np.int32), 1)
    return np.asarray(cells, np.bool_)

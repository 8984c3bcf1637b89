"""Cards that lie flat on a measured table, by the size that they have there.

Where the camera sees a whole table a card is small, and its markers and edges are a few pixels
wide. But on a measured table each pixel is so many millimetres, and cards have a size of their own
(ISO/IEC 7810). So what differs from the table is looked at from straight above: an island with four
straight sides, as large as a card, with print on it, is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.card_cover import lies_on
from dobotkit.keeper.eyes.found_card import FoundCard, covers_mostly
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.tableview import TableView, table_view
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.opencv import cv2

__all__ = ["cards_on_table"]

Bytes = NDArray[np.uint8]

# ID-1: width and height in mm; as what share of that it is measured, and how much longer than
# high: with a blurred edge it seems larger. Pages of passports are found otherwise; boxes have
# their sizes too.
_CARD_MM: Final = (85.6, 54.0)
_MEASURED: Final = (0.92, 1.16)
_LONGER: Final = (1.4, 1.72)
# So far from the table's usual colour, in the units of CIE Lab, is something else: in light or in
# colour, at least; and in so many of the spreads that the table itself has.
_OTHER: Final = 5.0
_SPREADS: Final = 3.5
# What is bare table, at a first guess: no more coloured otherwise, lighter, or darker than that.
_COLOURED: Final = 7.0
_LIGHTER: Final = 7.0
_DARKER: Final = -40.0
# The table's light at a place is the mean of what is bare so far around it, in pixels of the view,
# if that is not too little.
_WIDE: Final = 41
_LITTLE: Final = 0.05
# An island fills so much of the smallest rectangle around it, if that is its shape.
_FILLS: Final = 0.83
# Print: so much of a card's middle is so much darker or lighter than most of it.
_PRINT: Final = 0.06
_INK: Final = 10.0
_RIM: Final = 0.12
# How sure it is: of what has no other sign of being a card.
_SURE: Final = 0.6
# What is printed on a card leaves no bays wider than this, in pixels of the view; and cards lie
# close to other things. So both are tried.
_CLOSES: Final = (3, 1)


def cards_on_table(
    pixels: Pixels,
    calibration: Calibration,
    *,
    known: Sequence[FoundCard],
    marks: Sequence[FoundMark],
) -> list[FoundCard]:
    """Find cards by their size on the table.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red. It is only read.
    calibration:
        Of the camera that took it.
    known:
        Those that were found already; they are not told again.
    marks:
        The markers in the frame. What bears one of a thing is that thing.

    Returns
    -------
    list of FoundCard
        In no order.
    """
    view = table_view(pixels, calibration)
    lab: NDArray[np.float32] | None = None
    try:
        lab = _lab(view)
        # What lies there to measure by is no news.
        for laid in calibration.laid:
            outline = view.view_from_table(np.array(laid.outline_mm))
            cv2.fillConvexPoly(view.inside, np.round(outline).astype(np.int32), 0)
        other = _other_than_table(lab, view)
        found: list[FoundCard] = []
        for closes in _CLOSES:
            for island in _islands(other, closes):
                corners = _card_of(island, view, lab)
                if corners is None:
                    continue
                card = _found(corners, view, calibration)
                if not _is_known(card, (*known, *found), marks):
                    found.append(card)
        return found
    finally:
        wipe(view.pixels, lab)


def _lab(view: TableView) -> NDArray[np.float32]:
    scaled = view.pixels.astype(np.float32) / np.float32(255)
    try:
        return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_BGR2Lab), np.float32)
    finally:
        wipe(scaled)


def _other_than_table(lab: NDArray[np.float32], view: TableView) -> Bytes:
    """Return where something else than the table is seen: 255, else 0."""
    inside = view.inside > 0
    if not inside.any():
        return np.zeros(inside.shape, np.uint8)
    # At first a guess: the usual colour, in a shadow or not.
    usual = np.median(lab[inside], axis=0)
    coloured = _coloured(lab, usual)
    light = lab[..., 0] - usual[0]
    bare = inside & (coloured < _COLOURED) & (light < _LIGHTER) & (light > _DARKER)
    off: NDArray[np.float32] | None = None
    try:
        if bare.any():
            usual = np.median(lab[bare], axis=0)
            wipe(coloured)
            coloured = _coloured(lab, usual)
        # Then light and spread of what is bare beside each place.
        weight = bare.astype(np.float32)
        share = np.asarray(cv2.blur(weight, (_WIDE, _WIDE)), np.float32)
        near = np.asarray(cv2.blur(lab[..., 0] * weight, (_WIDE, _WIDE)), np.float32)
        near = np.where(share > _LITTLE, near / np.maximum(share, 1e-6), usual[0])
        off = np.abs(lab[..., 0] - near).astype(np.float32)
        limits = [
            max(_OTHER, _SPREADS * 1.48 * float(np.median(one[bare])) if bare.any() else 0.0)
            for one in (off, coloured)
        ]
        other = ((off > limits[0]) | (coloured > limits[1])) & inside
    finally:
        wipe(coloured, light, off)
    return np.asarray(other, np.uint8) * np.uint8(255)


def _islands(other: Bytes, closes: int) -> Sequence[NDArray[np.integer[Any] | np.floating[Any]]]:
    """Return the outlines of what hangs together, with bays and gaps of some pixels filled."""
    closed = cv2.morphologyEx(other, cv2.MORPH_CLOSE, np.ones((closes, closes), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]


def _coloured(lab: NDArray[np.float32], usual: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far colours are from one, however much light there is on them."""
    share = np.clip(lab[..., 0] / max(1.0, float(usual[0])), 0.0, 1.0)
    off = np.hypot(lab[..., 1] - usual[1] * share, lab[..., 2] - usual[2] * share)
    return np.asarray(off, np.float32)


def _card_of(
    island: NDArray[np.integer[Any] | np.floating[Any]], view: TableView, lab: NDArray[np.float32]
) -> NDArray[np.float64] | None:
    """Return the corners of a card in the view, a long side first; None if it is none."""
    (middle, sides, turn) = cv2.minAreaRect(island)
    # Pixels are squares: the rectangle goes through the middles of the outermost.
    wide, high = (side + 1.0 for side in sides)
    if wide < high:
        wide, high, turn = high, wide, turn + 90.0
    sizes = zip((wide, high), _CARD_MM, strict=True)
    fits = _LONGER[0] <= wide / high <= _LONGER[1] and all(
        _MEASURED[0] <= pixels * view.mm / size <= _MEASURED[1] for pixels, size in sizes
    )
    if not fits or cv2.contourArea(island) < _FILLS * (wide - 1) * (high - 1):
        return None
    if not _is_printed(middle, (wide, high), turn, lab):
        return None
    corners = cv2.boxPoints((middle, (wide, high), turn))
    return np.asarray(corners[[1, 2, 3, 0]], np.float64)


def _is_printed(
    middle: Sequence[float],
    size: tuple[float, float],
    turn: float,
    lab: NDArray[np.float32],
) -> bool:
    """Whether something is printed on what lies there."""
    inner = (size[0] * (1 - 2 * _RIM), size[1] * (1 - 2 * _RIM))
    mask = np.zeros(lab.shape[:2], np.uint8)
    box = cv2.boxPoints((middle, inner, turn))
    cv2.fillConvexPoly(mask, np.round(box).astype(np.int32), 1)
    light = lab[..., 0][mask == 1]
    if not len(light):
        return False
    try:
        return float((np.abs(light - np.median(light)) > _INK).mean()) >= _PRINT
    finally:
        wipe(light)


def _found(corners: NDArray[np.float64], view: TableView, calibration: Calibration) -> FoundCard:
    places = view.table_from_view(corners)
    # The view is of the table's plane, and what is seen there is a card's thickness above it.
    level = np.column_stack([places, np.full(4, calibration.height_mm)])
    seen = calibration.image_from_table(level)
    # Both ends of a card look alike here; its corners go round as they do when it is read.
    x, y = seen[:, 0], seen[:, 1]
    if np.dot(x, np.roll(y, -1)) < np.dot(y, np.roll(x, -1)):
        seen = seen[[1, 0, 3, 2]]
    return FoundCard(
        np.asarray(seen, np.float32), upright=False, layout=None, found_by="outline", sure=_SURE
    )


def _is_known(card: FoundCard, known: Sequence[FoundCard], marks: Sequence[FoundMark]) -> bool:
    """Whether it is a card that was found already, or a thing with a marker of its own."""
    things = (one for one in marks if one.number <= LARGEST_THING_NUMBER)
    return any(covers_mostly(one, card) for one in known) or any(
        lies_on(Box(*one.box_px), card.corners, 0.5) for one in things
    )

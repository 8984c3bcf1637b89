"""Cards by their outline: four straight edges of a card's shape, and print between them.

What has the shape alone is a brick, a block or a blank sheet, and is not covered. Specimen cards
are found this way as well, where their markers are not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.card_layouts import CARD_NUMBERS
from dobotkit.keeper.eyes.card_bodies import card_guesses
from dobotkit.keeper.eyes.card_edges import Edges, best_edges
from dobotkit.keeper.eyes.card_print import is_print, may_be_print
from dobotkit.keeper.eyes.card_shape import shapes_of
from dobotkit.keeper.eyes.found_card import FoundCard, area_of, covers_mostly, is_convex
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.markers import LARGEST_THING_NUMBER
from dobotkit.opencv import cv2

__all__ = ["cards_by_outline"]

Doubles = NDArray[np.float64]

# The longer side of the copy in which outlines are looked for, in pixels.
_LONGEST: Final = 640
# Of the root of a guess's area, how far its edges may be.
_INWARDS: Final = 0.12
_OUTWARDS: Final = 0.25
_FINELY: Final = 0.06
# What edges and shape must add up to, of 1.5, and the shape alone, of 1.
_WORTH: Final = 0.82
_PROMISING: Final = 0.6
_SHAPE: Final = 0.25
# A card's long side is so many times the side of a marker that lies on it.
_LONG_BY_MARK: Final = (3.4, 11.0)
# And of one of a desk's, which are larger.
_LONG_BY_DESK: Final = (1.6, 4.4)
# In a smaller one nothing can be read, and nobody known (long side, in pixels).
_SMALLEST: Final = 48.0
_MOST: Final = 12
_MOST_TRIED: Final = 7


def cards_by_outline(
    pixels: Pixels, marks: Sequence[FoundMark] = (), known: Sequence[FoundCard] = ()
) -> list[FoundCard]:
    """Find cards by their outline.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red. It is only read.
    marks:
        Markers that were found in it: those of a desk and of things are no print of a card.
    known:
        Cards that were found already; they are not found again.

    Returns
    -------
    list of FoundCard
        The surest first. Which way up they are is not known.
    """
    height, width = pixels.shape[:2]
    share = min(1.0, _LONGEST / max(height, width))
    small = np.empty((max(1, round(height * share)), max(1, round(width * share)), 3), np.uint8)
    if min(small.shape[:2]) < _SMALLEST:
        return []
    cv2.resize(pixels, small.shape[1::-1], dst=small, interpolation=cv2.INTER_AREA)
    found: list[FoundCard] = []
    tried = 0
    try:
        for guess in card_guesses(small):
            seen = (guess + 0.5) / share - 0.5
            if tried >= _MOST_TRIED:
                break
            if _has_things(seen, marks) or _is_known(seen, known) or not may_be_print(small, guess):
                continue
            tried += 1
            away = float(np.sqrt(abs(area_of(guess))))
            edges = best_edges(small, guess, inwards=_INWARDS * away, outwards=_OUTWARDS * away)
            if edges is not None and _worth(edges) > _PROMISING and is_convex(edges.corners):
                # Once more, finely: the first steps are wide.
                near = _FINELY * float(np.sqrt(abs(area_of(edges.corners))))
                edges = best_edges(small, edges.corners, inwards=near, outwards=near) or edges
            card = None if edges is None else _card(edges, pixels, share, marks)
            if card is not None:
                found.append(card)
    finally:
        wipe(small)
    kept: list[FoundCard] = []
    for card in sorted(found, key=lambda one: -one.sure):
        if len(kept) < _MOST and not any(covers_mostly(card, one) for one in (*known, *kept)):
            kept.append(card)
    return kept


def _worth(edges: Edges) -> float:
    return float((edges.sides.mean() + 0.5 * edges.sides.min()) * (0.4 + 0.6 * edges.shape))


def _card(
    edges: Edges, pixels: Pixels, share: float, marks: Sequence[FoundMark]
) -> FoundCard | None:
    """A card, if edges, shape and print say so."""
    worth = _worth(edges)
    if worth < _WORTH or edges.shape < _SHAPE or not is_convex(edges.corners):
        return None
    corners = (edges.corners + 0.5) / share - 0.5
    size = (pixels.shape[1], pixels.shape[0])
    ratio, _ = shapes_of(corners[None], size)
    if ratio[0] < 1:  # the long side first
        corners = np.roll(corners, -1, 0)
    long = np.linalg.norm(corners[[1, 2]] - corners[[0, 3]], axis=1).max()
    if long < _SMALLEST or _has_things(corners, marks) or not is_print(pixels, corners):
        return None
    sure = min(0.9, 0.6 * worth)
    return FoundCard(
        corners.astype(np.float32), upright=False, layout=None, found_by="outline", sure=sure
    )


def _is_known(corners: Doubles, known: Sequence[FoundCard]) -> bool:
    """Whether the middle is on a card that was found already."""
    x, y = corners.mean(0)
    return any(cv2.pointPolygonTest(one.corners, (float(x), float(y)), False) > 0 for one in known)


def _has_things(corners: Doubles, marks: Sequence[FoundMark]) -> bool:
    """Whether markers in it say that it is a table, or a thing, by their size."""
    long = max(
        float(np.linalg.norm(corners[1] - corners[0])),
        float(np.linalg.norm(corners[2] - corners[3])),
    )
    around = corners.astype(np.float32)
    for mark in marks:
        middle = mark.corners_px.mean(0)
        is_inside = cv2.pointPolygonTest(around, (float(middle[0]), float(middle[1])), False) > 0
        if mark.number in CARD_NUMBERS or not is_inside:
            continue
        side = float(np.linalg.norm(mark.corners_px - np.roll(mark.corners_px, 1, 0), axis=1).max())
        least, most = _LONG_BY_MARK if mark.number <= LARGEST_THING_NUMBER else _LONG_BY_DESK
        if not least < long / max(side, 1.0) < most:
            return True
    return False

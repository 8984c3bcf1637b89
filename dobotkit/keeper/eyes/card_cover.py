"""Covers cards: an opaque shape of one colour over each, larger than the card on every side.

A card is covered whole, and not what is private on it: which part that is, is known of no card
but ours. The shape follows the card however it lies, and is a little larger, because a corner is
told a few pixels off now and then.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.hiding import COVERED
from dobotkit.opencv import cv2
from dobotkit.scene import Claims, NotRead

__all__ = [
    "Corners",
    "Read",
    "Told",
    "box_of",
    "corners_of_box",
    "grown",
    "hide_cards",
    "lies_on",
    "padded",
    "without",
]

Corners = NDArray[np.float32]
"""A shape with four corners, (4, 2) float32, in pixels, in order around it."""

# A cover is larger than its card by such a share of the card's shorter side, and by so much at
# least. Of one that was found by its text the edges are only reckoned.
_MORE: Final = 0.06
_MORE_BY_TEXT: Final = 0.15
_LEAST_PX: Final = 4.0
# For who looks for blocks, a card ends so far beyond its edge, and so wide is looked at beside it.
_EDGE_PX: Final = 3.0
_BESIDE_PX: Final = 5.0
# Shapes are drawn in sixteenths of a pixel.
_SHIFT: Final = 4
# OpenCV draws nothing farther away than this (px).
_FARTHEST: Final = 20_000.0


class Told(NamedTuple):
    """What may be said about one card.

    Attributes
    ----------
    claims:
        What was found out about it; None if nothing is said.
    not_read:
        Why nothing is said, in words of a closed list, where there are no claims.
    label:
        What is written onto its cover; empty for nothing.
    """

    claims: Claims | None
    not_read: NotRead = "not asked"
    label: str = ""


Read = Callable[[Pixels, Sequence[FoundCard]], Sequence[Told]]
"""What happens to found cards before they are covered: it is given the raw pixels, which it only
reads, and all cards, and returns for each what may be said, in the same order."""


def padded(card: FoundCard) -> Corners:
    """Return what a cover hides of a picture: the card, and a rim around it."""
    share = _MORE_BY_TEXT if card.found_by == "text" else _MORE
    sides = np.linalg.norm(np.roll(card.corners, -1, 0) - card.corners, axis=1)
    return grown(card.corners, max(_LEAST_PX, share * float(sides.min())))


def grown(corners: Corners, by: float) -> Corners:
    """Return a convex shape whose sides lie farther out by some pixels."""
    middle = corners.mean(0)
    ahead = np.roll(corners, -1, 0) - corners
    lengths = np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-3)
    outwards = np.column_stack([ahead[:, 1], -ahead[:, 0]]) / lengths
    # Whichever way around the corners go.
    sides = np.einsum("ij,ij->i", outwards, corners - middle)
    outwards *= np.where(sides.sum() < 0, -1.0, 1.0)
    before = np.roll(outwards, 1, 0)
    # Where the two sides that meet in a corner meet when they are moved; not much farther away
    # than that, where the corner is sharp as a needle.
    both = np.maximum(1.0 + np.einsum("ij,ij->i", outwards, before), 0.05)
    moved = corners + by * (outwards + before) / both[:, None]
    return np.asarray(np.clip(moved, -_FARTHEST, _FARTHEST), np.float32)


def hide_cards(pixels: Pixels, shapes: Iterable[Corners]) -> None:
    """Cover shapes in a picture: their pixels are overwritten, and are nowhere afterwards.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red; changed in place.
    shapes:
        In its pixels; they may reach over its edges.

    Raises
    ------
    ValueError
        A shape is nowhere: what it should hide would be shown.
    """
    for shape in shapes:
        if not np.isfinite(shape).all():
            raise ValueError("a cover is nowhere")
        points = np.round(np.clip(shape, -_FARTHEST, _FARTHEST) * (1 << _SHIFT)).astype(np.int32)
        # Also one that folds over itself is filled, and with it all between its corners.
        hull = cv2.convexHull(points)
        cv2.fillConvexPoly(pixels, hull, COVERED, cv2.LINE_8, _SHIFT)


def box_of(shape: Corners) -> Box:
    """Return the upright box around a shape."""
    (left, top), (right, low) = shape.min(0), shape.max(0)
    return Box(float(left), float(top), float(right - left), float(low - top))


def without(pixels: Pixels, cards: Iterable[FoundCard]) -> Pixels:
    """Return a picture in which there is bare table where cards are, as far as one can guess.

    What is printed on a card is then taken for no block, and nobody spends time on it.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red.
    cards:
        In its pixels.

    Returns
    -------
    ndarray
        A copy, with the usual colour beside each card in its place; whoever asks wipes it.
    """
    height, width = pixels.shape[:2]
    bare = pixels.copy()
    for card in cards:
        shape = grown(card.corners, _EDGE_PX)
        around = grown(card.corners, _EDGE_PX + _BESIDE_PX)
        left, top = np.clip(np.floor(around.min(0)), 0, (width, height)).astype(int)
        right, low = np.clip(np.ceil(around.max(0)), 0, (width, height)).astype(int)
        if right <= left or low <= top:
            continue
        ring = np.zeros((low - top, right - left), np.uint8)
        for one, value in ((around, 1), (shape, 0)):
            points = np.round(cv2.convexHull(one) - (left, top)).astype(np.int32)
            cv2.fillConvexPoly(ring, points, value)
        beside = pixels[top:low, left:right][ring == 1]
        if len(beside):
            colour = tuple(map(float, np.median(beside, axis=0)))
            cv2.fillConvexPoly(bare, np.round(cv2.convexHull(shape)).astype(np.int32), colour)
        wipe(beside)
    return bare


def corners_of_box(box: Box) -> Corners:
    """Return the corners of an upright box, clockwise."""
    x, y, right, low = box.x, box.y, box.x + box.width, box.y + box.height
    return np.array([(x, y), (right, y), (right, low), (x, low)], np.float32)


def lies_on(box: Box, shape: Corners, share: float = 0.0) -> bool:
    """Whether more than a share of a box, in pixels, lies on a convex shape.

    Parameters
    ----------
    box:
        Upright; one without area lies where its corner is.
    shape:
        In the same pixels.
    share:
        0 for any part of it at all.
    """
    left, top = shape.min(0)
    right, low = shape.max(0)
    if box.x > right or box.y > low or box.x + box.width < left or box.y + box.height < top:
        return False
    wide, high = max(box.width, 1.0), max(box.height, 1.0)
    own = corners_of_box(Box(box.x, box.y, wide, high))
    both, _ = cv2.intersectConvexConvex(own, cv2.convexHull(shape))
    return math.isfinite(both) and both > share * wide * high

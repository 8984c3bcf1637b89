"""``FoundCard``: where a card is in a frame, and nothing of what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box

__all__ = ["FoundCard", "area_of", "covers_mostly", "is_convex"]

Doubles = NDArray[np.float64]

# Smaller than this in a picture, in pixels, a shape has no area.
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class FoundCard:
    """Where a card is.

    Attributes
    ----------
    corners:
        (4, 2) float32, in pixels of the frame; they may lie outside of it. Top left, top right,
        bottom right, bottom left as the card is read if it is ``upright``; else they begin with
        any end of a long side, in the same direction.
    upright:
        Whether it is known which way up the card is read.
    layout:
        A key of :data:`dobotkit.card_layouts.LAYOUTS` if the card's markers tell one.
    found_by:
        ``"markers"``, ``"outline"`` or ``"text"``: the zone for machines.
    sure:
        0 to 1.
    zone:
        (4, 2) float32 pixels: the band of the machine-readable zone's lines, its long side first,
        either way up; only of a card that was found by it. Then the corners go around all that
        the card could cover.
    """

    corners: NDArray[np.float32]
    upright: bool
    layout: str | None
    found_by: Literal["markers", "outline", "text"]
    sure: float
    zone: NDArray[np.float32] | None = None

    @property
    def box(self) -> Box:
        """The upright rectangle around all of it, in pixels of the frame."""
        low, high = np.floor(self.corners.min(0)), np.ceil(self.corners.max(0))
        return Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def area_of(corners: Doubles) -> float:
    """Area of a quadrilateral (4, 2), by the shoelace formula; positive if it goes clockwise."""
    x, y = corners[:, 0], corners[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def is_convex(corners: Doubles) -> bool:
    """Whether a quadrilateral (4, 2) goes clockwise, as seen, around all four of its corners."""
    ahead = np.roll(corners, -1, 0) - corners
    after = np.roll(ahead, -1, 0)
    return bool((ahead[:, 0] * after[:, 1] - ahead[:, 1] * after[:, 0] > _LEAST).all())


def covers_mostly(one: FoundCard, other: FoundCard, share: float = 0.5) -> bool:
    """Whether two finds share so much of the smaller one that both are the same card."""
    from dobotkit.opencv import cv2  # noqa: PLC0415 - loaded when there is something to see

    both, _ = cv2.intersectConvexConvex(one.corners, other.corners)
    smaller = min(
        abs(area_of(one.corners.astype(np.float64))), abs(area_of(other.corners.astype(np.float64)))
    )
    return bool(both > share * max(smaller, _LEAST))

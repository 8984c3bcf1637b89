"""What shape a seen quadrilateral has in truth: whether it could be a card, seen aslant."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["RATIOS", "likeness", "shapes_of"]

Doubles = NDArray[np.float64]

RATIOS: Final = (85.6 / 53.98, 105.0 / 74.0, 125.0 / 88.0)
"""Width by height of cards: ID-1, ID-2 and ID-3 of ISO/IEC 7810."""

# Nobody has measured the lens of most cameras: its focal length as a share of the longer side.
_FOCAL: Final = 1.05
# How far a ratio may be off, of one, and a corner from a right angle (its cosine), by such a lens.
_OFF: Final = 0.055
_SKEW: Final = 0.10


def shapes_of(quads: Doubles, size: tuple[int, int]) -> tuple[Doubles, Doubles]:
    """What quadrilaterals are, if they are rectangles that a usual lens sees.

    Of a plane's homography the first two columns are the images of its two directions: through
    the camera's matrix they are as long as the sides, and at right angles (Zhang 2000).

    Parameters
    ----------
    quads:
        (n, 4, 2) pixels.
    size:
        Width and height of the picture in pixels.

    Returns
    -------
    tuple
        How long the first side is by the second one, (n,), and the cosine between them, (n,).
    """
    width, height = size
    middle, focal = (width / 2, height / 2), _FOCAL * max(size)
    a, b, c, d = (((quads[:, k] - middle) / focal) for k in range(4))
    bend, side, other = a - b + c - d, b - c, d - c
    flat = side[:, 0] * other[:, 1] - other[:, 0] * side[:, 1]
    flat = np.where(np.abs(flat) < 1e-12, 1e-12, flat)  # noqa: PLR2004 - a line has no shape
    g = (bend[:, 0] * other[:, 1] - other[:, 0] * bend[:, 1]) / flat
    h = (side[:, 0] * bend[:, 1] - bend[:, 0] * side[:, 1]) / flat
    along = np.column_stack([b - a + g[:, None] * b, g])
    down = np.column_stack([d - a + h[:, None] * d, h])
    long, high = np.linalg.norm(along, axis=1), np.linalg.norm(down, axis=1)
    high = np.maximum(high, 1e-12)
    return long / high, (along * down).sum(1) / np.maximum(long * high, 1e-12)


def likeness(quads: Doubles, size: tuple[int, int]) -> Doubles:
    """How much quadrilaterals (n, 4, 2) look like cards, whichever side is up: (n,), 0 to 1."""
    ratio, skew = shapes_of(quads, size)
    with np.errstate(divide="ignore"):
        off = np.abs(np.abs(np.log(ratio))[:, None] - np.log(RATIOS)[None]).min(1)
    return np.asarray(np.exp(-0.5 * ((off / _OFF) ** 2 + (skew / _SKEW) ** 2)))

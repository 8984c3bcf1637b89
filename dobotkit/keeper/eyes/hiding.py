"""Hides faces: an opaque box of one colour over each, larger than the face on every side.

A blur, or a mosaic of squares, is no cover: what is left of a face is enough to know it again
(lesson 08 measures how well). Nor is a box that ends where the finder's does: hair and chin
stay, and more than half of sixty drawn people were known again by them. With the margins here
nobody was, beyond chance (``benchmarks/seeing/hiding.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from dobotkit.keeper.eyes.frame import Pixels

__all__ = ["COVERED", "MARGINS", "Part", "Rectangle", "hidden_part", "hide"]

COVERED: Final = (128, 128, 128)
"""The colour of all that is not shown: blue, green, red. It says nothing of what it hides."""

MARGINS: Final = (0.35, 0.60, 0.35, 0.25)
"""How far a cover goes beyond a face's box: to the left, above, to the right and below, as shares
of the box's width and height. Above it is hair, which a finder's box leaves out."""

# A cover has at least such a margin: of a face of ten pixels a quarter is not much (px).
_LEAST_PX: Final = 4

Rectangle = tuple[float, float, float, float]
"""x, y, width and height in pixels."""

Part = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels of a picture, and within it."""


def hidden_part(face: Rectangle, size: tuple[int, int]) -> Part:
    """Return what a cover hides: left, top, right, bottom in whole pixels, within the picture.

    Parameters
    ----------
    face:
        The box of a face, in pixels of the picture.
    size:
        Width and height of the picture.
    """
    x, y, width, height = face
    left, above, right, below = MARGINS
    columns = (
        math.floor(x - max(_LEAST_PX, left * width)),
        math.ceil(x + width + max(_LEAST_PX, right * width)),
    )
    rows = (
        math.floor(y - max(_LEAST_PX, above * height)),
        math.ceil(y + height + max(_LEAST_PX, below * height)),
    )
    (low_x, high_x), (low_y, high_y) = (
        (min(max(low, 0), end), min(max(high, 0), end))
        for (low, high), end in zip((columns, rows), size, strict=True)
    )
    return low_x, low_y, high_x, high_y


def hide(pixels: Pixels, faces: Iterable[Rectangle]) -> None:
    """Cover faces in a picture: their pixels are overwritten, and are nowhere afterwards.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red; changed in place.
    faces:
        The boxes of the faces, in its pixels; the covers are larger.
    """
    height, width = pixels.shape[:2]
    for face in faces:
        left, top, right, bottom = hidden_part(face, (width, height))
        pixels[top:bottom, left:right] = COVERED

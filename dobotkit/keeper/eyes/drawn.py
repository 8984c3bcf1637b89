"""A picture that is drawn from what was found, where nothing of the camera's own may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.opencv import cv2

__all__ = ["Drawn", "draw", "drawing"]

_PAPER: Final = (250, 250, 250)
_INK: Final = (90, 90, 90)
_CARD: Final = (200, 200, 200)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Something that was found, for a picture that is drawn.

    Attributes
    ----------
    box:
        Where it is, in pixels of the frame.
    colour:
        Blue, green, red; None for its outline alone.
    is_person:
        Whether it is a face: a box with an oval in it.
    shape:
        Of a card its four corners, as they lie: (4, 2) pixels, filled with one grey.
    """

    box: Box
    colour: tuple[int, int, int] | None = None
    is_person: bool = False
    shape: NDArray[np.float32] | None = None


def drawing(size: tuple[int, int], found: Sequence[Drawn]) -> Pixels:
    """Draw what was found.

    Parameters
    ----------
    size:
        Width and height in pixels.
    found:
        What, the lowest first.

    Returns
    -------
    ndarray
        (h, w, 3) uint8, blue, green, red.
    """
    width, height = size
    paper = np.full((height, width, 3), _PAPER, np.uint8)
    for one in found:
        draw(paper, one)
    return paper


def draw(paper: Pixels, one: Drawn) -> None:
    """Draw one thing into a picture, (h, w, 3) uint8, in place."""
    if one.shape is not None:
        corners = np.round(one.shape).astype(np.int32)
        cv2.fillConvexPoly(paper, corners, _CARD)
        cv2.polylines(paper, [corners], isClosed=True, color=_INK, thickness=2)
        return
    left, top = round(one.box.x), round(one.box.y)
    right, bottom = round(one.box.x + one.box.width), round(one.box.y + one.box.height)
    if one.colour is not None:
        cv2.rectangle(paper, (left, top), (right, bottom), one.colour, cv2.FILLED)
    # People are also drawn onto the grey of a cover: a light rim makes the line seen there.
    strokes = ((_PAPER, 6), (_INK, 2)) if one.is_person else ((_INK, 2),)
    middle = ((left + right) // 2, (top + bottom) // 2)
    half = (max(1, (right - left) // 2 - 5), max(1, (bottom - top) // 2 - 5))
    for ink, width in strokes:
        cv2.rectangle(paper, (left, top), (right, bottom), ink, width)
        if one.is_person:
            cv2.ellipse(paper, middle, half, 0, 0, 360, ink, width)

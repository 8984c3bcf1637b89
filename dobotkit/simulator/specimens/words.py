"""Words on a card, in the letters of many scripts."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.card_layouts import Rectangle

__all__ = ["write"]

# Of the height of a line: how large letters are, and how far down they stand.
_SIZE: Final = 0.86
_BASE: Final = 0.76
_FACES: Final = {False: ("uni", 400), True: ("sans", 600)}
_ALWAYS: Final = "sans"
# Letters that are read from right to left. OpenCV draws from left to right whatever it is given.
_FROM_RIGHT: Final = (0x0590, 0x06FF)


# A face is one object, and nobody says that two threads may write with it at once.
_writing = threading.Lock()


@lru_cache(maxsize=2)
def _face(name: str) -> Any:  # noqa: ANN401 - OpenCV's stubs do not know it
    """Return one of OpenCV's faces: ``"uni"`` knows most letters, ``"sans"`` can be bold."""
    face = cv2.FontFace()
    # An OpenCV that somebody built without its large face still writes Latin letters.
    if not face.set(name):
        face.set(_ALWAYS)
    return face


def _in_order(text: str) -> str:
    """Return a text as it stands on paper from left to right."""
    low, high = _FROM_RIGHT
    return text[::-1] if any(low <= ord(letter) <= high for letter in text) else text


def _wide(text: str, size: int, *, bold: bool) -> int:
    face, weight = _FACES[bold]
    box = cv2.getTextSize((0, 0), text, (0, 0), _face(face), size, weight)
    return int(box[0] + box[2])


def write(
    picture: NDArray[np.uint8],
    text: str,
    place: Rectangle,
    px_per_mm: float,
    ink: tuple[int, int, int],
    *,
    bold: bool = False,
    align: str = "left",
) -> None:
    """Write a line into a picture (h, w, 3), as large as its rectangle is high, and no wider.

    The ink is blue, green, red; `align` is ``"left"``, ``"middle"`` or ``"right"``.
    """
    left, top, wide, high = (side * px_per_mm for side in place)
    with _writing:
        _write(picture, _in_order(text), (left, top, wide, high), ink, bold=bold, align=align)


def _write(
    picture: NDArray[np.uint8],
    text: str,
    place_px: Rectangle,
    ink: tuple[int, int, int],
    *,
    bold: bool,
    align: str,
) -> None:
    left, top, wide, high = place_px
    size = max(4, round(high * _SIZE))
    there = _wide(text, size, bold=bold)
    while there > wide and size > 4:
        size -= 1
        there = _wide(text, size, bold=bold)
    shift = {"left": 0.0, "middle": (wide - there) / 2, "right": wide - there}[align]
    at = (round(left + shift), round(top + high * _BASE))
    face, weight = _FACES[bold]
    cv2.putText(picture, text, at, ink, _face(face), size, weight)

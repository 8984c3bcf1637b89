"""Writes letters onto covers, where visitors are told apart: a letter says nothing of a face."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.hiding import Rectangle, hidden_part
from dobotkit.opencv import cv2

__all__ = ["write_labels"]

# How high a letter is, as a share of the cover's shorter side, and how high at least (px).
_HIGH: Final = 0.45
_LEAST_PX: Final = 14
# OpenCV's letters are so many pixels high at the scale 1.
_USUAL_PX: Final = 22.0
# On the grey of a cover, and on paper, black has more contrast than white: 5.3 to 1.
_INK: Final = (0, 0, 0)
_FONT: Final = 0  # FONT_HERSHEY_SIMPLEX, without loading OpenCV for it


def write_labels(pixels: Pixels, labelled: Iterable[tuple[Rectangle, str]]) -> None:
    """Write letters into the middle of covers.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red: a picture that is covered already; changed in place.
    labelled:
        The box of each face, in its pixels, and what to write there.
    """
    height, width = pixels.shape[:2]
    for face, label in labelled:
        left, top, right, bottom = hidden_part(face, (width, height))
        if not label or right <= left or bottom <= top:
            continue
        scale = max(_HIGH * min(right - left, bottom - top), _LEAST_PX) / _USUAL_PX
        thick = max(1, round(2 * scale))
        (wide, high), _ = cv2.getTextSize(label, _FONT, scale, thick)
        place = (round((left + right - wide) / 2), round((top + bottom + high) / 2))
        cv2.putText(pixels, label, place, _FONT, scale, _INK, thick, cv2.LINE_AA)

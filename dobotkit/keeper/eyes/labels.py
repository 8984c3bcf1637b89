"""Writes onto covers: a letter that says nothing of a face, a word on what is said of a card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.hiding import Part
from dobotkit.opencv import cv2

__all__ = ["write_labels"]

# How high a letter is, as a share of the cover's shorter side, and how high at least (px).
_HIGH: Final = 0.45
_LEAST_PX: Final = 14
# A word is read at that height; a letter is seen from afar.
_WORD_PX: Final = 44
# And how wide it is at most, as a share of the cover.
_WIDE: Final = 0.9
# OpenCV's letters are so many pixels high at the scale 1.
_USUAL_PX: Final = 22.0
# On the grey of a cover, and on paper, black has more contrast than white: 5.3 to 1.
_INK: Final = (0, 0, 0)
_FONT: Final = 0  # FONT_HERSHEY_SIMPLEX, without loading OpenCV for it


def write_labels(pixels: Pixels, labelled: Iterable[tuple[Part, str]]) -> None:
    """Write letters or words into the middle of covers.

    Parameters
    ----------
    pixels:
        (h, w, 3) uint8, blue, green, red: a picture that is covered already; changed in place.
    labelled:
        What each cover hides, and what to write there.
    """
    for (left, top, right, bottom), label in labelled:
        if not label or right <= left or bottom <= top:
            continue
        high = max(_HIGH * min(right - left, bottom - top), _LEAST_PX)
        if len(label) > 1:
            high = min(high, _WORD_PX)
        scale = high / _USUAL_PX
        thick = max(1, round(2 * scale))
        (wide, tall), _ = cv2.getTextSize(label, _FONT, scale, thick)
        if wide > _WIDE * (right - left):
            # A word on a small card stays in it, as far as it can be read then.
            scale = max(scale * _WIDE * (right - left) / wide, _LEAST_PX / _USUAL_PX)
            thick = max(1, round(2 * scale))
            (wide, tall), _ = cv2.getTextSize(label, _FONT, scale, thick)
        place = (round((left + right - wide) / 2), round((top + bottom + tall) / 2))
        cv2.putText(pixels, label, place, _FONT, scale, _INK, thick, cv2.LINE_AA)

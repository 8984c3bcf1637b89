"""Letters of a machine-readable zone: strokes of one width, in the proportions of OCR-B.

Drawn for this kit, from lines and curves, in tenths of a millimetre: a letter is 14 wide and
24 high, x to the right and y down. In OCR-B what looks alike differs on purpose: the digit 0
is a narrow oval and the letter O a wide, square one, 1 has a flag and a foot and I has two bars.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.card_layouts import PITCH_MM
from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.card_layouts import Rectangle

__all__ = ["HIGH_MM", "STROKE_MM", "draw_line"]

HIGH_MM: Final = 2.4
"""How high a letter is, from the middle of its upper stroke to that of its lower one."""

STROKE_MM: Final = 0.36
"""How wide its strokes are."""

_WIDE_MM: Final = 1.4

# M and L as in drawings of the web: go there, draw a line there; C is a cubic curve.
_GLYPHS: Final = {
    "0": "M7 0 C10.6 0 12 5 12 12 C12 19 10.6 24 7 24 C3.4 24 2 19 2 12 C2 5 3.4 0 7 0",
    "1": "M2.6 5 L7.4 0 L7.4 24 M2.2 24 L12.4 24",
    "2": "M1.6 4.6 C2.4 1.4 4.6 0 7.2 0 C10.6 0 12.6 2.4 12.6 5.8 C12.6 10.4 5 14 1.6 24 L12.8 24",
    "3": "M1.8 0 L12.2 0 L6 9.4 C10.4 9.4 12.8 12.2 12.8 16.4 C12.8 21 9.6 24 5.8 24 "
    "C3.8 24 2.4 23.4 1.2 22.4",
    "4": "M8.2 0 L1 16.6 L13 16.6 M9.6 10.4 L9.6 24",
    "5": "M12 0 L3 0 L2.6 9.8 C4 9.2 5.4 9 6.8 9 C10.6 9 12.8 12 12.8 16.2 C12.8 21 9.8 24 6 24 "
    "C4 24 2.6 23.4 1.4 22.4",
    "6": "M9.4 0 C4.4 6 1.4 11 1.4 16.6 C1.4 21.4 3.6 24 7 24 C10.6 24 12.8 21.2 12.8 17 "
    "C12.8 12.8 10.4 10 7 10 C4.6 10 2.8 11.2 1.9 13.2",
    "7": "M1.4 0 L12.8 0 C9 7 6.6 14 6 24",
    "8": "M7 0 C9.6 0 11 2.2 11 5.2 C11 8.4 9.4 10.6 7 11 C4.6 10.6 3 8.4 3 5.2 "
    "C3 2.2 4.4 0 7 0 M7 11 C10.4 11.4 12.6 14 12.6 17.6 C12.6 21.6 10.4 24 7 24 "
    "C3.6 24 1.4 21.6 1.4 17.6 C1.4 14 3.6 11.4 7 11",
    "9": "M4.6 24 C9.6 18 12.6 13 12.6 7.4 C12.6 2.6 10.4 0 7 0 C3.4 0 1.2 2.8 1.2 7 "
    "C1.2 11.2 3.6 14 7 14 C9.4 14 11.2 12.8 12.1 10.8",
    "A": "M0.4 24 L7 0 L13.6 24 M2.6 16 L11.4 16",
    "B": "M1 0 L1 24 M1 0 L6.6 0 C10.2 0 12.2 2.2 12.2 5.6 C12.2 9.2 10.2 11.2 6.6 11.2 L1 11.2 "
    "M6.6 11.2 C10.8 11.2 13 13.6 13 17.4 C13 21.6 10.6 24 6.6 24 L1 24",
    "C": "M13 2 C11.6 0.6 10 0 8.2 0 C3.6 0 1 4.6 1 12 C1 19.4 3.6 24 8.2 24 "
    "C10 24 11.6 23.4 13 22",
    "D": "M1.2 0 L1.2 24 L4.8 24 C10.6 24 13.4 20 13.4 12 C13.4 4 10.6 0 4.8 0 L1.2 0",
    "E": "M12.4 0 L1.8 0 L1.8 24 L12.6 24 M1.8 11.4 L10.4 11.4",
    "F": "M12.6 0 L1.8 0 L1.8 24 M1.8 11.6 L10.6 11.6",
    "G": "M12.6 1.8 C11.4 0.6 9.8 0 8 0 C3.4 0 0.8 4.6 0.8 12 C0.8 19.4 3.4 24 7.8 24 "
    "C9.8 24 11.6 23.4 13 22 L13 12.8 L8 12.8",
    "H": "M1.2 0 L1.2 24 M12.8 0 L12.8 24 M1.2 11.6 L12.8 11.6",
    "I": "M2.6 0 L11.4 0 M7 0 L7 24 M2.6 24 L11.4 24",
    "J": "M4 0 L11.6 0 L11.6 16.6 C11.6 21.6 9.6 24 6.2 24 C4 24 2.2 23 1.2 21.4",
    "K": "M1.6 0 L1.6 24 M12.8 0 L1.6 13.4 M5.2 9.4 L13.2 24",
    "L": "M2.2 0 L2.2 24 L12.8 24",
    "M": "M0.8 24 L1.2 0 L7 12.6 L12.8 0 L13.2 24",
    "N": "M1.4 24 L1.4 0 L12.6 24 L12.6 0",
    "O": "M7 0 C11.4 0 13.8 2.2 13.8 12 C13.8 21.8 11.4 24 7 24 C2.6 24 0.2 21.8 0.2 12 "
    "C0.2 2.2 2.6 0 7 0",
    "P": "M1.8 24 L1.8 0 L7 0 C10.6 0 12.8 2.6 12.8 6.6 C12.8 10.8 10.4 13.2 7 13.2 L1.8 13.2",
    "Q": "M7 0 C11.4 0 13.8 2.2 13.8 12 C13.8 21.8 11.4 24 7 24 C2.6 24 0.2 21.8 0.2 12 "
    "C0.2 2.2 2.6 0 7 0 M7.4 16.4 L14 26",
    "R": "M1.6 24 L1.6 0 L6.6 0 C10.2 0 12.4 2.4 12.4 6.2 C12.4 10.2 10 12.6 6.6 12.6 L1.6 12.6 "
    "M6.8 12.6 L13 24",
    "S": "M12.2 2.2 C10.8 0.8 9.2 0 7.2 0 C3.8 0 1.6 2.2 1.6 5.6 C1.6 13 12.8 9.6 12.8 17.8 "
    "C12.8 21.6 10.4 24 6.6 24 C4.4 24 2.4 23.2 1 21.6",
    "T": "M0.8 0 L13.2 0 M7 0 L7 24",
    "U": "M1.2 0 L1.2 15.6 C1.2 21.4 3.2 24 7 24 C10.8 24 12.8 21.4 12.8 15.6 L12.8 0",
    "V": "M0.8 0 L7 24 L13.2 0",
    "W": "M0.6 0 L2.8 24 L7 9.6 L11.2 24 L13.4 0",
    "X": "M1 0 L13 24 M13 0 L1 24",
    "Y": "M0.8 0 L7 12.4 L13.2 0 M7 12.4 L7 24",
    "Z": "M1.4 0 L12.6 0 L1.2 24 L13 24",
    "<": "M12.6 5 L1.4 12.6 L12.6 20.2",
}

_BENDS: Final = 14
# So many times as fine as the picture.
_FINE: Final = 4
# Fractions of a pixel that OpenCV draws lines with, as bits.
_SHIFT: Final = 6


@lru_cache(maxsize=64)
def _strokes(letter: str) -> tuple[NDArray[np.float64], ...]:
    """Return the lines of a letter, each (n, 2), in mm from its upper left corner."""
    strokes: list[list[tuple[float, float]]] = []
    words = _GLYPHS[letter].replace("M", " M ").replace("L", " L ").replace("C", " C ").split()
    at = 0
    while at < len(words):
        many = {"M": 1, "L": 1, "C": 3}[words[at]]
        numbers = [float(word) for word in words[at + 1 : at + 1 + 2 * many]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if words[at] == "M":
            strokes.append(points)
        elif words[at] == "L":
            strokes[-1] += points
        else:
            strokes[-1] += _curve(strokes[-1][-1], *points)
        at += 1 + 2 * many
    return tuple(np.array(stroke) / 10 for stroke in strokes)


def _curve(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Return a cubic Bézier curve as points, without its first."""
    a, b, c, d = (np.array(point) for point in points)
    steps = np.linspace(0, 1, _BENDS + 1)[1:, None]
    back = 1 - steps
    bent = back**3 * a + 3 * back**2 * steps * b + 3 * back * steps**2 * c + steps**3 * d
    return [(float(x), float(y)) for x, y in bent]


def draw_line(
    picture: NDArray[np.uint8],
    text: str,
    place: Rectangle,
    px_per_mm: float,
    ink: tuple[int, int, int],
) -> None:
    """Write a line of a machine-readable zone into a picture (h, w, 3), where `place` says.

    The ink is blue, green, red. Letters stand in the middle of their cells and of the line.
    """
    left, top, wide, high = place
    x0, y0 = int(left * px_per_mm), int(top * px_per_mm)
    x1 = min(picture.shape[1], int(np.ceil((left + wide) * px_per_mm)))
    y1 = min(picture.shape[0], int(np.ceil((top + high) * px_per_mm)))
    # Finer, and then the mean: a line that OpenCV draws smoothly is wider than it was told.
    fine = _FINE * px_per_mm
    ink_there = np.zeros((_FINE * (y1 - y0), _FINE * (x1 - x0)), np.uint8)
    width = max(1, round(STROKE_MM * fine))
    for count, letter in enumerate(text):
        corner = (
            left + PITCH_MM * count + (PITCH_MM - _WIDE_MM) / 2,
            top + (high - HIGH_MM) / 2,
        )
        for stroke in _strokes(letter):
            # A pixel's middle is half a pixel from its edge.
            points = (stroke + corner) * fine - 0.5 - np.array((x0, y0)) * _FINE
            fixed = np.rint(points * 2**_SHIFT).astype(np.int32)
            cv2.polylines(ink_there, [fixed], False, 255, width, cv2.LINE_8, _SHIFT)
    share = cv2.resize(ink_there, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    share = share[:, :, None].astype(np.float32) / 255
    part = picture[y0:y1, x0:x1]
    part[:] = np.rint(part + share * (np.array(ink, np.float32) - part)).astype(np.uint8)

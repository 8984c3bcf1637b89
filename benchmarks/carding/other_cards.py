"""Cards of other people, without markers, drawn: an identity card, a bank card, a passport's page.

Nobody's: names and numbers are random letters and figures. They are found, so that they can be
covered, and are never read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dobotkit.opencv import cv2

__all__ = ["OTHER", "other_card"]

Pixels = NDArray[np.uint8]

OTHER = ("identity card", "bank card", "passport page")
"""What there is."""

_SCALE = 10
_SIZES = {"identity card": (856, 540), "bank card": (856, 540), "passport page": (1250, 880)}
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVWZ"


def other_card(kind: str, seed: int) -> Pixels:
    """Draw a card, uint8 (h, w, 3), ten pixels to the mm."""
    lots = np.random.default_rng((seed, OTHER.index(kind)))
    size = _SIZES[kind]
    picture = _paper(size, lots, dark=kind == "bank card")
    if kind == "bank card":
        _bank(picture, lots)
    else:
        _document(picture, lots, lines=2 if kind == "passport page" else 0)
    return picture


def _paper(size: tuple[int, int], lots: np.random.Generator, *, dark: bool) -> Pixels:
    """Two paints that run into each other, with fine curves as security prints have."""
    width, height = size
    low, high = (20, 150) if dark else (190, 250)
    one, other = lots.uniform(low, high, 3), lots.uniform(low, high, 3)
    share = (
        np.linspace(0, 1, width)[None, :, None] * 0.7 + np.linspace(0, 0.3, height)[:, None, None]
    )
    picture = np.uint8(one * (1 - share) + other * share)
    for row in range(-height, height, 26):
        x = np.arange(0, width, 12)
        y = row + 0.4 * x + 18 * np.sin(x / lots.uniform(50, 70))
        ink = np.clip((one + other) / 2 - 14, 0, 255).tolist()
        cv2.polylines(
            picture, [np.column_stack([x, y]).astype(np.int32)], False, ink, 2, cv2.LINE_AA
        )
    return picture


def _bank(picture: Pixels, lots: np.random.Generator) -> None:
    ink = (225, 225, 225) if picture.mean() < 120 else (40, 40, 40)
    cv2.rectangle(picture, (90, 190), (205, 280), (110, 170, 200), -1)
    for y in (215, 240, 262):
        cv2.line(picture, (90, y), (205, y), (70, 120, 150), 3)
    figures = "".join(map(str, lots.integers(0, 10, 16)))
    _write(picture, " ".join(figures[k : k + 4] for k in range(0, 16, 4)), (80, 375), 48, ink)
    _write(picture, _word(lots, 6) + " " + _word(lots, 8), (80, 490), 30, ink)
    _write(picture, "09/31", (480, 432), 28, ink)
    _write(picture, _word(lots, 4) + " " + _word(lots, 4), (70, 110), 46, ink)
    cv2.rectangle(picture, (700, 430), (800, 495), (40, 150, 215), -1)
    cv2.circle(picture, (750, 462), 26, (60, 60, 190), -1)


def _document(picture: Pixels, lots: np.random.Generator, *, lines: int) -> None:
    height, width = picture.shape[:2]
    ink = (35, 30, 30)
    _write(
        picture, _word(lots, 8) + " " + _word(lots, 5), (round(0.06 * width), 70), 44, (90, 40, 30)
    )
    left, top = round(0.06 * width), round(0.19 * height)
    wide, high = round(0.26 * width), round(0.5 * height)
    cv2.rectangle(picture, (left, top), (left + wide, top + high), (205, 200, 195), -1)
    middle = (left + wide // 2, top + round(0.45 * high))
    cv2.ellipse(
        picture, (middle[0], top + high), (wide // 2, high // 4), 0, 180, 360, (90, 70, 60), -1
    )
    tone = int(lots.integers(60, 200))
    cv2.ellipse(
        picture, middle, (wide // 4, high // 3), 0, 0, 360, (tone * 0.7, tone * 0.85, tone), -1
    )
    for row in range(5):
        y = top + 20 + round(row * 0.115 * height)
        x = left + wide + 50
        _write(picture, _word(lots, 9).lower(), (x, y), 18, (120, 100, 90))
        _write(picture, _word(lots, int(lots.integers(5, 13))), (x, y + 40), 32, ink)
    if not lines:
        cv2.polylines(
            picture, [np.array([(700, 470), (740, 440), (770, 490), (810, 450)])], False, ink, 4
        )
    for row in range(lines):
        signs = "".join(lots.choice(list(_LETTERS + "0123456789<<<<<<"), 44))
        y = height - 130 + row * 62
        for at, sign in enumerate(signs):
            _write(picture, sign, (round(65 + at * 25.4), y), 27, ink)


def _word(lots: np.random.Generator, letters: int) -> str:
    return "".join(lots.choice(list(_LETTERS), letters))


def _write(
    picture: Pixels, text: str, at: tuple[int, int], high: int, ink: tuple[float, float, float]
) -> None:
    thick = max(2, high // 11)
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_DUPLEX, high / 22, ink, thick, cv2.LINE_AA)

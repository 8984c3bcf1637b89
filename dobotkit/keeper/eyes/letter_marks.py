"""Which mark a letter of a printed name has: decided by drawing it and comparing.

The network that reads takes Ñ for N and Ø for O: few languages have them, and the marks are a
few pixels large. What is printed on specimens is printed in a type that is known, OpenCV's own
("uni"). So a word is drawn with each letter that comes into question, and the one that looks
most like what is seen is taken, if it does so clearly.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["most_alike", "settle_marks", "speaks_against"]

# Of the height of a field: how large its letters are, and how far down they stand.
_SIZE, _BASE = 0.86, 0.76
_WEIGHT: Final = 400
# So soft may the print be, in pixels: the deviation of a blur.
_SOFT: Final = (0.8, 1.6, 2.6)
# How alike the whole word has to be to be compared at all, and how much more alike another letter
# has to be to be taken.
_ALIKE: Final = 0.6
_CLEARER: Final = 0.01
_CLEARLY: Final = 0.06
_BESIDE: Final = 2

Floats = NDArray[np.float32]


def most_alike(field: Pixels, height: float, texts: Sequence[str]) -> str:
    """Return which of some texts looks most like what is printed: the first if none does so well.

    Parameters
    ----------
    field, height:
        As `settle_marks` has them.
    texts:
        At least one.
    """
    if len(texts) == 1:
        return texts[0]
    seen = np.asarray(cv2.cvtColor(field, cv2.COLOR_BGR2GRAY), np.float32)
    try:
        fits = [max(_fit(seen, _drawn(text, height, soft))[0] for soft in _SOFT) for text in texts]
    finally:
        wipe(seen)
    best = int(np.argmax(fits))
    return texts[best] if fits[best] > max(_ALIKE, fits[0] + _CLEARER) else texts[0]


def speaks_against(field: Pixels, height: float, text: str) -> bool:
    """Whether a plain letter of a text clearly looks like another one where it is printed.

    Parameters
    ----------
    field, height:
        As `settle_marks` has them.
    text:
        What is thought to be printed.
    """
    may = [
        (string.ascii_uppercase if one.isupper() else string.ascii_lowercase)
        if one.isascii() and one.isalpha()
        else one
        for one in text
    ]
    return settle_marks(field, height, text, may, clearer=_CLEARLY) != text


def settle_marks(
    field: Pixels, height: float, text: str, may: Sequence[str], *, clearer: float = _CLEARER
) -> str:
    """Return a text with those letters in it that look most like what is printed.

    Parameters
    ----------
    field:
        Where it is printed, and a little around it, (h, w, 3), uint8, blue, green, red.
    height:
        Of the field, in pixels.
    text:
        What was read.
    may:
        For each letter, which ones come into question.
    clearer:
        How much more alike another letter has to be, 0 to 1.
    """
    seen = np.asarray(cv2.cvtColor(field, cv2.COLOR_BGR2GRAY), np.float32)
    try:
        return _settled(seen, height, text, may, clearer)
    finally:
        wipe(seen)


def _settled(seen: Floats, height: float, text: str, may: Sequence[str], clearer: float) -> str:
    softest = max(_SOFT, key=lambda soft: _fit(seen, _drawn(text, height, soft))[0])
    alike, x, y = _fit(seen, _drawn(text, height, softest))
    if alike < _ALIKE:
        return text
    for place, letters in enumerate(may):
        if len(letters) <= 1:
            continue
        left, right = _wide(text[:place], height), _wide(text[: place + 1], height)
        best = {}
        for letter in letters:
            word = _drawn(text[:place] + letter + text[place + 1 :], height, softest)
            best[letter] = _alike(seen, word, (x, y), (left - _BESIDE, right + _BESIDE))
        now = max(best, key=lambda letter: best[letter])
        if best[now] > best[text[place]] + clearer:
            text = text[:place] + now + text[place + 1 :]
    return text


@lru_cache(maxsize=1)
def _face() -> Any:  # noqa: ANN401 - OpenCV's stubs do not know it
    return cv2.FontFace("uni")


def _wide(text: str, height: float) -> int:
    if not text:
        return 0
    box = cv2.getTextSize((0, 0), text, (0, 0), _face(), round(height * _SIZE), _WEIGHT)
    return int(box[0] + box[2])


def _drawn(text: str, height: float, soft: float) -> Floats:
    """Draw a text black on white, as high as a field with a little more above it."""
    above = round(0.1 * height)
    size = (round(height * 1.1) + above, _wide(text, height) + 4)
    picture = np.full((*size, 3), 255, np.uint8)
    where = (0, above + round(_BASE * height))
    cv2.putText(picture, text, where, (0, 0, 0), _face(), round(height * _SIZE), _WEIGHT)
    found = np.asarray(cv2.GaussianBlur(picture[:, :, 0], (0, 0), soft), np.float32)
    wipe(picture)
    return found


def _fit(seen: Floats, word: Floats) -> tuple[float, int, int]:
    """Return how alike they are where they are most so, and where that is."""
    if word.shape[0] > seen.shape[0] or word.shape[1] > seen.shape[1]:
        return 0.0, 0, 0
    fits = cv2.matchTemplate(seen, word, cv2.TM_CCOEFF_NORMED)
    _, alike, _, (x, y) = cv2.minMaxLoc(fits)
    return float(alike), int(x), int(y)


def _alike(seen: Floats, word: Floats, at: tuple[int, int], columns: tuple[int, int]) -> float:
    """Return the correlation of some columns of a word with what is seen there."""
    x, y = at
    low, high = max(0, columns[0]), min(word.shape[1], columns[1], seen.shape[1] - x)
    part = seen[y : y + word.shape[0], x + low : x + high]
    a, b = part - part.mean(), word[: part.shape[0], low:high] - word[:, low:high].mean()
    return float((a * b).sum() / max(1e-6, float(np.sqrt((a * a).sum() * (b * b).sum()))))

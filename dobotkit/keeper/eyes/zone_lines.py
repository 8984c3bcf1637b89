"""Where the lines of a machine-readable zone are on a card of which no layout is known.

ICAO Doc 9303 says how far they are from the lower edge of a card, and from each other; within
about two millimetres, they are where letters stand close together, row by row.
"""

from __future__ import annotations

import itertools
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit import mrz
from dobotkit.card_layouts import LAYOUTS, Rectangle
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["Lines", "find_lines"]

# How far up and down they are looked for (mm), and in which steps.
_AROUND, _STEP = 3.0, 0.2
# So high are letters (mm).
_LETTERS: Final = 2.6


class Lines(NamedTuple):
    """Where lines may be.

    Attributes
    ----------
    places:
        x, y, width and height of each, in mm.
    px_per_mm:
        Of the flat picture, if it shows a card with such a zone.
    clear:
        How much more there is in the lines than between them: 0 says nothing, 1 is clear.
    """

    places: tuple[Rectangle, ...]
    px_per_mm: float
    clear: float


def find_lines(flat: Pixels, kind: mrz.Kind) -> Lines:
    """Find the lines of a zone.

    Parameters
    ----------
    flat:
        The card as if seen from straight above, (h, w, 3), uint8, blue, green, red.
    kind:
        The kind of zone that is looked for: it says how large the card is.
    """
    usual = next(one for one in LAYOUTS.values() if one.mrz == kind)
    width, height = usual.size_mm
    px_per_mm = flat.shape[1] / width
    change = _change(flat)
    # Of sums over rows, what lies between two rows is one difference.
    sums = np.concatenate([[0.0], np.cumsum(change)])
    rows = len(change)

    def share(top: float, low: float) -> float:
        a, b = (int(np.clip(round(one * px_per_mm), 0, rows)) for one in (top, low))
        return float(sums[b] - sums[a]) / max(1, b - a)

    # In the flat picture the lower edge may be elsewhere than on a card of the usual size.
    shift = rows / px_per_mm - height
    best = Lines((), px_per_mm, -1.0)
    for away in np.arange(-_AROUND, _AROUND + _STEP / 2, _STEP):
        places = tuple(
            (x, y + shift + float(away), wide, high) for x, y, wide, high in usual.mrz_lines
        )
        middles = [y + high / 2 for _, y, _, high in places]
        inside = _mean([share(one - _LETTERS / 2, one + _LETTERS / 2) for one in middles])
        gaps = [
            share(one + _LETTERS / 2 + 0.2, other - _LETTERS / 2 - 0.2)
            for one, other in itertools.pairwise(middles)
        ]
        last = middles[-1] + _LETTERS / 2
        gaps.append(share(last + 0.3, last + 1.6))
        between = _mean(gaps)
        clear = (inside - between) / max(1e-6, inside + between)
        if clear > best.clear:
            best = Lines(places, px_per_mm, clear)
    wipe(change)
    return best


def _mean(of: list[float]) -> float:
    return sum(of) / len(of)


def _change(flat: Pixels) -> NDArray[np.float64]:
    """Return for each row how much there is of letters in it: changes from left to right."""
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8)
    columns = grey.shape[1]
    inner = grey[:, columns // 12 : columns - columns // 12]
    steps = np.abs(np.diff(inner.astype(np.int16), axis=1))
    try:
        found: NDArray[np.float64] = np.minimum(steps, 60).mean(axis=1)
        return found
    finally:
        wipe(grey, steps)

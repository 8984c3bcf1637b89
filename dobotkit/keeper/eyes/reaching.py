"""What reaches in over the edge of the table: hands, sleeves, heads, and the arm itself.

A pixel of the table shows the table only as long as nothing is in between. What comes from
beside the table has to cross its edge, and there its colour is another one than the table's.
So of the table's picture is shown what has the colour of the table, and what lies on it as an
island with table all around, as a block does. This finds no people and knows none: it needs no
model, and is as good for every skin. What it cannot see stands in LIMITS.md: what has the
table's own colour, and what is seen in the middle of the table and nowhere at its edge.

The table's colour is the most usual one, and has to be that beside the cards as well, which
were seen just now: a head close to the camera can hide more than half of the table.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.outline import Mask
from dobotkit.opencv import cv2

__all__ = ["LARGEST_ISLAND", "reaching_in"]

LARGEST_ISLAND: Final = 0.12
"""Share of the table that an island may have. A bin of the lessons has half of that."""

# How far from the table's colour still counts as table, in the units of CIE Lab. Light falls
# off across a table by a third; its colour hardly changes, and varies by as much as it does on
# most of the table: little on paper, more on wood. Measured: benchmarks/seeing/covering.py.
_LIGHTER, _DARKER = 12.0, 22.0
_SPREADS, _COLOURED = 5.0, (2.0, 9.0)
# Squares: so wide is the edge; so far apart are parts of one thing; so much is covered around it.
_EDGE, _TOGETHER, _AROUND = 2, 1, 2
# So wide is what is compared beside the cards, in squares; so much lighter or darker than the
# whole table it may be, where the lamp does not stand in the middle.
_BESIDE, _FALLS_OFF = 3, 25.0


def reaching_in(pixels: Pixels, table: Mask, cards: Mask) -> Mask:
    """Return the squares of the table that are not to be shown.

    Parameters
    ----------
    pixels:
        The frame: height × width × 3, blue, green, red. Not changed.
    table:
        Rows × columns of squares of ``outline.CELL_PX`` pixels: where the table is.
    cards:
        Likewise, where known cards lie flat at its edge; they were seen there just now. Where
        there are none, the colour beside them is not asked for.

    Returns
    -------
    ndarray
        Rows × columns, of bool: a part of ``table``.
    """
    rows, columns = table.shape
    small = np.asarray(cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
    scaled: NDArray[np.float32] | None = None
    colours: NDArray[np.float32] | None = None
    try:
        # A square that a card reaches into is one of the card's.
        cards = _grown(cards, 1)
        # Not in whole numbers, and without noise: the palest skins differ from white paper by
        # three or four of these units.
        scaled = _smoothed(small, table & ~cards)
        colours = np.asarray(cv2.cvtColor(scaled, cv2.COLOR_BGR2Lab), np.float32)
        beside = _grown(cards, _BESIDE) & table & ~cards
        if cards.any() and not _is_the_table(colours, table, beside):
            return table.copy()
        other = _unlike_the_table(colours, table) & ~cards
    finally:
        wipe(small, scaled, colours)
    together = _grown(other, _TOGETHER) & table & ~cards
    # One more square all around: what leaves the picture leaves the table as well.
    outside = np.pad(~table, 1, constant_values=True)
    edge = _grown(outside, _EDGE)[1:-1, 1:-1]
    count, numbers = cv2.connectedComponents(together.astype(np.uint8), connectivity=8)
    numbers = np.asarray(numbers)
    sizes = np.bincount(numbers.ravel(), minlength=count)
    covered = sizes > LARGEST_ISLAND * np.count_nonzero(table)
    covered[np.unique(numbers[edge])] = True
    covered[0] = False  # the table itself
    return np.asarray(_grown(covered[numbers], _AROUND) & table, np.bool_)


def _smoothed(small: Pixels, table: Mask) -> NDArray[np.float32]:
    """Return the mean of each square and those around it that are table, from 0 to 1."""
    weight = table.astype(np.float32)
    scaled = small * (weight[..., None] / np.float32(255))
    total = np.asarray(cv2.blur(weight, (3, 3)), np.float32)
    mean = np.asarray(cv2.blur(scaled, (3, 3)), np.float32)
    wipe(scaled)
    mean /= np.maximum(total, np.float32(0.01))[..., None]
    return mean


def _is_the_table(colours: NDArray[np.float32], table: Mask, beside: Mask) -> bool:
    """Whether what is most of the table has the colour that the table has beside its cards."""
    if not beside.any():
        return False
    most, here = np.median(colours[table], axis=0), np.median(colours[beside], axis=0)
    limit = _limit(_coloured(colours[beside], here))
    return abs(float(most[0] - here[0])) <= _FALLS_OFF and float(_coloured(most, here)) <= limit


def _unlike_the_table(colours: NDArray[np.float32], table: Mask) -> Mask:
    """Return the squares that do not have the table's colour: its most usual one."""
    if not table.any():
        return np.zeros(table.shape, np.bool_)
    usual = np.median(colours[table], axis=0)
    light = colours[..., 0] - usual[0]
    coloured = _coloured(colours, usual)
    limit = _limit(coloured[table])
    return np.asarray(
        table & ((light > _LIGHTER) | (light < -_DARKER) | (coloured > limit)), np.bool_
    )


def _coloured(colours: NDArray[np.float32], usual: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far colours are from one, however much light there is on them."""
    # Where there is less light there is less colour.
    share = colours[..., :1] / max(1.0, float(usual[0]))
    off = colours[..., 1:] - usual[1:] * share
    return np.asarray(np.hypot(off[..., 0], off[..., 1]), np.float32)


def _limit(coloured: NDArray[np.float32]) -> float:
    return float(np.clip(_SPREADS * float(np.median(coloured)), *_COLOURED))


def _grown(mask: Mask, by: int) -> Mask:
    square = np.ones((2 * by + 1, 2 * by + 1), np.uint8)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), square), np.bool_)

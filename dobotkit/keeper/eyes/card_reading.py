"""What happens to the cards of one look between finding and covering: they are read elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from typing import Final

import numpy as np

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.card_cover import Told
from dobotkit.keeper.eyes.card_readers import CardReaders, CutOut, Said
from dobotkit.keeper.eyes.cards import FoundCard
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.scene import CardAsk, NotRead

__all__ = ["LEAST_PX_PER_MM", "CardReading"]

LEAST_PX_PER_MM: Final = 2.2
"""A card that has fewer pixels for each mm is not tried: of a character four are left, and of a
small one three."""

MOST: Final = 6
"""So many cards are read in one look."""

# A card of which no layout is known is one of the usual size, or larger.
_CARD_MM: Final = (85.6, 54.0)
_READ: Final = "read"
# Around a card, as a share of its longer side: for corners that are not quite right.
_MARGIN: Final = 0.06


class CardReading:
    """Reads the cards of one look, in a process of their own.

    Parameters
    ----------
    readers:
        Who reads.
    block:
        For which block.
    asks:
        What is asked about each card.
    """

    def __init__(self, readers: CardReaders, block: object, asks: Sequence[CardAsk]) -> None:
        self._readers = readers
        self._block = block
        self._asks = tuple(asks)

    def __call__(self, pixels: Pixels, cards: Sequence[FoundCard]) -> tuple[Told, ...]:
        """Say of each card what was asked, or why nothing is said.

        Parameters
        ----------
        pixels:
            (h, w, 3), uint8, BGR: all of the frame; read, and not kept.
        cards:
            That were found on it.
        """
        why: dict[int, NotRead] = {}
        large: list[int] = []
        for number, card in enumerate(cards):
            if _too_small(card):
                why[number] = "too small"
            elif not _in_view(card, pixels):
                why[number] = "not in view"
            elif len(large) == MOST:
                why[number] = "too many"
            else:
                large.append(number)
        said = {}
        if large:
            cut = [_cut_out(pixels, cards[number]) for number in large]
            said = dict(zip(large, self._readers.read(self._block, cut, self._asks), strict=True))
        return tuple(_told(said.get(number), why.get(number)) for number in range(len(cards)))


def _told(said: Said | None, why: NotRead | None) -> Told:
    """Return what is told of a card; on its cover stands whether it was read, and no answer."""
    if said is None or said.claims is None:
        not_read = why or ("unclear" if said is None else said.not_read)
        return Told(None, not_read, not_read)
    return Told(said.claims.claims("read-card"), said.not_read, _READ)


def _too_small(card: FoundCard) -> bool:
    """Whether a card has too few pixels to be read, whatever it is."""
    corners = np.asarray(card.corners, np.float64)
    longest = max(math.dist(corners[at], corners[at - 1]) for at in range(4))
    long_mm = max(_CARD_MM if card.layout is None else LAYOUTS[card.layout].size_mm)
    return longest < LEAST_PX_PER_MM * long_mm


def _in_view(card: FoundCard, pixels: Pixels) -> bool:
    """Whether the middle of a card is in the picture: else too little of it is."""
    height, width = pixels.shape[:2]
    x, y = np.asarray(card.corners, np.float64).mean(0)
    return bool(0 <= x < width and 0 <= y < height)


def _cut_out(pixels: Pixels, card: FoundCard) -> CutOut:
    """Copy a card and a little around it."""
    height, width = pixels.shape[:2]
    corners = np.asarray(card.corners, np.float64)
    low, high = corners.min(0), corners.max(0)
    margin = _MARGIN * float((high - low).max())
    left, top = (max(0, math.floor(one - margin)) for one in low)
    right = min(width, math.ceil(high[0] + margin))
    bottom = min(height, math.ceil(high[1] + margin))
    cut = np.array(pixels[top:bottom, left:right], order="C")
    names = [one.name for one in fields(card)]
    return CutOut(cut, {name: _plain(getattr(card, name), (left, top)) for name in names})


def _plain(value: object, corner: tuple[int, int]) -> object:
    """Return what JSON can have; places count from the corner of the cut-out."""
    if isinstance(value, np.ndarray):
        return (value - corner).tolist()
    return value.item() if isinstance(value, np.generic) else value

"""Finds cards: identity cards, bank cards, pages of passports. Where one is, not what it says.

Three ways, the surest first: by the markers that specimen cards carry, by the outline that every
card has, and by the zone for machines, where nothing else is seen. Cards of other people have no
markers, and are found as well: they are covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.card_marks import (
    all_card_marks,
    find_rough_marks,
    in_company,
    same_place,
)
from dobotkit.keeper.eyes.cards_by_marks import cards_by_marks
from dobotkit.keeper.eyes.cards_by_outline import cards_by_outline
from dobotkit.keeper.eyes.cards_by_zone import cards_by_zone
from dobotkit.keeper.eyes.found_card import FoundCard, covers_mostly
from dobotkit.keeper.eyes.frame import Frame, Pixels, wipe
from dobotkit.keeper.eyes.marks import FoundMark, find_marks
from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from dobotkit.keeper.eyes.mrz_reading import MrzRead

__all__ = ["FoundCard", "find_cards", "read_mrz", "rectify"]

# Of a card without a known layout: ID-1 of ISO/IEC 7810, and the pages of passports.
_CARD_MM: Final = (85.6, 54.0)
_PAGE_MM: Final = (125.0, 88.0)
_BETWEEN: Final = 1.5
# A card is not taken larger than this out of a frame, in pixels.
_LARGEST: Final = 4096
_FINER: Final = 4
# As sure is a card of which one marker is seen, and one that rough markers tell.
_ONE_MARK: Final = 0.7
_ROUGHLY_SURE: Final = 0.75


def find_cards(
    pixels: Pixels,
    *,
    marks: Sequence[FoundMark] | None = None,
    small: Sequence[FoundMark] | None = None,
) -> list[FoundCard]:
    """Find the cards in a frame.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red. It is only read.
    marks:
        What :func:`~dobotkit.keeper.eyes.marks.find_marks` found in it; looked for here if None.
    small:
        What :func:`~dobotkit.keeper.eyes.card_marks.all_card_marks` found in it; likewise.

    Returns
    -------
    list of FoundCard
        The surest first; each card once.
    """
    marks = find_marks(pixels, ("aruco",)) if marks is None else marks
    small = in_company(all_card_marks(pixels) if small is None else small)
    marks = [*small, *(mark for mark in marks if not any(same_place(mark, one) for one in small))]
    found = cards_by_marks(marks)
    found += cards_by_outline(pixels, marks, found)
    found += _roughly(pixels, found)
    return found + cards_by_zone(pixels, found)


def _roughly(pixels: Pixels, found: Sequence[FoundCard]) -> list[FoundCard]:
    """Return cards where nothing else found one, and two rough markers lie as on a card."""
    return [
        replace(card, sure=_ROUGHLY_SURE)
        for card in cards_by_marks(find_rough_marks(pixels))
        if card.sure > _ONE_MARK and not any(covers_mostly(card, other) for other in found)
    ]


def read_mrz(frame: Frame | Pixels) -> MrzRead | None:
    """Read the machine-readable zone of a specimen in a picture, and nothing else of it.

    This is a door for measuring: a keeper has cards read in a process of their own
    (``card_readers.py``), and never calls it.

    Parameters
    ----------
    frame:
        A frame, or its pixels: (h, w, 3), uint8, blue, green, red. It is only read.

    Returns
    -------
    MrzRead or None
        Of the card that is surest to be one; None if no specimen's zone was read.

    Raises
    ------
    ModelError
        The network's file is missing, or is not the one that it should be.
    """
    # Whoever only looks for cards, as a keeper does, does not even load what could read them.
    from dobotkit.keeper.eyes.card_text import read_card  # noqa: PLC0415 - see above
    from dobotkit.keeper.eyes.mrz_reading import MrzRead  # noqa: PLC0415 - see above

    pixels = frame.pixels if isinstance(frame, Frame) else frame
    for card in find_cards(pixels):
        text = read_card(pixels, card, fields=(), code=False)
        if text.zone is not None:
            return MrzRead(text.zone, text.sure)
    return None


def rectify(pixels: Pixels, card: FoundCard, *, px_per_mm: float) -> Pixels:
    """Take a card out of a frame, as if it was seen from straight above.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3).
    card:
        Where it is.
    px_per_mm:
        How many pixels of the result are one mm of the card.

    Returns
    -------
    ndarray
        uint8 (h, w, 3), of the size of the card's layout; without one, of an identity card or of
        a passport's page, whichever is nearer to what is seen. It is a copy with all that is on
        the card: whoever asks for it wipes it.
    """
    width, height = _size_mm(card)
    scale = min(px_per_mm, _LARGEST / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    flat = np.array(
        [
            (-0.5, -0.5),
            (size[0] - 0.5, -0.5),
            (size[0] - 0.5, size[1] - 0.5),
            (-0.5, size[1] - 0.5),
        ],
        np.float32,
    )
    view = np.asarray(cv2.getPerspectiveTransform(flat, card.corners), np.float64)
    return _taken(pixels, view, size)


def _taken(pixels: Pixels, view: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    """Warp; where several pixels of the frame make one of the result they are averaged."""
    finer = max(1, min(_FINER, round(_shrinks(view, size))))
    wide = (size[0] * finer, size[1] * finer)
    # Pixels are squares: middles of smaller ones lie beside the middle of the large one.
    part = np.array(
        [[1 / finer, 0, 0.5 / finer - 0.5], [0, 1 / finer, 0.5 / finer - 0.5], [0, 0, 1]]
    )
    large = np.empty((wide[1], wide[0], 3), np.uint8)
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    cv2.warpPerspective(
        pixels, view @ part, wide, dst=large, flags=how, borderMode=cv2.BORDER_REPLICATE
    )
    if finer == 1:
        return large
    small = np.empty((size[1], size[0], 3), np.uint8)
    cv2.resize(large, size, dst=small, interpolation=cv2.INTER_AREA)
    wipe(large)
    return small


def _shrinks(view: NDArray[np.float64], size: tuple[int, int]) -> float:
    """How many pixels of the frame, along, one pixel of the result is in its middle."""
    middle = np.array([[(size[0] / 2, size[1] / 2), (size[0] / 2 + 1, size[1] / 2)]])
    here, there = cv2.perspectiveTransform(middle, view)[0]
    return float(np.linalg.norm(there - here))


def _size_mm(card: FoundCard) -> tuple[float, float]:
    if card.layout is not None:
        return LAYOUTS[card.layout].size_mm
    a, b, c, d = card.corners.astype(np.float64)
    along = np.linalg.norm(b - a) + np.linalg.norm(c - d)
    across = np.linalg.norm(d - a) + np.linalg.norm(c - b)
    return _CARD_MM if along > _BETWEEN * across else _PAGE_MM

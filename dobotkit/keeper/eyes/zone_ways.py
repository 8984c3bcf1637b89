"""In which ways the machine-readable zone of a card may lie that has no markers to tell.

Either way up, and in one of two formats: whichever shows the clearest lines is tried first.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit import mrz
from dobotkit.card_layouts import LAYOUTS, PITCH_MM
from dobotkit.keeper.eyes.card_fields import cut
from dobotkit.keeper.eyes.cards import FoundCard, rectify
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.zone_lines import find_lines
from dobotkit.opencv import cv2

__all__ = ["BESIDE_MM", "PX_PER_MM", "Way", "ways_to_lie"]

PX_PER_MM: Final = 12.0
"""A line of a zone on an identity card, 4 mm high, is 48 pixels high then: the network wants it."""

BESIDE_MM: Final = 2.0
"""So much is left at the ends of a line."""

_KINDS: Final[tuple[mrz.Kind, ...]] = ("TD1", "TD2", "TD3")
# Wider than this, in parts of its height, is an identity card; passports' pages are not.
_CARD_RATIO: Final = 1.5
# So high are letters (mm); what is seen of a zone may be so much longer or higher than it is.
_LETTERS: Final = 2.6
_OFF: Final = 1.35


class Way(NamedTuple):
    """One way to read it.

    Attributes
    ----------
    strips:
        A picture of each line, (h, w, 3), uint8; whoever asks wipes them.
    kind:
        Which kind of zone that would be.
    px_per_mm:
        How many pixels of the frame are one mm along a line.
    clear:
        How clearly there are lines in these places: 1 is clear.
    """

    strips: tuple[Pixels, ...]
    kind: mrz.Kind
    px_per_mm: float
    clear: float


def ways_to_lie(pixels: Pixels, card: FoundCard) -> list[Way]:
    """Return the ways in which the zone of a card may lie, the likeliest first.

    Parameters
    ----------
    pixels:
        The frame, (h, w, 3), uint8, blue, green, red.
    card:
        Where the card is, or its zone alone.
    """
    if card.zone is None:
        ways = _of_card(pixels, card)
    else:
        ways = _of_zone(pixels, np.asarray(card.zone, np.float32))
    return sorted(ways, key=lambda way: -way.clear)


def _of_card(pixels: Pixels, card: FoundCard) -> list[Way]:
    flat = rectify(pixels, card, px_per_mm=PX_PER_MM)
    turned = np.ascontiguousarray(flat[::-1, ::-1])
    height, width = flat.shape[:2]
    kinds = _KINDS[:1] if width > _CARD_RATIO * height else _KINDS[1:]
    along = _length(card.corners)
    ways = []
    for one in (flat, turned):
        for kind in kinds:
            lines = find_lines(one, kind)
            strips = tuple(
                np.array(cut(one, line, lines.px_per_mm, BESIDE_MM)) for line in lines.places
            )
            if strips and all(strip.size for strip in strips):
                scale = along * lines.px_per_mm / width
                ways.append(Way(strips, kind, scale, lines.clear))
    wipe(flat, turned)
    return ways


def _of_zone(pixels: Pixels, seen: NDArray[np.float32]) -> list[Way]:
    """Cut the lines out of a zone that was found by itself: corners (4, 2), long side first."""
    along = _length(seen)
    ratio = along / max(1.0, _length(np.roll(seen, -1, axis=0)))
    ways = []
    for kind in _KINDS:
        usual = next(one for one in LAYOUTS.values() if one.mrz == kind)
        tops = [y for _, y, _, _ in usual.mrz_lines]
        high = usual.mrz_lines[0][3]
        # From the first letter's left edge to the last one's right; letters leave a little room.
        width = mrz.LENGTHS[kind][1] * PITCH_MM - 0.7
        height = tops[-1] - tops[0] + _LETTERS
        off = ratio / (width / height)
        if not 1 / _OFF < off < _OFF:
            continue
        # It may be seen with a rim above and below: its lines lie around its middle.
        seen_high = width / ratio
        zone = np.array([(0, 0), (width, 0), (width, seen_high), (0, seen_high)], np.float32)
        for turn in (0, 2):
            view = cv2.getPerspectiveTransform(zone, np.roll(seen, turn, axis=0))
            strips = []
            for top in tops:
                middle = seen_high / 2 + top - (tops[0] + tops[-1]) / 2
                strips.append(_strip(pixels, np.asarray(view), width, middle, high))
            clear = 1 - abs(float(np.log(off)))
            ways.append(Way(tuple(strips), kind, along / width, clear))
    return ways


def _strip(
    pixels: Pixels, view: NDArray[np.float64], width: float, middle: float, high: float
) -> Pixels:
    """Take one line out of a frame, so wide and high (mm), with room at its ends."""
    size = (round((width + 2 * BESIDE_MM) * PX_PER_MM), round(high * PX_PER_MM))
    mm = 1 / PX_PER_MM
    place = np.array([[mm, 0, -BESIDE_MM], [0, mm, middle - high / 2], [0, 0, 1]])
    found = np.empty((size[1], size[0], 3), np.uint8)
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    cv2.warpPerspective(
        pixels, view @ place, size, dst=found, flags=how, borderMode=cv2.BORDER_REPLICATE
    )
    return found


def _length(corners: NDArray[np.float32]) -> float:
    """Return how long the first side is and the one opposite, in pixels, on average."""
    a, b, c, d = corners.astype(np.float64)
    return float(np.hypot(*(b - a)) + np.hypot(*(c - d))) / 2

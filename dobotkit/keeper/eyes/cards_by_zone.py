"""Cards by their machine-readable zone, where neither markers nor an outline are seen.

Two or three lines of the same length, close together, of letters that are all equally wide: that
is seldom anything else. A hand may hold the card, or its edge be beyond the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["cards_by_zone"]

Doubles = NDArray[np.float64]
Grey = NDArray[np.uint8]

_LONGEST: Final = 800
# A zone is so long at least, in pixels of the frame, by how high it is; in between is print.
_SHORTEST: Final = 110.0
_SLENDER: Final = (3.6, 16.0)
_SOLID: Final = 0.55
_AROUND: Final = 11
_FINE: Final = 6
# Letters are so near to each other, and lines (px of the copy).
_NEAR: Final = (5, 7, 11, 15, 21)
_MOST_TRIED: Final = 12
# It is looked at as an upright strip so wide (px), a little larger than it was seen.
_WIDE: Final = 660
_RIM: Final = 0.035
_TALLER: Final = 0.22
_INK: Final = 12.0
# A line of print: of the fullest row, and from row to row as high as the others (times).
_FULL: Final = 0.42
_EVEN: Final = 1.9
_LOWEST: Final = 6
# So much of a line's height is ink where there is a stroke of a letter.
_STROKE: Final = 0.12
# So many letters a line, as far as gaps between them are seen: 30, 36 or 44 are printed.
_LETTERS: Final = (20, 50)
_REACHES: Final = 0.8
_SURE: Final = 0.8
# Of a zone of so many lines: what its card is like, by the zone's length: width, and how far it
# reaches to either side of the zone's middle. It is not known to which side, so to both.
_CARDS: Final = {3: (90.0 / 76.2, 50.0 / 76.2), 2: (130.0 / 111.8, 86.0 / 111.8)}


def cards_by_zone(pixels: Pixels, known: Sequence[FoundCard] = ()) -> list[FoundCard]:
    """Find cards by their machine-readable zone.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red. It is only read.
    known:
        Cards that were found already; they are not found again.

    Returns
    -------
    list of FoundCard
        Their ``zone`` is the band of the lines, long side first, either way up; ``corners`` go
        around as much as the card could cover, whichever side of the zone it is on.
    """
    height, width = pixels.shape[:2]
    share = min(1.0, _LONGEST / max(height, width))
    if max(height, width) < _SHORTEST:
        return []
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    found: list[FoundCard] = []
    try:
        for tried, band in enumerate(_bands(grey, share)):
            if tried >= _MOST_TRIED:
                break
            x, y = band.mean(0)
            if any(
                cv2.pointPolygonTest(one.corners, (x, y), False) >= 0 for one in (*known, *found)
            ):
                continue
            lines = _lines_in(grey, band)
            if lines:
                found.append(_card(band, lines))
    finally:
        wipe(grey)
    return found


def _bands(grey: Grey, share: float) -> Iterator[NDArray[np.float32]]:
    """Slender patches of fine print, the longest first: (4, 2) pixels, the long side first."""
    size = (max(1, round(grey.shape[1] * share)), max(1, round(grey.shape[0] * share)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    fine = cv2.subtract(cv2.blur(small, (_AROUND, _AROUND)), small)
    outlines: list[NDArray[np.int32]] = []
    for near in _NEAR:
        dense = np.asarray((cv2.blur(fine, (near, near)) > _FINE) * np.uint8(255), np.uint8)
        # The card's edge runs along; it is not as wide.
        opened = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((near + 2, near + 2), np.uint8))
        some, _ = cv2.findContours(opened, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        outlines += [np.asarray(one, np.int32) for one in some]
        wipe(dense, np.asarray(opened, np.uint8))
    wipe(small, np.asarray(fine, np.uint8))
    found = []
    for outline in outlines:
        around = cv2.minAreaRect(outline)
        long, short = max(around[1]), max(1.0, min(around[1]))
        if long < _SHORTEST * share or not _SLENDER[0] < long / short < _SLENDER[1]:
            continue
        if cv2.contourArea(outline) < _SOLID * long * short:
            continue
        found.append((long, cv2.boxPoints(around)))
    for _, box in sorted(found, key=lambda one: -one[0]):
        corners = (np.asarray(box, np.float32) + 0.5) / share - 0.5
        if np.linalg.norm(corners[1] - corners[0]) < np.linalg.norm(corners[2] - corners[1]):
            corners = np.roll(corners, -1, 0)
        yield corners.astype(np.float32)


def _lines_in(grey: Grey, band: NDArray[np.float32]) -> int:
    """How many lines of a machine-readable zone a band holds: 2, 3, or 0 if it is none."""
    strip = _strip(grey, band)
    paper = cv2.blur(strip, (41, 41))
    ink = np.asarray(cv2.subtract(paper, strip), np.uint8)
    clear = max(_INK, 0.4 * float(np.percentile(ink, 97)))
    there = ink > clear
    wipe(strip, ink, np.asarray(paper, np.uint8))
    rows = there.mean(1)
    lines = []
    for start, end in _runs(rows > _FULL * np.percentile(rows, 85)):
        letters = _runs(there[start:end].mean(0) > _STROKE)
        if (
            end - start >= _LOWEST
            and _LETTERS[0] <= len(letters) <= _LETTERS[1]
            and letters[-1][1] - letters[0][0] > _REACHES * there.shape[1]
        ):
            lines.append(end - start)
    # What else is there is the edge of the card, or a word above the lines.
    even = [tall for tall in lines if tall * _EVEN >= max(lines)]
    return len(even) if len(even) in _CARDS else 0


def _strip(grey: Grey, band: NDArray[np.float32]) -> Grey:
    """The band, a little larger, as an upright strip (h, w)."""
    along, across = band[1] - band[0], band[3] - band[0]
    wider, taller = _RIM * along, _TALLER * across
    corners = band + np.stack([-wider - taller, wider - taller, wider + taller, taller - wider])
    ratio = float(np.linalg.norm(across) * (1 + 2 * _TALLER)) / max(
        1.0, float(np.linalg.norm(along) * (1 + 2 * _RIM))
    )
    size = (_WIDE, max(24, round(_WIDE * ratio)))
    flat = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    view = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    return np.asarray(
        cv2.warpPerspective(grey, view, size, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row of flags is True: first index, and the one after the last."""
    steps = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return list(
        zip(np.flatnonzero(steps > 0).tolist(), np.flatnonzero(steps < 0).tolist(), strict=True)
    )


def _card(band: NDArray[np.float32], lines: int) -> FoundCard:
    wide, away = _CARDS[lines]
    along = band[1] - band[0]
    across = np.array([-along[1], along[0]])
    middle = band.mean(0)
    half, reach = along * wide / 2, across * away
    corners = np.stack(
        [middle - half - reach, middle + half - reach, middle + half + reach, middle - half + reach]
    )
    return FoundCard(
        corners.astype(np.float32),
        upright=False,
        layout=None,
        found_by="text",
        sure=_SURE,
        zone=band,
    )

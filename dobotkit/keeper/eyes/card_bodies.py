"""Where in a picture a card could be: patches that are calm, and unlike what is around.

Print and gravel are fine; a card, without its print, is a calm patch of one brightness. So a
median over some pixels leaves cards, and takes away what is fine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.card_shape import shapes_of
from dobotkit.keeper.eyes.found_card import area_of
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.opencv import cv2

__all__ = ["card_guesses"]

Doubles = NDArray[np.float64]
Grey = NDArray[np.uint8]

# Shares of the picture's area.
_LEAST: Final = 0.004
_MOST: Final = 0.85
# A patch fills so much of the outline around it, at least.
_SOLID: Final = 0.72
_SHRUNK: Final = 0.5
_MEDIAN: Final = 5
# The rim of the picture, of its shorter side, shows what is around.
_RIM: Final = 0.07
_BINS: Final = 12
_LEVELS: Final = 5
_FINE: Final = 4
# Print of one card is so close together: closer than two cards are, or just so (px).
_TOGETHER: Final = (5, 11)
# Of the picture; where everything is edges they go around nothing.
_FEW: Final = 0.3
# Slopes of three pixels, as Sobel sums them.
_EDGE: Final = (22.0, 110.0)
# Logarithms of width by height: of most cards, and how far a guess may be off.
_USUAL: Final = 0.42
_LOOSE: Final = 0.22
_SAME: Final = 0.12
_MOST_GUESSES: Final = 40


def card_guesses(small: Pixels) -> list[Doubles]:
    """Guess where cards are.

    Parameters
    ----------
    small:
        uint8 (h, w, 3): a copy of the frame of some hundred pixels' width.

    Returns
    -------
    list of ndarray
        (4, 2) pixels each, clockwise; the most solid first. Most are no cards.
    """
    height, width = small.shape[:2]
    # What matters here is still there at half the size, in a quarter of the time.
    size = (round(width * _SHRUNK), round(height * _SHRUNK))
    half = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
    calm = np.asarray(cv2.medianBlur(half, _MEDIAN), np.uint8)
    found: list[tuple[float, Doubles]] = []
    for mask in _masks(half, calm):
        found += _quads(mask)
        wipe(mask)
    wipe(calm, half)
    if not found:
        return []
    quads = (np.array([quad for _, quad in found]) + 0.5) / _SHRUNK - 0.5
    ratio, _ = shapes_of(quads, (width, height))
    with np.errstate(divide="ignore"):
        off = np.maximum(np.abs(np.abs(np.log(ratio)) - _USUAL) - _LOOSE, 0.0)
    area = np.abs([area_of(quad) for quad in quads])
    worth = np.array([solid for solid, _ in found]) ** 2 * np.sqrt(area) * np.exp(-8 * off)
    chosen: list[int] = []
    for best in np.argsort(-worth):
        if len(chosen) >= _MOST_GUESSES:
            break
        if not _is_known(quads[best], quads[chosen]):
            chosen.append(int(best))
    return [quads[best] for best in chosen]


def _masks(small: Pixels, calm: Pixels) -> Iterator[Grey]:
    yield _unlike_around(calm)
    grey = np.asarray(cv2.cvtColor(calm, cv2.COLOR_BGR2GRAY), np.uint8)
    # Between dark and bright, by what is there.
    low, high = np.percentile(grey[::4, ::4], (4, 98))
    for level in np.linspace(low, high, _LEVELS + 2)[1:-1]:
        mask = np.asarray((grey > level) * np.uint8(255), np.uint8)
        yield mask
        yield np.asarray(255 - mask, np.uint8)
    edges = _edges(calm)
    thick = np.asarray(cv2.dilate(edges, np.ones((3, 3), np.uint8)), np.uint8)
    # What edges go around, if they are few, and what is between them.
    if thick.mean() < _FEW * 255:
        yield thick
    yield np.asarray(255 - thick, np.uint8)
    # What is printed close together, on whatever is as bright as the card.
    fine = cv2.absdiff(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), grey)
    printed = cv2.blur(fine, (5, 5))
    mask = np.asarray((printed > _FINE) * np.uint8(255), np.uint8)
    for near in _TOGETHER:
        yield np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8)))
    wipe(grey, edges)


def _edges(calm: Pixels) -> Grey:
    """Edges of whichever colour changes most: a card may be as bright as what is around."""
    across = np.asarray(cv2.Sobel(calm, cv2.CV_16S, 1, 0), np.int16)
    down = np.asarray(cv2.Sobel(calm, cv2.CV_16S, 0, 1), np.int16)
    strength = np.abs(across) + np.abs(down)
    most = strength.argmax(2)[..., None]
    one, other = (np.take_along_axis(way, most, 2)[..., 0] for way in (across, down))
    high = float(np.clip(0.5 * np.percentile(strength.max(2)[::3, ::3], 97), *_EDGE))
    edges = np.asarray(cv2.Canny(one, other, 0.4 * high, high), np.uint8)
    wipe(strength, across, down, one, other)
    return edges


def _unlike_around(calm: Pixels) -> Grey:
    """Mark what has a colour that the rim of the picture hardly has."""
    height, width = calm.shape[:2]
    rim = max(3, round(_RIM * min(height, width)))
    steps = (calm.astype(np.uint16) * _BINS) >> 8
    index = (steps[..., 0] * _BINS + steps[..., 1]) * _BINS + steps[..., 2]
    around = np.concatenate(
        [index[:rim].ravel(), index[-rim:].ravel(), index[:, :rim].ravel(), index[:, -rim:].ravel()]
    )
    counts = np.bincount(around, minlength=_BINS**3).astype(np.float32).reshape((_BINS,) * 3)
    # A colour beside a common one is common.
    for axis in range(3):
        counts = counts + 0.5 * (np.roll(counts, 1, axis) + np.roll(counts, -1, axis))
    rare = (counts / max(1, len(around)) < 0.004).ravel()  # noqa: PLR2004 - of the rim
    return np.asarray(rare[index] * np.uint8(255), np.uint8)


def _quads(mask: Grey) -> Iterator[tuple[float, Doubles]]:
    height, width = mask.shape
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(opened, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        if not _LEAST < cv2.contourArea(outline) / (height * width) < _MOST:
            continue
        x, y, wide, high = cv2.boundingRect(outline)
        # Of what goes on beyond the picture on two sides not much of a card would be seen.
        if (x <= 1) + (y <= 1) + (x + wide >= width - 1) + (y + high >= height - 1) > 1:
            continue
        hull = np.asarray(cv2.convexHull(outline), np.int32)
        quad = _four(hull)
        if quad is None:
            continue
        solid = float(cv2.contourArea(outline)) / max(float(cv2.contourArea(quad)), 1.0)
        if solid > _SOLID:
            yield min(solid, 1 / solid), np.asarray(quad, np.float64)


def _four(hull: NDArray[np.int32]) -> NDArray[np.float32] | None:
    """Four corners that fit an outline without bays, clockwise; None if nothing fits."""
    around = cv2.arcLength(hull, closed=True)
    for share in (0.02, 0.035, 0.05, 0.08):
        few = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(few) == 4:  # noqa: PLR2004 - corners
            quad = few.reshape(4, 2).astype(np.float32)
            break
        if len(few) < 4:  # noqa: PLR2004
            quad = cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float32)
            break
    else:
        quad = cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float32)
    u, v = quad[1] - quad[0], quad[2] - quad[0]
    return quad if u[0] * v[1] - u[1] * v[0] > 0 else quad[::-1].copy()


def _is_known(quad: Doubles, others: Doubles) -> bool:
    """Whether a quadrilateral is nearly one of others (n, 4, 2)."""
    size = float(np.linalg.norm(quad[2] - quad[0]))
    return any(
        bool((np.abs(np.roll(quad, turn, 0) - others).max((1, 2)) < _SAME * size).any())
        for turn in range(4)
    )

"""Dark squares on a bright ground, seen aslant: what could be a marker."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import wipe
from dobotkit.opencv import cv2

__all__ = ["find_squares", "sharpened"]

Doubles = NDArray[np.float64]
Grey = NDArray[np.uint8]

# What is dark is so much below the mean around it.
_BELOW: Final = 7
_SHORTEST: Final = 36.0
_LONGEST_SHARE: Final = 2.2
_CORNER: Final = 0.045
_SIDE_RATIO: Final = 4.0
_PER_SIDE: Final = 12
_ROUNDS: Final = 2
# Of full light, from black to white over two thirds of a pixel.
_CLEAR: Final = 0.015
# Not quite up to the corners, where two edges meet.
_SHARES: Final = (np.arange(_PER_SIDE) + 0.5) / _PER_SIDE * 0.86 + 0.07
# Pixels: a corner does not move further than this.
_FAR: Final = 6.0
_PARALLEL: Final = 1e-9
_LIGHT: Final = (np.arange(256) / 255.0) ** 2.2


def find_squares(grey: Grey, around: int) -> Doubles:
    """Find quadrilaterals that are darker than what is around them.

    Parameters
    ----------
    grey:
        uint8 (h, w).
    around:
        Each pixel is compared with the mean of as many in either direction; odd.

    Returns
    -------
    ndarray
        (n, 4, 2) pixels, clockwise as the picture is seen.
    """
    found = []
    longest = _LONGEST_SHARE * max(grey.shape)
    # Noise would make outlines of its own.
    smooth = cv2.blur(grey, (3, 3))
    dark = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _BELOW
    )
    outlines, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    wipe(dark, smooth)
    for outline in outlines:
        if not _SHORTEST <= len(outline) <= longest:
            continue
        quad = cv2.approxPolyDP(outline, len(outline) * _CORNER, closed=True)
        if len(quad) != 4 or not cv2.isContourConvex(quad):  # noqa: PLR2004 - corners
            continue
        corners = quad.reshape(4, 2).astype(np.float64)
        sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
        if sides.max() > _SIDE_RATIO * sides.min() or sides.min() < _SHORTEST / 6:
            continue
        u, v = corners[1] - corners[0], corners[2] - corners[0]
        found.append(corners if u[0] * v[1] - u[1] * v[0] > 0 else corners[::-1])
    return np.array(found).reshape(-1, 4, 2)


def sharpened(grey: Grey, squares: Doubles) -> Doubles:
    """Move the corners of squares to where straight lines along their sides cross.

    Parameters
    ----------
    grey:
        uint8 (h, w).
    squares:
        (n, 4, 2) pixels, clockwise; dark inside.

    Returns
    -------
    ndarray
        (n, 4, 2) pixels, to a fraction of a pixel.
    """
    squares = squares.copy()
    for _ in range(_ROUNDS):
        starts, ends = squares, np.roll(squares, -1, axis=1)
        sides = ends - starts
        length = np.linalg.norm(sides, axis=2, keepdims=True)
        # Clockwise with y downwards: outwards is to the left of the way.
        outwards = np.stack([sides[..., 1], -sides[..., 0]], axis=2) / np.maximum(length, 1e-9)
        reach = np.clip(length.min() / 12, 1.5, 4.0)
        along = np.arange(-reach, reach + 0.2, 0.4)
        at = (
            starts[:, :, None, None]
            + _SHARES[None, None, :, None, None] * sides[:, :, None, None]
            + along[None, None, None, :, None] * outwards[:, :, None, None]
        )
        flat = at.reshape(-1, len(along), 2).astype(np.float32)
        lines = cv2.remap(
            grey, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        # Blur mixes light, not the numbers that stand for it.
        light = _LIGHT[lines]
        rise = np.maximum(light[:, 2:] - light[:, :-2], 0.0)
        weight = rise**2
        total = weight.sum(1)
        away = (weight * along[1:-1]).sum(1) / np.maximum(total, 1e-12)
        strong = np.where(rise.max(1) > _CLEAR, 1.0, 0.0).reshape(-1, 4, _PER_SIDE)
        away = away.reshape(-1, 4, _PER_SIDE)
        first, way = _lines(starts, sides, outwards, away, strong)
        squares = _crossings(squares, first, way)
    return squares


def _lines(
    starts: Doubles, sides: Doubles, outwards: Doubles, away: Doubles, weight: Doubles
) -> tuple[Doubles, Doubles]:
    """Fit a line to each side's points: where it begins, and which way it goes."""
    # away = offset + slope * share: weighted least squares in closed form, one for each side.
    w = weight + 1e-6
    total = w.sum(2)
    mean_s = (w * _SHARES).sum(2) / total
    mean_a = (w * away).sum(2) / total
    spread = (w * (_SHARES - mean_s[..., None]) ** 2).sum(2)
    slope = (w * (_SHARES - mean_s[..., None]) * (away - mean_a[..., None])).sum(2) / spread
    offset = mean_a - slope * mean_s
    first = starts + offset[..., None] * outwards
    return first, starts + sides + (offset + slope)[..., None] * outwards - first


def _crossings(corners: Doubles, first: Doubles, way: Doubles) -> Doubles:
    """Cross each side's line with the one of the side before it."""
    before_first, before_way = np.roll(first, 1, axis=1), np.roll(way, 1, axis=1)
    cross = before_way[..., 0] * way[..., 1] - before_way[..., 1] * way[..., 0]
    cross = np.where(np.abs(cross) < _PARALLEL, _PARALLEL, cross)
    between = first - before_first
    step = (between[..., 0] * way[..., 1] - between[..., 1] * way[..., 0]) / cross
    found = before_first + step[..., None] * before_way
    # Sides that are nearly parallel cross anywhere: then the corner stays.
    far = np.linalg.norm(found - corners, axis=2, keepdims=True) > _FAR
    return np.where(far, corners, found)

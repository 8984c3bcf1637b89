"""Which paint a colour is: each of the colours that a pixel can have, told once for a frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.colours import CHROMATIC, Floats, Palette, looks
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.opencv import cv2

__all__ = ["PLAIN", "TABLE", "Paints", "colour_index", "paints_of"]

Bytes = NDArray[np.uint8]

PLAIN: Final = len(CHROMATIC) + 1
"""The label of what is white, grey or black and not the table."""

TABLE: Final = len(CHROMATIC) + 2
"""The label of the table, in the light or in a shadow."""

# A paint's direction may be so far from a patch's (as the sine of an angle).
_NEAR: Final = 0.62
# Darker than this, beside white paper, nothing tells paints apart.
_DARK: Final = 0.30
_COLOURLESS: Final = 0.30
# A table is grey if its tint is less than this share of its lightness.
_GREY: Final = 0.18
# How bright a grey table looks in a shadow, and in the brightest place, beside the usual.
_SHADOW: Final = 0.52
_SHINE: Final = 1.22
_TABLE_FIRST: Final = 0.8
_BITS: Final = 5
# The histogram of tints: cells to a side, and cells to one unit of tint.
_CELLS: Final = 80
_PER_TINT: Final = 10.0
_NEAR_CELLS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Paints:
    """What is known of every colour in the light of one frame.

    Attributes
    ----------
    labels:
        uint8 (32768,): 1 to 6 of :data:`~dobotkit.keeper.eyes.colours.CHROMATIC`,
        :data:`PLAIN`, :data:`TABLE`, or 0; by :func:`colour_index`.
    looks:
        float32 (32768, 3): the :func:`~dobotkit.keeper.eyes.colours.looks` of each colour.
    roots:
        :meth:`~dobotkit.keeper.eyes.colours.Palette.table` of the palette, (256, 3).
    table:
        The looks of the table, float32 (3,).
    """

    labels: Bytes
    looks: Floats
    roots: Floats
    table: Floats


def paints_of(index: NDArray[np.uint16], palette: Palette) -> Paints:
    """Tell paints apart in the light of a frame.

    Parameters
    ----------
    index:
        :func:`colour_index` of the table without its cards, (n,): most of it is table.
    palette:
        What paints look like in this light.
    """
    roots = palette.table()
    seen = _looks_of_index(roots)
    table = _table_of(index, seen)
    return Paints(_labels_of_index(seen, palette, table), seen, roots, table)


def colour_index(pixels: Pixels) -> NDArray[np.uint16]:
    """15 bits that stand for a pixel's colour, (h, w): finer where it is dark."""
    small = np.asarray(cv2.LUT(pixels, _COMPANDED), np.uint16)
    index = np.asarray((small[..., 0] << _BITS | small[..., 1]) << _BITS | small[..., 2], np.uint16)
    small.fill(0)
    return index


_COMPANDED: Final = np.round((np.arange(256) / 255.0) ** 0.6 * (2**_BITS - 1)).astype(np.uint8)


def _looks_of_index(roots: Floats) -> Floats:
    """The looks of each of the 15 bits' colours, (32768, 3)."""
    steps = np.arange(2**_BITS) / (2**_BITS - 1)
    values = np.round(steps ** (1 / 0.6) * 255).astype(np.uint8)
    blue, green, red = np.meshgrid(values, values, values, indexing="ij")
    cube = np.stack([blue, green, red], axis=-1).reshape(1, -1, 3)
    return np.asarray(looks(cube, roots)[0], np.float32)


def _table_of(index: NDArray[np.uint16], seen: Floats) -> Floats:
    """What most of the free table looks like."""
    counts = np.bincount(index, minlength=len(seen)).astype(np.float32)
    some = counts > 0
    seen, counts = seen[some], counts[some]
    tint = seen[:, 1:] / np.maximum(seen[:, :1], 0.15)
    where = np.clip(tint * _PER_TINT + _CELLS / 2, 0, _CELLS - 1).astype(int)
    flat = np.bincount(where[:, 0] * _CELLS + where[:, 1], counts, minlength=_CELLS**2)
    rough = flat.reshape(_CELLS, _CELLS).astype(np.float32)
    hist = np.asarray(cv2.GaussianBlur(rough, (5, 5), 1.0))
    peak = np.unravel_index(int(np.argmax(hist)), hist.shape)
    near = np.abs(where - np.array(peak)).max(1) <= _NEAR_CELLS
    weight = counts[near]
    bright = np.sort(seen[near, 0])[::-1]
    order = np.argsort(-seen[near, 0])
    middle = np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)
    lightness = float(bright[min(middle, len(bright) - 1)])
    mean = (tint[near] * weight[:, None]).sum(0) / max(float(weight.sum()), 1.0)
    return np.array([lightness, mean[0] * lightness, mean[1] * lightness], np.float32)


def _labels_of_index(seen: Floats, palette: Palette, table: Floats) -> Bytes:
    """The label of each of the 15 bits' colours, (32768,)."""
    rays = np.array([*(palette.patches[name] for name in CHROMATIC), (1.0, 0.0, 0.0), table])
    rays = (rays / np.linalg.norm(rays, axis=1, keepdims=True)).astype(np.float32)
    size = np.maximum(np.sqrt(np.einsum("ij,ij->i", seen, seen)), 0.05)
    close = (rays @ seen.T) / size
    # A shadow is tinted by the sky: what could be the table is the table.
    away = np.maximum(1.0 - close[-1] ** 2, 0.0) * _TABLE_FIRST**2
    close[-1] = np.where(close[-1] > 0, np.sqrt(1.0 - away), close[-1])
    labels = (np.argmax(close, axis=0) + 1).astype(np.uint8)
    labels[close.max(0) < math.sqrt(1.0 - _NEAR**2)] = 0
    table_is_grey = float(np.linalg.norm(table[1:])) < _GREY * float(table[0])
    if table_is_grey:
        plain = (labels == PLAIN) | (labels == TABLE)
        share = seen[:, 0] / max(float(table[0]), 0.05)
        labels[plain] = np.where((share[plain] < _SHADOW) | (share[plain] > _SHINE), PLAIN, TABLE)
    dark = seen[:, 0] < _DARK
    tint = np.maximum(np.abs(seen[:, 1]), np.abs(seen[:, 2]))
    labels[dark & (tint < _COLOURLESS)] = PLAIN
    return np.asarray(labels, np.uint8)

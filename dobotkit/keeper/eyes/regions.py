"""Which parts of a table have which paint."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.colours import CHROMATIC, Floats, Palette, looks
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.tableview import TableView, table_view
from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2

__all__ = ["PLAIN", "TABLE", "Region", "Regions", "Sight", "colour_index", "regions_of"]

Bytes = NDArray[np.uint8]

PLAIN: Final = len(CHROMATIC) + 1
"""The label of what is white, grey or black and not the table."""

TABLE: Final = len(CHROMATIC) + 2
"""The label of the table, in the light or in a shadow."""

# A paint's direction may be so far from a patch's (as an angle's tangent).
_NEAR: Final = 0.62
# Darker than this, beside white paper, nothing tells paints apart.
_DARK: Final = 0.30
# How bright a grey table looks in a shadow, and in the brightest place, beside the usual.
_SHADOW: Final = 0.52
_SHINE: Final = 1.22
_COLOURLESS: Final = 0.30
_TABLE_FIRST: Final = 0.8
_SMALLEST_MM2: Final = 40
# A card's edge is mixed with the table.
_CARD_EDGE_MM: Final = 3.0
_BITS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Pixels of one paint that hang together.

    Attributes
    ----------
    label:
        1 to 6 of :data:`CHROMATIC`, or :data:`PLAIN`.
    corner:
        Column and row of its mask's first pixel in the view.
    mask:
        uint8 (h, w): 255 where it is.
    area:
        In mm².
    """

    label: int
    corner: tuple[int, int]
    mask: Bytes
    area: float


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """A table seen from above, with a label for each millimetre.

    Attributes
    ----------
    view:
        What was labelled.
    labels:
        uint8 (h, w): 0 where nothing is known.
    light:
        float32 (h, w): how bright the table around a place looks, beside what it looks like
        about the check card.
    table:
        The :func:`~dobotkit.keeper.eyes.colours.looks` of the table, float32 (3,).
    by_colour:
        uint8 (32768,): the label of each colour, by :func:`colour_index`.
    roots:
        :meth:`~dobotkit.keeper.eyes.colours.Palette.table` of the palette, (256, 3).
    looks_of:
        float32 (32768, 3): the looks of each colour.
    """

    view: TableView
    labels: Bytes
    light: Floats
    table: Floats
    by_colour: Bytes
    roots: Floats
    looks_of: Floats

    def seen(self, where: tuple[NDArray[np.intp], NDArray[np.intp]]) -> Floats:
        """The looks of pixels of the view, by rows and columns: (n, 3)."""
        return self.looks_of[colour_index(self.view.pixels[where][:, None])[:, 0]]

    def wipe(self) -> None:
        """Overwrite all that was derived from a frame."""
        wipe(self.view.pixels, self.labels, self.light)

    def _at_edge(self, left: int, top: int, part: NDArray[np.bool_]) -> bool:
        """Whether a part of the view reaches to where the table ends: an arm does."""
        rows, columns = self.labels.shape
        height, width = part.shape
        if left <= 1 or top <= 1 or left + width >= columns - 1 or top + height >= rows - 1:
            return True
        outside = self.view.inside[top : top + height, left : left + width] == 0
        return bool((outside & part).any())

    def of_label(self, label: int) -> list[Region]:
        """What hangs together of one paint, largest first."""
        mask = cv2.inRange(self.labels, label, label)
        if cv2.countNonZero(mask) * self.view.mm**2 < _SMALLEST_MM2:
            return []
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        if label == PLAIN:
            mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        count, numbers, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        found = []
        for number in range(1, count):
            left, top, width, height, pixels = (int(n) for n in stats[number])
            area = pixels * self.view.mm**2
            if area < _SMALLEST_MM2:
                continue
            part = numbers[top : top + height, left : left + width] == number
            if label == PLAIN and self._at_edge(left, top, part):
                continue
            found.append(Region(label, (left, top), part.astype(np.uint8) * 255, area))
        return sorted(found, key=lambda region: -region.area)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A frame, and what is known before things are looked for.

    Attributes
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.
    gaze:
        Of the camera that took it.
    palette:
        What paints look like in its light.
    regions:
        The table in it, labelled by paint.
    """

    pixels: Pixels
    gaze: Gaze
    palette: Palette
    regions: Regions


def regions_of(
    pixels: Pixels, calibration: Calibration, palette: Palette, marks: Sequence[FoundMark]
) -> Regions:
    """Label the table of a frame by paint.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3).
    calibration:
        Of the camera that took it.
    palette:
        What paints look like in this light.
    marks:
        What was found in the frame; cards are not things.
    """
    view = table_view(pixels, calibration)
    free = view.inside.copy()
    card = _cards(view, calibration, marks, free)
    index = colour_index(view.pixels)
    seen_by_index = _looks_of_index(palette)
    table = _table_of(index[free > 0], seen_by_index)
    by_colour = _labels_of_index(seen_by_index, palette, table)
    labels = np.take(by_colour, index)
    labels[free == 0] = 0
    light = _light(view, labels, seen_by_index[:, 0], index, card)
    return Regions(view, labels, light, table, by_colour, palette.table(), seen_by_index)


def _cards(
    view: TableView, calibration: Calibration, marks: Sequence[FoundMark], free: Bytes
) -> tuple[float, float]:
    """Take the cards out of what is free, and tell where the check card is, column and row."""
    seen = {mark.number: mark for mark in marks if mark.family == "aruco"}
    check = (0.0, 0.0)
    for usual in LAID_CARDS:
        mark = usual.card.marks[0]
        laid: Laid = usual
        if mark.number in seen:
            x, y, angle, _ = seen[mark.number].on_plane(calibration, calibration.height_mm)
            turned = Laid(usual.card, (0.0, 0.0), angle).table_from_card([mark.middle_mm])[0]
            laid = Laid(usual.card, (x - turned[0], y - turned[1]), angle)
        outline = view.view_from_table(np.array(laid.outline_mm))
        middle = outline.mean(0)
        grown = outline + np.sign(outline - middle) * _CARD_EDGE_MM
        cv2.fillConvexPoly(free, np.round(grown).astype(np.int32), 0)
        if mark.number == LAID_CARDS[-1].card.marks[0].number:
            check = (float(middle[0]), float(middle[1]))
    return check


def _companded() -> Bytes:
    """5 bits of a channel, finer where it is dark."""
    values = np.arange(256) / 255.0
    return np.round(values**0.6 * (2**_BITS - 1)).astype(np.uint8)


def colour_index(pixels: Pixels) -> NDArray[np.uint16]:
    """15 bits that stand for a pixel's colour, (h, w)."""
    small = cv2.LUT(pixels, _companded())
    index = small[..., 0].astype(np.uint16)
    index = index << _BITS | small[..., 1]
    return index << _BITS | small[..., 2]


def _looks_of_index(palette: Palette) -> Floats:
    """The looks of each of the 15 bits' colours, (32768, 3)."""
    steps = np.arange(2**_BITS) / (2**_BITS - 1)
    values = np.round(steps ** (1 / 0.6) * 255).astype(np.uint8)
    blue, green, red = np.meshgrid(values, values, values, indexing="ij")
    cube = np.stack([blue, green, red], axis=-1).reshape(1, -1, 3)
    return looks(cube, palette.table())[0]


def _table_of(index: NDArray[np.uint16], seen: Floats) -> Floats:
    """What most of the free table looks like."""
    counts = np.bincount(index, minlength=len(seen)).astype(np.float32)
    some = counts > 0
    seen, counts = seen[some], counts[some]
    tint = seen[:, 1:] / np.maximum(seen[:, :1], 0.15)
    where = np.clip((tint + 4.0) * 10.0, 0, 79).astype(int)
    flat = np.bincount(where[:, 0] * 80 + where[:, 1], counts, minlength=6400)
    hist = flat.reshape(80, 80).astype(np.float32)
    hist = cv2.GaussianBlur(hist, (5, 5), 1.0)
    peak = np.unravel_index(int(np.argmax(hist)), hist.shape)
    near = np.abs(where - np.array(peak)).max(1) <= 3  # noqa: PLR2004 - cells of the histogram
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
    grey_is_table = float(np.linalg.norm(table[1:])) < 0.18 * float(table[0])
    if grey_is_table:
        plain = (labels == PLAIN) | (labels == TABLE)
        share = seen[:, 0] / max(float(table[0]), 0.05)
        labels[plain] = np.where((share[plain] < _SHADOW) | (share[plain] > _SHINE), PLAIN, TABLE)
    dark = seen[:, 0] < _DARK
    tint = np.maximum(np.abs(seen[:, 1]), np.abs(seen[:, 2]))
    labels[dark & (tint < _COLOURLESS)] = PLAIN
    return labels


def _light(
    view: TableView, labels: Bytes, lightness: Floats, index: NDArray[np.uint16],
    check: tuple[float, float],
) -> Floats:  # fmt: skip
    """How much brighter the table is about each place than about the check card."""
    ground = (labels == TABLE).astype(np.float32)
    bright = np.take(lightness, index) * ground
    small = (view.pixels.shape[1] // 4, view.pixels.shape[0] // 4)
    ground = cv2.resize(ground, small, interpolation=cv2.INTER_AREA)
    bright = cv2.resize(bright, small, interpolation=cv2.INTER_AREA)
    wide = (13, 13)
    mean = cv2.blur(bright, wide) / np.maximum(cv2.blur(ground, wide), 1e-3)
    usual = float(bright.sum() / max(float(ground.sum()), 1.0))
    mean = np.where(cv2.blur(ground, wide) > 0.03, mean, usual)  # noqa: PLR2004
    row = int(np.clip(check[1] / 4, 0, mean.shape[0] - 1))
    column = int(np.clip(check[0] / 4, 0, mean.shape[1] - 1))
    at_card = float(mean[row, column]) if check != (0.0, 0.0) else usual
    size = (view.pixels.shape[1], view.pixels.shape[0])
    return cv2.resize((mean / max(at_card, 0.05)).astype(np.float32), size)

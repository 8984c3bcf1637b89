"""Which parts of a table have which paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.colours import Floats, Palette
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.gaze import Gaze
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.paints import PLAIN, TABLE, Paints, colour_index, paints_of
from dobotkit.keeper.eyes.tableview import TableView, table_view
from dobotkit.markers import LAID_CARDS, Laid
from dobotkit.opencv import cv2

__all__ = ["Region", "Regions", "Sight", "regions_of"]

Bytes = NDArray[np.uint8]

_SMALLEST_MM2: Final = 40
# A card's edge is mixed with the table.
_CARD_EDGE_MM: Final = 3.0
# The light about a place is the mean over so many cells of four pixels, if so much is table.
_WIDE: Final = (13, 13)
_LITTLE: Final = 0.03


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
    paints:
        What is known of every colour.
    """

    view: TableView
    labels: Bytes
    light: Floats
    paints: Paints

    def seen(self, where: tuple[NDArray[np.intp], NDArray[np.intp]]) -> Floats:
        """The looks of pixels of the view, by rows and columns: (n, 3)."""
        return self.paints.looks[colour_index(self.view.pixels[where][:, None])[:, 0]]

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
    derived:
        What was cut out of the frame on the way.
    """

    pixels: Pixels
    gaze: Gaze
    palette: Palette
    regions: Regions
    derived: list[NDArray[np.generic]] = field(default_factory=list)

    def wipe(self) -> None:
        """Overwrite all that was derived from the frame, and not the frame itself."""
        self.regions.wipe()
        wipe(*self.derived)
        self.derived.clear()


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
    index: NDArray[np.uint16] | None = None
    try:
        free = view.inside.copy()
        card = _cards(view, calibration, marks, free)
        index = colour_index(view.pixels)
        paints = paints_of(index[free > 0], palette)
        labels = np.take(paints.labels, index)
        labels[free == 0] = 0
        light = _light(view, labels, np.take(paints.looks[:, 0], index), card)
    except BaseException:
        wipe(view.pixels)
        raise
    finally:
        wipe(index)
    return Regions(view, labels, light, paints)


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


def _light(view: TableView, labels: Bytes, bright: Floats, check: tuple[float, float]) -> Floats:
    """How much brighter the table is about each place than about the check card."""
    ground = (labels == TABLE).astype(np.float32)
    bright *= ground
    small = (view.pixels.shape[1] // 4, view.pixels.shape[0] // 4)
    there = np.asarray(cv2.resize(ground, small, interpolation=cv2.INTER_AREA))
    seen = np.asarray(cv2.resize(bright, small, interpolation=cv2.INTER_AREA))
    wipe(bright)
    share = np.asarray(cv2.blur(there, _WIDE))
    mean = np.asarray(cv2.blur(seen, _WIDE)) / np.maximum(share, _LITTLE)
    usual = float(seen.sum() / max(float(there.sum()), 1.0))
    mean = np.where(share > _LITTLE, mean, usual)
    row = int(np.clip(check[1] / 4, 0, mean.shape[0] - 1))
    column = int(np.clip(check[0] / 4, 0, mean.shape[1] - 1))
    at_card = float(mean[row, column]) if check != (0.0, 0.0) else usual
    size = (view.pixels.shape[1], view.pixels.shape[0])
    return np.asarray(cv2.resize((mean / max(at_card, 0.05)).astype(np.float32), size), np.float32)

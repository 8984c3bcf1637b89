"""A sheet on which a backdrop is drawn: finer than it is shown, so that no edge has steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Easel", "Paint", "Part"]

Paint = tuple[int, int, int]
Area = tuple[float, float, float, float]
"""Left, top, right and foot."""

Part = tuple[slice, slice, "NDArray[np.uint8]"]
"""Rows and columns of a sheet, and what was on them."""
Spot = tuple[float, float]

_FINER: Final = 2
_SEED: Final = 31


class Easel:
    """A sheet of some pixels; all places are in those, also between them.

    Parameters
    ----------
    width, height:
        In pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._sheet = np.zeros((height * _FINER, width * _FINER, 3), np.uint8)
        self._chance = np.random.default_rng(_SEED)
        self._uneven: NDArray[np.float32] = np.ones((height, width), np.float32)

    def rectangle(self, area: Area, paint: Paint, *, grain: float = 0) -> None:
        """Fill a rectangle; with grain, streaks run down it, so many steps of 8 bits."""
        rows, columns = self._slices(area)
        part = self._sheet[rows, columns]
        part[:] = paint[::-1]
        if grain and part.size:
            high, wide, _ = part.shape
            rough = self._chance.standard_normal((max(high // 90, 2), max(wide // 5, 2)))
            streaks = cv2.resize(rough, (wide, high), interpolation=cv2.INTER_CUBIC) * grain
            part[:] = np.clip(part + streaks[:, :, None], 0, 255).astype(np.uint8)

    def fade(self, area: Area, above: Paint, below: Paint) -> None:
        """Fill a rectangle that goes from one colour above to another one below."""
        rows, columns = self._slices(area)
        down = np.linspace(0, 1, rows.stop - rows.start)[:, None, None]
        ramp = np.array(above[::-1]) * (1 - down) + np.array(below[::-1]) * down
        self._sheet[rows, columns] = np.round(ramp).astype(np.uint8)

    def polygon(self, spots: Sequence[Spot], paint: Paint) -> None:
        """Fill what lies between spots."""
        around = np.round(np.array(spots) * _FINER).astype(np.int32)
        cv2.fillPoly(self._sheet, [around], paint[::-1], cv2.LINE_AA)

    def ellipse(self, x: float, y: float, across: float, up: float, paint: Paint) -> None:
        """Fill an ellipse with these half axes."""
        middle = (round(x * _FINER), round(y * _FINER))
        axes = (round(across * _FINER), round(up * _FINER))
        cv2.ellipse(self._sheet, middle, axes, 0, 0, 360, paint[::-1], -1, cv2.LINE_AA)

    def leaf(self, start: Spot, tip: Spot, wide: float, paint: Paint) -> None:
        """Draw a leaf from its stalk to its tip."""
        start_, along = np.array(start), np.subtract(tip, start)
        aside = np.array((-along[1], along[0])) / max(float(np.hypot(*along)), 1e-9) * wide / 2
        part = np.linspace(0, 1, 12)[:, None]
        bulge = np.sin(part**0.7 * np.pi) * aside
        there, back = start_ + part * along + bulge, start_ + part * along - bulge
        self.polygon([*map(tuple, there), *map(tuple, back[::-1])], paint)
        rib: Paint = (max(paint[0] - 18, 0), max(paint[1] - 18, 0), max(paint[2] - 18, 0))
        self.line([start, tip], max(wide / 12, 1), rib)

    def line(self, spots: Sequence[Spot], wide: float, paint: Paint) -> None:
        """Draw a line through spots."""
        through = np.round(np.array(spots) * _FINER).astype(np.int32)
        thick = max(round(wide * _FINER), 1)
        cv2.polylines(self._sheet, [through], False, paint[::-1], thick, cv2.LINE_AA)

    def shade(self, area: Area, dark: float) -> None:
        """Throw a soft shadow: a share of the brightness is missing in a rectangle."""
        left, top, right, foot = area
        margin = 14.0
        rows, columns = self._slices((left - margin, top - margin, right + margin, foot + margin))
        part = self._sheet[rows, columns]
        missing: NDArray[np.float32] = np.zeros(part.shape[:2], np.float32)
        inner = self._slices(area)
        missing[
            inner[0].start - rows.start : inner[0].stop - rows.start,
            inner[1].start - columns.start : inner[1].stop - columns.start,
        ] = dark
        soft = np.asarray(cv2.GaussianBlur(missing, (0, 0), margin * _FINER / 2.5))
        part[:] = np.round(part * (1 - soft[:, :, None])).astype(np.uint8)

    def mottle(self, amount: float) -> None:
        """Make all of it a little uneven, as plaster is."""
        width, height = self._size
        cells = self._chance.standard_normal((height // 30, width // 30)).astype(np.float32)
        spots = cv2.resize(cells, self._size, interpolation=cv2.INTER_CUBIC)
        self._uneven = np.asarray(1 + np.float32(amount) * spots, np.float32)

    def inside(self, area: Area, draw: Callable[[Easel], None]) -> None:
        """Draw something of which only what lies in an area is seen."""
        before = self._sheet.copy()
        draw(self)
        rows, columns = self._slices(area)
        before[rows, columns] = self._sheet[rows, columns]
        self._sheet = before

    def part(self, area: Area) -> Part:
        """Return what a rectangle holds now."""
        rows, columns = self._slices(area)
        return rows, columns, self._sheet[rows, columns].copy()

    def left_of(self, part: Part) -> NDArray[np.uint8]:
        """Return how much of each pixel is still as it was in a part, (h, w), 0 to 255."""
        rows, columns, before = part
        found = np.zeros(self._sheet.shape[:2], np.uint8)
        found[rows, columns] = 255 * (self._sheet[rows, columns] == before).all(axis=2)
        return np.asarray(cv2.resize(found, self._size, interpolation=cv2.INTER_AREA))

    def picture(self) -> NDArray[np.uint8]:
        """Return the sheet in its own size, (h, w, 3), blue, green and red."""
        small = cv2.resize(self._sheet, self._size, interpolation=cv2.INTER_AREA)
        return np.asarray(np.clip(small * self._uneven[:, :, None], 0, 255), np.uint8)

    def _slices(self, area: Area) -> tuple[slice, slice]:
        left, top, right, foot = area
        high, wide, _ = self._sheet.shape
        return (
            slice(min(max(round(top * _FINER), 0), high), min(max(round(foot * _FINER), 0), high)),
            slice(
                min(max(round(left * _FINER), 0), wide), min(max(round(right * _FINER), 0), wide)
            ),
        )

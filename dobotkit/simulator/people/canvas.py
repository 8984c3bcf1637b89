"""What a portrait is painted on: colours, slopes, gloss, shadow and depth, plane by plane."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Plane = NDArray[np.floating]
    Points = NDArray[np.float64]

__all__ = ["HIGH", "WIDE", "Canvas", "Window", "slopes", "spline"]

# Head and shoulders, in units of half the breadth of a usual face (about 70 mm). The middle
# between the eyes is at (0, 0); x goes to the right, y down.
WIDE: Final = 6.0
HIGH: Final = 6.6
_ABOVE: Final = 2.75
# Points are given to OpenCV in sixteenths of a pixel.
_SHIFT: Final = 4

COLOUR: Final = slice(0, 3)
SLOPE_X, SLOPE_Y, GLOSS, SHADE, DEPTH, ALPHA = range(3, 9)


def spline(
    points: Sequence[tuple[float, float]], *, closed: bool = True, steps: int = 10
) -> Points:
    """Return a smooth way through points (Catmull-Rom), (n, 2)."""
    corners = np.asarray(points, np.float64)
    if closed:
        around = np.vstack([corners[-1:], corners, corners[:2]])
    else:
        around = np.vstack([corners[:1], corners, corners[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    before, here, there, after = (around[n : len(around) - 3 + n, None] for n in range(4))
    way = 0.5 * (
        2 * here
        + (there - before) * t
        + (2 * before - 5 * here + 4 * there - after) * t**2
        + (3 * here - before - 3 * there + after) * t**3
    )
    way = way.reshape(-1, 2)
    return way if closed else np.vstack([way, corners[-1:]])


def slopes(height: Plane, unit: float) -> tuple[Plane, Plane]:
    """Return how steeply a height (in units) rises to the right and down: two planes."""
    scale = unit / 8
    along = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=scale, borderType=cv2.BORDER_REPLICATE)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=scale, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(along, np.float32), np.asarray(down, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A part of a canvas.

    Attributes
    ----------
    rows, columns:
        Where it is, in pixels.
    x, y:
        Where its pixels are, in units: (1, w) and (h, 1).
    unit:
        Pixels to a unit.
    """

    rows: slice
    columns: slice
    x: Plane
    y: Plane
    unit: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.y.shape[0], self.x.shape[1]

    def _pixels(self, points: Points) -> NDArray[np.int32]:
        corner = np.array([self.x[0, 0], self.y[0, 0]])
        return np.asarray(np.round((points - corner) * self.unit * 2**_SHIFT), np.int32)

    def soften(self, plane: Plane, units: float) -> Plane:
        """Blur a plane by so many units (a standard deviation)."""
        sigma = units * self.unit
        if sigma < 0.3:
            return plane
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)

    def inside(self, *outlines: Points, soft: float = 0.0) -> Plane:
        """Return how much of each pixel lies within outlines, (h, w), 0 to 1."""
        found = np.zeros(self.shape, np.uint8)
        for outline in outlines:
            cv2.fillPoly(found, [self._pixels(outline)], 255, cv2.LINE_AA, _SHIFT)
        return self.soften(np.asarray(found, np.float32) / np.float32(255), soft)

    def strokes(self, ways: Iterable[Points], width: float, soft: float = 0.0) -> Plane:
        """Return how much of each pixel lines of a width (in units) cover, (h, w), 0 to 1."""
        pixels = width * self.unit
        found = np.zeros(self.shape, np.uint8)
        lines = [self._pixels(way) for way in ways]
        # Lines thinner than a pixel are drawn as one and made fainter.
        thick = max(1, round(pixels))
        cv2.polylines(found, lines, False, 255, thick, cv2.LINE_AA, _SHIFT)
        share = np.float32(min(1.0, pixels / thick) / 255)
        return self.soften(np.asarray(found, np.float32) * share, soft)

    def bump(self, x: float, y: float, wide: float, high: float) -> Plane:
        """Return a round bump of height 1 (Gaussian) at a place, (h, w)."""
        along = np.exp(-(((self.x - x) / wide) ** 2) / 2)
        down = np.exp(-(((self.y - y) / high) ** 2) / 2)
        return np.asarray(down * along, np.float32)

    def rounded(self, mask: Plane, rim: float) -> Plane:
        """Return a height that falls off like a quarter circle within `rim` of an edge."""
        far = cv2.distanceTransform(np.asarray(mask > 0.5, np.uint8), cv2.DIST_L2, 3)
        share = 1 - np.minimum(far / np.float32(rim * self.unit), 1)
        return self.soften(np.sqrt(1 - share**2) * np.float32(rim), rim / 10)


class Canvas:
    """Planes of one portrait.

    Parameters
    ----------
    height:
        Of the portrait, in pixels.
    zoom:
        How large a head is; children's are a little smaller.
    """

    def __init__(self, height: int, zoom: float = 1.0) -> None:
        self.unit = height / HIGH * zoom
        self.shape = (height, round(height * WIDE / HIGH))
        # What is smaller stands lower.
        above = (_ABOVE + (1 - zoom) * 1.6) / zoom
        rows, columns = self.shape
        self.x = ((np.arange(columns, dtype=np.float32) - (columns - 1) / 2) / self.unit)[None]
        self.y = (np.arange(rows, dtype=np.float32) / self.unit - np.float32(above))[:, None]
        self.planes = np.zeros((9, *self.shape), np.float32)
        self.planes[SHADE] = 1

    @cached_property
    def all(self) -> Window:
        """The whole of it."""
        return self.window(-99, -99, 99, 99)

    def window(self, left: float, top: float, right: float, bottom: float) -> Window:
        """Return the part between two corners, in units; at least one pixel."""
        rows, columns = self.shape
        x0, y0 = float(self.x[0, 0]), float(self.y[0, 0])

        def cut(low: float, high: float, most: int) -> slice:
            first = min(max(0, int(np.floor(low * self.unit))), most - 1)
            return slice(first, min(most, max(first + 1, int(np.ceil(high * self.unit)) + 1)))

        across, down = cut(left - x0, right - x0, columns), cut(top - y0, bottom - y0, rows)
        return Window(down, across, self.x[:, across], self.y[down], self.unit)

    def around(self, points: Points, more: float = 0.1) -> Window:
        """Return the part that holds some points."""
        low, high = points.min(axis=0) - more, points.max(axis=0) + more
        return self.window(low[0], low[1], high[0], high[1])

    def part(self, window: Window) -> Plane:
        """Return the planes of a part, (9, h, w): not a copy."""
        return self.planes[:, window.rows, window.columns]

    def lay(
        self,
        window: Window,
        mask: Plane,
        colour: Plane,
        *,
        slope: tuple[Plane, Plane] | None = None,
        gloss: float | None = None,
        depth: Plane | float | None = None,
    ) -> None:
        """Lay something over what is there, as far as a mask covers it.

        `colour` is linear light, (3,) or (3, h, w). What is not given stays as it was. A new
        solid thing (one with a slope) is in no shadow yet.
        """
        part = self.part(window)
        paint = np.asarray(colour, np.float32)
        if paint.ndim == 1:
            paint = paint[:, None, None]
        part[COLOUR] += mask * (paint - part[COLOUR])
        if slope is not None:
            part[SLOPE_X] += mask * (slope[0] - part[SLOPE_X])
            part[SLOPE_Y] += mask * (slope[1] - part[SLOPE_Y])
            part[SHADE] += mask * (1 - part[SHADE])
            part[ALPHA] += mask * (1 - part[ALPHA])
        if gloss is not None:
            part[GLOSS] += mask * (np.float32(gloss) - part[GLOSS])
        if depth is not None:
            part[DEPTH] += mask * (depth - part[DEPTH])

    def stain(self, window: Window, mask: Plane, colour: Plane) -> None:
        """Multiply the colour that is there, as far as a mask covers it."""
        part = self.part(window)
        part[COLOUR] *= 1 + mask * (np.asarray(colour, np.float32)[:, None, None] - 1)

    def shadow(self, window: Window, mask: Plane, strength: float) -> None:
        """Take light away from what is there."""
        self.part(window)[SHADE] *= 1 - mask * np.float32(strength)

    def raise_by(self, window: Window, height: Plane, mask: Plane | None = None) -> None:
        """Add a height (in units) to the slopes of what is there."""
        along, down = slopes(height, window.unit)
        part = self.part(window)
        part[SLOPE_X] += along if mask is None else along * mask
        part[SLOPE_Y] += down if mask is None else down * mask

"""Something flat that is laid into a picture: light, what it covers, and where it is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Plane = NDArray[np.float32]

__all__ = ["Cutout", "cutout_of", "linear"]

_GAMMA: Final = 2.2
_CURVE: Final = ((np.arange(256) / 255.0) ** _GAMMA).astype(np.float32)
# A shadow on the wall behind: how soft, how dark, and how far aside and down, in parts of
# the cutout's height.
_SOFT: Final = 0.03
_DARK: Final = 0.2
_OFF: Final = (0.05, 0.03)


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """Something flat, in white light.

    Attributes
    ----------
    planes:
        Blue, green and red, (h, w) each, of what comes back; 0 where nothing is covered.
    clear:
        How much of what is behind is seen, (h, w): 1 beside it.
    anchor:
        The pixel of it, x and y, whose place is told.
    shadow:
        How much light is left on a wall behind it, (h, w).
    """

    planes: tuple[Plane, ...]
    clear: Plane
    anchor: tuple[float, float]
    shadow: Plane

    def resized(self, factor: float) -> Cutout:
        """Return it so many times as large."""
        high, wide = self.clear.shape
        size = (round(wide * factor), round(high * factor))
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR

        def scaled(plane: Plane) -> Plane:
            return np.asarray(cv2.resize(plane, size, interpolation=how))

        x, y = self.anchor
        return Cutout(
            tuple(scaled(plane) for plane in self.planes),
            scaled(self.clear),
            (x * size[0] / wide, y * size[1] / high),
            scaled(self.shadow),
        )

    def lay(
        self,
        planes: Sequence[Plane],
        at: tuple[float, float],
        light: Sequence[float],
        *,
        side: int = 0,
    ) -> None:
        """Lay it into a picture.

        Parameters
        ----------
        planes:
            Of the picture; they are changed.
        at:
            Where its anchor is, x and y in pixels.
        light:
            Which light falls on it: blue, green and red.
        side:
            To which side its shadow falls on a wall: -1 or 1; 0 is no shadow.
        """
        left, top = round(at[0] - self.anchor[0]), round(at[1] - self.anchor[1])
        if side:
            high = self.clear.shape[0]
            where = (left + round(side * _OFF[0] * high), top + round(_OFF[1] * high))
            for there, here in _shared(planes[0].shape, self.clear.shape, *where):
                for plane in planes:
                    plane[there] *= self.shadow[here]
        for there, here in _shared(planes[0].shape, self.clear.shape, left, top):
            for plane, own, share in zip(planes, self.planes, light, strict=True):
                part = plane[there]
                part *= self.clear[here]
                cv2.scaleAdd(own[here], float(share), part, dst=part)


def linear(picture: NDArray[np.uint8]) -> list[Plane]:
    """Return the light of a picture whose values are light to the power of 1/2.2: its planes."""
    return [np.asarray(cv2.LUT(plane, _CURVE)) for plane in cv2.split(picture)]


def cutout_of(picture: NDArray[np.uint8], anchor: tuple[float, float]) -> Cutout:
    """Return a cutout of a picture, (h, w, 4): blue, green, red, and how much it covers.

    Parameters
    ----------
    picture:
        Values to the power of 1/2.2, not multiplied by what it covers.
    anchor:
        The pixel of it, x and y, whose place is told.
    """
    cover = picture[:, :, 3].astype(np.float32) / np.float32(255.0)
    planes = tuple(plane * cover for plane in linear(picture[:, :, :3]))
    soft = max(_SOFT * picture.shape[0], 1.0)
    small = cv2.resize(cover, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), soft / 4, borderType=cv2.BORDER_CONSTANT)
    high, wide = cover.shape
    shadow = 1 - np.float32(_DARK) * cv2.resize(blurred, (wide, high))
    return Cutout(planes, 1 - cover, anchor, np.asarray(shadow, np.float32))


def _shared(
    picture: tuple[int, ...], own: tuple[int, ...], left: int, top: int
) -> list[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """Return the part of a picture that something at a place covers, and the part of that."""
    low = max(left, 0), max(top, 0)
    high = min(left + own[1], picture[1]), min(top + own[0], picture[0])
    if low[0] >= high[0] or low[1] >= high[1]:
        return []
    there = slice(low[1], high[1]), slice(low[0], high[0])
    here = slice(low[1] - top, high[1] - top), slice(low[0] - left, high[0] - left)
    return [(there, here)]

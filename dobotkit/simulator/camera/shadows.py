"""Soft shadows: what several spots of a lamp do not reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.lamp import lamps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.lens import View
    from dobotkit.simulator.camera.painting import Window
    from dobotkit.simulator.camera.rig import Light
    from dobotkit.simulator.camera.solids import Solid

__all__ = ["Shadows"]

_BITS: Final = 4
_FARTHEST: Final = 1 << 18
# What is less high above a level than this (mm) throws no shadow on it that is seen.
_FLAT: Final = 2.5


class Shadows:
    """The shadows that solids throw in a light.

    Parameters
    ----------
    view, light:
        Who looks, and what lights them.
    solids:
        All that throw shadows.
    """

    def __init__(self, view: View, light: Light, solids: Sequence[Solid]) -> None:
        self._view = view
        self._solids = solids
        spots = lamps(light)
        # How far a shadow goes aside for each mm of height: of every spot of the lamp.
        self._slants = -spots[:, :2] / spots[:, 2:]
        bounds = [(s.corners.min(axis=0), s.corners.max(axis=0)) for s in solids]
        self._low = np.array([low for low, _ in bounds]).reshape(-1, 3)
        self._high = np.array([high for _, high in bounds]).reshape(-1, 3)

    def on_level(
        self, z: float, window: Window, *, but: Solid | None = None, coarser: int = 1
    ) -> NDArray[np.uint8] | None:
        """Return how much of the lamp each pixel of a level sees, (h, w), 0 to 255.

        Parameters
        ----------
        z:
            The height of the level, in mm.
        window:
            The part of the picture.
        but:
            A solid whose own top the level is: on that it throws none.
        coarser:
            The array is so many times smaller than the window.

        Returns
        -------
        array or None
            None where nothing throws a shadow.
        """
        throwing = self._throwing(z, but)
        if not throwing:
            return None
        return self._filled(throwing, z, window, coarser)

    def _throwing(self, z: float, but: Solid | None) -> list[int]:
        """Return the numbers of solids whose shadows may be seen on a level."""
        reach = self._high[:, 2] > z + _FLAT
        if but is not None and reach.any():
            drops = np.maximum(np.stack((self._low[:, 2], self._high[:, 2])) - z, 0.0)
            aside = drops[:, None, :, None] * self._slants[None, :, None, :]
            corners = but.corners[:, :2]
            low = self._low[:, :2] + aside.min(axis=(0, 1))
            high = self._high[:, :2] + aside.max(axis=(0, 1))
            reach &= (low < corners.max(axis=0)).all(axis=1)
            reach &= (high > corners.min(axis=0)).all(axis=1)
        return [
            number for number in np.flatnonzero(reach).tolist() if self._solids[number] is not but
        ]

    def _filled(
        self, throwing: list[int], z: float, window: Window, coarser: int
    ) -> NDArray[np.uint8] | None:
        size = (-(-window.size[0] // coarser), -(-window.size[1] // coarser))
        corners = [self._solids[number].corners for number in throwing]
        ends = np.cumsum([len(one) for one in corners]).tolist()
        places = np.vstack(corners)
        above = np.maximum(places[:, 2:] - z, 0.0)
        flat = np.concatenate([places[:, :2] + above * slant for slant in self._slants])
        seen = self._view.straight(np.column_stack((flat, np.full(len(flat), z))))
        at = self._view.pixels(seen[:, :2]) - (window.left, window.top)
        at = (at + 0.5) / coarser - 0.5
        (left, top), (right, bottom) = at.min(axis=0), at.max(axis=0)
        if left >= size[1] or top >= size[0] or right <= 0 or bottom <= 0:
            return None
        at = np.clip(at * (1 << _BITS), -_FARTHEST, _FARTHEST).round().astype(np.int32)
        by_spot = at.reshape(len(self._slants), -1, 2)
        before_the_lens = seen[:, 2].reshape(len(self._slants), -1).min(axis=0) > 1.0
        dark = np.zeros(size, np.uint16)
        mask = np.empty(size, np.uint8)
        for spots in by_spot:
            mask[:] = 0
            for start, end in zip([0, *ends[:-1]], ends, strict=True):
                if before_the_lens[start:end].all():
                    outline = cv2.convexHull(spots[start:end])
                    cv2.fillConvexPoly(mask, outline, 255, cv2.LINE_AA, _BITS)
            dark += mask
        dark //= len(by_spot)
        return np.asarray(255 - dark, np.uint8)

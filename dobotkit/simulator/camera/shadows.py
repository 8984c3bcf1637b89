"""Soft shadows: what several spots of a lamp do not reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.lamp import lamps
from dobotkit.simulator.camera.solids import hull_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.lens import View
    from dobotkit.simulator.camera.painting import Window
    from dobotkit.simulator.camera.rig import Light
    from dobotkit.simulator.camera.solids import Solid

__all__ = ["Caster", "caster_of", "lit_share"]

_BITS: Final = 4
# What lies lower above a surface than this (mm) throws no shadow on it.
_FLAT: Final = 0.3


class Caster:
    """A solid that throws shadows.

    Parameters
    ----------
    solid:
        Which one.
    """

    def __init__(self, solid: Solid) -> None:
        self.solid = solid
        self.high = solid.high

    def shadow(self, spot: NDArray[np.float64], z: float) -> NDArray[np.float64]:
        """Return the outline of its shadow on a level, (n, 2) in mm."""
        corners = self.solid.corners
        above = np.maximum(corners[:, 2] - z, 0.0)
        return hull_of(corners[:, :2] - above[:, None] * spot[:2] / spot[2])


def caster_of(solid: Solid) -> Caster:
    """Make a caster of a solid."""
    return Caster(solid)


def lit_share(
    view: View,
    light: Light,
    casters: Sequence[Caster],
    z: float,
    window: Window,
    *,
    coarser: int = 1,
) -> NDArray[np.uint8] | None:
    """Return how much of the lamp each pixel of a level sees, (h, w), 0 to 255.

    None where all of it is seen from everywhere. With ``coarser`` the array is so many times
    smaller than the window.
    """
    throwing = [one for one in casters if one.high > z + _FLAT]
    if not throwing:
        return None
    spots = lamps(light)
    outlines = [
        (number, one.shadow(spot, z)) for number, spot in enumerate(spots) for one in throwing
    ]
    places = np.vstack([outline for _, outline in outlines])
    seen = view.straight(np.column_stack((places, np.full(len(places), z))))
    at = view.pixels(seen[:, :2]) - (window.left, window.top)
    at = ((at + 0.5) / coarser - 0.5) * (1 << _BITS)
    at = np.clip(at, -(1 << 18), 1 << 18).round().astype(np.int32)
    size = (
        -(-(window.bottom - window.top) // coarser),
        -(-(window.right - window.left) // coarser),
    )
    if not _touches(at / (1 << _BITS), size):
        return None
    dark = np.zeros(size, np.uint16)
    mask = np.zeros(size, np.uint8)
    start, last = 0, 0
    for number, outline in outlines:
        if number != last:
            dark += mask
            mask[:] = 0
            last = number
        end = start + len(outline)
        if seen[start:end, 2].min() > 1.0:
            cv2.fillConvexPoly(mask, at[start:end], 255, cv2.LINE_AA, _BITS)
        start = end
    dark += mask
    share: NDArray[np.uint8] = 255 - (dark // len(spots)).astype(np.uint8)
    return share


def _touches(at: NDArray[np.float64], size: tuple[int, int]) -> bool:
    (left, top), (right, bottom) = at.min(axis=0), at.max(axis=0)
    return bool(left < size[1] and top < size[0] and right > 0 and bottom > 0)

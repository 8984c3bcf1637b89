"""What the sensor makes of the light: blur, vignette, gamma and noise."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Rig

__all__ = ["develop"]

_TILE: Final = 96
_GREY: Final = 0.55
_FULL: Final = 65535.0


@lru_cache(maxsize=2)
def _noise(width: int, height: int, sigma: float, seed: int) -> NDArray[np.float32]:
    """Return noise for three planes, a little larger than a picture: (3, h, w)."""
    chance = np.random.default_rng((seed, 1))
    size = (height + _TILE, width + _TILE)
    grey = chance.standard_normal(size, np.float32)
    own = chance.standard_normal((3, *size), np.float32)
    own *= np.float32((1 - _GREY**2) ** 0.5 * sigma)
    own += np.float32(_GREY * sigma) * grey
    return own


@lru_cache(maxsize=2)
def _vignette(
    size: tuple[int, int], middle: tuple[float, float], missing: float
) -> NDArray[np.float32]:
    """Return which share of the light reaches each pixel, (h, w), of what the sensor holds."""
    width, height = size
    across = (np.arange(width, dtype=np.float32) - middle[0]) ** 2
    down = (np.arange(height, dtype=np.float32) - middle[1]) ** 2
    corner = (width**2 + height**2) / 4
    found = 1 - missing * (across + down[:, None]) / corner
    return np.asarray(found * _FULL, np.float32)


@lru_cache(maxsize=4)
def _curve(gamma: float) -> NDArray[np.float32]:
    """Return the value of each amount of light, (65536,), 0 to 255."""
    return np.asarray(255.0 * (np.arange(_FULL + 1) / _FULL) ** (1 / gamma), np.float32)


def develop(planes: Sequence[NDArray[np.float32]], rig: Rig, moment: float) -> NDArray[np.uint8]:
    """Return the picture, (h, w, 3), blue, green, red, of three planes of light.

    Noise is nearly the same at all brightnesses in the values of a picture: the roots of
    light that it grows with, and that gamma takes, are nearly the same.
    """
    share = _vignette((rig.width, rig.height), rig.middle_px, rig.vignette)
    curve = _curve(rig.gamma)
    gain = 2.0 ** max(0.0, -rig.light.stops)
    noise = _noise(rig.width, rig.height, rig.noise * gain**0.7, rig.seed)
    chance = np.random.default_rng((rig.seed, int(moment * 1e6) & (2**63 - 1)))
    top, left = chance.integers(0, _TILE, size=2).tolist()
    wide = 2 * round(2 * rig.blur_px) + 1
    found = []
    for number, plane in enumerate(planes):
        seen = cv2.GaussianBlur(plane, (wide, wide), rig.blur_px) if wide > 1 else plane
        held = cv2.multiply(seen, share, dtype=cv2.CV_16U)
        grain = noise[number, top : top + rig.height, left : left + rig.width]
        found.append(cv2.add(cv2.LUT(held, curve), grain, dtype=cv2.CV_8U))
    return np.asarray(cv2.merge(found))

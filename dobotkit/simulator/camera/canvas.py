"""A picture while it is painted, and what the sensor makes of it.

Its colours are three planes, blue, green and red, float32, as they will be in the picture,
0 to 255 and above: gamma, exposure and the colour of the light are in them already.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.lamp import shade, tint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dobotkit.simulator.camera.painting import Window
    from dobotkit.simulator.camera.rig import Light, Rig

    Planes = list[NDArray[np.float32]]

__all__ = ["develop", "encoded", "lay_over", "shade_factors", "vignette_of"]

_TILE: Final = 96
_GRAIN: Final = 0.55


def encoded(rig: Rig, share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return which values some shares of light become in a rig's picture, lamp and sky full."""
    lit = np.maximum(share, 0.0) * tint(rig.light)
    return np.asarray(255.0 * lit ** (1.0 / rig.gamma), np.float32)


def vignette_of(rig: Rig, x: float, y: float) -> float:
    """Return the factor by which a pixel's value is less for lying off the middle."""
    square = ((x - rig.middle_px[0]) ** 2 + (y - rig.middle_px[1]) ** 2) / (
        rig.width**2 / 4 + rig.height**2 / 4
    )
    return float((1.0 - rig.vignette * square) ** (1.0 / rig.gamma))


@lru_cache(maxsize=8)
def shade_factors(light: Light, gamma: float) -> NDArray[np.float32]:
    """Return by what values of a level surface are multiplied, (256,), for a share of the lamp."""
    sky, lamp = shade(light, np.array((0.0, 0.0, 1.0)))
    share = np.arange(256) / 255.0
    return np.asarray(((sky + lamp * share) / (sky + lamp)) ** (1.0 / gamma), np.float32)


def lay_over(
    planes: Planes,
    window: Window,
    cover: NDArray[np.float32],
    colours: Sequence[NDArray[np.float32] | float],
) -> None:
    """Lay something over a part of a picture, where it covers it."""
    for plane, colour in zip(planes, colours, strict=True):
        part = plane[window.slices]
        part += cover * (colour - part)


@lru_cache(maxsize=2)
def _noise(width: int, height: int, sigma: float, seed: int) -> NDArray[np.float32]:
    """Return noise for three planes, a little larger than a picture: (3, h, w)."""
    chance = np.random.default_rng((seed, 1))
    size = (height + _TILE, width + _TILE)
    grey = chance.standard_normal(size, np.float32)
    found = [
        _GRAIN * grey + (1 - _GRAIN**2) ** 0.5 * chance.standard_normal(size, np.float32)
        for _ in range(3)
    ]
    return np.asarray(found, np.float32) * np.float32(sigma)


def develop(planes: Planes, rig: Rig, moment: float) -> NDArray[np.uint8]:
    """Return the picture, (h, w, 3), blue, green, red: blurred by the lens, with noise."""
    gain = 2.0 ** max(0.0, -rig.light.stops)
    chance = np.random.default_rng((rig.seed, int(moment * 1e6) & (2**63 - 1)))
    offsets = chance.integers(0, _TILE, size=(2,))
    noise = None
    if rig.noise > 0:
        noise = _noise(rig.width, rig.height, rig.noise * gain**0.7, rig.seed)
    found = []
    for number, plane in enumerate(planes):
        seen = plane
        if rig.blur_px > 0:
            seen = cv2.GaussianBlur(plane, (3, 3), rig.blur_px)
        if noise is not None:
            top, left = offsets
            seen = cv2.add(
                seen, noise[number, top : top + rig.height, left : left + rig.width],
                dtype=cv2.CV_8U,
            )  # fmt: skip
        else:
            seen = cv2.add(seen, 0.0, dtype=cv2.CV_8U)
        found.append(seen)
    return np.asarray(cv2.merge(found))

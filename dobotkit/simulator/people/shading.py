"""From planes to a picture: light on slopes, highlights, and the values of a picture."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.canvas import ALPHA, GLOSS, SHADE, SLOPE_X, SLOPE_Y

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.people.appearance import Appearance
    from dobotkit.simulator.people.canvas import Canvas, Plane

__all__ = ["shaded"]

# Light wanders in skin before it comes back: red the furthest. Blue, green, red.
_WRAPPED: Final = (0.10, 0.14, 0.26)
_SHEEN: Final = (1.05, 1.65, 2.6)
# Twice as much light as white throws back fits into a picture: highlights fade out softly.
_FULL: Final = 8191
_MOST: Final = 2.0
_KNEE: Final = 0.72
_LINEAR: Final = 0.0031308  # below it the values of sRGB are a straight line


@lru_cache(maxsize=1)
def _curve() -> NDArray[np.uint8]:
    """Return the value (sRGB, with a shoulder) of each amount of light, (8192,)."""
    light = np.arange(_FULL + 1) / _FULL * _MOST
    room = 1 - _KNEE
    soft = _KNEE + room * (1 - np.exp(-(light - _KNEE) / room))
    light = np.where(light < _KNEE, light, soft)
    values = np.where(light <= _LINEAR, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(values * 255), np.uint8)


def _towards(how: Appearance) -> tuple[float, float, float]:
    x, y = how.light
    long = (x * x + y * y + 1) ** 0.5
    return x / long, y / long, 1 / long


def shaded(canvas: Canvas, how: Appearance) -> NDArray[np.uint8]:
    """Return the picture, (h, w, 4): blue, green, red, and how much of each pixel is covered."""
    planes = canvas.planes
    along, down = np.clip(planes[SLOPE_X], -2.5, 2.5), np.clip(planes[SLOPE_Y], -2.5, 2.5)
    upright = 1 / np.sqrt(1 + along * along + down * down)
    x, y, z = (np.float32(value) for value in _towards(how))
    facing = (z - along * x - down * y) * upright
    # Everywhere is brighter above than below.
    sky = (0.88 + 0.12 * upright + 0.20 * down * upright) * planes[SHADE]
    half = np.array([x, y, z + 1]) / np.linalg.norm([x, y, z + 1])
    mirrored = np.maximum((half[2] - along * half[0] - down * half[1]) * upright, 0)
    mirrored = np.asarray(mirrored, np.float32)
    broad = mirrored**8
    highlight = (broad * 0.022 + broad * broad * broad * 0.035) * planes[GLOSS]
    # What stands aslant mirrors its bright surroundings (Schlick's rule).
    aslant = 1 - upright
    around = (0.006 + 0.05 * aslant * aslant * aslant) * sky * planes[GLOSS]
    around *= np.float32(1 - how.lamp)
    lamp = np.float32(how.lamp / max(0.55, float(z)))
    # What falls into a hollow from the lamp is less, too.
    shade = 0.45 + 0.55 * planes[SHADE]
    warm = how.warmth
    # Colours were laid over nothing: where little is covered, they are still thin.
    whole = 1 / np.maximum(planes[ALPHA], np.float32(0.02))
    tint = (1 - 0.14 * warm, 1 - 0.01 * warm, 1 + 0.10 * warm)
    # A highlight on skin has some of the skin's colour: it is not a mirror.
    found = np.empty((*canvas.shape, 4), np.uint8)
    for number, wrap in enumerate(_WRAPPED):
        wrapped = np.maximum((facing + np.float32(wrap)) * np.float32(1 / (1 + wrap)), 0)
        light = sky * np.float32(1 - how.lamp) + wrapped * shade * lamp
        plane = planes[number] * whole * light + highlight * lamp * shade * np.float32(
            _SHEEN[number]
        )
        plane = plane * np.float32(how.exposure * tint[number])
        found[:, :, number] = _values(plane)
    _edges(found[:, :, :3], planes[ALPHA])
    found[:, :, 3] = np.asarray(np.clip(planes[ALPHA], 0, 1) * 255 + 0.5, np.uint8)
    return found


def _edges(colours: NDArray[np.uint8], cover: Plane) -> None:
    """Give nothing the colour of what is beside it: who scales or turns a picture mixes them."""
    bare = np.asarray(cover < 0.03, np.uint8)
    beside = cv2.dilate(colours * (1 - bare[:, :, None]), np.ones((5, 5), np.uint8))
    np.copyto(colours, beside, where=bare[:, :, None] > 0)


def _values(plane: Plane) -> NDArray[np.uint8]:
    held = np.asarray(np.clip(plane, 0, _MOST) * np.float32(_FULL / _MOST), np.uint16)
    return _curve()[held]

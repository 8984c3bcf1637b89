"""How much light comes from where, and which colour it has."""

from __future__ import annotations

from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Light

__all__ = [
    "edge_share",
    "glare",
    "lamps",
    "lit",
    "mirrored",
    "shade",
    "shade_factors",
    "tint",
    "towards",
]

# Wavelengths of blue, green and red, in metres, and h·c/k in metre kelvins.
_WAVES: Final = (450e-9, 540e-9, 605e-9)
_HCK: Final = 0.014388
_DAY: Final = 5500.0
# A camera sets its own white balance, and does not get all the way.
_LEFT: Final = 0.5
# A lamp is not a point: directions spread over it, as parts of its radius.
_SPREAD: Final = (
    (0.0, 0.0), (0.45, 0.1), (-0.1, 0.45), (-0.45, -0.1), (0.1, -0.45),
    (0.62, 0.66), (-0.66, 0.62), (-0.62, -0.66), (0.66, -0.62),
)  # fmt: skip
# A lamp that shines back from a table: how bright in the middle, and how wide in mm.
_GLARE: Final = 1.6
_GLARE_MM: Final = 34.0
# The same in what is laminated: so bright that nothing below it can be read, and how wide in mm.
_MIRRORED: Final = 3.0
_MIRRORED_MM: Final = 7.0
# How wide the edge of a shadow is that is thrown from far off, for a lamp of a few degrees.
_EDGE_MM: Final = 10.0
# The brightness of a white table in usual light, of what the sensor holds at most.
_USUAL: Final = 0.92


@lru_cache(maxsize=16)
def tint(light: Light) -> NDArray[np.float32]:
    """Return how bright blue, green and red are in a light, (3,): Planck's law.

    As a camera sees it whose white balance makes up for half of the difference to
    daylight, in steps of exposure.
    """

    def glow(kelvin: float) -> NDArray[np.float64]:
        return np.array([1.0 / (wave**5 * (exp(_HCK / (wave * kelvin)) - 1)) for wave in _WAVES])

    found = glow(light.kelvin) / glow(_DAY)
    balanced: NDArray[np.float64] = (found / found[1]) ** _LEFT
    return np.asarray(balanced * _USUAL * 2.0**light.stops, np.float32)


@lru_cache(maxsize=16)
def towards(light: Light) -> NDArray[np.float64]:
    """Return the direction to the lamp, (3,), of length 1; nobody can change it."""
    found = np.array(light.towards, float)
    found /= np.linalg.norm(found)
    found.setflags(write=False)
    return found


def lamps(light: Light) -> NDArray[np.float64]:
    """Return directions to several spots of the lamp, (n, 3): what lies between is penumbra."""
    middle = towards(light)
    aside = np.cross(middle, (0.0, 0.0, 1.0))
    aside = aside / max(float(np.linalg.norm(aside)), 1e-9)
    upward = np.cross(aside, middle)
    radius = np.tan(np.radians(light.size) / 2)
    found = np.array([middle + radius * (u * aside + v * upward) for u, v in _SPREAD])
    return np.asarray(found / np.linalg.norm(found, axis=1)[:, None])


def lit(light: Light, paint: Sequence[float], brightness: float = 1.0) -> list[np.float32]:
    """Return how bright a paint is in a light: blue, green and red.

    1 is what the sensor holds at most.
    """
    return list(np.array(paint, np.float32) * tint(light) * np.float32(brightness))


@lru_cache(maxsize=8)
def shade_factors(light: Light) -> NDArray[np.float32]:
    """Return what is left of the light of a level surface, (256,), for a share of the lamp."""
    sky, lamp = shade(light, np.array((0.0, 0.0, 1.0)))
    share = np.arange(256) / 255.0
    return np.asarray((sky + lamp * share) / (sky + lamp), np.float32)


def edge_share(
    light: Light, x: NDArray[np.float32], y: NDArray[np.float32], above: float
) -> NDArray[np.float32]:
    """Return how much of the lamp is seen beside the shadow of something outside the picture.

    Parameters
    ----------
    light:
        One with such a shadow.
    x, y:
        Places in mm.
    above:
        How high above the table they are, in mm: there the edge lies nearer to the lamp.
    """
    assert light.edge_mm is not None  # noqa: S101 - who asks has looked
    to_lamp = towards(light)
    turn = np.radians(light.edge_angle)
    left = np.array((-np.sin(turn), np.cos(turn)))
    start = np.array(light.edge_mm) + above * to_lamp[:2] / to_lamp[2]
    wide = _EDGE_MM * np.tan(np.radians(light.size) / 2) * 20
    far = (x - np.float32(start[0])) * np.float32(left[0])
    far += (y - np.float32(start[1])) * np.float32(left[1])
    return np.asarray(np.clip(0.5 - far / np.float32(wide), 0.0, 1.0))


def glare(light: Light, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much of the lamp shines back from level places (mm) of a light with glare."""
    assert light.glare_mm is not None  # noqa: S101 - who asks has looked
    square = (x - np.float32(light.glare_mm[0])) ** 2 + (y - np.float32(light.glare_mm[1])) ** 2
    square *= np.float32(-0.5 / _GLARE_MM**2)
    found: NDArray[np.float32] = np.exp(square) * np.float32(_GLARE)
    return found


def mirrored(light: Light, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much of the lamp is seen in something laminated at level places (mm)."""
    assert light.mirror_mm is not None  # noqa: S101 - who asks has looked
    square = (x - np.float32(light.mirror_mm[0])) ** 2 + (y - np.float32(light.mirror_mm[1])) ** 2
    square *= np.float32(-0.5 / _MIRRORED_MM**2)
    found: NDArray[np.float32] = np.exp(square) * np.float32(_MIRRORED)
    return found


def shade(light: Light, normal: NDArray[np.float64]) -> tuple[float, float]:
    """Return how much light a surface gets from everywhere, and from the lamp.

    Parts of what a level surface gets without any shadow.
    """
    to_lamp = towards(light)
    sky = light.ambient * (0.72 + 0.28 * float(normal[2]))
    lamp = (1 - light.ambient) * max(0.0, float(normal @ to_lamp)) / max(to_lamp[2], 0.2)
    return sky, lamp

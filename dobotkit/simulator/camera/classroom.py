"""The light in the invented classroom: what comes from the wall, and what falls on people."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.cutout import linear
from dobotkit.simulator.camera.furniture import FRONT, HIGH, WIDE, cupboard, wall
from dobotkit.simulator.camera.lamp import tint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.rig import Light

    Planes = list[NDArray[np.float32]]

__all__ = ["classroom", "cut", "front", "light_at"]

# How much darker it is far from the side from which the light comes.
_FALL: Final = 0.34
# A bulb is lit when it is dark outside.
_EVENING_K: Final = 4000.0
_EVENING: Final = 0.22
# Where a hard shadow crosses the wall, as parts of its width at the top and at the foot.
_EDGE: Final = (0.74, 0.50)
# How soft its edge is on the wall, in steps of four pixels; and over how much of the drawing's
# width it is left behind by somebody who walks out of it.
_SOFT: Final = 2.0
_STEPS_IN: Final = 0.12
# What the walls throw back into it.
_FROM_WALLS: Final = 0.12


def classroom(light: Light) -> Planes:
    """Return the light that comes from the room and everything in it: three planes (960, 1280).

    Blue, green and red; 1 is what the sensor holds at most.
    """
    picture, seen_through = _wall()
    outside = np.asarray(seen_through / np.float32(255.0), np.float32)
    inside = _amount(light) * (1 - outside)
    return [
        np.asarray(plane * (inside * np.float32(lamp) + outside * np.float32(sky)))
        for plane, lamp, sky in zip(linear(picture), tint(light), _sky(light), strict=True)
    ]


def front(light: Light) -> Planes:
    """Return the low cupboard in front of everybody: three planes (244, 1280) of light."""
    amount = _amount(light)[FRONT:]
    return [
        plane * (amount * np.float32(lamp))
        for plane, lamp in zip(linear(_cupboard()), tint(light), strict=True)
    ]


def cut(plane: NDArray[np.float32], width: int, height: int, top: int = 0) -> NDArray[np.float32]:
    """Return a plane of the drawing in the size of a picture, (height, width).

    Parameters
    ----------
    plane:
        Rows of the drawing, all as wide as it.
    width, height:
        Of the picture.
    top:
        Which row of the drawing is the first of these.
    """
    above = round((HIGH - WIDE * height / width) / 2)
    seen = plane[max(above - top, 0) : HIGH - above - top]
    if width == WIDE:
        return seen
    rows = round(seen.shape[0] * width / WIDE)
    return np.asarray(cv2.resize(seen, (width, rows), interpolation=cv2.INTER_AREA))


def light_at(light: Light, x: float, y: float) -> float:
    """Return how much of the lamp's light reaches somebody at a place: 1 beside it."""
    across, down = min(max(x / WIDE, 0.0), 1.0), y / HIGH
    fall = float(_fall(light, np.array(across), np.array(down)))
    if light.edge_mm is None:
        return fall
    edge = _EDGE[0] + (_EDGE[1] - _EDGE[0]) * down
    dark = min(max(0.5 + (across - edge) / _STEPS_IN, 0.0), 1.0)
    return fall * (1 - dark * (1 - _in_shadow(light)))


def _fall(
    light: Light, across: NDArray[np.floating], down: NDArray[np.floating]
) -> NDArray[np.floating]:
    """How much of the light reaches places, as parts of the drawing's width and height."""
    away = across if light.towards[1] < 0 else 1 - across
    return np.asarray(1 - _FALL * (0.75 * away**1.5 + 0.25 * down))


def _in_shadow(light: Light) -> float:
    return light.ambient + _FROM_WALLS


def _amount(light: Light) -> NDArray[np.float32]:
    """Return how much of the lamp's light reaches each place of the wall, (960, 1280)."""
    across = np.linspace(0, 1, WIDE, dtype=np.float32)
    down = np.linspace(0, 1, HIGH, dtype=np.float32)[:, None]
    fall = np.asarray(_fall(light, across, down), np.float32)
    return fall if light.edge_mm is None else fall * _shadow(light)


def _sky(light: Light) -> NDArray[np.float64]:
    """How bright it is outside, as the camera sees it: blue, green and red."""
    share = _EVENING if light.kelvin < _EVENING_K else 1.15
    balance = tint(light) if light.kelvin > _EVENING_K else np.array([1.25, 1.0, 0.85])
    return np.asarray(share * balance * (1.0 if light.kelvin > _EVENING_K else 2.0**light.stops))


def _shadow(light: Light) -> NDArray[np.float32]:
    """Return the shadow that falls across the wall from something beside the picture."""
    lit = np.full((HIGH // 4, WIDE // 4), 255, np.uint8)
    high, wide = lit.shape
    top, foot = (round(part * wide) for part in _EDGE)
    around = np.array([(top, 0), (wide, 0), (wide, high), (foot, high)])
    cv2.fillPoly(lit, [around], round(255 * _in_shadow(light)))
    soft = cv2.GaussianBlur(lit, (0, 0), _SOFT)
    whole = cv2.resize(soft, (WIDE, HIGH), interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole / np.float32(255.0), np.float32)


@lru_cache(maxsize=1)
def _wall() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    return wall()


@lru_cache(maxsize=1)
def _cupboard() -> NDArray[np.uint8]:
    return cupboard()

"""Tiles of curls: many small arcs, one over the other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.chance import Draws

if TYPE_CHECKING:
    from dobotkit.simulator.people.canvas import Plane

__all__ = ["curls"]

_TILE: Final = 256


@lru_cache(maxsize=4)
def curls(size: int, width: int, many: int) -> Plane:
    """Return curls that can be laid side by side, (256, 256), about -1 to 1.

    Each is an arc of about `size` pixels and `width` pixels thick, light in its middle.
    """
    draw = Draws(size, width, "curls")
    wide = np.full((_TILE * 2, _TILE * 2), 70, np.uint8)
    for x, y, long, turn, bright, flat in draw.many(many, 6).tolist():
        axes = (max(2, int(size * (0.6 + 0.7 * long))), max(2, int(size * (0.35 + 0.5 * flat))))
        start, sweep = 360 * turn, 120 + 200 * long
        shade = int(90 + 90 * bright)
        for dx in (0, _TILE):
            for dy in (0, _TILE):
                place = (int(x * _TILE) + dx, int(y * _TILE) + dy)
                for more, value in ((2, 35), (0, shade), (-width + 1, min(255, shade + 35))):
                    thick = max(1, width + more)
                    arc = (180 * flat, start, start + sweep)
                    cv2.ellipse(wide, place, axes, *arc, value, thick, cv2.LINE_AA)
    tile = np.asarray(wide, np.float32)
    # Half of it has neighbours on all sides.
    half = _TILE // 2
    soft = cv2.GaussianBlur(tile, (0, 0), 0.8)[half : half + _TILE, half : half + _TILE]
    found = (soft - soft.mean()) / (1.6 * soft.std())
    found.setflags(write=False)
    return np.asarray(found, np.float32)

"""An invented person who stands in the room, as a cutout: head, shoulders, and what is below."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.camera.cutout import Cutout, cutout_of
from dobotkit.simulator.people import Appearance, Person, portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.guests import Guest
    from dobotkit.simulator.camera.rig import Light

__all__ = ["EYES", "HIGH_TO_FACE", "appearance_of", "standing"]

HIGH_TO_FACE: Final = 3.3
"""So many breadths of a face a portrait is high."""

EYES: Final = (0.5, 2.75 / 6.6)
"""Where the middle between the eyes is in a portrait, in parts of its width and height."""

# What a portrait does not show any more gets a little darker; in breadths of the face.
_BELOW: Final = 1.9
_PATTERN: Final = 0.34
_HALF: Final = 128
_DARKER: Final = 0.22
# People stand sideways to a window, not in it.
_ASIDE: Final = 0.62
_MOST_KNOWN: Final = 6
_MOST_SIZES: Final = 8


def appearance_of(guest: Guest, light: Light) -> Appearance:
    """Return how somebody looks in the light of the room, on one occasion.

    The colour and the strength of the light are those of the picture, and left out here.
    """
    usual = Appearance.of(Person(guest.number), guest.occasion)
    side = -_ASIDE if light.towards[1] < 0 else _ASIDE
    x, y = usual.light
    return replace(
        usual,
        light=(side + 0.2 * x, min(-0.3 + 0.4 * y, 0.0)),
        lamp=1 - light.ambient,
        warmth=0.0,
        exposure=1.0,
    )


@lru_cache(maxsize=_MOST_SIZES)
def standing(guest: Guest, light: Light, face: int, nearer: float) -> Cutout:
    """Return somebody, from the hair to the hip.

    Parameters
    ----------
    guest:
        Who, and on which occasion.
    light:
        In which the room is.
    face:
        How wide the face usually is, in pixels of the picture.
    nearer:
        So many times as large it is now.
    """
    usual = _usual(guest, replace(light, stops=0.0, kelvin=5500.0), face)
    return usual if nearer == 1 else usual.resized(nearer)


@lru_cache(maxsize=_MOST_KNOWN)
def _usual(guest: Guest, light: Light, face: int) -> Cutout:
    drawn = portrait(
        Person(guest.number), appearance_of(guest, light), height=round(HIGH_TO_FACE * face)
    )
    high, wide, _ = drawn.shape
    whole = np.vstack([drawn, _below(drawn, face)])
    return cutout_of(whole, (EYES[0] * wide, EYES[1] * high))


def _below(drawn: NDArray[np.uint8], face: int) -> NDArray[np.uint8]:
    """Return what a portrait does not show: as wide as its lowest line, with the same pattern."""
    rows, back = round(_BELOW * face), round(_PATTERN * face)
    # Up and down over the lowest rows: stripes go on, and nothing has a seam.
    up = np.abs((np.arange(1, rows + 1) + back) % (2 * back) - back)
    lines = len(drawn) - 1 - (back - up)
    # Each line is drawn out to the ends of the lowest one.
    ends = np.array([_ends(line) for line in drawn[:, :, 3]], np.float32)
    low, high = ends[-1]
    across = (np.arange(drawn.shape[1], dtype=np.float32) - low) / max(high - low, 1.0)
    from_, to = ends[lines][:, :1], ends[lines][:, 1:]
    columns = from_ + across * (to - from_)
    below = cv2.remap(
        drawn,
        np.asarray(columns, np.float32),
        np.repeat(lines[:, None].astype(np.float32), drawn.shape[1], axis=1),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    below[:, :, 3] = drawn[-1, :, 3]
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    below[:, :, :3] = (below[:, :, :3] * (1 - _DARKER * down)).astype(np.uint8)
    return np.asarray(below)


def _ends(cover: NDArray[np.uint8]) -> tuple[int, int]:
    covered = np.flatnonzero(cover >= _HALF)
    return (int(covered[0]), int(covered[-1])) if covered.size else (0, len(cover) - 1)

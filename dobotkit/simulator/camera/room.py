"""``render_room``: what the virtual camera sees when it looks at the classroom's door."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.simulator.camera.classroom import classroom, cut, front, light_at
from dobotkit.simulator.camera.furniture import FRONT, HIGH, WIDE
from dobotkit.simulator.camera.guests import Guest, Place, places_of
from dobotkit.simulator.camera.held_photo import held_photo
from dobotkit.simulator.camera.lamp import tint
from dobotkit.simulator.camera.sensor import develop
from dobotkit.simulator.camera.standing import standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.camera.cutout import Cutout
    from dobotkit.simulator.camera.rig import Light, Rig

    Planes = list[NDArray[np.float32]]

__all__ = ["Guest", "render_room"]


def render_room(
    guests: Sequence[Guest], rig: Rig, moment: float, *, since: float = 0.0
) -> NDArray[np.uint8]:
    """Return what a camera sees of the room, (h, w, 3), uint8, blue, green and red.

    The same arguments make the same picture, to the bit. Of the rig count light, sensor and
    size of the picture; it stands where the whole wall is seen.

    Parameters
    ----------
    guests:
        Who is there, from left to right; at most six.
    rig:
        The camera and the light.
    moment:
        What the arm's clock shows, in seconds.
    since:
        What it showed when they came.
    """
    places = tuple(places_of(guests, moment - since))
    planes = _exposed(rig.light, (rig.width, rig.height), tuple(guests), places)
    return develop(planes, rig, moment)


@lru_cache(maxsize=1)
def _exposed(
    light: Light, size: tuple[int, int], guests: tuple[Guest, ...], places: tuple[Place, ...]
) -> Planes:
    """Return the light that reaches the sensor; the same while nobody moves."""
    part = size[0] / WIDE
    above = (HIGH - WIDE * size[1] / size[0]) / 2
    behind, before = _backdrop(light, size)
    planes = [plane.copy() for plane in behind]
    lamp = tint(light)
    side = 1 if light.towards[1] < 0 else -1
    # Who is nearer stands before who is farther away.
    for place, guest in sorted(
        zip(places, guests, strict=True), key=lambda one: one[0].face * one[0].nearer
    ):
        x, y = place.eyes
        falls = light_at(light, x, y)
        found = _cutout(guest, place, light, part)
        at = (x * part, (y - above) * part)
        found.lay(planes, at, [float(one) * falls for one in lamp], side=side)
    for plane, own in zip(planes, before, strict=True):
        plane[size[1] - own.shape[0] :] = own
    return planes


def _cutout(guest: Guest, place: Place, light: Light, part: float) -> Cutout:
    face = round(place.face * part)
    if guest.photo:
        return held_photo(guest, face, place.tilt)
    return standing(guest, light, face, place.nearer)


@lru_cache(maxsize=2)
def _backdrop(light: Light, size: tuple[int, int]) -> tuple[Planes, Planes]:
    """Return the room without anybody, and the cupboard in front of everybody."""
    room = [np.ascontiguousarray(cut(plane, *size)) for plane in classroom(light)]
    cupboard = [np.ascontiguousarray(cut(plane, *size, top=FRONT)) for plane in front(light)]
    return room, cupboard

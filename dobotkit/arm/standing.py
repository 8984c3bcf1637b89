"""``Standing``: where a thing stands that a verb was given, however it was said."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from dobotkit.arm.points import Points, Taught
from dobotkit.arm.table import Table
from dobotkit.arm.values import number
from dobotkit.errors import WrongValue
from dobotkit.geometry import Pose
from dobotkit.scene import Bin, Block, Card
from dobotkit.things import Thing

__all__ = ["BLOCK_MM", "Place", "Standing", "finite", "size_of", "standing"]

BLOCK_MM = 25.0
"""The height of a thing of which nobody says it: that of the usual cubes, in mm."""

# Nothing higher fits below an arm whose reach is 30 cm high.
HIGHEST_THING = 300.0

Place = Thing | Block | Bin | Card | str | tuple[float, ...]
"""A thing; a block, bin or card that was seen; the name of a taught point; a pose; or (x, y) or
(x, y, z) in mm."""

_FLAT, _DEEP = 2, 3


class Standing(NamedTuple):
    """Where something stands, or is to stand.

    Attributes
    ----------
    x, y, z:
        The middle of its underside, in mm.
    height:
        How high it is, in mm.
    r:
        The turn of the tool in degrees that belongs to the place, if one does.
    angle:
        How far the thing is turned, in degrees, if that is known.
    """

    x: float
    y: float
    z: float
    height: float
    r: float | None = None
    angle: float | None = None

    @property
    def top(self) -> float:
        """The height of its top, in mm."""
        return self.z + self.height


def standing(place: object, points: Points, table: Table, height: float | None) -> Standing:
    """Return where something stands.

    Parameters
    ----------
    place:
        A ``Place``. Of a taught point or a pose, the tool's height is that of the
        thing's top; of numbers, z is that of its underside, and without z it stands on
        the table.
    points, table:
        Of the arm.
    height:
        How high the thing is, in mm; None if nobody has said so.

    Raises
    ------
    UnknownName
        There is no such point.
    WrongValue
        It is no place, or nobody knows how high the table is, or where that card lies.
    """
    if isinstance(place, Thing):
        x, y, z = place.place
        high = place.size[2] if height is None else size_of(height)
        return Standing(x, y, z, high, angle=place.angle)
    if isinstance(place, (Block, Bin)):
        x, y, z = place.position
        high = place.size[2] if height is None else size_of(height)
        return Standing(x, y, z, high, angle=place.angle)
    if isinstance(place, Card):
        return _lying(place, height)
    high = BLOCK_MM if height is None else size_of(height)
    if isinstance(place, str):
        place = points[place]
    if isinstance(place, (Pose, Taught)):
        return Standing(place.x, place.y, place.z - high, high, place.r)
    values = tuple(place) if isinstance(place, Iterable) else ()
    if len(values) not in (_FLAT, _DEEP):
        raise WrongValue(
            f"{place!r:.60} is no place.",
            "Give (x, y) in mm, a block that was seen, a thing from arm.table.things, or the name "
            "of a taught point.",
        )
    x, y, *rest = (finite(name, value) for name, value in zip("xyz", values, strict=False))
    return Standing(x, y, rest[0] if rest else table.height, high)


def _lying(card: Card, height: float | None) -> Standing:
    if card.position is None or card.size is None:
        raise WrongValue(
            "Nobody knows where this card lies: it has no place in mm.",
            "Measure the camera, camera.calibrate(arm), lay the card flat on the table, and look "
            "again: camera.look()",
        )
    high = card.size[2] if height is None else size_of(height)
    return Standing(*card.position, high, angle=card.angle)


def size_of(height: object) -> float:
    """Return the height of a thing in mm; raises ``WrongValue`` if it is none."""
    plain = number("height", height)
    if not 0 < plain <= HIGHEST_THING:  # also refuses "not a number"
        raise WrongValue(
            f"A thing cannot be {plain:g} mm high.",
            f"Give its height in mm, up to {HIGHEST_THING:g}; a usual cube has {BLOCK_MM:g}.",
        )
    return plain


def finite(name: str, value: object) -> float:
    """Return a value, called ``name``, as a number; raises ``WrongValue`` if it is none."""
    plain = number(name, value)
    if not math.isfinite(plain):
        raise WrongValue(f"{name}={plain} is no place.", "Check how the number was calculated.")
    return plain

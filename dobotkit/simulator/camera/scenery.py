"""What stands on a table, as solids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from dobotkit.markers import RIM_MM, Laid
from dobotkit.simulator.camera.card_faces import CardFace, print_on
from dobotkit.simulator.camera.prints import sticker
from dobotkit.simulator.camera.solids import Paint, Solid, box, column, turned
from dobotkit.things import Belt, TableNow, Thing

__all__ = ["BOARD_MM", "PAINTS", "board_of", "solids_of"]

BOARD_MM: Final = 18.0
"""How thick the board is on which everything stands."""

# Blue, green, red: matt toy blocks, not the inks of the check card.
PAINTS: Final[dict[str, Paint]] = {
    "red": (0.045, 0.030, 0.52),
    "green": (0.080, 0.270, 0.040),
    "blue": (0.44, 0.110, 0.025),
    "yellow": (0.035, 0.56, 0.74),
    "orange": (0.022, 0.20, 0.72),
    "purple": (0.26, 0.035, 0.150),
    "white": (0.70, 0.74, 0.75),
    "grey": (0.215, 0.215, 0.210),
    "black": (0.022, 0.021, 0.021),
}
_WALL: Final = 4.0
_FLOOR: Final = 2.0
_RUBBER: Final[Paint] = (0.055, 0.052, 0.050)
_STEEL: Final[Paint] = (0.36, 0.35, 0.34)
_RAIL: Final = 4.0
_GLOSS: Final = 0.12


def board_of(
    table: TableNow, cards: Iterable[Laid] = ()
) -> tuple[float, float, float, float] | None:
    """Return lowest and highest x, lowest and highest y of the board; None without a table.

    It is as large as the table with its rim, and larger where a card would hang over.
    """
    x_low, x_high, y_low, y_high = table.edges
    if x_low >= x_high or y_low >= y_high:
        return None
    corners = [corner for laid in cards for corner in laid.outline_mm]
    return (
        min([x_low - RIM_MM, *(x for x, _ in corners)]),
        max([x_high + RIM_MM, *(x for x, _ in corners)]),
        min([y_low - RIM_MM, *(y for _, y in corners)]),
        max([y_high + RIM_MM, *(y for _, y in corners)]),
    )


def solids_of(things: Iterable[Thing], belt: Belt | None, day: date | None = None) -> list[Solid]:
    """Return all that stands there, and what hangs on the arm.

    A thing that has not moved is made of the same solids as before.

    Parameters
    ----------
    things, belt:
        What is there.
    day:
        On which it is looked at: what stands on a specimen follows from it. None where there
        is none.
    """
    found: list[Solid] = []
    if belt is not None:
        found += _belt(belt)
    for thing in things:
        found += _thing(thing, None if thing.specimen is None else day)
    return found


@lru_cache(maxsize=64)
def _thing(thing: Thing, day: date | None) -> tuple[Solid, ...]:
    paint = PAINTS[thing.colour]
    if thing.kind == "bin":
        return _bin(thing, paint)
    round_ = thing.kind == "cylinder"
    decals = (
        ()
        if thing.marker is None
        else sticker(thing.marker, thing.top, thing.size[:2], thing.angle, round_=round_)
    )
    if thing.specimen is not None and day is not None:
        decals = (print_on(thing, CardFace(thing.specimen, day)),)
    if round_:
        diameter, _, height = thing.size
        top = column(thing.place, diameter, height, paint, gloss=_GLOSS, decals=decals, ground=True)
        return (top,)
    place, size, angle = thing.place, thing.size, thing.angle
    return (box(place, size, angle, paint, gloss=_GLOSS, decals=decals, ground=True),)


def _bin(thing: Thing, paint: Paint) -> tuple[Solid, ...]:
    """A floor and four walls; a marker lies on the floor."""
    (length, width, height), (x, y, z) = thing.size, thing.place
    # There is room between the walls, however small a bin is.
    wall = min(_WALL, length / 4, width / 4)
    inside = (length - 2 * wall, width - 2 * wall)
    decals = (
        ()
        if thing.marker is None
        else sticker(thing.marker, (x, y, z + _FLOOR), inside, thing.angle)
    )
    found = [box(thing.place, (*inside, _FLOOR), thing.angle, paint, decals=decals, ground=True)]
    for at, size in (
        ((length / 2 - wall / 2, 0.0), (wall, width)),
        ((wall / 2 - length / 2, 0.0), (wall, width)),
        ((0.0, width / 2 - wall / 2), (inside[0], wall)),
        ((0.0, wall / 2 - width / 2), (inside[0], wall)),
    ):
        [(u, v)] = turned([at], thing.angle, x, y)
        found.append(box((u, v, z), (*size, height), thing.angle, paint, gloss=_GLOSS))
    return tuple(found)


@lru_cache(maxsize=4)
def _belt(belt: Belt) -> tuple[Solid, ...]:
    """A band between two rails."""
    (length, width, height), (x, y, z) = belt.size, belt.place
    found = [box(belt.place, (length, width - 2 * _RAIL, height), belt.angle, _RUBBER, ground=True)]
    for side in (-1, 1):
        [(u, v)] = turned([(0.0, side * (width - _RAIL) / 2)], belt.angle, x, y)
        rail = (length, _RAIL, height - 1.0)
        found.append(box((u, v, z), rail, belt.angle, _STEEL, gloss=0.4))
    return tuple(found)

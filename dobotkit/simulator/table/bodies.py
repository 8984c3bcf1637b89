"""The things of a table as they move about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from dobotkit.simulator.table.shapes import Footprint, disc, rectangle
from dobotkit.things import Belt, Thing

__all__ = [
    "BELT",
    "BOTTOM",
    "TABLE",
    "WALL",
    "Body",
    "Prism",
    "belt_body",
    "carried_by",
    "prisms_of",
]

TABLE: Final = "table"
BELT: Final = "belt"

WALL: Final = 2.0
BOTTOM: Final = 2.0
"""How thick the walls and the bottom of a bin are, in mm."""


class Prism(NamedTuple):
    """An upright part of a body: a footprint between two heights."""

    footprint: Footprint
    low: float
    high: float


class Body:
    """One thing; a bin is several prisms, everything else is one.

    Parameters
    ----------
    thing:
        What it is, and where it begins.

    Attributes
    ----------
    name, height:
        Of the thing.
    fixed:
        Whether nothing can lift or move it.
    rests:
        The names of all that it rests on.
    x, y, z, angle:
        Where it is.
    """

    __slots__ = (
        "_parts",
        "_prisms",
        "_thing",
        "angle",
        "fixed",
        "height",
        "name",
        "rests",
        "x",
        "y",
        "z",
    )

    def __init__(self, thing: Thing) -> None:
        self._thing = thing
        self.name = thing.name
        self.height = thing.size[2]
        self.fixed = thing.kind == "bin"
        self._parts = tuple(_parts(thing))
        self.rests: tuple[str, ...] = ()
        self.move(*thing.place, thing.angle)

    def move(self, x: float, y: float, z: float, angle: float) -> None:
        """Be somewhere else."""
        self.x, self.y, self.z, self.angle = x, y, z, angle
        self._prisms: tuple[Prism, ...] | None = None

    @property
    def prisms(self) -> tuple[Prism, ...]:
        """Its parts where it is now."""
        if self._prisms is None:
            self._prisms = self.prisms_at(self.x, self.y, self.z, self.angle)
        return self._prisms

    def prisms_at(self, x: float, y: float, z: float, angle: float) -> tuple[Prism, ...]:
        """Return its parts, were it somewhere else."""
        return tuple(
            Prism(part.placed(x, y, angle), z + low, z + high) for part, low, high in self._parts
        )

    @property
    def footprint(self) -> Footprint:
        """What it covers, of a body in one part."""
        return self.prisms[0].footprint

    @property
    def top(self) -> float:
        """The height of its highest part."""
        return self.z + self.height

    @property
    def colour(self) -> str:
        """Its colour."""
        return self._thing.colour

    def as_thing(self, *, held: bool = False) -> Thing:
        """Return it as data."""
        return replace(
            self._thing,
            place=(self.x, self.y, self.z),
            angle=self.angle,
            held=held,
            on="" if held or not self.rests else self.rests[0],
        )

    def copy(self) -> Body:
        """Return another one that is where this is now."""
        twin = Body.__new__(Body)
        for slot in Body.__slots__:
            setattr(twin, slot, getattr(self, slot))
        return twin


def _parts(thing: Thing) -> Iterator[Prism]:
    length, width, height = thing.size
    if thing.kind == "cylinder":
        yield Prism(disc(length), 0.0, height)
    elif thing.kind == "bin":
        yield Prism(rectangle(length, width), 0.0, BOTTOM)
        for side in (-1, 1):
            yield Prism(rectangle(WALL, width, side * (length - WALL) / 2, 0.0), BOTTOM, height)
            yield Prism(
                rectangle(length - 2 * WALL, WALL, 0.0, side * (width - WALL) / 2), BOTTOM, height
            )
    else:
        yield Prism(rectangle(length, width), 0.0, height)


def belt_body(belt: Belt) -> Body:
    """Return what takes up the room of a belt."""
    body = Body(Thing(BELT, "block", "black", belt.size, belt.place, belt.angle))
    body.fixed = True
    body.rests = (TABLE,)
    return body


def prisms_of(bodies: Iterable[Body]) -> Iterator[tuple[str, Prism]]:
    """Yield all parts of all bodies, with their names."""
    for body in bodies:
        for prism in body.prisms:
            yield body.name, prism


def carried_by(name: str, bodies: Iterable[Body]) -> list[Body]:
    """Return what stands on a body, and on that, and so on; the lowest first."""
    found = {name}
    order: list[Body] = []
    for body in sorted(bodies, key=lambda one: one.z):
        if body.name not in found and not found.isdisjoint(body.rests):
            found.add(body.name)
            order.append(body)
    return order

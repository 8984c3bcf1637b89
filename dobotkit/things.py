"""What stands on a table: things, belt and sensors, as plain data that may go anywhere.

Places are in mm, in the arm's own coordinates: x forward, y to its left, z up, as the
arm reports them of its tool. The place of a thing is the centre of its underside.
Angles are degrees, seen from above, counter-clockwise.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "COLOURS",
    "KINDS",
    "TOOLS",
    "Belt",
    "Printed",
    "Sensor",
    "TableNow",
    "TableScene",
    "Thing",
    "ViewNow",
]

Triple = tuple[float, float, float]

KINDS = ("block", "cylinder", "card", "bin")
"""What a thing can be. A bin is open at the top, and cannot be lifted."""

COLOURS = (
    "red", "green", "blue", "yellow", "orange", "purple", "white", "grey", "black",
)  # fmt: skip
"""The colours that a thing can have."""

TOOLS = ("cup", "gripper")
"""What an arm can hold things with."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Which SPECIMEN card a card on the table is: an invented person's, from Utopia.

    Attributes
    ----------
    number:
        Of the specimen, from 1 on: person, name, dates and document number follow from it.
    layout:
        What kind of card it is: a key of :data:`~dobotkit.card_layouts.LAYOUTS`.
    fault:
        What is wrong with it, one of :data:`~dobotkit.card_layouts.FAULTS`; empty where
        nothing is.
    """

    number: int
    layout: str = "student"
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing on the table, on the arm, or gone from the table.

    Attributes
    ----------
    name:
        By which it is found; no other thing of its table has it.
    kind, colour:
        See :data:`KINDS` and :data:`COLOURS`.
    size:
        Length, width and height in mm; of a cylinder diameter, diameter, height.
    place:
        The centre of its underside, in mm.
    angle:
        How far its length is turned from the x axis, in degrees.
    marker:
        The number of the ArUco marker on top of it, or None.
    held:
        Whether it hangs on the cup or between the fingers.
    on:
        What it rests on: the name of a thing, ``"table"``, ``"belt"``; empty where it is
        held, or gone.
    specimen:
        What is printed on top of a card; None on every other thing, on cards without a
        print, and wherever a table is told to a notebook: nobody reads it from there.
    """

    name: str
    kind: str
    colour: str
    size: Triple
    place: Triple
    angle: float = 0.0
    marker: int | None = None
    held: bool = False
    on: str = ""
    specimen: Printed | None = None

    @property
    def top(self) -> Triple:
        """The centre of its top, in mm."""
        x, y, z = self.place
        return (x, y, z + self.size[2])

    def __repr__(self) -> str:
        x, y, z = (round(value, 1) + 0.0 for value in self.place)  # no "-0.0"
        where = "held" if self.held else f"on {self.on}" if self.on else "not on the table"
        called = self.name if self.name == self.colour else f"{self.name}, {self.colour}"
        return f"<{self.kind} {called} at x={x:.1f}, y={y:.1f}, z={z:.1f} mm, {where}>"


@dataclass(frozen=True, slots=True)
class Belt:
    """A conveyor belt.

    Attributes
    ----------
    place:
        The centre of its underside, in mm.
    size:
        Length, width and height in mm; things ride along its length.
    angle:
        Where it runs to at a positive speed, in degrees from the x axis.
    speed:
        At the moment, in mm/s; negative where it runs backwards.
    motor:
        Which of the arm's stepper drivers turns it: 0 or 1.
    """

    place: Triple
    size: Triple
    angle: float = 0.0
    speed: float = 0.0
    motor: int = 0


@dataclass(frozen=True, slots=True)
class Sensor:
    """A sensor on the table.

    Attributes
    ----------
    kind:
        ``"colour"`` or ``"infrared"``.
    port:
        Where it is plugged in: GP1, GP2, GP4, GP5 are 0 to 3.
    place:
        The spot that it looks at, in mm.
    """

    kind: str
    port: int
    place: Triple


@dataclass(frozen=True, slots=True)
class TableNow:
    """A table at one moment.

    Attributes
    ----------
    height:
        The z of the table top, in mm.
    things:
        All that are there, in the order in which the scene names them.
    belt:
        The conveyor belt, or None.
    sensors:
        All sensors.
    gone:
        The names of the things that left the table; they are not among ``things``.
    moment:
        What the arm's clock showed, in seconds.
    edges:
        Where the table ends: lowest and highest x, lowest and highest y, in mm.
    """

    height: float
    things: tuple[Thing, ...] = ()
    belt: Belt | None = None
    sensors: tuple[Sensor, ...] = ()
    gone: tuple[str, ...] = ()
    moment: float = 0.0
    edges: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def __repr__(self) -> str:
        count = len(self.things)
        held = ", ".join(thing.name for thing in self.things if thing.held)
        return (
            f"<table at z={self.height:.1f} mm with {count} thing{'' if count == 1 else 's'}"
            + (f", {held} on the arm" if held else "")
            + (f", gone: {', '.join(self.gone)}" if self.gone else "")
            + ">"
        )


@dataclass(frozen=True, slots=True)
class TableScene:
    """How a table is laid: a ``table.toml`` as data.

    Attributes
    ----------
    title:
        One line about it.
    height:
        The z of the table top, in mm.
    edges:
        Where the table ends: lowest and highest x, lowest and highest y, in mm.
    tool:
        What the arm holds things with, until the other one is commanded.
    seed:
        Decides what is left to chance.
    things:
        What stands on it, each where it begins.
    belt:
        The conveyor belt, or None.
    sensors:
        All sensors.
    """

    title: str
    height: float
    edges: tuple[float, float, float, float]
    tool: str = "cup"
    seed: int = 0
    things: tuple[Thing, ...] = ()
    belt: Belt | None = None
    sensors: tuple[Sensor, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewNow:
    """What there is to be seen at one moment: a table, and the arm above it.

    Attributes
    ----------
    table:
        What stands on it.
    joints:
        How the arm really holds its joints, in degrees.
    tool:
        What is at its end: one of :data:`TOOLS`.
    """

    table: TableNow
    joints: tuple[float, float, float, float]
    tool: str = "cup"

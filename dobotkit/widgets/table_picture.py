"""A table as solids: things, belt and sensors of a simulated arm, and the boxes of a desk."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from dobotkit.geometry import Pose
from dobotkit.things import Belt, Sensor, TableNow, Thing
from dobotkit.widgets.palette import LETTERS, ON_DARK
from dobotkit.widgets.shapes import Area, Dot, Line, Shape, Words
from dobotkit.widgets.sight import from_above
from dobotkit.widgets.solids import Anchor, Solid

__all__ = ["Box", "TablePicture", "hang", "is_laid", "picture_of_table"]

_SLAB = 60.0
# GP1, GP2, GP4, GP5 are 0 to 3.
_PORTS = ("GP1", "GP2", "GP4", "GP5")
_LETTERS = {"colour": "C", "infrared": "IR"}
_SENSORS = {"colour": "C: colour sensor", "infrared": "IR: infra-red sensor"}
_EYE = 9.0
_ARROW = 9.0


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the desk: its name, two opposite corners in mm, and whether it is closed."""

    name: str
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    closed: bool


@dataclass(frozen=True, slots=True)
class TablePicture:
    """What is drawn of a table.

    Attributes
    ----------
    solids, movers, flat, ground:
        As a :class:`~dobotkit.widgets.sight.Sight` has them.
    legend:
        What colours and marks mean.
    """

    solids: tuple[Solid, ...] = ()
    movers: tuple[Solid, ...] = ()
    flat: tuple[Shape, ...] = ()
    ground: tuple[Shape, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


def is_laid(now: TableNow | None) -> bool:
    """Tell whether there is a table at all: without a scene it has no edges."""
    return now is not None and any(now.edges)


def hang(thing: Thing, pose: Pose) -> Anchor:
    """Return where a thing hangs, as the tool sees it: x, y, z in mm and its turn.

    Parameters
    ----------
    thing:
        What hangs there.
    pose:
        Of the arm at the same moment.
    """
    dx, dy = thing.place[0] - pose.x, thing.place[1] - pose.y
    c, s = math.cos(math.radians(pose.r)), math.sin(math.radians(pose.r))
    return dx * c + dy * s, dy * c - dx * s, thing.place[2] - pose.z, thing.angle - pose.r


def picture_of_table(
    now: TableNow | None, hanging: dict[str, Anchor], boxes: Sequence[Box] = ()
) -> TablePicture:
    """Make solids of what there is.

    Parameters
    ----------
    now:
        The table; None where nobody knows it.
    hanging:
        Of each thing on the tool: how it hangs there.
    boxes:
        Of the desk.
    """
    resting: list[Solid] = []
    movers: list[Solid] = []
    flat: list[Shape] = []
    legend: list[tuple[str, str]] = []
    if now is not None and is_laid(now):
        resting.append(_slab(now))
        riding = _riding(now)
        for thing in now.things:
            if thing.held:
                movers.append(_solid(thing, hanging.get(thing.name)))
            else:
                words = _words(thing, now.things)
                (movers if thing.name in riding else resting).append(_solid(thing, None, words))
        if now.belt is not None:
            resting.append(_belt(now.belt))
            flat += _arrows(now.belt)
        flat += chain.from_iterable(map(_sensor, now.sensors))
        legend += _legend(now.things)
        legend += [("sensor", _SENSORS[kind]) for kind in {one.kind: 1 for one in now.sensors}]
    resting += [_box(box) for box in boxes]
    if any(box.closed for box in boxes):
        legend.append(("closed-box", "closed to the tool"))
    if any(not box.closed for box in boxes):
        legend.append(("zone", "a zone of the desk"))
    ground = (_top(now),) if now is not None and is_laid(now) else ()
    return TablePicture(tuple(resting), tuple(movers), tuple(flat), ground, tuple(legend))


def _top(now: TableNow) -> Area:
    """The table top, from above."""
    x_low, x_high, y_low, y_high = now.edges
    corners = ((x_low, y_low), (x_low, y_high), (x_high, y_high), (x_high, y_low))
    return Area("table", tuple(from_above(*corner) for corner in corners))


def _slab(now: TableNow) -> Solid:
    x_low, x_high, y_low, y_high = now.edges
    at = ((x_low + x_high) / 2, (y_low + y_high) / 2, now.height - _SLAB)
    return Solid("table", at, (x_high - x_low, y_high - y_low, _SLAB), look="ground")


def _solid(thing: Thing, hangs: Anchor | None, words: str = "") -> Solid:
    at, turn = (thing.place, thing.angle) if hangs is None else (hangs[:3], hangs[3])
    return Solid(
        f"thing-{thing.colour}",
        at,
        thing.size,
        turn,
        look="open" if thing.kind == "bin" else "whole",
        round=thing.kind == "cylinder",
        letter=LETTERS[thing.colour],
        ink="on-dark" if thing.colour in ON_DARK else "on-light",
        words=words,
        marked=thing.marker is not None,
        carried=hangs is not None,
    )


def _words(thing: Thing, things: Iterable[Thing]) -> str:
    """What is said beside a thing: the name of a bin, and how high a stack is."""
    if thing.kind == "bin":
        return f"{LETTERS[thing.colour]} bin"
    by_name = {one.name: one for one in things}
    if any(one.on == thing.name for one in by_name.values()):
        return ""
    high, below = 1, thing
    while below.on in by_name and by_name[below.on].kind != "bin":
        high, below = high + 1, by_name[below.on]
    return f"{high} high" if high > 1 else ""


def _riding(now: TableNow) -> set[str]:
    """The names of the things that a belt takes along."""
    if now.belt is None or now.belt.speed == 0:
        return set()
    names = {thing.name for thing in now.things if thing.on == "belt"}
    for _ in now.things:
        names |= {thing.name for thing in now.things if thing.on in names}
    return names


def _belt(belt: Belt) -> Solid:
    return Solid("belt", belt.place, belt.size, belt.angle)


def _arrows(belt: Belt) -> tuple[Shape, ...]:
    """Where a belt runs to; a bar across each end while it stands."""
    x, y, _ = belt.place
    turn = math.radians(belt.angle)
    c, s = math.cos(turn), math.sin(turn)

    def spot(along: float, across: float) -> tuple[float, float]:
        return from_above(x + along * c - across * s, y + along * s + across * c)

    end, side = belt.size[0] / 2, belt.size[1] / 2
    words = "belt stands" if belt.speed == 0 else f"belt {abs(belt.speed):.0f} mm/s"
    # Below the corner that is nearest to the edge of the picture.
    corner = min((spot(a * end, b * side) for a in (-1, 1) for b in (-1, 1)), key=_lower_right)
    shapes: list[Shape] = [Words("small", corner, words, "right", dy=11)]
    for along in (-0.8 * end, -0.25 * end, 0.25 * end, 0.8 * end):
        if belt.speed == 0:
            shapes.append(Line("grid", (spot(along, -side), spot(along, side))))
            continue
        tip = along + math.copysign(_ARROW, belt.speed)
        shapes.append(Line("belt-way", (spot(along, -_ARROW), spot(tip, 0), spot(along, _ARROW))))
    return tuple(shapes)


def _lower_right(spot: tuple[float, float]) -> tuple[float, float]:
    return round(spot[1]), -spot[0]


def _sensor(sensor: Sensor) -> tuple[Shape, ...]:
    """A colour sensor is a ring round a dot, an infra-red one a diamond."""
    u, v = from_above(*sensor.place[:2])
    name = Words("small", (u, v), f"{_LETTERS[sensor.kind]} {_PORTS[sensor.port]}", dy=-15)
    if sensor.kind == "colour":
        return Dot("sensor", (u, v), _EYE), Dot("marker", (u, v), _EYE / 3), name
    corners = ((u, v + _EYE), (u + _EYE, v), (u, v - _EYE), (u - _EYE, v))
    return Area("sensor", corners), Dot("marker", (u, v), _EYE / 4), name


def _legend(things: Iterable[Thing]) -> list[tuple[str, str]]:
    things = tuple(things)
    colours = dict.fromkeys(thing.colour for thing in things)
    found = [(f"thing-{colour}", f"{LETTERS[colour]} {colour}") for colour in colours]
    if any(thing.marker is not None for thing in things):
        found.append(("marker", "a marker is on it"))
    return found


def _box(box: Box) -> Solid:
    (x0, y0, z0), (x1, y1, z1) = box.low, box.high
    return Solid(
        "closed-box" if box.closed else "zone",
        ((x0 + x1) / 2, (y0 + y1) / 2, min(z0, z1)),
        (abs(x1 - x0), abs(y1 - y0), abs(z1 - z0)),
        look="section",
        words=f"closed: {box.name}" if box.closed else box.name,
    )

"""Whether a scene can be laid: every number in its range, and nothing inside of anything else."""

from __future__ import annotations

import re
from itertools import combinations
from math import isfinite
from typing import Final

from dobotkit.card_layouts import FAULTS, LAYOUTS
from dobotkit.errors import SceneError
from dobotkit.long_numbers import says_a_number
from dobotkit.simulator.table.bodies import BELT, TABLE, Body, Prism, belt_body
from dobotkit.simulator.table.shapes import gap
from dobotkit.things import COLOURS, KINDS, TOOLS, Printed, Sensor, TableScene, Thing

__all__ = ["MOST_SPECIMEN", "MOST_THINGS", "check_scene"]

MOST_THINGS: Final = 40
"""So many things may stand on a table."""

MOST_SPECIMEN: Final = 9999
"""The largest number of a specimen on a table."""

MOST_SENSORS: Final = 4
MOST_MARKER: Final = 999
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}")
_LONGEST_TITLE: Final = 80
_FAR: Final = 600.0  # mm
_LARGEST: Final = 400.0
_THINNEST: Final = 0.2
_SMALLEST_BIN: Final = 10.0
_ALLOWED: Final = 0.01  # that two things share (mm)
_SEEDS: Final = 2**32


def check_scene(scene: TableScene, source: str = "the scene") -> None:
    """Refuse a scene that cannot be laid.

    Raises
    ------
    SceneError
        It names the thing and the key.
    """
    if len(scene.title) > _LONGEST_TITLE or not scene.title.isprintable():
        raise SceneError(
            f"{source}: its title has {len(scene.title)} characters, or some that cannot be shown.",
            f"Write one line of at most {_LONGEST_TITLE}.",
        )
    for number, text in enumerate((scene.title, *(thing.name for thing in scene.things))):
        if says_a_number(text):
            of_what = f"the name of thing {number}" if number else "its title"
            raise SceneError(
                f"{source}: six or more digits stand in a row in {of_what}. By such a number "
                "somebody may be known.",
                "Call it by what it is, such as red or block-2.",
            )
    _among(scene.tool, TOOLS, f"{source}: tool")
    if not 0 <= scene.seed < _SEEDS:
        raise SceneError(f"{source}: seed is {scene.seed}.", f"Write 0 to {_SEEDS - 1}.")
    x_low, x_high, y_low, y_high = scene.edges
    _within(scene.height, -_FAR, _FAR, f"{source}: height", "mm")
    for value, name in ((x_low, "x"), (x_high, "x"), (y_low, "y"), (y_high, "y")):
        _within(value, -_FAR, _FAR, f"{source}, [table]: {name}", "mm")
    if not (x_low < x_high and y_low < y_high):
        raise SceneError(
            f"{source}, [table]: it ends before it begins.", "Write the lower number first."
        )
    if len(scene.things) > MOST_THINGS:
        raise SceneError(f"{source} has {len(scene.things)} things.", f"{MOST_THINGS} is the most.")
    _check_belt(scene, source)
    _check_things(scene, source)
    _check_sensors(scene, source)
    _check_room(scene, source)


def _check_belt(scene: TableScene, source: str) -> None:
    belt = scene.belt
    if belt is None:
        return
    at = f"{source}, [belt]"
    for value in belt.place:
        _within(value, -_FAR, _FAR, f"{at}: place", "mm")
    for value in belt.size:
        _within(value, 5.0, 2 * _FAR, f"{at}: size", "mm")
    _within(belt.angle, -360.0, 360.0, f"{at}: angle", "degrees")
    if belt.motor not in (0, 1):
        raise SceneError(f"{at}: motor is {belt.motor}.", "Write 0 or 1.")
    if belt.place[2] != scene.height:
        raise SceneError(f"{at}: it stands at z={belt.place[2]}.", "It stands on the table.")


def _check_things(scene: TableScene, source: str) -> None:
    names: set[str] = set()
    for number, thing in enumerate(scene.things, 1):
        _check_thing(thing, f"{source}, thing {number} ({thing.name[:24]})", scene.height)
        if thing.name in names:
            raise SceneError(
                f"{source} has two things called {thing.name!r}.", "Give each its own name."
            )
        names.add(thing.name)


def _check_sensors(scene: TableScene, source: str) -> None:
    if len(scene.sensors) > MOST_SENSORS:
        raise SceneError(f"{source} has more than {MOST_SENSORS} sensors.", "Leave some away.")
    for number, sensor in enumerate(scene.sensors, 1):
        _check_sensor(sensor, f"{source}, sensor {number}")
    if len({sensor.port for sensor in scene.sensors}) < len(scene.sensors):
        raise SceneError(f"{source} has two sensors at one port.", "Give each its own port.")


def _check_thing(thing: Thing, at: str, floor: float) -> None:
    if not _NAME.fullmatch(thing.name) or thing.name in (TABLE, BELT):
        raise SceneError(
            f"{at}: its name is {thing.name[:40]!r}.",
            "A name has small letters and digits, at most 24, and is not table or belt.",
        )
    _among(thing.kind, KINDS, f"{at}: kind")
    _among(thing.colour, COLOURS, f"{at}: colour")
    for value in thing.size:
        _within(value, _THINNEST, _LARGEST, f"{at}: size", "mm")
    if thing.kind == "cylinder" and thing.size[0] != thing.size[1]:
        raise SceneError(f"{at}: it is not round.", "Write size = [diameter, height].")
    if thing.kind == "bin" and min(thing.size) < _SMALLEST_BIN:
        raise SceneError(
            f"{at}: it is too small for a bin.", f"Make it {_SMALLEST_BIN} mm at least."
        )
    for value in thing.place:
        _within(value, -_FAR, _FAR, f"{at}: place", "mm")
    if thing.place[2] < floor - _ALLOWED:
        raise SceneError(
            f"{at}: it is at z={thing.place[2]:g}, below the table at {floor:g}.",
            "Leave z away, and it stands on the table.",
        )
    _within(thing.angle, -360.0, 360.0, f"{at}: angle", "degrees")
    if thing.marker is not None:
        _within(thing.marker, 0, MOST_MARKER, f"{at}: marker", "")
    if thing.specimen is not None:
        _check_specimen(thing, thing.specimen, at)


def _check_specimen(thing: Thing, printed: Printed, at: str) -> None:
    if thing.kind != "card":
        raise SceneError(
            f"{at}: a specimen is printed on cards, and this is a {thing.kind}.",
            'Write kind = "card", or leave specimen away.',
        )
    if thing.marker is not None:
        raise SceneError(
            f"{at}: it has a specimen's print and a marker, and there is room for one of them.",
            "Leave marker away: specimens have small markers of their own.",
        )
    _within(printed.number, 1, MOST_SPECIMEN, f"{at}: specimen", "")
    _among(printed.layout, tuple(LAYOUTS), f"{at}: layout")
    if printed.fault:
        _among(printed.fault, FAULTS, f"{at}: fault")
    length, width = LAYOUTS[printed.layout].size_mm
    if thing.size[:2] != (length, width):
        raise SceneError(
            f"{at}: it is {thing.size[0]:g} × {thing.size[1]:g} mm, and a {printed.layout} card "
            f"is {length:g} × {width:g} mm.",
            "Leave size away: it follows from the layout.",
        )


def _check_sensor(sensor: Sensor, at: str) -> None:
    _among(sensor.kind, ("colour", "infrared"), f"{at}: kind")
    _within(sensor.port, 0, 3, f"{at}: port", "")
    for value in sensor.place:
        _within(value, -_FAR, _FAR, f"{at}: place", "mm")


def _check_room(scene: TableScene, source: str) -> None:
    bodies = [Body(thing) for thing in scene.things]
    if scene.belt is not None:
        bodies.append(belt_body(scene.belt))
    for one, other in combinations(bodies, 2):
        deep = max(_shared(a, b) for a in one.prisms for b in other.prisms)
        if deep > _ALLOWED:
            raise SceneError(
                f"{source}: {one.name} and {other.name} would share space: {deep:.1f} mm.",
                f'Move one of them, or put it on top: on = "{one.name}".',
            )


def _shared(a: Prism, b: Prism) -> float:
    """Return how deep two parts are in each other, in mm; not positive where they are apart."""
    return min(a.high - b.low, b.high - a.low, -gap(a.footprint, b.footprint))


def _within(value: float, low: float, high: float, at: str, unit: str) -> None:
    if not (isfinite(value) and low <= value <= high):
        raise SceneError(f"{at} is {value:g}.", f"Write {low:g} to {high:g} {unit}".rstrip() + ".")


def _among(value: str, allowed: tuple[str, ...], at: str) -> None:
    if value not in allowed:
        raise SceneError(f"{at} is {value[:40]!r}.", f"Write one of: {', '.join(allowed)}.")

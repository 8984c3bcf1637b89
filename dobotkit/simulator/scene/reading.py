"""From the text of a ``table.toml`` to a scene."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dobotkit.card_layouts import LAYOUTS
from dobotkit.errors import SceneError
from dobotkit.simulator.scene.checking import check_scene
from dobotkit.simulator.table.bodies import BELT, BOTTOM, TABLE
from dobotkit.things import Belt, Printed, Sensor, TableScene, Thing

__all__ = ["read_scene"]

_TOP: Final = ("title", "tool", "seed", "table", "things", "belt", "sensors")
_OF_TABLE: Final = ("height", "x", "y")
_OF_THING: Final = (
    "name", "kind", "colour", "size", "place", "on", "angle", "marker",
    "specimen", "layout", "fault",
)  # fmt: skip
_OF_BELT: Final = ("place", "size", "angle", "motor")
_OF_SENSOR: Final = ("kind", "port", "place")

_PORTS: Final = {"GP1": 0, "GP2": 1, "GP4": 2, "GP5": 3}
_HEIGHT: Final = -70.0
_EDGES: Final = ((130.0, 330.0), (-220.0, 220.0))
_OTHER_KINDS: Final = ("cylinder", "card", "bin")  # whose sizes nobody can guess
_BLOCK: Final = (25.0, 25.0, 25.0)
_CARD_HIGH: Final = 0.8  # as thick as a bank card
_BELT: Final = (240.0, 60.0, 20.0)


def read_scene(text: str, source: str = "the scene") -> TableScene:
    """Read the text of a ``table.toml``, and check whether it can be laid.

    Parameters
    ----------
    text:
        The text.
    source:
        How the messages call it.

    Raises
    ------
    SceneError
        It cannot be read or laid; the message names the line, or the thing and the key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SceneError(
            f"{source} is not written as TOML: {error}.",
            "Look at that line: a text needs quotation marks, a list square brackets.",
        ) from None
    _known(data, _TOP, source)
    table = _table(data, "table", source)
    _known(table, _OF_TABLE, f"{source}, [table]")
    at = f"{source}, [table]"
    height = _number(table, "height", at, _HEIGHT)
    edges = (*_pair(table, "x", at, _EDGES[0]), *_pair(table, "y", at, _EDGES[1]))
    belt = _belt(data, height, source)
    things: list[Thing] = []
    for number, entry in enumerate(_tables(data, "things", source), 1):
        things.append(_thing(entry, number, things, belt=belt, height=height, source=source))
    scene = TableScene(
        title=_text(data, "title", source, "A table"),
        height=height,
        edges=edges,
        tool=_text(data, "tool", source, "cup"),
        seed=_whole(data, "seed", source, 0),
        things=tuple(things),
        belt=belt,
        sensors=tuple(
            _sensor(entry, number, belt, height, source)
            for number, entry in enumerate(_tables(data, "sensors", source), 1)
        ),
    )
    check_scene(scene, source)
    return scene


def _thing(
    entry: Mapping[str, Any],
    number: int,
    before: Sequence[Thing],
    *,
    belt: Belt | None,
    height: float,
    source: str,
) -> Thing:
    at = f"{source}, thing {number}"
    name = _text(entry, "name", at)
    at = f"{at} ({name})"
    _known(entry, _OF_THING, at)
    printed = _printed(entry, at)
    kind = _text(entry, "kind", at, "block" if printed is None else "card")
    usual = "grey" if kind == "bin" else name if printed is None else "white"
    thing = Thing(
        name=name,
        kind=kind,
        colour=_text(entry, "colour", at, usual),
        size=_size(entry, kind, printed, at),
        place=(0.0, 0.0, height),
        angle=_number(entry, "angle", at, 0.0),
        marker=_whole(entry, "marker", at, None),
        specimen=printed,
    )
    spot = _numbers(entry, "place", at) if "place" in entry else None
    if spot is not None and len(spot) not in (2, 3):
        raise _wrong(at, "place", "two or three numbers in mm: x, y, and perhaps z", entry["place"])
    if "on" not in entry:
        if spot is None:
            raise SceneError(
                f"{at} has no place.", 'Write place = [x, y] in mm, or on = "NAME" of a thing.'
            )
        return replace(thing, place=(spot[0], spot[1], spot[2] if len(spot) > 2 else height))  # noqa: PLR2004 - x, y, z
    under = _text(entry, "on", at)
    x, y, top = _top_of(under, before, belt, height, at)
    if spot is not None:
        x, y = spot[:2]
    elif under == TABLE:
        raise SceneError(f"{at} has no place.", "Write place = [x, y] in mm.")
    return replace(thing, place=(x, y, top))


def _top_of(
    under: str, before: Sequence[Thing], belt: Belt | None, height: float, at: str
) -> tuple[float, float, float]:
    if under == TABLE:
        return (0.0, 0.0, height)
    if under == BELT and belt is not None:
        x, y, z = belt.place
        return (x, y, z + belt.size[2])
    for thing in before:
        if thing.name == under:
            x, y, z = thing.place
            return (x, y, z + (BOTTOM if thing.kind == "bin" else thing.size[2]))
    names = [thing.name for thing in before] + ([BELT] if belt else []) + [TABLE]
    raise SceneError(
        f"{at} is to stand on {under!r}, and there is no such thing before it.",
        f"Before it there are: {', '.join(names)}. Write the lower thing first.",
    )


def _printed(entry: Mapping[str, Any], at: str) -> Printed | None:
    number = _whole(entry, "specimen", at, None)
    if number is None:
        for key in ("layout", "fault"):
            if key in entry:
                raise SceneError(
                    f"{at} has a {key}, and no specimen that it could be of.",
                    "Write specimen = NUMBER as well: 1 is the first one.",
                )
        return None
    layout = _text(entry, "layout", at, "student")
    if layout not in LAYOUTS:
        raise _wrong(at, "layout", f"one of: {', '.join(LAYOUTS)}", layout[:40])
    return Printed(number, layout, _text(entry, "fault", at, ""))


def _size(
    entry: Mapping[str, Any], kind: str, printed: Printed | None, at: str
) -> tuple[float, float, float]:
    if "size" not in entry:
        if printed is not None:
            return (*LAYOUTS[printed.layout].size_mm, _CARD_HIGH)
        if kind not in _OTHER_KINDS:
            return _BLOCK
        raise SceneError(f"{at} has no size.", "Write size = [length, width, height] in mm.")
    size = _numbers(entry, "size", at)
    if kind == "cylinder" and len(size) == 2:  # noqa: PLR2004 - diameter and height
        return (size[0], size[0], size[1])
    if len(size) == 3 and (kind != "cylinder" or size[0] == size[1]):  # noqa: PLR2004 - three directions
        return (size[0], size[1], size[2])
    what = "diameter and height" if kind == "cylinder" else "length, width and height"
    raise _wrong(at, "size", f"{what} in mm", entry["size"])


def _belt(data: Mapping[str, Any], height: float, source: str) -> Belt | None:
    if "belt" not in data:
        return None
    entry, at = _table(data, "belt", source), f"{source}, [belt]"
    _known(entry, _OF_BELT, at)
    x, y = _pair(entry, "place", at)
    size = tuple(_numbers(entry, "size", at)) if "size" in entry else _BELT
    if len(size) != 3:  # noqa: PLR2004 - three directions
        raise _wrong(at, "size", "length, width and height in mm", entry["size"])
    motor = _whole(entry, "motor", at, 0)
    return Belt(
        (x, y, height), (size[0], size[1], size[2]), _number(entry, "angle", at, 0.0), 0.0, motor
    )


def _sensor(
    entry: Mapping[str, Any], number: int, belt: Belt | None, height: float, source: str
) -> Sensor:
    at = f"{source}, sensor {number}"
    _known(entry, _OF_SENSOR, at)
    kind = _text(entry, "kind", at)
    port = entry.get("port", "GP2" if kind == "colour" else "GP4")
    if port in _PORTS:
        port = _PORTS[port]
    if not isinstance(port, int) or port not in _PORTS.values():
        raise _wrong(at, "port", f"one of {', '.join(_PORTS)}", port)
    spot = _numbers(entry, "place", at)
    if len(spot) not in (2, 3):
        raise _wrong(at, "place", "two or three numbers in mm: x, y, and perhaps z", spot)
    z = spot[2] if len(spot) > 2 else height + (0.0 if belt is None else belt.size[2])  # noqa: PLR2004
    return Sensor(kind, port, (spot[0], spot[1], z))


# One value of a table each.


def _known(entry: Mapping[str, Any], keys: Sequence[str], at: str) -> None:
    for key in entry:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise SceneError(
                f"{at} has the unknown key {key!r}.", f"{hint}It may have: {', '.join(keys)}."
            )


def _wrong(at: str, key: str, what: str, value: object) -> SceneError:
    return SceneError(f"{at}: {key} is {value!r}.", f"Write {what}.")


def _table(data: Mapping[str, Any], key: str, source: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise _wrong(source, key, f"a line [{key}] and below it its keys", value)
    return value


def _tables(data: Mapping[str, Any], key: str, source: str) -> Sequence[Mapping[str, Any]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _wrong(source, key, f"a line [[{key}]] for each, and below it its keys", value)
    return value


def _text(entry: Mapping[str, Any], key: str, at: str, default: str | None = None) -> str:
    if key not in entry and default is None:
        raise SceneError(f"{at} has no {key}.", f'Write {key} = "…".')
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise _wrong(at, key, "a text in quotation marks", value)
    return value


def _number(entry: Mapping[str, Any], key: str, at: str, default: float) -> float:
    value = entry.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(at, key, "a number", value)
    return float(value)


def _whole(entry: Mapping[str, Any], key: str, at: str, default: int | None) -> Any:  # noqa: ANN401 - as the default
    value = entry.get(key, default)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise _wrong(at, key, "a whole number", value)
    return value


def _numbers(entry: Mapping[str, Any], key: str, at: str) -> list[float]:
    value = entry.get(key)
    if not isinstance(value, list) or not all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in value
    ):
        raise _wrong(at, key, "numbers in square brackets, such as [200, 50]", value)
    return [float(one) for one in value]


def _pair(
    entry: Mapping[str, Any], key: str, at: str, default: tuple[float, float] | None = None
) -> tuple[float, float]:
    if key not in entry and default is not None:
        return default
    value = _numbers(entry, key, at)
    if len(value) != 2:  # noqa: PLR2004 - a pair
        raise _wrong(at, key, "two numbers in square brackets", value)
    return (value[0], value[1])

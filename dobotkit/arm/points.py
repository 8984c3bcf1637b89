"""``Points``: places with names that an arm was taught, as plain data."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import NamedTuple

from dobotkit.arm.values import number
from dobotkit.errors import UnknownName, WrongValue
from dobotkit.held_here import register

__all__ = ["Points", "Taught", "points_of", "read_json", "taught", "unreadable"]

# Characters of a name: it has to fit on a line.
LONGEST_NAME = 40
_SHORTEST, _LONGEST = 3, 4
_POSE = 8


class Taught(NamedTuple):
    """Where the end of the tool was: x, y, z in mm and its turn r in degrees.

    It unpacks into ``move_to``: ``arm.move_to(*arm.points["tray"])``.
    """

    x: float
    y: float
    z: float
    r: float = 0.0


class Points(MutableMapping[str, Taught]):
    """Places of the tool by their names; a part of a pupil's work.

    ::

        arm.points["tray"] = arm.pose()
        arm.points["gate"] = (200, 60, 20)     # mm, as for move_to
        arm.move_to(*arm.points["tray"])
        text = arm.points.to_json()            # to keep them
        arm.points.add_json(text)              # and to have them again

    Nothing in them is about a person or an arm: they are numbers. They stay when
    the arm is opened again in the same notebook.
    """

    def __init__(self, points: Mapping[str, object] | None = None) -> None:
        self._all: dict[str, Taught] = {}
        for name, place in (points or {}).items():
            self[name] = place

    def __getitem__(self, name: str) -> Taught:
        if name in self._all:
            return self._all[name]
        close = difflib.get_close_matches(str(name), self._all, n=1)
        known = ", ".join(f'"{one}"' for one in self._all) or "none yet"
        raise UnknownName(
            f"There is no taught point called {name!r}.",
            f'Did you mean "{close[0]}"?'
            if close
            else f'Known are: {known}. Teach one: arm.points["tray"] = arm.pose(). '
            f"What lies on a simulated table is found with arm.table.find({name!r})",
        )

    def __setitem__(self, name: str, place: object) -> None:
        if not (isinstance(name, str) and name.isprintable() and 0 < len(name) <= LONGEST_NAME):
            raise WrongValue(
                f"A point's name is a text of up to {LONGEST_NAME} characters, "
                f"and {name!r:.60} is none.",
                'Write for example arm.points["tray"] = arm.pose()',
            )
        self._all[name] = taught(place)

    def __delitem__(self, name: str) -> None:
        self[name]  # raises by its name
        del self._all[name]

    def __contains__(self, name: object) -> bool:
        return name in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def to_json(self) -> str:
        """Return all points as a text that ``add_json`` reads."""
        return json.dumps({"points": {name: list(place) for name, place in self._all.items()}})

    def add_json(self, text: str) -> None:
        """Add the points of a text; those of the same names are replaced, all or none.

        Raises
        ------
        WrongValue
            The text is none that ``to_json`` has written.
        """
        points = read_json(text, "points")
        if not isinstance(points, dict):
            raise unreadable("points")
        self.update(Points(points))

    def __repr__(self) -> str:
        if not self._all:
            return "Points: none yet"
        lines = (
            f"  {name}: x={p.x:.1f} y={p.y:.1f} z={p.z:.1f} mm r={p.r:.1f}°"
            for name, p in self._all.items()
        )
        return "\n".join(["Points:", *lines])


class TaughtPoints:
    """The points of every arm of this notebook, by the arm's address."""

    rows = ("taught-points",)

    def __init__(self) -> None:
        self._known: dict[str, Points] = {}

    def of(self, address: str) -> Points:
        """Return the points of one arm."""
        # Options do not make another arm of it.
        return self._known.setdefault(address.partition("?")[0].casefold(), Points())

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return all points, in words."""
        return tuple(
            (f"the point “{name}”", f"x={p.x:.1f} y={p.y:.1f} z={p.z:.1f} mm r={p.r:.1f}°")
            for points in self._known.values()
            for name, p in points.items()
        )

    def delete(self) -> int:
        """Forget all points; an arm that is open has none from now on."""
        gone = len(self.access())
        for points in self._known.values():
            points.clear()
        return gone


_taught = TaughtPoints()
register(_taught)


def points_of(address: str) -> Points:
    """Return the points of the arm at an address: the same ones when it is opened again."""
    return _taught.of(address)


def taught(place: object) -> Taught:
    """Return a place of the tool as a point: of a pose, or of three or four numbers.

    Raises
    ------
    WrongValue
        It is none of these.
    """
    values = tuple(place) if isinstance(place, Iterable) and not isinstance(place, str) else ()
    if len(values) == _POSE:
        values = values[:_LONGEST]
    if not _SHORTEST <= len(values) <= _LONGEST:
        raise WrongValue(
            f"{place!r:.60} is no place of the tool: it takes x, y, z, and r if you like.",
            "Write arm.pose(), or numbers in round brackets: (200, 0, 50)",
        )
    plain = [number(name, value) for name, value in zip("xyzr", values, strict=False)]
    if not all(map(math.isfinite, plain)):
        raise WrongValue(
            f"{place!r:.60} is no place: each of its values must be a number.",
            "Check how the numbers were calculated.",
        )
    return Taught(*plain)


def read_json(text: object, what: str) -> object:
    """Return what stands under a word in a JSON text; raises ``WrongValue`` if nothing does."""
    try:
        data = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        data = None
    if not isinstance(data, dict) or what not in data:
        raise unreadable(what)
    return data[what]


def unreadable(what: str) -> WrongValue:
    """Say that a text holds no points, or no track."""
    return WrongValue(
        f"This text holds no {what} of an arm.",
        "Give a text that to_json() has written, unchanged.",
    )

"""Solids on a table, and how an eye sees them.

A solid is sent once; the browser sees it anew with every pose (``solids.js``), and this
file sees it for the still picture. Two eyes do: one looks straight down, the other looks
level at the plane in which the arm moves, and turns with it.

The numbers of solids and eyes are mm and degrees, in the coordinates of the arm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dobotkit.geometry import Pose

__all__ = ["ABOVE", "Anchor", "Eye", "Look", "Seen", "Solid", "Spot", "anchor_at", "beside", "see"]

Spot = tuple[float, float]
"""A place in a panel."""

Point = tuple[float, float, float]
Anchor = tuple[float, float, float, float]
"""Where what is carried hangs: x, y, z in mm and the turn in degrees."""

Look = Literal["whole", "open", "section", "ground"]
"""How a solid is drawn: as it looks; as a box without a lid; by an eye that looks at a plane,
only where that plane cuts it; the same, and not at all from above."""

_ROUND = 20
_WALL = 4.0
# Of a marker: its side, and how far its corner is from the middle of a box or of a
# cylinder, as parts of the least width.
_MARKER, _CORNER, _ROUND_CORNER = 0.25, 0.47, 0.34
# So near to the plane a solid counts as cut by it (mm).
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Eye:
    """How a panel is looked at.

    Attributes
    ----------
    right, up, nearer:
        The directions (x, y, z) that are to the right, upwards and towards who looks.
    level:
        Whether it looks at a plane through the axis of the arm. What this plane does
        not cut is drawn as an outline.
    """

    right: Point
    up: Point
    nearer: Point
    level: bool

    def data(self) -> dict[str, object]:
        """What is sent to a renderer."""
        rows = (self.right, self.up, self.nearer)
        return {
            "rows": [[round(part, 4) + 0.0 for part in row] for row in rows],
            "level": self.level,
        }

    def look(self, point: Point) -> Point:
        """Return where a point is seen: to the right, up, and towards who looks, in mm."""
        u, v, w = (
            sum(a * b for a, b in zip(row, point, strict=True))
            for row in (self.right, self.up, self.nearer)
        )
        return u, v, w


ABOVE = Eye((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), level=False)
"""From above, from behind the arm."""


def beside(j1: float) -> Eye:
    """Return the eye beside an arm that is turned to ``j1`` degrees."""
    turn = math.radians(j1)
    c, s = math.cos(turn), math.sin(turn)
    return Eye((c, s, 0.0), (0.0, 0.0, 1.0), (s, -c, 0.0), level=True)


def anchor_at(pose: Pose) -> Anchor:
    """Return where the end of the tool is."""
    return pose.x, pose.y, pose.z, pose.r


@dataclass(frozen=True, slots=True)
class Solid:
    """A box or a cylinder that stands upright.

    Attributes
    ----------
    style:
        Name of its style.
    at:
        The centre of its underside; of one that is carried, as seen from the anchor.
    size:
        Length, width and height; of a cylinder the diameter twice.
    turn:
        How far its length is turned from the x axis; of one that is carried, from the
        turn of the anchor.
    look:
        See :data:`Look`.
    round:
        Whether it is a cylinder.
    letter, ink:
        What is written on it, and in which style.
    words:
        What is written beside it, from above.
    marked:
        Whether it has a marker on top.
    carried:
        Whether it moves with the anchor.
    """

    style: str
    at: Point
    size: Point
    turn: float = 0.0
    look: Look = "whole"
    round: bool = False
    letter: str = ""
    ink: str = "on-light"
    words: str = ""
    marked: bool = False
    carried: bool = False

    def data(self) -> dict[str, object]:
        """What is sent to a renderer: only what is not usual."""
        found: dict[str, object] = {
            "style": self.style,
            "at": [round(part, 1) + 0.0 for part in self.at],
            "size": [round(part, 1) + 0.0 for part in self.size],
        }
        if self.turn:
            found["turn"] = round(self.turn, 1)
        if self.look != "whole":
            found["look"] = self.look
        for name in ("round", "letter", "words", "marked", "carried"):
            if getattr(self, name):
                found[name] = getattr(self, name)
        if self.letter:
            found["ink"] = self.ink
        return found


@dataclass(frozen=True, slots=True)
class Seen:
    """A solid as an eye sees it, in mm.

    Attributes
    ----------
    solid:
        Which one.
    outline:
        Its corners; none where it is not to be seen.
    near:
        How near it is to who looks: what is nearer is drawn later.
    faint:
        Whether only the outline is drawn.
    inside, marker:
        The edge of its opening, and its marker; none where there is none.
    """

    solid: Solid
    outline: tuple[Spot, ...]
    near: float
    faint: bool = False
    inside: tuple[Spot, ...] = ()
    marker: tuple[Spot, ...] = ()


def see(solids: Iterable[Solid], eye: Eye, anchor: Anchor) -> list[Seen]:
    """Look at solids; return what is seen, the farthest first."""
    found = [_see(solid, eye, anchor) for solid in solids]
    return sorted((one for one in found if one.outline), key=lambda one: (not one.faint, one.near))


def _see(solid: Solid, eye: Eye, anchor: Anchor) -> Seen:
    x, y, low, turn = _standing(solid, anchor)
    length, width, height = solid.size
    high = low + height
    foot = _foot(length, width, round_=solid.round)

    def seen(points: Sequence[Spot], *heights: float) -> list[Point]:
        placed = _turned(points, turn, x, y)
        return [eye.look((a, b, z)) for z in heights for a, b in placed]

    corners = seen(foot, low, high)
    depths = [w for _, _, w in corners]
    outline = hull([(u, v) for u, v, _ in corners])
    if not eye.level and solid.look == "ground":
        return Seen(solid, (), -math.inf)
    if not eye.level:
        wall = (length - 2 * _WALL, width - 2 * _WALL)
        inside = seen(_foot(*wall, round_=solid.round), high) if solid.look == "open" else ()
        marker = seen(_marker(length, width, round_=solid.round), high) if solid.marked else ()
        return Seen(
            solid,
            outline,
            max(depths),
            inside=tuple((u, v) for u, v, _ in inside),
            marker=tuple((u, v) for u, v, _ in marker),
        )
    cut = min(depths) <= _NEAR and max(depths) >= -_NEAR
    if solid.look in {"section", "ground"}:
        n = len(foot)
        pairs = [(i, (i + 1) % n) for i in range(n)]
        us = [_crossing(corners[i], corners[j]) for i, j in pairs]
        at = [u for u in us if u is not None]
        edge = (min(at), max(at)) if at else ()
        outline = tuple((u, v) for v, us_ in ((low, edge), (high, edge[::-1])) for u in us_)
        return Seen(solid, outline, -math.inf)
    return Seen(solid, outline, max(depths), faint=not cut)


def _standing(solid: Solid, anchor: Anchor) -> tuple[float, float, float, float]:
    """Where the underside is, and its turn."""
    x, y, z = solid.at
    if not solid.carried:
        return x, y, z, solid.turn
    [(x, y)] = _turned([(x, y)], anchor[3], anchor[0], anchor[1])
    return x, y, anchor[2] + z, solid.turn + anchor[3]


def _foot(length: float, width: float, *, round_: bool) -> list[Spot]:
    if round_:
        steps = (2 * math.pi * i / _ROUND for i in range(_ROUND))
        return [(length / 2 * math.cos(a), width / 2 * math.sin(a)) for a in steps]
    a, b = length / 2, width / 2
    return [(a, b), (-a, b), (-a, -b), (a, -b)]


def _marker(length: float, width: float, *, round_: bool) -> list[Spot]:
    """A small square in a corner of the top, so that a turn can be seen."""
    side = _MARKER * min(length, width)
    part = _ROUND_CORNER if round_ else _CORNER
    x, y = length * part, width * part
    return [(x, y), (x - side, y), (x - side, y - side), (x, y - side)]


def _turned(points: Iterable[Spot], degrees: float, x: float, y: float) -> list[Spot]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + a * c - b * s, y + a * s + b * c) for a, b in points]


def _crossing(one: Point, other: Point) -> float | None:
    """Where a side of the footprint crosses the plane; None if it does not."""
    (u0, _, w0), (u1, _, w1) = one, other
    if (w0 > 0) == (w1 > 0):
        return None
    return u0 + (u1 - u0) * w0 / (w0 - w1)


def hull(points: Iterable[Spot]) -> tuple[Spot, ...]:
    """The convex outline of some points (Andrew's monotone chain, 1979)."""
    ordered = sorted(set(points))

    def chain(along: Iterable[Spot]) -> list[Spot]:
        kept: list[Spot] = []
        for point in along:
            while len(kept) > 1 and _left(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return (*chain(ordered), *chain(reversed(ordered)))


def _left(a: Spot, b: Spot, c: Spot) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

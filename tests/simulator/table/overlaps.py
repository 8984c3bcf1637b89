"""Finds things that share space, independently of the simulator's own geometry."""

from __future__ import annotations

from itertools import combinations, product
from math import cos, hypot, radians, sin
from typing import NamedTuple

from dobotkit.things import Belt, TableNow, Thing


class Piece(NamedTuple):
    """An upright box (half length, half width) or cylinder (radius, None)."""

    owner: str
    x: float
    y: float
    low: float
    high: float
    a: float
    b: float | None
    angle: float


def pieces(thing: Thing) -> list[Piece]:
    x, y, z = thing.place
    length, width, height = thing.size
    if thing.kind == "cylinder":
        return [Piece(thing.name, x, y, z, z + height, length / 2, None, 0.0)]
    if thing.kind != "bin":
        return [Piece(thing.name, x, y, z, z + height, length / 2, width / 2, thing.angle)]
    c, s = cos(radians(thing.angle)), sin(radians(thing.angle))

    def part(u: float, v: float, low: float, high: float, a: float, b: float) -> Piece:  # noqa: PLR0917 - six numbers
        return Piece(
            thing.name, x + c * u - s * v, y + s * u + c * v, z + low, z + high, a, b, thing.angle
        )

    return [
        part(0, 0, 0, 2, length / 2, width / 2),
        part(length / 2 - 1, 0, 2, height, 1, width / 2),
        part(1 - length / 2, 0, 2, height, 1, width / 2),
        part(0, width / 2 - 1, 2, height, length / 2 - 2, 1),
        part(0, 1 - width / 2, 2, height, length / 2 - 2, 1),
    ]


def of_belt(belt: Belt) -> Piece:
    x, y, z = belt.place
    length, width, height = belt.size
    return Piece("belt", x, y, z, z + height, length / 2, width / 2, belt.angle)


def _corners(one: Piece) -> list[tuple[float, float]]:
    c, s = cos(radians(one.angle)), sin(radians(one.angle))
    assert one.b is not None
    return [
        (one.x + c * u - s * v, one.y + s * u + c * v)
        for u, v in ((one.a, one.b), (-one.a, one.b), (-one.a, -one.b), (one.a, -one.b))
    ]


def shared(one: Piece, other: Piece) -> float:
    """How deep, in mm, one is in the other, seen from above; not positive where they are apart."""
    if one.b is None and other.b is None:
        return one.a + other.a - hypot(one.x - other.x, one.y - other.y)
    if one.b is None or other.b is None:
        ball, box = (one, other) if one.b is None else (other, one)
        assert box.b is not None
        c, s = cos(radians(box.angle)), sin(radians(box.angle))
        dx, dy = ball.x - box.x, ball.y - box.y
        u, v = abs(c * dx + s * dy) - box.a, abs(c * dy - s * dx) - box.b
        return ball.a - (hypot(u, v) if u > 0 and v > 0 else max(u, v))
    depth = float("inf")
    for box in (one, other):
        for angle in (box.angle, box.angle + 90):
            c, s = cos(radians(angle)), sin(radians(angle))
            first = [c * x + s * y for x, y in _corners(one)]
            second = [c * x + s * y for x, y in _corners(other)]
            depth = min(depth, max(first) - min(second), max(second) - min(first))
    return depth


def overlaps(table: TableNow, allowed: float = 0.01) -> list[str]:
    """Each pair of things that shares more than so many mm in every direction."""
    groups = [pieces(thing) for thing in table.things]
    if table.belt is not None:
        groups.append([of_belt(table.belt)])
    return [
        f"{a.owner} and {b.owner}: {deep:.3f} mm"
        for one, other in combinations(groups, 2)
        for a, b in product(one, other)
        if (deep := min(min(a.high, b.high) - max(a.low, b.low), shared(a, b))) > allowed
    ]

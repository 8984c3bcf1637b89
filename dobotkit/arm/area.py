"""The reachable area as shapes: its edge from the side and in joint angles, its slices.

In the plane of the arm two joints say where the end effector is, j2 and j3.
What the limits leave of their angles is a rectangle with two corners cut
off, where the parallelogram couples them. Each side of that figure is one
limit, and one piece of the edge that the arm meets in space.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from dobotkit.arm.kinematics import FOREARM, UPPER_ARM, Tool

__all__ = ["Edge", "Limits", "edges", "intervals"]

_FINE_MM = 0.01
_PIECES = 24

# j2 and j3, in degrees
Angles = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the joints allow, in degrees.

    The ranges are those of the maker's user guide V2.3.1; older guides give
    wider ones for j1 and j4, so the narrower are kept. ``stretch`` is the
    coupling of the parallelogram when the arm reaches out (``j2 - j3``), on
    which all sources agree; ``fold`` the one when it is folded
    (``j3 - j2``), on which they do not: 70 is what the maker's own
    simulation uses.
    """

    j1: tuple[float, float] = (-90.0, 90.0)
    j2: tuple[float, float] = (0.0, 85.0)
    j3: tuple[float, float] = (-10.0, 90.0)
    j4: tuple[float, float] = (-90.0, 90.0)
    stretch: float = 55.0
    fold: float = 70.0


@dataclass(frozen=True, slots=True)
class Edge:
    """One piece of the edge of the reachable area: the piece that one limit makes.

    Attributes
    ----------
    limit:
        Which limit: ``"j2"``, ``"j3"``, ``"j2-j3"`` (the arm stretched) or
        ``"j3-j2"`` (the arm folded), as in ``OutOfReach``.
    bound:
        Where it lies, in degrees.
    upper:
        Whether larger angles are beyond it, or smaller ones.
    angles:
        The piece as (j2, j3) in degrees.
    places:
        The same piece as (distance from the base axis, height) in mm.
    """

    limit: str
    bound: float
    upper: bool
    angles: tuple[Angles, ...]
    places: tuple[tuple[float, float], ...]


def edges(limits: Limits, tool: Tool) -> tuple[Edge, ...]:
    """All pieces of the edge in order; each begins where the one before ends.

    Parameters
    ----------
    limits:
        What the joints allow.
    tool:
        Offset of the end effector from the wrist in mm.
    """
    (j2_low, j2_high), (j3_low, j3_high) = limits.j2, limits.j3
    # Each corner with the limit along which it goes on from there.
    corners: list[tuple[Angles, tuple[str, float, bool]]] = [
        ((j2_low, j3_low), ("j3", j3_low, False)),
        ((j2_high, j3_low), ("j2", j2_high, True)),
        ((j2_high, j3_high), ("j3", j3_high, True)),
        ((j2_low, j3_high), ("j2", j2_low, False)),
    ]
    corners = _cut(
        corners,
        ("j2-j3", limits.stretch, True),
        lambda angles: limits.stretch - angles[0] + angles[1],
    )
    corners = _cut(
        corners, ("j3-j2", limits.fold, True), lambda angles: limits.fold - angles[1] + angles[0]
    )
    found = []
    for i, (start, (limit, bound, upper)) in enumerate(corners):
        end = corners[(i + 1) % len(corners)][0]
        angles = tuple(_between(start, end, n / _PIECES) for n in range(_PIECES + 1))
        places = tuple(_place(j2, j3, tool) for j2, j3 in angles)
        found.append(Edge(limit, bound, upper, angles, places))
    return tuple(found)


def _cut(
    corners: list[tuple[Angles, tuple[str, float, bool]]],
    limit: tuple[str, float, bool],
    room: Callable[[Angles], float],
) -> list[tuple[Angles, tuple[str, float, bool]]]:
    """Cut off the part of a figure where ``room`` is negative (Sutherland and Hodgman, 1974)."""
    kept = []
    for i, (here, along) in enumerate(corners):
        there = corners[(i + 1) % len(corners)][0]
        a, b = room(here), room(there)
        if a >= 0:
            kept.append((here, along))
            if b < 0:
                kept.append((_between(here, there, a / (a - b)), limit))
        elif b > 0:
            kept.append((_between(here, there, a / (a - b)), along))
    return kept


def _between(a: Angles, b: Angles, part: float) -> Angles:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _place(j2: float, j3: float, tool: Tool) -> tuple[float, float]:
    bx, by, bz = tool
    a2, a3 = math.radians(j2), math.radians(j3)
    h = UPPER_ARM * math.sin(a2) + FOREARM * math.cos(a3) + bx
    return math.hypot(h, by), UPPER_ARM * math.cos(a2) - FOREARM * math.sin(a3) - bz


def intervals(
    fits: Callable[[float], bool], low: float, high: float, step: float = 1.0
) -> list[tuple[float, float]]:
    """Maximal intervals of ``[low, high]`` where ``fits`` holds.

    Intervals shorter than ``step`` may be missed.
    """

    def edge(inside: float, outside: float) -> float:
        while abs(outside - inside) > _FINE_MM:
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if fits(middle) else (inside, middle)
        return inside

    found: list[tuple[float, float]] = []
    start: float | None = None
    count = math.ceil((high - low) / step)
    for i in range(count + 1):
        value = low + i * step
        if fits(value):
            if start is None:
                start = edge(value, value - step)
        elif start is not None:
            found.append((start, edge(value - step, value)))
            start = None
    if start is not None:
        found.append((start, high))
    return found

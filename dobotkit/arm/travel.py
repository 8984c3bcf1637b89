"""The ways that an arm takes, as points close enough to each other to be checked.

Formulas of the ways and of the times are the maker's planner's, as published with
its open source host: joints of one move share the time of the slowest one, each
speeding up and slowing down at its own rate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dobotkit.arm.kinematics import FOREARM, UPPER_ARM, Tool, forward

__all__ = ["JointMove", "Joints", "Place", "arc", "joint_move", "line", "top_of_jump"]

Place = tuple[float, float, float, float]
"""x, y, z in mm and r in degrees."""

Joints = tuple[float, float, float, float]
"""j1 to j4 in degrees."""

STEP_MM = 1.0
STEP_DEG = 1.0
# A circle wider than this is no circle that an arm can draw, and would be a very long list.
_WIDEST = 1000.0
_NEAREST = 0.01


def line(start: Place, end: Place) -> Iterator[Place]:
    """Yield points of a straight way, at most 1 mm and 1° apart, both ends included."""
    length = math.dist(start[:3], end[:3])
    steps = max(1, math.ceil(length / STEP_MM), math.ceil(abs(end[3] - start[3]) / STEP_DEG))
    for i in range(steps + 1):
        yield _between(start, end, i / steps)


def arc(start: Place, via: Place, end: Place, *, turns: int = 0) -> Iterator[Place]:
    """Yield points of a circular way from ``start`` through ``via`` to ``end``.

    Parameters
    ----------
    turns:
        0: as far as ``end``. Otherwise so many whole circles through the three points.

    Raises
    ------
    ValueError
        The three points lie on one line, or so nearly that the circle is metres wide.
    """
    a, b, c = start[:3], via[:3], end[:3]
    u, v = _minus(b, a), _minus(c, a)
    normal = _cross(u, v)
    square = _dot(normal, normal)
    sides = (math.hypot(*u), math.hypot(*v), math.dist(b, c))
    # The circle's radius is a·b·c / 4A, and the triangle's area A is |n| / 2.
    if min(sides) < _NEAREST or math.prod(sides) > 2 * _WIDEST * math.sqrt(square):
        raise ValueError("the three points of the arc lie on one line")
    # The centre of the circle through three points, seen from the first:
    # (|v|² (n × u) − |u|² (n × v)) / 2|n|² with n = u × v (any book of vector geometry).
    to_centre = (
        (_dot(u, u) * p - _dot(v, v) * q) / (2 * square)
        for p, q in zip(_cross(v, normal), _cross(u, normal), strict=True)
    )
    centre = tuple(p + q for p, q in zip(a, to_centre, strict=True))
    e1 = _minus(a, centre)
    radius = math.hypot(*e1)
    n = tuple(p / math.sqrt(square) for p in normal)
    e2 = _cross(n, e1)
    angle = 2 * math.pi * turns if turns else _angle(_minus(c, centre), e1, e2)
    turn = 0.0 if turns else end[3] - start[3]
    steps = max(1, math.ceil(radius * angle / STEP_MM), math.ceil(abs(turn) / STEP_DEG))
    for i in range(steps + 1):
        share = i / steps
        cos, sin = math.cos(angle * share), math.sin(angle * share)
        x, y, z = (p + q * cos + w * sin for p, q, w in zip(centre, e1, e2, strict=True))
        yield (x, y, z, start[3] + turn * share)


@dataclass(frozen=True, slots=True)
class JointMove:
    """A move in which every joint goes its own way, all in the same time.

    Attributes
    ----------
    places:
        Points of the way.
    speed:
        A bound of the end effector's speed in mm/s.
    """

    places: tuple[Place, ...]
    speed: float


def joint_move(
    start: Joints, end: Joints, velocity: Sequence[float], acceleration: Sequence[float], tool: Tool
) -> JointMove:
    """Work out a move of the joints.

    Parameters
    ----------
    velocity, acceleration:
        Of the four joints, in degrees/s and degrees/s².
    """
    ways = [abs(b - a) for a, b in zip(start, end, strict=True)]
    total = max(map(_time, ways, velocity, acceleration))
    peaks = [
        min(v, 2 * way / total) if 0 < total < math.inf else 0.0
        for way, v in zip(ways, velocity, strict=True)
    ]
    # Joints are fastest, and points farthest apart, in the middle: at twice the mean speed.
    most_mm = 2 * math.radians(
        ways[0] * (UPPER_ARM + FOREARM + math.hypot(*tool))
        + ways[1] * UPPER_ARM
        + ways[2] * FOREARM
    )
    steps = max(1, math.ceil(max(ways) / STEP_DEG), math.ceil(most_mm / STEP_MM))
    places: list[Place] = []
    widest = 0.0
    for i in range(steps + 1):
        j1, j2, j3, j4 = (
            a + math.copysign(_way(total * i / steps, way, v, total), b - a)
            for a, b, way, v in zip(start, end, ways, velocity, strict=True)
        )
        place = forward(j1, j2, j3, j4, tool=tool)
        places.append(place)
        widest = max(widest, math.hypot(place[0], place[1]))
    # Between two points the lever can be a little longer: by what two joints do in a step.
    lever = widest + math.radians(2 * STEP_DEG) * (UPPER_ARM + FOREARM)
    w1, w2, w3, w4 = (math.radians(peak) for peak in peaks)
    return JointMove(tuple(places), w1 * lever + w2 * UPPER_ARM + w3 * FOREARM + w4 * abs(tool[1]))


def top_of_jump(z0: float, z1: float, height: float, limit: float) -> float:
    """Return the height in mm on which a jump crosses over."""
    highest = max(z0, z1)
    return highest if highest > limit else min(highest + height, limit)


def _time(way: float, velocity: float, acceleration: float) -> float:
    if way <= 0:
        return 0.0
    if not (velocity > 0 and acceleration > 0):
        return math.inf
    if way > velocity * velocity / acceleration:
        return way / velocity + velocity / acceleration
    return 2 * math.sqrt(way / acceleration)


def _way(t: float, way: float, velocity: float, total: float) -> float:
    """How far a joint is after ``t`` seconds of a move of ``total`` seconds."""
    if not 0 < total < math.inf or way <= 0:
        return way if total < math.inf else 0.0
    if 2 * way <= velocity * total:
        ramp, top = total / 2, 2 * way / total
    else:
        ramp, top = total - way / velocity, velocity
    if t < ramp:
        return top * t * t / (2 * ramp)
    if t > total - ramp:
        return way - top * (total - t) ** 2 / (2 * ramp)
    return top * (t - ramp / 2)


def _between(a: Place, b: Place, share: float) -> Place:
    x, y, z, r = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return (x, y, z, r)


def _minus(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float]:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))


def _cross(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float]:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def _angle(to: Sequence[float], e1: Sequence[float], e2: Sequence[float]) -> float:
    angle = math.atan2(_dot(to, e2), _dot(to, e1))
    return angle if angle > 0 else angle + 2 * math.pi

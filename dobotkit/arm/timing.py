"""How long moves will take: an estimate by the laws of the maker's planner.

It is reckoned before anything moves, from what the arm is going to be told.
The time that commands need over the cable, and what a real arm does
differently from the published planner, are not in it.
"""

from __future__ import annotations

import math
from itertools import pairwise

__all__ = ["corner_speed", "line_seconds", "path_seconds"]

Place = tuple[float, float, float]

# The maker's planner lets the velocity jump at a corner by what the acceleration
# does in one period of the controller; 40 ms on the virtual Lite.
_PERIOD_S = 0.04
_SHARPEST = math.pi / 2


def line_seconds(length: float, velocity: float, acceleration: float) -> float:
    """Time of a straight move from rest to rest, in seconds.

    Parameters
    ----------
    length:
        In mm.
    velocity, acceleration:
        In mm/s and mm/s², both above 0.
    """
    return _piece_seconds(length, 0.0, 0.0, velocity, acceleration)


def path_seconds(points: list[Place], velocity: float, acceleration: float) -> list[float]:
    """Time of each piece of a continuous path from rest to rest, in seconds.

    The planner joins the pieces without a stop. It slows down for a corner,
    the more the sharper it is, and is nowhere faster than it can still brake
    before what comes.

    Parameters
    ----------
    points:
        Places in mm, at least one.
    velocity, acceleration:
        Of the whole path, in mm/s and mm/s².

    Returns
    -------
    list of float
        One for each piece: one fewer than points.
    """
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    corners = zip(points, points[1:], points[2:], strict=False)
    inner = [min(velocity, corner_speed(a, b, c, acceleration)) for a, b, c in corners]
    # A stroke of one point has no piece, and one place at rest.
    speeds = [0.0, *inner, 0.0][: len(points)]
    # Forwards: no faster than it can have become; backwards: than it can still brake.
    for i, length in enumerate(lengths):
        speeds[i + 1] = min(speeds[i + 1], math.sqrt(speeds[i] ** 2 + 2 * acceleration * length))
    for i in range(len(lengths) - 1, -1, -1):
        speeds[i] = min(speeds[i], math.sqrt(speeds[i + 1] ** 2 + 2 * acceleration * lengths[i]))
    return [
        _piece_seconds(length, before, after, velocity, acceleration)
        for length, (before, after) in zip(lengths, pairwise(speeds), strict=True)
    ]


def corner_speed(a: Place, b: Place, c: Place, acceleration: float) -> float:
    """How fast the corner at b may be passed on the way from a to c, in mm/s.

    ``acceleration × period / (2 sin(angle / 2))``, turns of more than 90° like
    90°; infinite where it goes straight on.
    """
    first, second = math.dist(a, b), math.dist(b, c)
    if first == 0 or second == 0:
        return math.inf
    cosine = sum((q - p) * (r - q) for p, q, r in zip(a, b, c, strict=True)) / (first * second)
    half = math.sin(min(math.acos(max(-1.0, min(1.0, cosine))), _SHARPEST) / 2)
    return acceleration * _PERIOD_S / (2 * half) if half > 0 else math.inf


def _piece_seconds(
    length: float, before: float, after: float, velocity: float, acceleration: float
) -> float:
    """Time of one piece that begins and ends at given speeds, in seconds."""
    if length <= 0:
        return 0.0
    # Where speeding up and braking would meet if there were no limit.
    peak = math.sqrt((2 * acceleration * length + before**2 + after**2) / 2)
    if peak <= velocity:
        return (2 * peak - before - after) / acceleration
    ramps = (2 * velocity**2 - before**2 - after**2) / (2 * acceleration)
    return (2 * velocity - before - after) / acceleration + (length - ramps) / velocity

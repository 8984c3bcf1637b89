"""Fewer points for the same line.

A point costs the arm an exchange over the cable, 10 ms or so, and a curve
that was cut very finely has more of them than can be sent while it is drawn.
"""

from __future__ import annotations

import math

__all__ = ["distance", "thinned"]

Spot = tuple[float, float]


def thinned(stroke: tuple[Spot, ...], tolerance: float) -> tuple[Spot, ...]:
    """Leave out points that lie within ``tolerance`` mm of the line through the others.

    The first and the last point stay. The method is that of Ramer, Douglas
    and Peucker (1972/73), without recursion: a stroke may have many points.
    """
    kept = [False] * len(stroke)
    kept[0] = kept[-1] = True
    spans = [(0, len(stroke) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, most = first, tolerance
        for i in range(first + 1, last):
            off = distance(stroke[i], stroke[first], stroke[last])
            if off > most:
                farthest, most = i, off
        if farthest != first:
            kept[farthest] = True
            spans += [(first, farthest), (farthest, last)]
    points = [spot for spot, keep in zip(stroke, kept, strict=True) if keep]
    # A stroke that ends where it began, and nowhere else, is a dot.
    if len(points) == 2 and points[0] == points[1]:  # noqa: PLR2004  # first and last
        del points[1]
    return tuple(points)


def distance(spot: Spot, start: Spot, end: Spot) -> float:
    """Distance in mm from a spot to the straight piece between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    if square == 0:
        return math.dist(spot, start)
    part = ((spot[0] - start[0]) * dx + (spot[1] - start[1]) * dy) / square
    part = min(1.0, max(0.0, part))
    return math.dist(spot, (start[0] + part * dx, start[1] + part * dy))

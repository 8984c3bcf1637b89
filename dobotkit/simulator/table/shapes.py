"""Footprints: what a thing covers, seen from above.

A footprint is a convex polygon, swollen by a radius: a block is a rectangle with the
radius 0, a cylinder one point with its own. So distances are exact for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, hypot, inf, pi, radians, sin, sqrt
from typing import NamedTuple

__all__ = ["Footprint", "Spot", "disc", "free_way", "gap", "hull", "inside", "overlap", "rectangle"]

Spot = tuple[float, float]

_NEAR = 1e-9
_MARGIN = 1e-7  # stops so much before it touches (mm)
_PROBE = 1e-4
_PARALLEL = 1e-12
_CORNERS = 32  # of a disc, where an area is asked for


class Footprint(NamedTuple):
    """All spots that are not farther than ``radius`` from a convex polygon.

    Attributes
    ----------
    points:
        The corners, counter-clockwise, in mm; or one point.
    radius:
        In mm.
    centre:
        In the middle, in mm.
    extent:
        How far the farthest of its spots is from the centre, in mm.
    """

    points: tuple[Spot, ...]
    radius: float
    centre: Spot
    extent: float

    def placed(self, x: float, y: float, angle: float) -> Footprint:
        """Return it turned by ``angle`` degrees around the origin, then moved by x and y."""
        c, s = cos(radians(angle)), sin(radians(angle))
        points = tuple((x + c * px - s * py, y + s * px + c * py) for px, py in self.points)
        px, py = self.centre
        return Footprint(
            points, self.radius, (x + c * px - s * py, y + s * px + c * py), self.extent
        )

    def moved(self, x: float, y: float) -> Footprint:
        """Return it moved by x and y, in mm."""
        return Footprint(
            tuple((px + x, py + y) for px, py in self.points),
            self.radius,
            (self.centre[0] + x, self.centre[1] + y),
            self.extent,
        )


def rectangle(length: float, width: float, x: float = 0.0, y: float = 0.0) -> Footprint:
    """Return a rectangle around a spot, with its length along x."""
    a, b = length / 2, width / 2
    points = ((x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b))
    return Footprint(points, 0.0, (x, y), hypot(a, b))


def disc(diameter: float) -> Footprint:
    """Return a disc around the origin."""
    return Footprint(((0.0, 0.0),), diameter / 2, (0.0, 0.0), diameter / 2)


def gap(a: Footprint, b: Footprint) -> float:
    """Return how far apart two footprints are, in mm; negative where they overlap.

    Apart it is the distance. Overlapping it is how far one of them would have to move
    at most to be free.
    """
    far = hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]) - a.extent - b.extent
    if far > 0:
        # Not nearer than that: enough for everybody who asks whether they touch.
        return far
    return _core_gap(a.points, b.points) - a.radius - b.radius


def _core_gap(a: tuple[Spot, ...], b: tuple[Spot, ...]) -> float:
    if len(a) == 1:
        return _from_point(a[0], b)
    if len(b) == 1:
        return _from_point(b[0], a)
    apart = max(_apart(a, b), _apart(b, a))
    if apart <= 0:
        return apart
    return min(*(_from_point(point, b) for point in a), *(_from_point(point, a) for point in b))


def _from_point(point: Spot, polygon: tuple[Spot, ...]) -> float:
    """Return how far a point is from a polygon, or from a point; negative inside."""
    px, py = point
    if len(polygon) == 1:
        return hypot(px - polygon[0][0], py - polygon[0][1])
    within, nearest = -inf, inf
    ax, ay = polygon[-1]
    for bx, by in polygon:
        dx, dy = bx - ax, by - ay
        ex, ey = px - ax, py - ay
        length = hypot(dx, dy)
        aside = (dy * ex - dx * ey) / length
        within = max(within, aside)
        if aside > 0:
            along = min(max((dx * ex + dy * ey) / length, 0.0), length)
            nearest = min(nearest, hypot(ex - dx / length * along, ey - dy / length * along))
        ax, ay = bx, by
    return within if within <= 0 else nearest


def _apart(a: tuple[Spot, ...], b: tuple[Spot, ...]) -> float:
    """Return how far ``b`` is outside of that edge of ``a`` which it is farthest outside of."""
    best = -inf
    ax, ay = a[-1]
    for bx, by in a:
        dx, dy = bx - ax, by - ay
        length = hypot(dx, dy)
        best = max(best, min(dy * (px - ax) - dx * (py - ay) for px, py in b) / length)
        ax, ay = bx, by
    return best


def free_way(
    mover: Footprint, heading: Spot, others: Iterable[Footprint], limit: float
) -> tuple[float, int | None]:
    """Return how far a footprint can move before it touches another one, and which.

    Those that it overlaps or touches already count where it would go farther in.

    Parameters
    ----------
    mover:
        What moves.
    heading:
        Which way, of length 1.
    others:
        What may be in the way.
    limit:
        How far it is to move, in mm.
    """
    way, first = limit, None
    for number, other in enumerate(others):
        far = hypot(mover.centre[0] - other.centre[0], mover.centre[1] - other.centre[1])
        if far - mover.extent - other.extent >= way:
            continue
        free = _until_contact(mover, heading, other)
        if free < way:
            way, first = free, number
    return way, first


def _until_contact(mover: Footprint, heading: Spot, other: Footprint) -> float:
    """Return how far a footprint can move before it touches another; infinite if it never does."""
    ux, uy = heading
    apart = gap(mover, other)
    if apart <= _NEAR:
        # The distance of convex shapes is convex along a line: who comes out stays out.
        further = gap(mover.moved(ux * _PROBE, uy * _PROBE), other)
        return 0.0 if further < apart - _NEAR else inf
    radius = mover.radius + other.radius
    # Seen from the mover, as if that were one point and the other one as much larger.
    seen = tuple((qx - px, qy - py) for qx, qy in other.points for px, py in mover.points)
    if len(mover.points) > 1 and len(other.points) > 1:
        seen = tuple(hull(seen))
    elif len(other.points) == 1:
        seen = tuple(reversed(seen)) if len(seen) > 1 and _clockwise(seen) else seen
    edges = list(zip(seen[-1:] + seen, seen, strict=False))
    if radius:
        hits = [_to_edge(heading, a, b, radius) for a, b in edges]
        free = min(*hits, *(_to_corner(heading, corner, radius) for corner in seen), inf)
    else:
        free = _to_polygon(heading, edges)
    return max(0.0, free - _MARGIN)


def _clockwise(polygon: tuple[Spot, ...]) -> bool:
    (ax, ay), (bx, by), (cx, cy) = polygon[:3]
    return (bx - ax) * (cy - by) - (by - ay) * (cx - bx) < 0


def _to_polygon(heading: Spot, edges: Iterable[tuple[Spot, Spot]]) -> float:
    """Return how far it is from the origin into a polygon; infinite if past it."""
    entry, leave = 0.0, inf
    for (ax, ay), (bx, by) in edges:
        dx, dy = bx - ax, by - ay
        length = hypot(dx, dy)
        outside = (ay * dx - ax * dy) / length
        closing = (heading[1] * dx - heading[0] * dy) / length
        if closing > _PARALLEL:
            entry = max(entry, outside / closing)
        elif closing < -_PARALLEL:
            leave = min(leave, outside / closing)
        elif outside >= -_NEAR:
            return inf
    # What only brushes a corner passes.
    return entry if entry < leave - _NEAR else inf


def _to_edge(heading: Spot, a: Spot, b: Spot, radius: float) -> float:
    """Return how far it is from the origin to an edge that is moved outwards by a radius."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    if length <= _NEAR:
        return inf
    nx, ny = dy / length, -dx / length
    closing = -(heading[0] * nx + heading[1] * ny)
    if closing <= _PARALLEL:
        return inf
    ax, ay = a[0] + nx * radius, a[1] + ny * radius
    way = -(ax * nx + ay * ny) / closing
    if way < 0:
        return inf
    along = ((heading[0] * way - ax) * dx + (heading[1] * way - ay) * dy) / length
    # What only brushes a corner passes.
    return way if _NEAR < along < length - _NEAR else inf


def _to_corner(heading: Spot, corner: Spot, radius: float) -> float:
    """Return how far it is from the origin to a circle around a corner."""
    along = heading[0] * corner[0] + heading[1] * corner[1]
    square = radius * radius - (corner[0] ** 2 + corner[1] ** 2 - along * along)
    if along <= 0 or square <= _NEAR:
        return inf
    return max(0.0, along - sqrt(square))


def overlap(a: Footprint, b: Footprint) -> list[Spot]:
    """Return the corners of what two footprints share; of discs, of a polygon inside."""
    shared = _corners(a)
    cutter = _corners(b)
    ax, ay = cutter[-1]
    for bx, by in cutter:
        dx, dy = bx - ax, by - ay
        kept: list[Spot] = []
        for (px, py), (qx, qy) in zip(shared, [*shared[1:], *shared[:1]], strict=True):
            p, q = dx * (py - ay) - dy * (px - ax), dx * (qy - ay) - dy * (qx - ax)
            if p >= 0:
                kept.append((px, py))
            if (p > 0 > q) or (p < 0 < q):
                part = p / (p - q)
                kept.append((px + part * (qx - px), py + part * (qy - py)))
        shared = kept
        if not shared:
            break
        ax, ay = bx, by
    return shared


def _corners(one: Footprint) -> list[Spot]:
    if len(one.points) > 1:
        return list(one.points)
    ((x, y),) = one.points
    turns = [2 * pi * k / _CORNERS for k in range(_CORNERS)]
    return [(x + one.radius * cos(turn), y + one.radius * sin(turn)) for turn in turns]


def hull(spots: Iterable[Spot]) -> list[Spot]:
    """Return the convex hull of some spots, counter-clockwise (monotone chain)."""
    ordered = sorted(set(spots))
    if len(ordered) <= 2:  # noqa: PLR2004 - a point or a line is its own hull
        return ordered
    sides = []
    for run in (ordered, ordered[::-1]):
        side: list[Spot] = []
        for x, y in run:
            while len(side) > 1:
                (ax, ay), (bx, by) = side[-2], side[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                side.pop()
            side.append((x, y))
        sides.append(side[:-1])
    return sides[0] + sides[1]


def inside(spot: Spot, polygon: list[Spot], slack: float) -> bool:
    """Tell whether a spot is in a convex polygon, or at most ``slack`` mm outside of it."""
    return bool(polygon) and _from_point(spot, tuple(polygon)) <= slack

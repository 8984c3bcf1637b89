"""Arcs and circles in space."""

from __future__ import annotations

from math import atan2, cos, hypot, sin, tau

from dobotkit.simulator.kinematics import Linkage, Target, Tool
from dobotkit.simulator.motion.course import Course

__all__ = ["Arc"]

Vector = tuple[float, float, float]

_FLAT = 0.001
"""So many mm from a straight line, three points no longer make an arc."""


class Arc(Course):
    """An arc from ``start`` through ``middle`` to ``end``: x, y, z in mm, r in degrees.

    Parameters
    ----------
    linkage, tool, step:
        As of every course.
    turns:
        None for the arc; else a circle through the three points is gone round so
        often, back to the start and without a turn of r.

    Raises
    ------
    ValueError
        If the points lie on a straight line, or two of them are the same.
    """

    __slots__ = ("_ahead", "_aside", "_centre", "_radius", "_sense", "_start")

    def __init__(
        self,
        linkage: Linkage,
        tool: Tool,
        start: Target,
        middle: Target,
        end: Target,
        *,
        step: float,
        turns: int | None = None,
    ) -> None:
        a, b = _minus(middle, start), _minus(end, start)
        axis = _cross(a, b)
        twice_area = hypot(*axis)
        longest = max(hypot(*a), hypot(*b), hypot(*_minus(end, middle)))
        # The height of the triangle on its longest side.
        if not twice_area > _FLAT * longest:
            raise ValueError("these points do not make an arc")
        # The centre seen from the start: ((a² b - b² a) × (a × b)) / (2 (a × b)²).
        a2, b2 = _dot(a, a), _dot(b, b)
        from_start = _cross(
            (a2 * b[0] - b2 * a[0], a2 * b[1] - b2 * a[1], a2 * b[2] - b2 * a[2]), axis
        )
        scale = 2 * twice_area * twice_area
        to_centre = (from_start[0] / scale, from_start[1] / scale, from_start[2] / scale)
        self._radius = radius = hypot(*to_centre)
        self._centre = tuple(p + d for p, d in zip(start, to_centre, strict=False))
        # Two directions in the plane: to the start, and along the arc there.
        self._ahead = (-to_centre[0] / radius, -to_centre[1] / radius, -to_centre[2] / radius)
        normal = (axis[0] / twice_area, axis[1] / twice_area, axis[2] / twice_area)
        self._aside = _cross(normal, self._ahead)
        to_end = _minus(b, to_centre)
        angle = atan2(_dot(to_end, self._aside), _dot(to_end, self._ahead)) % tau
        turn = end[3] - start[3]
        if turns is not None:
            angle, turn = turns * tau, 0.0
        super().__init__(linkage, tool, length=radius * angle, turn=abs(turn), step=step)
        self.unlike = min(self.length, radius * tau)
        self._start = start
        self._sense = -1.0 if turn < 0 else 1.0

    def place(self, way: float, turn: float) -> Target:
        """Return x, y, z, r after ``way`` mm and ``turn`` degrees."""
        angle = way / self._radius
        ahead, aside = self._radius * cos(angle), self._radius * sin(angle)
        x, y, z = (
            c + ahead * p + aside * q
            for c, p, q in zip(self._centre, self._ahead, self._aside, strict=True)
        )
        return (x, y, z, self._start[3] + self._sense * turn)


def _minus(a: tuple[float, ...], b: tuple[float, ...]) -> Vector:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])

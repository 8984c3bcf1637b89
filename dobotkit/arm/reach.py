"""Where the arm can go. Refuses with the limit that is broken, never clips.

The firmware checks only the end of a move before it starts; a straight line
that leaves the reachable area begins and then stops half-way with an alarm.
So the whole way is checked here, before anything is sent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from dobotkit.arm.kinematics import (
    FOREARM,
    SUCTION_CUP,
    UPPER_ARM,
    Tool,
    inverse,
    mm,
)
from dobotkit.errors import OutOfReach

__all__ = ["Limits", "Reach"]

Target = tuple[float, float, float, float]


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


_JOINT_NAMES = {
    "j1": "the base (j1)",
    "j2": "the rear arm (j2)",
    "j3": "the forearm (j3)",
    "j4": "the wrist (j4)",
}
# Reported poses are 32-bit floats: a pose on a limit must not be outside it.
_TOLERANCE = 1e-3
_FINE_MM = 0.01
_STEP_MM = 2.0
_STEP_DEG = 2.0


@dataclass(frozen=True)
class Reach:
    """The reachable space of one arm with one tool.

    Parameters
    ----------
    tool:
        Offset of the end effector from the wrist in mm.
    limits:
        What the joints allow.
    """

    tool: Tool = SUCTION_CUP
    limits: Limits = field(default_factory=Limits)

    def joints_for(self, target: Target) -> tuple[float, float, float, float]:
        """Joint angles in degrees for a target ``(x, y, z, r)`` in mm and degrees.

        Raises
        ------
        OutOfReach
            Naming the first limit that is broken.
        """
        x, y, z, r = target
        if not all(math.isfinite(value) for value in target):
            raise OutOfReach(
                f"({x}, {y}, {z}, {r}) is not a place: each of the four must be a number.",
                "Check how the numbers were calculated.",
                limit="reach",
                value=math.nan,
                low=0.0,
                high=FOREARM + UPPER_ARM,
                at=(x, y, z),
                unit="mm",
            )
        try:
            joints = inverse(x, y, z, r, tool=self.tool)
        except OutOfReach as error:
            error.advice = self._advice(target)
            raise
        broken = next(self._broken(joints), None)
        if broken is not None:
            limit, words, value, low, high = broken
            raise OutOfReach(
                f"({mm(x)}, {mm(y)}, {mm(z)}) with r={mm(r)}° is out of reach: {words}.",
                self._advice(target, limit),
                limit=limit,
                value=value,
                low=low,
                high=high,
                at=(x, y, z),
                unit="°",
            )
        return joints

    def check_line(self, start: Target, end: Target) -> None:
        """Check a straight move from ``start`` to ``end``, every 2 mm and 2°.

        An arm may stand outside its reach, when it was moved by hand or has
        not found its zero marks yet. From there it may come straight in:
        with every step the limits must be broken less, and once inside
        the line has to stay there.

        Raises
        ------
        OutOfReach
            For the end, or for the first point on the way that cannot be
            reached.
        """
        self.joints_for(end)
        distance, turn = math.dist(start[:3], end[:3]), abs(end[3] - start[3])
        steps = max(math.ceil(distance / _STEP_MM), math.ceil(turn / _STEP_DEG), 1)
        allowed = self._excess(start)
        for i in range(1, steps):
            x, y, z, r = (a + (b - a) * i / steps for a, b in zip(start, end, strict=True))
            excess = self._excess((x, y, z, r))
            if excess > allowed:
                raise self._off_the_line((x, y, z, r), started_outside=allowed > 0)
            allowed = excess

    def _excess(self, target: Target) -> float:
        """By how many degrees a target breaks the limits; 0 inside, infinite beyond the links."""
        try:
            joints = inverse(*target, tool=self.tool)
        except OutOfReach:
            return math.inf
        return max(
            (max(low - v, v - high) for _, _, v, low, high in self._broken(joints)), default=0
        )

    def _off_the_line(self, point: Target, *, started_outside: bool) -> OutOfReach:
        try:
            self.joints_for(point)
        except OutOfReach as error:
            way = error.what[0].lower() + error.what[1:]
            what = f"The target can be reached, but not on a straight way: {way}"
            advice = (
                "Go there in two moves, by way of a point in front of the arm, "
                "for example move_to(200, 0, 50)."
            )
            if started_outside:
                what = f"The arm stands outside its reach, and this way leads farther out: {way}"
                advice = "Run arm.home() first."
            return OutOfReach(
                what,
                advice,
                limit=error.limit,
                value=error.value,
                low=error.low,
                high=error.high,
                at=error.at,
                unit=error.unit,
            )
        raise AssertionError(point)  # only points outside come here

    def contains(self, target: Target) -> bool:
        """Whether the end effector can be at ``(x, y, z, r)``."""
        try:
            self.joints_for(target)
        except OutOfReach:
            return False
        return True

    def radii(self, z: float) -> list[tuple[float, float]]:
        """Distances from the base axis that can be reached at a height.

        Parameters
        ----------
        z:
            Height in mm.

        Returns
        -------
        list of (nearest, farthest)
            Intervals in mm, good for every direction inside the j1 range
            (with ``r`` chosen so that the wrist stays inside its own).
        """
        return list(_radii(self, round(z, 1)))

    def heights(self, distance: float) -> list[tuple[float, float]]:
        """Heights in mm that can be reached at a distance from the base axis in mm."""
        return _intervals(lambda z: self._fits(distance, z), -250.0, 250.0)

    def outline(self) -> list[tuple[float, float]]:
        """Closed outline ``(distance, height)`` in mm of the reachable area, from the side."""
        return list(_outline(self))

    def _fits(self, distance: float, z: float) -> bool:
        # In the plane of the arm: the point straight ahead, wrist straight.
        x = math.sqrt(max(distance**2 - self.tool[1] ** 2, 0.0))
        try:
            _, j2, j3, _ = inverse(x, self.tool[1], z, 0.0, tool=self.tool)
        except OutOfReach:
            return False
        return next(self._broken((0.0, j2, j3, 0.0)), None) is None

    def _broken(
        self, joints: tuple[float, float, float, float]
    ) -> Iterator[tuple[str, str, float, float, float]]:
        """Limits that these joint angles break, the plainest first."""
        limits = self.limits
        for name, value in zip(("j1", "j2", "j3", "j4"), joints, strict=True):
            low, high = getattr(limits, name)
            if not low - _TOLERANCE <= value <= high + _TOLERANCE:
                words = (
                    f"{_JOINT_NAMES[name]} would have to turn to {value:.1f}°, "
                    f"and it goes from {low:.0f}° to {high:.0f}°"
                )
                yield name, words, value, low, high
        j2, j3 = joints[1], joints[2]
        if j2 - j3 > limits.stretch + _TOLERANCE:
            words = (
                f"the arm would be stretched too far (j2 − j3 = {j2 - j3:.1f}°, "
                f"and at most {limits.stretch:.0f}° is possible)"
            )
            yield "j2-j3", words, j2 - j3, -limits.fold, limits.stretch
        if j3 - j2 > limits.fold + _TOLERANCE:
            words = (
                f"the arm would be folded too far (j3 − j2 = {j3 - j2:.1f}°, "
                f"and at most {limits.fold:.0f}° is possible)"
            )
            yield "j3-j2", words, j3 - j2, -limits.stretch, limits.fold

    def _advice(self, target: Target, limit: str = "reach") -> str:
        x, y, z, r = target
        if limit == "j1":
            return "Stay in front of the arm: x must not be negative."
        if limit == "j4":
            bearing = math.degrees(math.atan2(y, x))
            low, high = self.limits.j4
            return f"In this direction r may be {bearing + low:.0f}° to {bearing + high:.0f}°."
        distance = math.hypot(x, y)
        radii = self.radii(z)
        if radii:
            low, high = min(radii, key=lambda pair: _gap(distance, pair))
            words = f"At height z={z:.0f} it can be {low:.0f} to {high:.0f} mm from the base axis"
            # A millimetre inside, so that whole numbers are inside as well.
            nearest = min(max(distance, low + 1), high - 1)
            bearing = math.atan2(y, x)
            near = (round(nearest * math.cos(bearing)), round(nearest * math.sin(bearing)))
            if self.contains((*near, round(z, 1), r)):
                return f"{words}: try ({near[0]}, {near[1]}, {round(z, 1):g})."
            return f"{words}."
        heights = self.heights(distance)
        if heights:
            low, high = min(heights, key=lambda pair: _gap(z, pair))
            return f"At {distance:.0f} mm from the base axis z can be {low:.0f} to {high:.0f} mm."
        return "Try a point that is surely free: (200, 0, 50)."


def _gap(value: float, pair: tuple[float, float]) -> float:
    low, high = pair
    return max(low - value, value - high, 0.0)


def _intervals(
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


@lru_cache(maxsize=512)
def _radii(reach: Reach, z: float) -> tuple[tuple[float, float], ...]:
    longest = UPPER_ARM + FOREARM + abs(reach.tool[0]) + abs(reach.tool[1])
    return tuple(_intervals(lambda rho: reach._fits(rho, z), 0.0, longest))  # noqa: SLF001  # the memo of this very class


@lru_cache(maxsize=8)
def _outline(reach: Reach) -> tuple[tuple[float, float], ...]:
    """Walk round the allowed (j2, j3) region and map its edge to (distance, height)."""
    limits, (bx, by, bz) = reach.limits, reach.tool
    (j2_low, j2_high), (j3_low, j3_high) = limits.j2, limits.j3

    def j3_range(j2: float) -> tuple[float, float]:
        return max(j3_low, j2 - limits.stretch), min(j3_high, j2 + limits.fold)

    def place(j2: float, j3: float) -> tuple[float, float]:
        a2, a3 = math.radians(j2), math.radians(j3)
        h = UPPER_ARM * math.sin(a2) + FOREARM * math.cos(a3) + bx
        return math.hypot(h, by), UPPER_ARM * math.cos(a2) - FOREARM * math.sin(a3) - bz

    j2s = [j2_low + (j2_high - j2_low) * i / 40 for i in range(41)]
    first_low, first_high = j3_range(j2_low)
    last_low, last_high = j3_range(j2_high)
    edge = [(j2, j3_range(j2)[0]) for j2 in j2s]
    edge += [(j2_high, last_low + (last_high - last_low) * i / 40) for i in range(1, 40)]
    edge += [(j2, j3_range(j2)[1]) for j2 in reversed(j2s)]
    edge += [(j2_low, first_high + (first_low - first_high) * i / 40) for i in range(1, 40)]
    points = [place(j2, j3) for j2, j3 in edge]
    return (*points, points[0])

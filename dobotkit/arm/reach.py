"""Where the arm can go. Refuses with the limit that is broken, never clips.

The firmware checks only the end of a move before it starts; a straight line
that leaves the reachable area begins and then stops half-way with an alarm.
So the whole way is checked here, before anything is sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from dobotkit.arm.area import Edge, Limits, edges, intervals
from dobotkit.arm.kinematics import (
    FOREARM,
    SUCTION_CUP,
    UPPER_ARM,
    Tool,
    forward,
    inverse,
    mm,
)
from dobotkit.errors import OutOfReach

__all__ = ["Limits", "Reach"]

Target = tuple[float, float, float, float]
# A limit: its name, what breaks it in words, the value, and what is allowed.
Broken = tuple[str, str, float, float, float]


_JOINT_NAMES = {
    "j1": "the base (j1)",
    "j2": "the rear arm (j2)",
    "j3": "the forearm (j3)",
    "j4": "the wrist (j4)",
}
# Reported poses are 32-bit floats: a pose on a limit must not be outside it.
_TOLERANCE = 1e-3
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
                reason="it is not a place",
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
            what = f"({mm(x)}, {mm(y)}, {mm(z)}) with r={mm(r)}° is out of reach: {broken[1]}."
            raise _refusal(what, self._advice(target, broken[0]), broken, at=(x, y, z))
        return joints

    def check_joints(self, joints: tuple[float, float, float, float]) -> None:
        """Check joint angles in degrees: more than one set of them may lead to a place.

        Raises
        ------
        OutOfReach
            Naming the first limit that is broken.
        """
        broken = next(self._broken(joints), None)
        if broken is not None:
            told = (
                f"{name}={mm(angle)}°" for name, angle in zip(_JOINT_NAMES, joints, strict=True)
            )
            finite = all(map(math.isfinite, joints))
            at = forward(*joints, tool=self.tool)[:3] if finite else (math.nan,) * 3
            what = f"The joints cannot be at {', '.join(told)}: {broken[1]}."
            raise _refusal(what, "Choose other angles.", broken, at=at)

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
                raise self._off_the_line((x, y, z, r), end, started_outside=allowed > 0)
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

    def _off_the_line(self, point: Target, end: Target, *, started_outside: bool) -> OutOfReach:
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
                reason=error.reason,
                at=error.at,
                unit=error.unit,
                target=end[:3],
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
        return intervals(lambda z: self._fits(distance, z), -250.0, 250.0)

    def outline(self) -> list[tuple[float, float]]:
        """Closed outline ``(distance, height)`` in mm of the reachable area, from the side."""
        pieces = self.edges()
        points = [place for piece in pieces for place in piece.places[:-1]]
        return [*points, points[0]]

    def edges(self) -> tuple[Edge, ...]:
        """The same outline, cut where another limit takes over."""
        return _edges(self.limits, self.tool)

    def _fits(self, distance: float, z: float) -> bool:
        # In the plane of the arm: the point straight ahead, wrist straight.
        x = math.sqrt(max(distance**2 - self.tool[1] ** 2, 0.0))
        try:
            _, j2, j3, _ = inverse(x, self.tool[1], z, 0.0, tool=self.tool)
        except OutOfReach:
            return False
        return next(self._broken((0.0, j2, j3, 0.0)), None) is None

    def _broken(self, joints: tuple[float, float, float, float]) -> Iterator[Broken]:
        """Limits that these joint angles break, the plainest first."""
        limits = self.limits
        for name, value in zip(("j1", "j2", "j3", "j4"), joints, strict=True):
            low, high = getattr(limits, name)
            if not low - _TOLERANCE <= value <= high + _TOLERANCE:
                words = (
                    f"{_JOINT_NAMES[name]} would have to turn to {_beyond(value, low, high)}°, "
                    f"and it goes from {low:.0f}° to {high:.0f}°"
                )
                yield name, words, value, low, high
        j2, j3 = joints[1], joints[2]
        if j2 - j3 > limits.stretch + _TOLERANCE:
            needed = _beyond(j2 - j3, -limits.fold, limits.stretch)
            words = (
                f"the arm would be stretched too far (j2 − j3 = {needed}°, "
                f"and at most {limits.stretch:.0f}° is possible)"
            )
            yield "j2-j3", words, j2 - j3, -limits.fold, limits.stretch
        if j3 - j2 > limits.fold + _TOLERANCE:
            needed = _beyond(j3 - j2, -limits.stretch, limits.fold)
            words = (
                f"the arm would be folded too far (j3 − j2 = {needed}°, "
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
            height = round(z, 1) + 0  # not -0.0
            words = f"At height z={height:g} it can be {_whole(low, high)} mm from the base axis"
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
            return f"At {distance:.0f} mm from the base axis z can be {_whole(low, high)} mm."
        return "Try a point that is surely free: (200, 0, 50)."


def _refusal(
    what: str, advice: str, broken: Broken, *, at: tuple[float, float, float]
) -> OutOfReach:
    limit, words, value, low, high = broken
    return OutOfReach(
        what,
        advice,
        limit=limit,
        value=value,
        low=low,
        high=high,
        reason=words,
        at=at,
        unit="°",
    )


def _whole(low: float, high: float) -> str:
    """The whole numbers between two limits, so that whoever types one of them is inside."""
    return f"{math.ceil(low)} to {math.floor(high)}"


def _beyond(value: float, low: float, high: float) -> str:
    """An angle with one decimal, or with as many as it takes to see that it is too much."""
    text = f"{value:.1f}"
    return text if not low <= float(text) <= high else f"{value:.3f}"


def _gap(value: float, pair: tuple[float, float]) -> float:
    low, high = pair
    return max(low - value, value - high, 0.0)


@lru_cache(maxsize=512)
def _radii(reach: Reach, z: float) -> tuple[tuple[float, float], ...]:
    longest = UPPER_ARM + FOREARM + abs(reach.tool[0]) + abs(reach.tool[1])
    return tuple(intervals(lambda rho: reach._fits(rho, z), 0.0, longest))  # noqa: SLF001  # the memo of this very class


@lru_cache(maxsize=8)
def _edges(limits: Limits, tool: Tool) -> tuple[Edge, ...]:
    return edges(limits, tool)

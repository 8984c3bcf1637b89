"""Jogging: one axis at a time, until told otherwise or until the arm cannot go on."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import count
from math import inf, sqrt
from typing import Final

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Linkage, Tool
from dobotkit.simulator.motion.activity import Activity
from dobotkit.simulator.motion.legs import Legs
from dobotkit.simulator.profile import Joints, Profile

__all__ = ["Drive", "JogLegs", "JogMove", "Workspace"]

RAIL: Final = 4
"""The number of the axis behind J1 to J4, or x, y, z, r."""

_HIGH: Final = {
    "j1": Alarm.LIMIT_J1_HIGH,
    "j2": Alarm.LIMIT_J2_HIGH,
    "j3": Alarm.LIMIT_J3_HIGH,
    "j4": Alarm.LIMIT_J4_HIGH,
    "j2-j3": Alarm.LIMIT_STRETCHED,
    "j3-j2": Alarm.LIMIT_FOLDED,
}
_LOW: Final = {
    "j1": Alarm.LIMIT_J1_LOW,
    "j2": Alarm.LIMIT_J2_LOW,
    "j3": Alarm.LIMIT_J3_LOW,
    "j4": Alarm.LIMIT_J4_LOW,
}


class Drive:
    """One axis from one speed to another, and on at that speed.

    Parameters
    ----------
    begun:
        Where the axis is, in mm or degrees.
    velocity, target:
        How fast it is and how fast it is to be, with a sign.
    acceleration:
        Of the change, without a sign.
    """

    __slots__ = ("_begun", "_rate", "_velocity", "acceleration", "ramp", "target")

    def __init__(self, begun: float, velocity: float, target: float, acceleration: float) -> None:
        self._begun = begun
        self._velocity = velocity
        self.target = target
        self.acceleration = acceleration
        self._rate = acceleration if target > velocity else -acceleration
        self.ramp = abs(target - velocity) / acceleration if target != velocity else 0.0

    def way(self, t: float) -> float:
        """Return where the axis is after ``t`` seconds."""
        ramp = min(t, self.ramp)
        way = self._begun + (self._velocity + self._rate * ramp / 2) * ramp
        return way + self.target * (t - ramp) if self.target else way

    def speed(self, t: float) -> float:
        """Return how fast it is after ``t`` seconds, with a sign."""
        return self._velocity + self._rate * t if t < self.ramp else self.target

    def marks(self, step: float) -> Iterator[float]:
        """Yield the times at which it has done another step of its way, and where it turns."""
        velocity, time = self._velocity, 0.0
        if velocity * self.target < 0:
            # It stops before it goes back.
            time = abs(velocity) / self.acceleration
            yield from _ramp_marks(abs(velocity), 0.0, self.acceleration, step)
            yield time
            velocity = 0.0
        for mark in _ramp_marks(abs(velocity), abs(self.target), self.acceleration, step):
            yield time + mark
        if self.ramp:
            yield self.ramp
        if self.target:
            yield from (self.ramp + n * step / abs(self.target) for n in count(1))


def _ramp_marks(velocity: float, target: float, rate: float, step: float) -> Iterator[float]:
    """Yield the times of the steps while the speed changes; none of them negative."""
    if target == velocity:
        return
    rate = rate if target > velocity else -rate
    length = (target * target - velocity * velocity) / (2 * rate)
    for n in count(1):
        if not n * step < length:
            return
        yield 2 * n * step / (velocity + sqrt(velocity * velocity + 2 * rate * n * step))


class Workspace:
    """Where a jogged arm can be: its links, its tool, the ends of its rail."""

    def __init__(self, profile: Profile, linkage: Linkage, tool: Tool, *, in_joints: bool) -> None:
        self._linkage = linkage
        self._tool = tool
        self._low = dict(zip(_LOW, profile.low, strict=True))
        self._rail = (profile.rail.low, profile.rail.high)
        self.in_joints = in_joints
        # So far apart are the points, in mm or degrees, at which it looks.
        self.step = max(1.0, 0.0 if in_joints else linkage.span(tool) / 1000)

    def joints(self, axes: tuple[float, ...]) -> Joints | None:
        """Return the joint angles for four axes, or None."""
        a, b, c, d = axes[:RAIL]
        return (a, b, c, d) if self.in_joints else self._linkage.inverse((a, b, c, d), self._tool)

    def trouble(self, axes: tuple[float, ...]) -> tuple[Alarm | None] | None:
        """Return what stops the arm there: an alarm, or none at the end of the rail."""
        joints = self.joints(axes)
        if joints is None:
            return (Alarm.MOVE_NO_SOLUTION,)
        limit = self._linkage.broken_limit(joints)
        if limit is not None:
            angle = dict(zip(_LOW, joints, strict=True)).get(limit, 0.0)
            below = limit in self._low and angle < self._low[limit]
            return ((_LOW if below else _HIGH)[limit],)
        low, high = self._rail
        return None if low <= axes[RAIL] <= high else (None,)


class JogMove(Activity):
    """All axes, each at a speed of its own: one of them jogged, others coming to rest.

    Where the arm cannot go on it stops dead, as the firmware does.

    Parameters
    ----------
    workspace:
        Where the arm can be.
    start:
        Joint angles at the start, in degrees.
    drives:
        Of J1 to J4, or x, y, z, r; and of the rail.
    brake_factor:
        A force stop brakes with so many times the acceleration.
    """

    def __init__(
        self,
        workspace: Workspace,
        start: Joints,
        drives: tuple[Drive, ...],
        brake_factor: float,
        *,
        steerable: bool = True,
    ) -> None:
        self._workspace = workspace
        self._start = start
        self._drives = drives
        self._brake_factor = brake_factor
        self.superseded = 0
        self.joinable = self.steerable = steerable
        self.open_ended = any(drive.target for drive in drives)
        self.duration = inf if self.open_ended else max(drive.ramp for drive in drives)
        self._end_where_it_cannot_go_on()

    def _axes(self, t: float) -> tuple[float, ...]:
        return tuple(drive.way(t) for drive in self._drives)

    def _end_where_it_cannot_go_on(self) -> None:
        trouble, good = self._workspace.trouble, 0.0
        step = self._workspace.step
        for bad in merge(*(drive.marks(step) for drive in self._drives)):
            if stop := trouble(self._axes(bad)):
                break
            good = bad
        else:
            return
        for _ in range(60):
            middle = (good + bad) / 2
            if worse := trouble(self._axes(middle)):
                bad, stop = middle, worse
            else:
                good = middle
        self.duration = good
        (self.alarm,) = stop

    @property
    def in_joints(self) -> bool:
        """Whether its axes are the joints."""
        return self._workspace.in_joints

    @property
    def ends(self) -> tuple[float, ...]:
        """When each of the commands in it is finished: at once, but for the last."""
        return (*[0.0] * self.superseded, self.duration)

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        t = min(t, self.duration)
        if t <= 0:
            return self._start
        return self._workspace.joints(self._axes(t)) or self._start

    def rail(self, t: float) -> float:
        """Return the place on the rail after ``t`` seconds, in mm."""
        return self._drives[RAIL].way(min(t, self.duration))

    def steer(
        self, t: float, axis: int | None = None, target: float = 0.0, acceleration: float = 0.0
    ) -> JogMove:
        """Return what follows when another axis, or None, is to go at some speed."""
        return self._drive_on(t, 1.0, axis, target, acceleration)

    def brake(self, t: float) -> JogMove:
        """Return what follows when the brake is applied after ``t`` seconds."""
        return self._drive_on(t, self._brake_factor, steerable=False)

    def _drive_on(
        self,
        t: float,
        factor: float,
        axis: int | None = None,
        target: float = 0.0,
        acceleration: float = 0.0,
        *,
        steerable: bool = True,
    ) -> JogMove:
        def drive(n: int, before: Drive) -> Drive:
            rate = acceleration if n == axis and acceleration > 0 else before.acceleration
            return Drive(
                before.way(t), before.speed(t), target if n == axis else 0.0, factor * rate
            )

        drives = tuple(drive(n, before) for n, before in enumerate(self._drives))
        return JogMove(
            self._workspace, self.joints(t), drives, self._brake_factor, steerable=steerable
        )


class JogLegs(Legs):
    """Come to rest along the axes of one kind, then jog along those of the other."""

    joinable = steerable = True

    def __init__(self, stop: JogMove, jog: JogMove) -> None:
        super().__init__((stop, jog))
        self._stop = stop
        self._jog = jog
        self.superseded = 0
        self.open_ended = jog.open_ended

    @property
    def ends(self) -> tuple[float, ...]:
        """When each of the commands in it is finished: at once, but for the last."""
        return (*[0.0] * self.superseded, self.duration)

    def under_way(self, t: float) -> tuple[JogMove, float]:
        """Return the leg under way after ``t`` seconds, and since when it is."""
        return (self._jog, t - self._stop.duration) if t >= self._stop.duration else (self._stop, t)

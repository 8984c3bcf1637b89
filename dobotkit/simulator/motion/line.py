"""Moves of the end effector along a course in space."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from math import ceil, inf
from typing import Final, NamedTuple

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.laws import Law, Ramps, braking, shortest_time
from dobotkit.simulator.motion.activity import Activity
from dobotkit.simulator.motion.course import Course
from dobotkit.simulator.profile import Joints

__all__ = ["LineMove", "LineSpeeds"]

_ROUNDING: Final = 1e-6


class LineSpeeds(NamedTuple):
    """How fast a straight line may be: mm and degrees, per s and per s²."""

    velocity: float
    acceleration: float
    turn_velocity: float
    turn_acceleration: float
    brake: float
    turn_brake: float


class LineMove(Activity):
    """The end effector along a course (MOVL, ARC).

    The arm goes along it as long as every point of it can be reached,
    and stops dead where it cannot, as the firmware does.

    Parameters
    ----------
    start:
        Joint angles at the start, in degrees.
    course:
        The straight line or arc.
    path, turn:
        The laws of the way in mm and of the turn in degrees, of one duration.
    speeds:
        What the move was planned with.
    """

    def __init__(
        self, start: Joints, course: Course, path: Law, turn: Law, speeds: LineSpeeds
    ) -> None:
        self._start = start
        self._course = course
        self._path = path
        self._turn = turn
        self._speeds = speeds
        self.alarm: Alarm | None = None
        self.duration = path.duration
        if self.duration < inf:
            self._end_where_reach_ends()

    @classmethod
    def plan(
        cls, start: Joints, course: Course, speeds: LineSpeeds, at_least: float = 0.0
    ) -> LineMove:
        """Plan the fastest move along the whole course that takes ``at_least`` so many seconds."""
        duration = max(
            at_least,
            shortest_time(course.length, speeds.velocity, speeds.acceleration),
            shortest_time(course.turn, speeds.turn_velocity, speeds.turn_acceleration),
        )
        return cls(
            start,
            course,
            Ramps(course.length, speeds.velocity, speeds.acceleration, duration),
            Ramps(course.turn, speeds.turn_velocity, speeds.turn_acceleration, duration),
            speeds,
        )

    def _end_where_reach_ends(self) -> None:
        path, turn, trouble = self._path.way, self._turn.way, self._course.trouble
        good = 0.0
        step = self._course.step
        marks = merge(
            _marks(self._path, step, self._course.unlike),
            _marks(self._turn, step, self._course.turn),
            (self.duration,),
        )
        for bad in marks:
            if (alarm := trouble(path(bad), turn(bad))) is not None:
                break
            good = bad
        else:
            return
        for _ in range(40):
            middle = (good + bad) / 2
            if (worse := trouble(path(middle), turn(middle))) is None:
                good = middle
            else:
                bad, alarm = middle, worse
        self.duration, self.alarm = good, alarm

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        t = min(t, self.duration)
        # With a tool of absurd length, a place does not lead back to the same angles.
        if t <= 0 or self.duration == inf:
            return self._start
        joints = self._course.joints(self._path.way(t), self._turn.way(t))
        # Where the links come out too short, the line was cut. What is left is a point
        # on the base axis, between two checkpoints, with a tool that is set aside.
        return self._start if joints is None else joints

    def lowest(self, place: Callable[[Joints], Target]) -> float:
        """Return a height in mm that the end effector never goes below, as far as it can be told.

        On a straight line that is the lower one of its two ends.
        """
        if not self._course.straight:
            return -inf
        first, last = self.joints(0.0), self.joints(self.duration)
        return min(place(first)[2], place(last)[2]) - _ROUNDING

    @property
    def lead(self) -> Law:
        """The law of the way, or of the turn if there is no way."""
        return self._path if self._course.length > 0 else self._turn

    @property
    def full_time(self) -> float:
        """How long it would take if the reach did not end it."""
        return self._path.duration

    def brake(self, t: float, at_least: float = 0.0) -> LineMove:
        """Return the move that stops along the same course, no harder than the brakes.

        That takes ``at_least`` so many seconds, unless it stands already.
        """
        path, turn = braking(
            (self._path, self._turn), t, (self._speeds.brake, self._speeds.turn_brake), at_least
        )
        return LineMove(self.joints(t), self._course, path, turn, self._speeds)


def _marks(law: Law, step: float, most: float) -> Iterator[float]:
    """Yield the times at which another step of the way is done, for so much of it at most."""
    begun = law.way(0.0)
    for k in range(1, ceil(min(law.way(law.duration) - begun, most) / step)):
        yield law.time(begun + k * step)

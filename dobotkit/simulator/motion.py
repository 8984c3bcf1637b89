"""What the arm does for a while: moves and pauses, evaluated at any time.

Each is planned once, then asked for the joint angles ``t`` seconds after its
start; nothing is stepped. A move knows how long it lasts, which alarm ends it
early, and what becomes of it when the brake is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import accumulate
from math import ceil, hypot, inf
from typing import NamedTuple, Protocol

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Linkage, Target, Tool
from dobotkit.simulator.laws import Braking, Law, Ramps, shortest_time
from dobotkit.simulator.profile import Joints

__all__ = ["Activity", "JointMove", "Legs", "LineMove", "LineSpeeds", "Pause", "Track"]


class Activity(Protocol):
    """Something that takes time.

    Attributes
    ----------
    duration:
        Seconds from start to rest; infinite if it never ends.
    alarm:
        The alarm that is raised at its end, if it ends early.
    """

    duration: float
    alarm: Alarm | None

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""

    def brake(self, t: float) -> Activity:
        """Return what follows when the brake is applied after ``t`` seconds."""


class Pause:
    """Stand for some seconds."""

    alarm: Alarm | None = None

    def __init__(self, joints: Joints, seconds: float) -> None:
        self._joints = joints
        self.duration = seconds

    def joints(self, t: float) -> Joints:  # noqa: ARG002 - the arm does not move
        """Return the joint angles in degrees."""
        return self._joints

    def brake(self, t: float) -> Activity:  # noqa: ARG002 - any time is as good
        """Return a pause that is over."""
        return Pause(self._joints, 0.0)


class JointMove:
    """All joints from one place to another, each at its own law (MOVJ, HOME).

    Parameters
    ----------
    start:
        Joint angles at the start, in degrees.
    signs:
        Which way each joint goes: 1 or -1.
    laws:
        One law for each joint, all of one duration.
    brakes:
        The deceleration of each joint when the brake is applied, degrees/s².
    """

    alarm: Alarm | None = None

    def __init__(self, start: Joints, signs: Joints, laws: tuple[Law, ...], brakes: Joints) -> None:
        self._start = start
        self._signs = signs
        self._laws = laws
        self._brakes = brakes
        self.duration = laws[0].duration

    @classmethod
    def plan(
        cls,
        start: Joints,
        end: Joints,
        *,
        velocity: Joints,
        acceleration: Joints,
        brakes: Joints,
    ) -> JointMove:
        """Plan the fastest move that starts and stops all joints together."""
        ways = [abs(b - a) for a, b in zip(start, end, strict=True)]
        duration = max(map(shortest_time, ways, velocity, acceleration))
        laws = tuple(
            Ramps(way, v, a, duration)
            for way, v, a in zip(ways, velocity, acceleration, strict=True)
        )
        j1, j2, j3, j4 = (-1.0 if b < a else 1.0 for a, b in zip(start, end, strict=True))
        return cls(start, (j1, j2, j3, j4), laws, brakes)

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        a, b, c, d = self._start
        p, q, r, s = self._signs
        k, m, n, o = self._laws
        return (a + p * k.way(t), b + q * m.way(t), c + r * n.way(t), d + s * o.way(t))

    def brake(self, t: float) -> Activity:
        """Return the move that stops all joints together, none harder than its brake."""
        laws = _braking(self._laws, t, self._brakes)
        return JointMove(self._start, self._signs, laws, self._brakes)


class Track:
    """A straight line of the end effector, r turning along with it.

    Parameters
    ----------
    linkage, tool:
        Of the arm that moves.
    start, end:
        x, y, z in mm, r in degrees; all of them finite.
    step:
        How far apart (mm or degrees) the points are at which reach is checked;
        with a tool of absurd length, a thousandth of the whole reach.

    Attributes
    ----------
    length, turn:
        The way of the end effector in mm, and of r in degrees, both positive.
    """

    __slots__ = ("_direction", "_linkage", "_start", "_tool", "length", "step", "turn")

    def __init__(
        self, linkage: Linkage, tool: Tool, start: Target, end: Target, step: float
    ) -> None:
        self._linkage = linkage
        self._tool = tool
        self._start = start
        self.step = max(step, linkage.span(tool) / 1000)
        dx, dy, dz, dr = (b - a for a, b in zip(start, end, strict=True))
        self.length = hypot(dx, dy, dz)
        self.turn = abs(dr)
        length = self.length or 1.0
        self._direction = (dx / length, dy / length, dz / length, -1.0 if dr < 0 else 1.0)

    def joints(self, way: float, turn: float) -> Joints | None:
        """Return the joint angles after ``way`` mm and ``turn`` degrees, or None."""
        x, y, z, r = self._start
        dx, dy, dz, dr = self._direction
        return self._linkage.inverse(
            (x + dx * way, y + dy * way, z + dz * way, r + dr * turn), self._tool
        )

    def trouble(self, way: float, turn: float) -> Alarm | None:
        """Return the alarm that stops an arm at this point, or None."""
        joints = self.joints(way, turn)
        if joints is None:
            return Alarm.MOVE_NO_SOLUTION
        if self._linkage.broken_limit(joints):
            return Alarm.MOVE_LIMIT
        return None


class LineSpeeds(NamedTuple):
    """How fast a straight line may be: mm and degrees, per s and per s²."""

    velocity: float
    acceleration: float
    turn_velocity: float
    turn_acceleration: float
    brake: float
    turn_brake: float


class LineMove:
    """The end effector along a track (MOVL, CP).

    The arm goes along the line as long as every point of it can be reached,
    and stops dead where it cannot, as the firmware does.

    Parameters
    ----------
    start:
        Joint angles at the start, in degrees.
    track:
        The straight line.
    path, turn:
        The laws of the way in mm and of the turn in degrees, of one duration.
    speeds:
        What the move was planned with.
    """

    def __init__(
        self, start: Joints, track: Track, path: Law, turn: Law, speeds: LineSpeeds
    ) -> None:
        self._start = start
        self._track = track
        self._path = path
        self._turn = turn
        self._speeds = speeds
        self.alarm: Alarm | None = None
        self.duration = path.duration
        if self.duration < inf:
            self._end_where_reach_ends()

    @classmethod
    def plan(cls, start: Joints, track: Track, speeds: LineSpeeds) -> LineMove:
        """Plan the fastest move along the whole track."""
        duration = max(
            shortest_time(track.length, speeds.velocity, speeds.acceleration),
            shortest_time(track.turn, speeds.turn_velocity, speeds.turn_acceleration),
        )
        return cls(
            start,
            track,
            Ramps(track.length, speeds.velocity, speeds.acceleration, duration),
            Ramps(track.turn, speeds.turn_velocity, speeds.turn_acceleration, duration),
            speeds,
        )

    def _end_where_reach_ends(self) -> None:
        path, turn, trouble = self._path.way, self._turn.way, self._track.trouble
        good = 0.0
        step = self._track.step
        marks = merge(_marks(self._path, step), _marks(self._turn, step), (self.duration,))
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
        if t <= 0:
            return self._start
        joints = self._track.joints(self._path.way(t), self._turn.way(t))
        # Where the links come out too short, the line was cut. What is left is a point
        # on the base axis, between two checkpoints, with a tool that is set aside.
        return self._start if joints is None else joints

    def brake(self, t: float) -> Activity:
        """Return the move that stops along the same line, no harder than the brakes."""
        path, turn = _braking(
            (self._path, self._turn), t, (self._speeds.brake, self._speeds.turn_brake)
        )
        return LineMove(self.joints(t), self._track, path, turn, self._speeds)


class Legs:
    """One move after the other, with a full stop between them (JUMP)."""

    def __init__(self, moves: tuple[Activity, ...]) -> None:
        # A leg that ends early is the last one.
        last = next((n for n, move in enumerate(moves) if move.alarm is not None), len(moves))
        self._moves = moves[: last + 1]
        self.alarm = self._moves[-1].alarm
        *self._starts, self.duration = accumulate(
            (move.duration for move in self._moves), initial=0.0
        )

    def _leg(self, t: float) -> tuple[Activity, float]:
        for move, start in zip(reversed(self._moves), reversed(self._starts), strict=True):
            if t >= start:
                return move, t - start
        return self._moves[0], 0.0

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        move, since = self._leg(t)
        return move.joints(since)

    def brake(self, t: float) -> Activity:
        """Return the braking of the leg under way; the others are dropped."""
        move, since = self._leg(t)
        return move.brake(since)


def _marks(law: Law, step: float) -> Iterator[float]:
    """Yield the times at which another step of the way is done."""
    begun = law.way(0.0)
    for k in range(1, ceil((law.way(law.duration) - begun) / step)):
        yield law.time(begun + k * step)


def _braking(laws: tuple[Law, ...], t: float, brakes: tuple[float, ...]) -> tuple[Braking, ...]:
    """Bring all ways to rest at the same moment, none harder than its brake."""
    speeds = [law.speed(t) for law in laws]
    duration = max(
        speed / brake if brake > 0 else 0.0 for speed, brake in zip(speeds, brakes, strict=True)
    )
    return tuple(
        Braking(law.way(t), speed, duration) for law, speed in zip(laws, speeds, strict=True)
    )

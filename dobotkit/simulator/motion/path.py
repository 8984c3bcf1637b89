"""A continuous path: many commands, one movement (CP).

The arm does not stop where one command ends and the next begins. It is as fast
as every segment and every corner allows, and never so fast that it could not
come to rest at the end of the last segment it knows of. A command that
arrives on the way lengthens the path; the arm goes on from where it is, at the
speed it has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from math import inf, sqrt
from typing import Final, NamedTuple

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target, Tool
from dobotkit.simulator.laws import Pieces
from dobotkit.simulator.motion.activity import Activity, Cue
from dobotkit.simulator.motion.course import Track
from dobotkit.simulator.profile import Joints

__all__ = ["PathMove", "Segment"]

_ROUNDING: Final = 1e-6


class Segment(NamedTuple):
    """One command of a continuous path.

    Attributes
    ----------
    track, end, tool:
        The straight line; the point where it ends; the tool that draws it.
    velocity, acceleration, brake:
        At most, in mm/s and mm/s²; what a force stop brakes with.
    corner:
        How fast, in mm/s, the arm may be where this segment meets the one before.
    reach, alarm:
        How far along it the arm can follow, in mm, and the alarm that is raised
        there; the whole length and None if it can be reached.
    cue:
        What is done as it begins.
    """

    track: Track
    end: Target
    tool: Tool
    velocity: float
    acceleration: float
    brake: float
    corner: float
    reach: float
    alarm: Alarm | None = None
    cue: Callable[[], None] | None = None

    @property
    def goes(self) -> bool:
        """Whether the arm gets to its end at all: not without speed or acceleration."""
        return self.track.length == 0 or (self.velocity > 0 and self.acceleration > 0)


class PathMove(Activity):
    """The end effector along segments, each of which begins where the one before ends.

    Parameters
    ----------
    start:
        Joint angles at the start, in degrees.
    segments:
        At least one. A segment with an alarm is the last.
    gone, velocity:
        How far along the first segment the arm is (mm), and how fast (mm/s).
    begun:
        Whether what is done as the first segment begins has been done.
    law:
        How the arm moves instead of as fast as it may; to a stop on the way.
    """

    def __init__(
        self,
        start: Joints,
        segments: tuple[Segment, ...],
        *,
        gone: float = 0.0,
        velocity: float = 0.0,
        begun: bool = False,
        law: Pieces | None = None,
    ) -> None:
        self._start = start
        self._begun = begun
        self._segments = segments
        self._offsets = [0.0, *accumulate(segment.track.length for segment in segments)]
        if law is None:
            self._law, ends = _fastest(segments, gone, velocity)
            self._braking = False
            self.joinable = segments[-1].alarm is None
            if not self.joinable and ends[-1] < inf:
                self._leave_reach(ends)
        else:
            self._law = law
            self._braking = True
            ends = self._pass_until_rest()
        self._ends = tuple(ends)
        self.duration = ends[-1]

    def _leave_reach(self, ends: list[float]) -> None:
        """End where reach ends: stop dead, as the firmware does."""
        last = self._segments[-1]
        self.alarm = last.alarm
        ends[-1] = min(ends[-1], self._law.time(self._offsets[-2] + last.reach))

    def _pass_until_rest(self) -> list[float]:
        """Return when each segment ends that a given law comes to, the last one by resting."""
        rest = self._law.way(self._law.duration)
        ends: list[float] = []
        for segment, offset in zip(self._segments, self._offsets, strict=False):
            if segment.alarm is not None and rest > offset + segment.reach:
                self.alarm = segment.alarm
                return [*ends, self._law.time(offset + segment.reach)]
            if rest <= offset + segment.track.length:
                break
            ends.append(self._law.time(offset + segment.track.length))
        return [*ends, self._law.duration][: len(self._segments)]

    @property
    def ends(self) -> tuple[float, ...]:
        """When each of the commands in it is finished, in order."""
        return self._ends

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is done as segments begin; the first of an arm on its way has begun."""
        starts = (0.0, *self._ends)
        return tuple(
            Cue(time, segment.cue)
            for n, (segment, time) in enumerate(zip(self._segments, starts, strict=False))
            if segment.cue is not None and not (n == 0 and self._begun) and time < inf
        )

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments that are not behind it when it is planned."""
        return self._segments

    def lowest(self, place: Callable[[Joints], Target]) -> float:
        """Return a height in mm that the end effector never goes below: that of the lowest end."""
        first = place(self._start)[2]
        return min(first, *(segment.end[2] for segment in self._segments)) - _ROUNDING

    def speed(self, t: float) -> float:
        """Return how fast the end effector is after ``t`` seconds, in mm/s."""
        return self._law.speed(t) if t < self.duration else 0.0

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        if t <= 0:
            return self._start
        way = self._law.way(min(t, self.duration))
        if t >= self.duration and not self._braking and self.alarm is None:
            way = self._offsets[-1]
        n = min(bisect_right(self._offsets, way), len(self._segments)) - 1
        track = self._segments[n].track
        # None only between two checkpoints, with a tool that is set aside: see LineMove.
        return track.joints(min(way - self._offsets[n], track.length), 0.0) or self._start

    def _under_way(self, t: float) -> tuple[int, float, float]:
        """Return the segment that is under way, how far along it the arm is, and how fast."""
        n = min(bisect_right(self._ends, t), len(self._ends) - 1)
        length = self._segments[n].track.length
        gone = min(max(self._law.way(t) - self._offsets[n], 0.0), length)
        return n, gone, max(self._law.speed(t), 0.0)

    def _go_on(self, t: float, segments: tuple[Segment, ...], gone: float, v: float) -> PathMove:
        begun = self._begun or t > 0
        return PathMove(self.joints(t), segments, gone=gone, velocity=v, begun=begun)

    def join(self, t: float, segments: tuple[Segment, ...]) -> PathMove:
        """Return what follows when the path gets longer after ``t`` seconds."""
        n, gone, velocity = self._under_way(t)
        return self._go_on(t, self._segments[n:] + segments, gone, velocity)

    def shorten(self, t: float) -> Activity:
        """Return what follows if the arm is to rest at the first end of a segment that it can."""
        if self._braking:
            return self
        n, gone, velocity = self._under_way(t)
        for last in range(n, len(self._segments)):
            segments = self._segments[n : last + 1]
            if velocity <= _speeds(segments, gone)[0] * (1 + 1e-9):
                break
        return self._go_on(t, segments, gone, velocity)

    def brake(self, t: float) -> Activity:
        """Return the move that stops along the path, no harder than its brake."""
        n, gone, velocity = self._under_way(t)
        segments = self._segments[n:]
        left = self._offsets[-1] - self._offsets[n] - gone
        brake = segments[0].brake
        if velocity > 0 and left > 0:
            # Never past the last point, whatever the brake.
            brake = max(brake, velocity * velocity / (2 * left))
            pieces = [(velocity / brake, -brake)]
        else:
            velocity, pieces = 0.0, []
        law = Pieces(pieces, begun=gone, velocity=velocity)
        return PathMove(self.joints(t), segments, begun=self._begun or t > 0, law=law)


def _speeds(segments: tuple[Segment, ...], gone: float) -> list[float]:
    """Return how fast the arm may be where it is, and at the end of each segment.

    So that it keeps to every velocity and corner, and can rest at the last end.
    """
    speeds = [0.0]
    for n in range(len(segments) - 1, -1, -1):
        segment = segments[n]
        left = segment.track.length - (0.0 if n else gone)
        if not segment.goes:
            speeds.append(0.0)
            continue
        speed = sqrt(speeds[-1] ** 2 + 2 * segment.acceleration * left)
        if segment.track.length > 0:
            speed = min(speed, segment.velocity)
        if n:
            before = segments[n - 1]
            speed = min(speed, segment.corner, before.velocity if before.track.length else inf)
        speeds.append(speed)
    speeds.reverse()
    return speeds


def _fastest(
    segments: tuple[Segment, ...], gone: float, velocity: float
) -> tuple[Pieces, list[float]]:
    """Plan the fastest way along all segments; return it and when each segment ends."""
    pieces: list[tuple[float, float]] = []
    ends: list[float] = []
    time, speed, begun = 0.0, velocity, gone
    for segment, fastest in zip(segments, _speeds(segments, gone)[1:], strict=True):
        if not segment.goes:
            ends += [inf] * (len(segments) - len(ends))
            break
        if segment.track.length > begun:
            ramps, speed = _ramps(segment.track.length - begun, speed, fastest, segment)
            pieces += ramps
            time += sum(seconds for seconds, _ in ramps)
        ends.append(time)
        begun = 0.0
    return Pieces(pieces, begun=gone, velocity=velocity), ends


def _ramps(
    length: float, velocity: float, fastest: float, segment: Segment
) -> tuple[list[tuple[float, float]], float]:
    """Return the pieces for so many mm from one speed to another at most, and that speed."""
    acceleration = segment.acceleration
    end = min(fastest, sqrt(velocity * velocity + 2 * acceleration * length))
    squares = velocity * velocity + end * end
    peak = min(segment.velocity, sqrt(acceleration * length + squares / 2))
    if peak <= velocity and velocity > end:
        # Slow down and nothing else: if need be, by a rounding error harder than told.
        later = max(length - (velocity * velocity - end * end) / (2 * acceleration), 0.0)
        slower = length - later
        return [(later / velocity, 0.0), *_slow_down(slower, velocity, end)], end
    peak = max(peak, velocity, end)
    up = (peak * peak - velocity * velocity) / (2 * acceleration)
    down = (peak * peak - end * end) / (2 * acceleration)
    return [
        ((peak - velocity) / acceleration, acceleration),
        (max(length - up - down, 0.0) / peak, 0.0),
        ((peak - end) / acceleration, -acceleration),
    ], end


def _slow_down(length: float, velocity: float, end: float) -> list[tuple[float, float]]:
    seconds = 2 * length / (velocity + end)
    return [(seconds, (end - velocity) / seconds)] if seconds > 0 else []

"""How far along after how long: the maker's speed laws, in closed form.

A law covers one scalar way (degrees of one joint, mm of path, degrees of r)
from rest to rest. Ways that belong to one move share the time of the slowest
one, so that all of them start and stop together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from math import inf, sqrt
from typing import Protocol

__all__ = ["Braking", "Law", "Pieces", "Ramps", "braking", "shortest_time"]


class Law(Protocol):
    """Way and speed as functions of the time since the start."""

    duration: float

    def way(self, t: float) -> float:
        """Return how far along it is after ``t`` seconds."""

    def time(self, way: float) -> float:
        """Return after how many seconds it is that far along."""

    def speed(self, t: float) -> float:
        """Return how fast it is after ``t`` seconds."""


def shortest_time(way: float, velocity: float, acceleration: float) -> float:
    """Return the time for a way from rest to rest, in seconds.

    ``2v/a + (s − v²/a)/v`` where the full speed is reached, else ``2√(s/a)``;
    infinite where there is a way to go and no speed or acceleration to do it.
    """
    if way <= 0:
        return 0.0
    if not (velocity > 0 and acceleration > 0):
        return inf
    if way * acceleration > velocity * velocity:
        return way / velocity + velocity / acceleration
    return 2 * sqrt(way / acceleration)


class Ramps:
    """Speed up, cruise, slow down, within a given time.

    Without a cruise (a triangle) if that keeps to ``velocity``, else just
    as steep as needed. Neither ``velocity`` nor ``acceleration`` is exceeded if
    the time is at least :func:`shortest_time`.
    """

    __slots__ = ("_acceleration", "_length", "_ramp", "_velocity", "duration")

    def __init__(
        self, length: float, velocity: float, acceleration: float, duration: float
    ) -> None:
        self._length = length
        self.duration = duration
        if not 0 < duration < inf or length <= 0:
            # Nothing to do, or no end in sight: it stands still.
            self._ramp = self._acceleration = self._velocity = 0.0
            self._length = length if duration < inf else 0.0
        elif 2 * length <= velocity * duration:
            self._ramp = duration / 2
            self._velocity = 2 * length / duration
            self._acceleration = self._velocity / self._ramp
        else:
            # The longest ways leave nothing of this difference but rounding errors.
            self._ramp = max(duration - length / velocity, velocity / acceleration)
            self._velocity = velocity
            # No acceleration is too large: it is then at full speed at once.
            self._acceleration = velocity / self._ramp if self._ramp > 0 else inf

    def way(self, t: float) -> float:
        """Return how far along it is after ``t`` seconds."""
        if t >= self.duration:
            return self._length
        if t <= 0:
            return 0.0
        ramp = self._ramp
        if t < ramp:
            return self._acceleration * t * t / 2
        left = self.duration - t
        if left < ramp:
            return self._length - self._acceleration * left * left / 2
        return self._velocity * (t - ramp / 2)

    def time(self, way: float) -> float:
        """Return after how many seconds it is that far along."""
        if way <= 0:
            return 0.0
        if way >= self._length:
            return self.duration
        ramp_length = self._velocity * self._ramp / 2
        if way < ramp_length:
            return sqrt(2 * way / self._acceleration)
        left = self._length - way
        if left < ramp_length:
            return self.duration - sqrt(2 * left / self._acceleration)
        return way / self._velocity + self._ramp / 2

    def speed(self, t: float) -> float:
        """Return how fast it is after ``t`` seconds."""
        if not 0 < t < self.duration:
            return 0.0
        return min(self._acceleration * min(t, self.duration - t), self._velocity)


class Braking:
    """From some way and speed to rest at a constant rate, within a given time."""

    __slots__ = ("_begun", "_velocity", "duration")

    def __init__(self, begun: float, velocity: float, duration: float) -> None:
        self._begun = begun
        self._velocity = velocity
        self.duration = duration

    def way(self, t: float) -> float:
        """Return how far along it is, ``t`` seconds after the brake was applied."""
        if t <= 0 or not self.duration:
            return self._begun
        t = min(t, self.duration)
        return self._begun + self._velocity * t * (1 - t / (2 * self.duration))

    def time(self, way: float) -> float:
        """Return how many seconds after the brake was applied it is that far along."""
        length = self._velocity * self.duration / 2
        gone = way - self._begun
        if gone <= 0:
            return 0.0
        if gone >= length:
            return self.duration
        return self.duration * (1 - sqrt(1 - gone / length))

    def speed(self, t: float) -> float:
        """Return how fast it still is after ``t`` seconds."""
        if not 0 <= t < self.duration:
            return 0.0
        return self._velocity * (1 - t / self.duration)


class Pieces:
    """One constant acceleration after the other, without a jump of way or speed.

    Parameters
    ----------
    pieces:
        (seconds, acceleration) of each piece.
    begun, velocity:
        Way and speed at the start.
    """

    __slots__ = ("_pieces", "_starts", "duration")

    def __init__(
        self, pieces: Iterable[tuple[float, float]], *, begun: float = 0.0, velocity: float = 0.0
    ) -> None:
        self._starts: list[float] = []
        self._pieces: list[tuple[float, float, float]] = []
        t, way, speed = 0.0, begun, velocity
        for seconds, acceleration in pieces:
            self._starts.append(t)
            self._pieces.append((way, speed, acceleration))
            t += seconds
            way += (speed + acceleration * seconds / 2) * seconds
            speed += acceleration * seconds
        self.duration = t
        self._starts.append(t)
        self._pieces.append((way, 0.0, 0.0))

    def _at(self, t: float) -> tuple[float, float, float, float]:
        """Return the time since the piece began that covers ``t``, and the piece."""
        t = max(t, 0.0)
        n = bisect_right(self._starts, t) - 1
        return (t - self._starts[n], *self._pieces[n])

    def way(self, t: float) -> float:
        """Return how far along it is after ``t`` seconds."""
        t, way, speed, acceleration = self._at(t)
        return way + (speed + acceleration * t / 2) * t

    def speed(self, t: float) -> float:
        """Return how fast it is after ``t`` seconds."""
        t, _, speed, acceleration = self._at(t)
        return speed + acceleration * t

    def time(self, way: float) -> float:
        """Return after how many seconds it is that far along, if it never goes back."""
        for start, (begun, speed, acceleration) in zip(
            reversed(self._starts), reversed(self._pieces), strict=True
        ):
            if way >= begun:
                gone = way - begun
                # The smaller root of gone = speed t + acceleration t²/2, without cancellation.
                root = speed + sqrt(max(speed * speed + 2 * acceleration * gone, 0.0))
                return min(start + (2 * gone / root if root > 0 else 0.0), self.duration)
        return 0.0


def braking(
    laws: tuple[Law, ...], t: float, brakes: tuple[float, ...], at_least: float = 0.0
) -> tuple[Braking, ...]:
    """Bring all ways to rest at the same moment, none harder than its brake.

    That takes ``at_least`` so many seconds, unless nothing moves.
    """
    speeds = [law.speed(t) for law in laws]
    duration = max(
        speed / brake if brake > 0 else 0.0 for speed, brake in zip(speeds, brakes, strict=True)
    )
    if duration > 0:
        duration = max(duration, at_least)
    return tuple(
        Braking(law.way(t), speed, duration) for law, speed in zip(laws, speeds, strict=True)
    )

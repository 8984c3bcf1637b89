"""Moves that are straight in the joint angles."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Final

from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.laws import Law, Ramps, braking, shortest_time
from dobotkit.simulator.motion.activity import Activity
from dobotkit.simulator.profile import Joints

__all__ = ["JointMove"]

_UPRIGHT: Final = 90.0
_ROUNDING: Final = 1e-6


class JointMove(Activity):
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
    farthest:
        Which joint, counted from 0, goes farthest.
    """

    def __init__(
        self, start: Joints, signs: Joints, laws: tuple[Law, ...], brakes: Joints, farthest: int
    ) -> None:
        self._start = start
        self._signs = signs
        self._laws = laws
        self._brakes = brakes
        self._farthest = farthest
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
        at_least: float = 0.0,
    ) -> JointMove:
        """Plan the fastest move that starts and stops all joints together.

        It takes ``at_least`` so many seconds.
        """
        ways = [abs(b - a) for a, b in zip(start, end, strict=True)]
        duration = max(at_least, *map(shortest_time, ways, velocity, acceleration))
        laws = tuple(
            Ramps(way, v, a, duration)
            for way, v, a in zip(ways, velocity, acceleration, strict=True)
        )
        j1, j2, j3, j4 = (-1.0 if b < a else 1.0 for a, b in zip(start, end, strict=True))
        return cls(start, (j1, j2, j3, j4), laws, brakes, ways.index(max(ways)))

    @property
    def lead(self) -> Law:
        """The law of the joint that goes farthest."""
        return self._laws[self._farthest]

    @property
    def full_time(self) -> float:
        """How long it takes."""
        return self.duration

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        a, b, c, d = self._start
        p, q, r, s = self._signs
        k, m, n, o = self._laws
        return (a + p * k.way(t), b + q * m.way(t), c + r * n.way(t), d + s * o.way(t))

    def lowest(self, place: Callable[[Joints], Target]) -> float:
        """Return a height in mm that the end effector never goes below.

        Each joint turns one way only, and the arm sinks as J2 or J3 grow.
        """
        first, last = self._start, self.joints(self.duration)
        j2, j3 = max(first[1], last[1]), max(first[2], last[2])
        rising = min(first[1], last[1]) < 0 or min(first[2], last[2]) < -_UPRIGHT
        if rising or j2 > 2 * _UPRIGHT or j3 > _UPRIGHT:
            return -inf
        return place((first[0], j2, j3, first[3]))[2] - _ROUNDING

    def brake(self, t: float, at_least: float = 0.0) -> JointMove:
        """Return the move that stops all joints together, none harder than its brake.

        That takes ``at_least`` so many seconds, unless it stands already.
        """
        laws = braking(self._laws, t, self._brakes, at_least)
        return JointMove(self._start, self._signs, laws, self._brakes, self._farthest)

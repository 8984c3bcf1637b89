"""Moves in several legs."""

from __future__ import annotations

from itertools import accumulate

from dobotkit.simulator.motion.activity import Activity
from dobotkit.simulator.profile import Joints

__all__ = ["Legs"]


class Legs(Activity):
    """One move after the other, with a full stop between them (JUMP)."""

    def __init__(self, moves: tuple[Activity, ...]) -> None:
        # A leg that ends early is the last one.
        last = next((n for n, move in enumerate(moves) if move.alarm is not None), len(moves))
        self._moves = moves[: last + 1]
        self.alarm = self._moves[-1].alarm
        *self._starts, self.duration = accumulate(
            (move.duration for move in self._moves), initial=0.0
        )

    def leg(self, t: float) -> tuple[Activity, float]:
        """Return the leg under way after ``t`` seconds, and for how long it has been."""
        for move, start in zip(reversed(self._moves), reversed(self._starts), strict=True):
            if t >= start:
                return move, t - start
        return self._moves[0], 0.0

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        move, since = self.leg(t)
        return move.joints(since)

    def rail(self, t: float) -> float | None:
        """Return the place on the rail after ``t`` seconds in mm, or None: where it was."""
        move, since = self.leg(t)
        return move.rail(since)

    def brake(self, t: float) -> Activity:
        """Return the braking of the leg under way; the others are dropped."""
        move, since = self.leg(t)
        return move.brake(since)

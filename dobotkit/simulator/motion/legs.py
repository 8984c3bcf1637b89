"""Moves in several legs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.laws import Braking
from dobotkit.simulator.motion.activity import Activity
from dobotkit.simulator.motion.joint import JointMove
from dobotkit.simulator.motion.line import LineMove
from dobotkit.simulator.motion.rail import RailMove
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

    @property
    def moves(self) -> tuple[Activity, ...]:
        """The legs that will be gone."""
        return self._moves

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

    def lowest(self, place: Callable[[Joints], Target]) -> float:
        """Return a height in mm that the end effector never goes below; see Activity."""
        return min(move.lowest(place) for move in self._moves)

    def rail(self, t: float) -> float | None:
        """Return the place on the rail after ``t`` seconds in mm, or None: where it was."""
        for move, start in zip(reversed(self._moves), reversed(self._starts), strict=True):
            if t >= start and (place := move.rail(t - start)) is not None:
                return place
        return None

    def brake(self, t: float) -> Activity:
        """Return the braking of the leg under way; the others are dropped."""
        move, since = self.leg(t)
        stop = move.brake(since)
        place = self.rail(t)
        if place is None or not isinstance(stop, JointMove | LineMove):
            return stop
        # The leg before it has moved the rail, which stays there.
        return RailMove(stop, place, 1.0, Braking(0.0, 0.0, 0.0), 0.0)

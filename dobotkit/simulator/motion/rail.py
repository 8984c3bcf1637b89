"""Moves of the arm and its rail together."""

from __future__ import annotations

from collections.abc import Callable

from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.laws import Law, braking
from dobotkit.simulator.motion.activity import Activity
from dobotkit.simulator.motion.joint import JointMove
from dobotkit.simulator.motion.line import LineMove
from dobotkit.simulator.profile import Joints

__all__ = ["RailMove"]


class RailMove(Activity):
    """A move of the arm, and of the rail beside it, in the same time.

    Parameters
    ----------
    move:
        What the arm does.
    begun, sign, law:
        Where on the rail it begins (mm), which way it goes (1 or -1), and how.
    brake:
        The deceleration of the rail when the brake is applied, mm/s².
    """

    def __init__(
        self, move: JointMove | LineMove, begun: float, sign: float, law: Law, brake: float
    ) -> None:
        self._move = move
        self._begun = begun
        self._sign = sign
        self._law = law
        self._brake = brake
        # Where the arm's line leaves the reach, the rail stops too.
        self.duration = move.duration
        self.alarm = move.alarm

    @property
    def lead(self) -> Law:
        """The law of what goes farthest: of the arm, or of the rail if the arm stands."""
        lead = self._move.lead
        return lead if lead.way(lead.duration) > 0 else self._law

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        return self._move.joints(t)

    def lowest(self, place: Callable[[Joints], Target]) -> float:
        """Return a height in mm that the end effector never goes below; see Activity."""
        return self._move.lowest(place)

    def rail(self, t: float) -> float:
        """Return the place on the rail after ``t`` seconds, in mm."""
        return self._begun + self._sign * self._law.way(min(t, self.duration))

    def brake(self, t: float) -> RailMove:
        """Return the move that stops arm and rail together, none harder than its brake."""
        (alone,) = braking((self._law,), t, (self._brake,))
        move = self._move.brake(t, alone.duration)
        (law,) = braking((self._law,), t, (self._brake,), move.full_time)
        return RailMove(move, self._begun, self._sign, law, self._brake)

"""Moves that switch outputs on their way (PTPPO)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf

from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion.activity import Activity, Cue
from dobotkit.simulator.motion.joint import JointMove
from dobotkit.simulator.motion.legs import Legs
from dobotkit.simulator.motion.line import LineMove
from dobotkit.simulator.motion.rail import RailMove
from dobotkit.simulator.profile import Joints

__all__ = ["CuedMove"]

Leg = JointMove | LineMove | RailMove


class CuedMove(Activity):
    """A move on which something is done at given moments.

    Parameters
    ----------
    move:
        What the arm does.
    cues:
        What is done, in order; what is behind the end of the move is not done.
    """

    def __init__(self, move: Activity, cues: Iterable[Cue]) -> None:
        self._move = move
        self._cues = tuple(cue for cue in cues if cue.time <= move.duration and cue.time < inf)
        self.duration = move.duration
        self.alarm = move.alarm

    @classmethod
    def plan(cls, move: Activity, todo: Iterable[tuple[float, Callable[[], None]]]) -> CuedMove:
        """Let things be done on a move, each at a fraction of its way, 0 to 1.

        In several legs, each has as much of the way as it has of the time. A joint
        move is as far along as the joint that goes farthest.
        """
        cues = [Cue(_moment(move, fraction), do) for fraction, do in todo]
        return cls(move, sorted(cues, key=lambda cue: cue.time))

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is done on the way, in order."""
        return self._cues

    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""
        return self._move.joints(t)

    def lowest(self, place: Callable[[Joints], Target]) -> float:
        """Return a height in mm that the end effector never goes below; see Activity."""
        return self._move.lowest(place)

    def rail(self, t: float) -> float | None:
        """Return the place on the rail after ``t`` seconds in mm, or None: where it was."""
        return self._move.rail(t)

    def brake(self, t: float) -> Activity:
        """Return the braking, on which is still done what it comes past."""
        leg, since = _leg(self._move, t)
        stop = self._move.brake(t)
        before, after = leg.lead, _leg(stop, 0.0)[0].lead
        rest = after.way(stop.duration)
        cues = []
        for cue in self._cues:
            if t < cue.time <= t - since + leg.duration:
                way = before.way(cue.time - t + since)
                if way <= rest:
                    cues.append(Cue(after.time(way), cue.do))
        return CuedMove(stop, cues)


def _leg(move: Activity, t: float) -> tuple[Leg, float]:
    """Return the leg of a move that is under way, and for how long it has been."""
    since = t
    while isinstance(move, Legs):
        move, since = move.leg(since)
    if not isinstance(move, Leg):
        raise TypeError(f"nothing can be done on the way of {move!r}")
    return move, since


def _moment(move: Activity, fraction: float) -> float:
    """Return when that much of the way is done."""
    if move.duration == inf:
        return inf if fraction else 0.0
    time = fraction * move.duration
    leg, since = _leg(move, time)
    if leg.duration <= 0:
        return time
    lead = leg.lead
    begun = time - since
    return begun + lead.time(since / leg.duration * lead.way(lead.duration))

"""Whole ways of the arm, checked point by point before it sets out.

A way is allowed if the arm can go it, if it keeps out of the table and of what is
closed, and if no part of it is faster than the desk allows. Each method raises an
``OutOfReach`` or a ``TooFast`` where it is not.
"""

from __future__ import annotations

from typing import Final

from dobotkit.arm.kinematics import forward, inverse
from dobotkit.arm.reach import Reach
from dobotkit.arm.travel import Joints, Place, arc, joint_move, line, top_of_jump
from dobotkit.errors import WrongValue
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.fields import SLACK
from dobotkit.keeper.queue_end import QueueEnd
from dobotkit.keeper.refusals import beyond, joints_too_fast
from dobotkit.keeper.space import Space

__all__ = ["Ways"]

# For the way home only, not for its time: homing has speeds of its own.
_HOMING = ((20.0,) * 4, (50.0,) * 4)
# A place that breaks no rule of any desk: nothing is excused because of it.
_NOWHERE = (0.0, 0.0, 10_000.0, 0.0)

# PTP modes: 0 and 9 jump to a place, 3 to angles; 1 and 4 with the joints, 2 and 5 in a
# line; 6, 7, 8 the same by so much more: angles, and places in a line and with the joints.
_MODES: Final = range(10)
_JUMPS, _STRAIGHT = (0, 3, 9), (2, 5, 7)
_JUMP_STRAIGHT = 9
_BY_ANGLES, _ANGLES_MORE, _PLACE_MORE = (3, 4, 5, 6), 6, (7, 8)


class Ways:
    """The ways that are open at one desk.

    Parameters
    ----------
    envelope:
        The rules of the desk.
    queue:
        With which tool and speeds the next move will be made.
    """

    def __init__(self, envelope: Envelope, queue: QueueEnd) -> None:
        self._envelope = envelope
        self._space = Space(envelope)
        self._queue = queue

    def point(self, mode: int, values: Place, start: Place) -> Place:
        """Check a move from point to point; return where it ends.

        Parameters
        ----------
        mode:
            0 to 9, as in the maker's protocol.
        values:
            A place, angles, or by how much more, depending on the mode.
        """
        end = self._end_of(mode, values, start)
        if mode in _STRAIGHT:
            self.line(start, end)
        elif mode in _JUMPS:
            self._jump(start, end, straight=mode == _JUMP_STRAIGHT)
        else:
            self._joints_together(start, end)
        return end

    def line(self, start: Place, end: Place) -> None:
        """Check a straight way."""
        self._space.check_line(self._reach, start, end, line(start, end))

    def arc(self, start: Place, via: Place, end: Place, *, turns: int) -> Place:
        """Check a part of a circle, or so many whole ones; return where it ends."""
        try:
            way = tuple(arc(start, via, end, turns=turns))
        except ValueError:
            raise WrongValue(
                "An arc goes through three points that do not lie on one line.",
                "Choose another point in the middle.",
            ) from None
        self._space.check(self._reach, start, way)
        return way[-1]

    def home(self, start: Place) -> None:
        """Check the way home."""
        # An arm that is out of reach comes home all the same: its limits are not looked at.
        way = joint_move(self._joints(start), self._queue.home, *_HOMING, self._queue.tool)
        self._space.check_desk(start, way.places)

    def resting_place(self, place: Place) -> Joints:
        """Check a place by itself; return its joint angles in degrees."""
        self._space.check(self._reach, _NOWHERE, (_NOWHERE, place))
        return self._reach.joints_for(place)

    def _end_of(self, mode: int, values: Place, start: Place) -> Place:
        """Return the place to which a PTP command leads."""
        if mode not in _MODES:
            raise beyond("mode of moving", mode, min(_MODES), max(_MODES))
        if mode in _BY_ANGLES:
            joints = values
            if mode == _ANGLES_MORE:
                joints = _sum(self._joints(start), values)
            # The place alone may be in reach with other angles than these.
            self._reach.check_joints(joints)
            return forward(*joints, tool=self._queue.tool)
        return _sum(start, values) if mode in _PLACE_MORE else values

    def _joints_together(self, start: Place, end: Place) -> None:
        queue = self._queue
        speed, acceleration = queue.ratios
        to = self._reach.joints_for(end)
        move = joint_move(
            self._joints(start),
            to,
            _times(queue.joint_speed, speed),
            _times(queue.joint_acceleration, acceleration),
            queue.tool,
        )
        if move.speed > self._envelope.speed * SLACK:
            raise joints_too_fast(move.speed, self._envelope.speed)
        self._space.check(self._reach, start, move.places)

    def _jump(self, start: Place, end: Place, *, straight: bool) -> None:
        up, down, highest = self._queue.jump
        top = top_of_jump(start[2], end[2], max(up, down), highest)
        above, beyond_it = (*start[:2], top, start[3]), (*end[:2], top, end[3])
        # Whether the arm goes up and down in a line or with its joints depends on how far
        # out it is, so both are checked.
        for a, b in ((start, above), (beyond_it, end)):
            self.line(a, b)
            self._joints_together(a, b)
        (self.line if straight else self._joints_together)(above, beyond_it)

    @property
    def _reach(self) -> Reach:
        return Reach(self._queue.tool)

    def _joints(self, place: Place) -> Joints:
        return inverse(*place, tool=self._queue.tool)


def _sum(a: Place | Joints, b: Place) -> Place:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3])


def _times(values: Joints, factor: float) -> Joints:
    a, b, c, d = values
    return (a * factor, b * factor, c * factor, d * factor)

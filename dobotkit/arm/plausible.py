"""Answers that are whole and yet wrong, and how they are told from right ones.

The checksum has eight bits: of the answers that a bad line damages, about one in
some hundred passes it all the same. What an answer says is therefore held against
what is known already, and doubtful ones are asked for again.
"""

from __future__ import annotations

from math import isfinite

from dobotkit.arm.kinematics import tool_of
from dobotkit.geometry import Pose

__all__ = ["Places", "Poses"]

# mm and degrees. An error that is smaller than this does no harm.
SAME = 0.02
# What stands for "no command has ended".
NOTHING = -1
# How many commands nobody sends between two that are looked at.
FAR = 10_000


class Poses:
    """What all poses of one arm have in common.

    A pose says everything twice, as x, y, z, r and as joint angles; between the two
    stands only the tool, which hardly ever changes. So a pose whose tool is neither
    that of the pose before nor that of the answer before is doubtful. No kind of
    arm is refused for it: one that reckons in another way is only asked more often.
    """

    def __init__(self) -> None:
        self._usual: tuple[float, ...] | None = None
        self._last: tuple[float, ...] | None = None

    def believe(self, pose: Pose) -> bool:
        """Tell whether a pose fits in with those before it."""
        if not all(map(isfinite, pose)):
            return False
        mark = (*tool_of(pose), pose.r - pose.j1 - pose.j4)
        fits = any(
            known is not None and all(abs(a - b) <= SAME for a, b in zip(mark, known, strict=True))
            for known in (self._usual, self._last)
        )
        self._last = mark
        if fits:
            self._usual = mark
        return fits


class Places:
    """How far the queue of one arm has come.

    Places only grow, until the queue is cleared: some firmware then counts from
    the start again. If they shrink at another time, the arm was switched off.

    Attributes
    ----------
    baseline:
        What the arm told last when its queue was cleared.
    """

    def __init__(self) -> None:
        self.baseline = NOTHING
        self._given: int | None = None
        self._ended = NOTHING

    def cleared(self, current: int) -> None:
        """Take note that the queue is empty now, and what the arm tells then."""
        self.baseline = current
        self._given, self._ended = None, NOTHING

    def take(self, place: int) -> bool:
        """Take note of the place of a new command; tell whether it can be right."""
        fits = self._given is None or self._given < place <= self._given + FAR
        if fits:
            self._given = place
        return fits

    def look(self, current: int) -> bool:
        """Take note of what has ended; tell whether that can be right."""
        if current == self.baseline:
            return self._ended == NOTHING
        fits = not self.shrank(current) and (self._given is None or current <= self._given)
        if fits:
            self._ended = current
        return fits

    def shrank(self, current: int) -> bool:
        """Tell whether less has ended than had before."""
        return current == NOTHING or current < self._ended

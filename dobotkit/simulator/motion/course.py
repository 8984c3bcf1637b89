"""The ways of the end effector in space, and where the arm can follow them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import ceil, hypot
from typing import ClassVar

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Linkage, Target, Tool
from dobotkit.simulator.profile import Joints

__all__ = ["Course", "Track"]


class Course(ABC):
    """A way of the end effector, r turning along with it.

    Parameters
    ----------
    linkage, tool:
        Of the arm that moves.
    length, turn:
        The way of the end effector in mm, and of r in degrees, both positive.
    step:
        How far apart (mm or degrees) the points are at which reach is checked;
        with a tool of absurd length, a thousandth of the whole reach.
    wrist:
        The angle that J4 keeps, in degrees, whatever becomes of r; None: J4
        turns so that r is as told.

    Attributes
    ----------
    unlike:
        After so many mm it repeats itself; the length if it does not.
    straight:
        Whether it is a straight line.
    """

    __slots__ = ("_linkage", "_tool", "_wrist", "length", "step", "turn", "unlike")

    straight: ClassVar[bool] = False

    def __init__(
        self,
        linkage: Linkage,
        tool: Tool,
        *,
        length: float,
        turn: float,
        step: float,
        wrist: float | None = None,
    ) -> None:
        self._linkage = linkage
        self._tool = tool
        self._wrist = wrist
        self.length = self.unlike = length
        self.turn = turn
        self.step = max(step, linkage.span(tool) / 1000)

    @abstractmethod
    def place(self, way: float, turn: float) -> Target:
        """Return x, y, z, r after ``way`` mm and ``turn`` degrees."""

    def joints(self, way: float, turn: float) -> Joints | None:
        """Return the joint angles after ``way`` mm and ``turn`` degrees, or None."""
        joints = self._linkage.inverse(self.place(way, turn), self._tool)
        if joints is None or self._wrist is None:
            return joints
        return (joints[0], joints[1], joints[2], self._wrist)

    def trouble(self, way: float, turn: float) -> Alarm | None:
        """Return the alarm that stops an arm at this point, or None."""
        joints = self.joints(way, turn)
        if joints is None:
            return Alarm.MOVE_NO_SOLUTION
        if self._linkage.broken_limit(joints):
            return Alarm.MOVE_LIMIT
        return None

    def end_of_reach(self) -> tuple[float, Alarm | None]:
        """Return how far along, in mm, the arm can follow if r does not turn, and the alarm there.

        That is the whole length, and no alarm, where every point can be reached.
        """
        good = 0.0
        steps = ceil(self.length / self.step)
        for k in range(1, steps + 1):
            bad = min(k * self.step, self.length)
            if (alarm := self.trouble(bad, 0.0)) is not None:
                break
            good = bad
        else:
            return self.length, None
        for _ in range(40):
            middle = (good + bad) / 2
            if (worse := self.trouble(middle, 0.0)) is None:
                good = middle
            else:
                bad, alarm = middle, worse
        return good, alarm


class Track(Course):
    """A straight line from ``start`` to ``end``: x, y, z in mm, r in degrees, all finite.

    Attributes
    ----------
    heading:
        The direction in space, of length 1; (0, 0, 0) if it has none.
    """

    __slots__ = ("_sense", "_start", "heading")

    straight = True

    def __init__(
        self,
        linkage: Linkage,
        tool: Tool,
        start: Target,
        end: Target,
        step: float,
        *,
        wrist: float | None = None,
    ) -> None:
        dx, dy, dz, dr = (b - a for a, b in zip(start, end, strict=True))
        length = hypot(dx, dy, dz)
        super().__init__(linkage, tool, length=length, turn=abs(dr), step=step, wrist=wrist)
        self._start = start
        self._sense = -1.0 if dr < 0 else 1.0
        length = length or 1.0
        self.heading = (dx / length, dy / length, dz / length)

    def place(self, way: float, turn: float) -> Target:
        """Return x, y, z, r after ``way`` mm and ``turn`` degrees."""
        x, y, z, r = self._start
        dx, dy, dz = self.heading
        return (x + dx * way, y + dy * way, z + dz * way, r + self._sense * turn)

"""What takes time, and the simplest of it: standing still."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from math import inf
from typing import NamedTuple

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.profile import Joints

__all__ = ["Activity", "Cue", "Halt", "Pause", "Watch"]


class Cue(NamedTuple):
    """Something to be done on the way, so many seconds after the start."""

    time: float
    do: Callable[[], None]


class Activity(ABC):
    """Something that takes time.

    It is planned once, then asked for the joint angles ``t`` seconds after its
    start, in any order and as often as somebody wants to know.

    Attributes
    ----------
    duration:
        Seconds from start to rest; infinite if it never ends.
    alarm:
        The alarm that is raised at its end, if it ends early.
    joinable:
        Whether commands that wait behind it may become part of it.
    steerable:
        Whether commands that are written at once may.
    open_ended:
        Whether it goes on until somebody ends it, so that nobody waits for it.
    """

    duration: float
    alarm: Alarm | None = None
    joinable: bool = False
    steerable: bool = False
    open_ended: bool = False

    @abstractmethod
    def joints(self, t: float) -> Joints:
        """Return the joint angles after ``t`` seconds, in degrees."""

    def rail(self, t: float) -> float | None:  # noqa: ARG002 - few activities move the rail
        """Return the place on the rail after ``t`` seconds in mm, or None: where it was."""
        return None

    @abstractmethod
    def brake(self, t: float) -> Activity:
        """Return what follows when the brake is applied after ``t`` seconds."""

    def shorten(self, t: float) -> Activity:  # noqa: ARG002 - most are one command
        """Return what follows if no more commands than needed are to be carried out."""
        return self

    def lowest(self, place: Callable[[Joints], Target]) -> float:  # noqa: ARG002 - not all can tell
        """Return a height in mm that the end effector never goes below, as far as it can be told.

        Parameters
        ----------
        place:
            Where the end effector is for joint angles: x, y, z in mm, r in degrees.
        """
        return -inf

    @property
    def ends(self) -> tuple[float, ...]:
        """When each of the commands in it is finished, in order."""
        return (self.duration,)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is to be done on the way, in order."""
        return ()

    def over(self) -> bool:
        """Tell whether something outside has ended it."""
        return False


class Pause(Activity):
    """Stand for some seconds."""

    def __init__(self, joints: Joints, seconds: float) -> None:
        self._joints = joints
        self.duration = seconds

    def joints(self, t: float) -> Joints:  # noqa: ARG002 - the arm does not move
        """Return the joint angles in degrees."""
        return self._joints

    def brake(self, t: float) -> Activity:  # noqa: ARG002 - any time is as good
        """Return a pause that is over."""
        return Pause(self._joints, 0.0)


class Halt(Pause):
    """Stand where a move ran into something."""

    def __init__(self, joints: Joints, rail: float | None, alarm: Alarm) -> None:
        super().__init__(joints, 0.0)
        self._rail = rail
        self.alarm = alarm

    def rail(self, t: float) -> float | None:  # noqa: ARG002 - the arm does not move
        """Return the place on the rail in mm, or None: where it was."""
        return self._rail


class Watch(Pause):
    """Stand until a condition holds."""

    def __init__(self, joints: Joints, condition: Callable[[], bool]) -> None:
        super().__init__(joints, inf)
        self._condition = condition

    def over(self) -> bool:
        """Tell whether the condition holds."""
        return self._condition()

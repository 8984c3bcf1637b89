"""The arm's controller: its state and its queue, and what carries commands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dobotkit.simulator.clock import Clock
from dobotkit.simulator.command_queue import CommandQueue
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.planner import PlanError
from dobotkit.simulator.profile import AlarmPolicy, Joints, Profile
from dobotkit.simulator.state import State
from dobotkit.simulator.surroundings import Surroundings

if TYPE_CHECKING:
    from dobotkit.simulator.commands import Command

__all__ = ["Controller", "Job"]


class Job(NamedTuple):
    """A command with its parameters, as it waits in the queue."""

    command: Command
    params: bytes


class Controller:
    """What the frames of the host act upon."""

    def __init__(self, profile: Profile, clock: Clock, surroundings: Surroundings) -> None:
        self.profile = profile
        self.state = State(profile, surroundings)
        self.queue: CommandQueue[Job] = CommandQueue(self, clock, profile)
        self._switched_on = self.queue.time

    @property
    def uptime(self) -> float:
        """For how many seconds it has been running."""
        return self.queue.time - self._switched_on

    def joints(self) -> Joints:
        """Return the joint angles (degrees) at the time that the queue has caught up to."""
        activity = self.queue.activity
        if activity is None:
            return self.state.joints
        return activity.joints(self.queue.elapsed)

    def pose(self) -> tuple[float, float, float, float, float, float, float, float]:
        """Return x, y, z (mm), r, j1 to j4 (degrees), as the firmware computes them."""
        joints = self.joints()
        return (*self.state.place(joints), *joints)

    def held(self, job: Job) -> bool:
        """Tell whether an alarm keeps this command waiting."""
        return (
            bool(self.state.alarms)
            and self.profile.alarm_policy is AlarmPolicy.HOLD
            and not job.command.despite_alarms
        )

    def begin(self, job: Job) -> Activity | None:
        """Carry out a command, or plan the move that does it."""
        command, params = job
        if (
            command.moves
            and self.state.alarms
            and self.profile.alarm_policy is AlarmPolicy.SKIP
            and not command.despite_alarms
        ):
            return None
        try:
            return command.do(self, params)
        except PlanError as error:
            self.state.raise_alarm(error.alarm)
            return None

    def end(self, activity: Activity) -> None:
        """Stand where a move ended, and raise its alarm if it has one."""
        self.state.joints = activity.joints(activity.duration)
        if activity.alarm is not None:
            self.state.raise_alarm(activity.alarm)

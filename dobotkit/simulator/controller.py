"""The arm's controller: its state and its queue, and what carries commands out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dobotkit.simulator.alarms import LIMITS
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

    def rail(self) -> float:
        """Return the place on the rail (mm) at the time that the queue has caught up to."""
        activity = self.queue.activity
        place = None if activity is None else activity.rail(self.queue.elapsed)
        return self.state.rail if place is None else place

    def pose(self) -> tuple[float, float, float, float, float, float, float, float]:
        """Return x, y, z (mm), r, j1 to j4 (degrees), as the firmware computes them."""
        joints = self.joints()
        return (*self.state.place(joints), *joints)

    def _alarmed(self, job: Job) -> bool:
        command = job.command
        alarms = self.state.alarms & ~LIMITS if command.despite_limits else self.state.alarms
        return bool(alarms) and not command.despite_alarms

    def held(self, job: Job) -> bool:
        """Tell whether an alarm keeps this command waiting."""
        return self.profile.alarm_policy is AlarmPolicy.HOLD and self._alarmed(job)

    def _skipped(self, job: Job) -> bool:
        """Tell whether an alarm makes this command count as finished although nothing moves."""
        return (
            job.command.moves
            and self.profile.alarm_policy is AlarmPolicy.SKIP
            and self._alarmed(job)
        )

    def stopped(self, job: Job) -> bool:
        """Tell whether an alarm is in the way of a motion command."""
        return self.held(job) or self._skipped(job)

    def begin(self, job: Job) -> Activity | None:
        """Carry out a command, or plan the move that does it."""
        if self._skipped(job):
            return None
        command, params = job
        try:
            return command.do(self, params)
        except PlanError as error:
            self.state.raise_alarm(error.alarm)
            return None

    def join(
        self, activity: Activity, t: float, jobs: Sequence[Job]
    ) -> tuple[Activity, int] | None:
        """Make waiting commands part of what has been running for ``t`` seconds, if they can be."""
        join = jobs[0].command.join
        if join is None or (self.stopped(jobs[0]) and not activity.steerable):
            return None
        return join(self, activity, t, jobs)

    def end(self, activity: Activity) -> None:
        """Stand where a move ended, and raise its alarm if it has one."""
        state = self.state
        joints = activity.joints(activity.duration)
        if joints != state.joints:
            state.joints = joints
            state.alarms &= ~LIMITS
        rail = activity.rail(activity.duration)
        if rail is not None:
            state.rail = rail
        if activity.alarm is not None:
            self.state.raise_alarm(activity.alarm)

"""The arm's controller: its state and its queue, and what carries commands out."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from dobotkit.simulator.alarms import LIMITS, Alarm
from dobotkit.simulator.clock import Clock
from dobotkit.simulator.command_queue import CommandQueue
from dobotkit.simulator.motion import Activity, Halt
from dobotkit.simulator.planner import PlanError
from dobotkit.simulator.profile import AlarmPolicy, Joints, Profile
from dobotkit.simulator.registers import GRIPPER, SUCTION, TOOL, Values
from dobotkit.simulator.state import State
from dobotkit.simulator.surroundings import Surroundings
from dobotkit.simulator.table import Table
from dobotkit.things import TableScene

if TYPE_CHECKING:
    from dobotkit.simulator.commands import Command

__all__ = ["Controller", "Job"]

_HANDS: Final = {SUCTION: "cup", GRIPPER: "gripper", TOOL: ""}


class Job(NamedTuple):
    """A command with its parameters, as it waits in the queue."""

    command: Command
    params: bytes


class Controller:
    """What the frames of the host act upon."""

    def __init__(self, profile: Profile, clock: Clock, surroundings: Surroundings) -> None:
        self.profile = profile
        self.surroundings = surroundings
        self.state = State(profile, surroundings)
        self.queue: CommandQueue[Job] = CommandQueue(self, clock, profile)
        self._switched_on = self.queue.time
        # Where it is held fast while its motors go on in vain.
        self._held_at: Joints | None = None

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

    def real_joints(self) -> Joints:
        """Return the joint angles (degrees) at which the arm really stands."""
        if self._held_at is not None:
            return self._held_at
        return _plus(self.joints(), self.state.slip)

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

    def sure_until(self, activity: Activity, since: float) -> float:
        """Tell for how long an activity runs into nothing, as far as it has been looked at."""
        table = self.surroundings.table
        return inf if table is None else table.sure_until(activity, since)

    def meet(self, activity: Activity, since: float, until: float) -> tuple[float, Activity] | None:
        """Tell when an activity runs into something before a moment, and what follows then."""
        table = self.surroundings.table
        bump = None if table is None else table.meet(activity, since, until)
        if table is None or bump is None:
            return None
        alarm = Alarm(Alarm.LOST_STEPS_J1 + bump.axis)
        if self.profile.contact.loses_steps:
            self._held_at = _plus(bump.joints, self.state.slip)
            table.hold_fast(bump.joints)
            self.state.raise_alarm(alarm)
            return None
        return bump.time, Halt(bump.joints, activity.rail(bump.time - since), alarm)

    def lay_table(self, scene: TableScene | None) -> None:
        """Lay the table anew, or take it away; a tool that is on begins to hold things there."""
        surroundings = self.surroundings
        surroundings.colours.clear()
        surroundings.blocked.clear()
        surroundings.table = None
        if scene is not None:
            table = surroundings.table = Table(scene, self.state, self.queue.time)
            for number in (SUCTION, GRIPPER):
                if all(self.state.registers[number]):
                    table.switch(_HANDS[number], self.joints(), on=True)

    def disturb_table(self) -> None:
        """Let the table catch up, before something changes that it depends on."""
        if (table := self.surroundings.table) is not None:
            table.catch_up(self.queue.time, self.joints())

    def look_at_table(self) -> None:
        """Let the sensors see what is on the table."""
        if (table := self.surroundings.table) is not None:
            seen = table.seen(self.queue.time, self.joints())
            self.surroundings.colours.update(seen.colours)
            for port, blocked in seen.blocked.items():
                self.state.sensors.block(port, blocked=blocked)

    def set_register(self, number: int, values: Values) -> None:
        """Store parameters; a tool that is switched takes something, or lets it go."""
        table = self.surroundings.table
        if table is None or number not in _HANDS:
            self.state.set_register(number, values)
            return
        self.disturb_table()
        joints = self.joints()
        before = self.state.place(self.real_joints())
        self.state.set_register(number, values)
        if number == TOOL:
            table.renamed(before, self.state.place(self.real_joints()))
        else:
            if number == GRIPPER and values[0]:
                # Also who opens a gripper has one: a cup in its place would hit things.
                table.fit(_HANDS[number], joints)
            table.switch(_HANDS[number], joints, on=all(values))

    def lose_power(self) -> None:
        """Let go of everything."""
        for number in (SUCTION, GRIPPER):
            self.set_register(number, (0, 0))

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
        if self._held_at is not None:
            self._come_free(joints)
        if joints != state.joints:
            state.joints = joints
            state.alarms &= ~LIMITS
        rail = activity.rail(activity.duration)
        if rail is not None:
            state.rail = rail
        if activity.alarm is not None:
            self.state.raise_alarm(activity.alarm)

    def _come_free(self, joints: Joints) -> None:
        """Take note that the motors stand still, and by how much they have gone on in vain."""
        table, there = self.surroundings.table, self._held_at
        if there is not None:
            self.state.slip = _plus(there, joints, -1.0)
            self._held_at = None
        if table is not None:
            table.free(self.queue.time, joints)


def _plus(one: Joints, other: Joints, times: float = 1.0) -> Joints:
    a, b, c, d = one
    p, q, r, s = other
    return (a + times * p, b + times * q, c + times * r, d + times * s)

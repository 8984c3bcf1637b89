"""Jogging: an axis goes on until it is told otherwise.

Hosts write the command at once, so that the one that ends a jog is never stuck in a
queue that stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from dobotkit.simulator.alarms import LIMITS
from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller, Job
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.planner import PlanError, jog, steer

__all__ = ["COMMANDS"]


def _jog(controller: Controller, params: bytes) -> Activity:
    in_joints, command = params
    state = controller.state
    activity = jog(state, command, in_joints=bool(in_joints))
    if activity.duration > 0:
        # It comes back if the arm is still there in the end.
        state.alarms &= ~LIMITS
    return activity


def _steer(
    controller: Controller, activity: Activity, t: float, jobs: Sequence[Job]
) -> tuple[Activity, int] | None:
    more = list(takewhile(lambda job: job.command.join is _steer, jobs))
    in_joints, command = more[-1].params
    if controller.stopped(more[-1]):
        command = 0
    try:
        steered = steer(controller.state, activity, t, command, in_joints=bool(in_joints))
    except PlanError as error:
        controller.state.raise_alarm(error.alarm)
        steered = steer(controller.state, activity, t, 0, in_joints=bool(in_joints))
    if steered is None:
        return None
    steered.superseded = len(more)
    return steered, len(more)


# Whether the axes are joints, and which of them goes which way.
COMMANDS: Final = {
    73: Command(do=_jog, takes={2}, moves=True, despite_limits=True, join=_steer),
}

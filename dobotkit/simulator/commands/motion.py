"""Moves, one point or one piece of a path at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import takewhile
from struct import Struct
from typing import Final

from dobotkit.simulator.alarms import LIMITS
from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller, Job
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.planner import (
    PathPoint,
    PlanError,
    jog,
    lengthen_path,
    round_arc,
    steer,
    to_next_point,
    to_point,
)

__all__ = ["COMMANDS"]

_PTP = Struct("<B4f")
_CP_POINT = Struct("<B4f")
_ARC = Struct("<8f")
_CIRCLE = Struct("<8fI")


def _ptp(controller: Controller, params: bytes) -> Activity:
    mode, a, b, c, d = _PTP.unpack(params)
    return to_point(controller.state, mode, (a, b, c, d))


def _path_point(controller: Controller, job: Job) -> PathPoint:
    mode, x, y, z, value = _CP_POINT.unpack(job.params)
    if job.command is not _LASER_POINT:
        return PathPoint(mode, (x, y, z), velocity=value)
    return PathPoint(mode, (x, y, z), cue=partial(controller.state.set_laser_power, value))


def _cp(controller: Controller, params: bytes) -> Activity:
    return to_next_point(controller.state, _path_point(controller, Job(_POINT, params)))


def _cp_with_laser(controller: Controller, params: bytes) -> Activity:
    return to_next_point(controller.state, _path_point(controller, Job(_LASER_POINT, params)))


def _lengthen(
    controller: Controller, activity: Activity, t: float, jobs: Sequence[Job]
) -> tuple[Activity, int] | None:
    more = takewhile(lambda job: job.command.join is _lengthen, jobs)
    points = (_path_point(controller, job) for job in more)
    return lengthen_path(controller.state, activity, t, points)


# 17 bytes; pydobot 1.3.2 sends 14 of them, which is not answered.
_POINT: Final = Command(do=_cp, takes={_CP_POINT.size}, moves=True, join=_lengthen)
_LASER_POINT: Final = Command(do=_cp_with_laser, takes={_CP_POINT.size}, moves=True, join=_lengthen)


def _arc(controller: Controller, params: bytes) -> Activity:
    x, y, z, r, *end = _ARC.unpack(params)
    return round_arc(controller.state, (x, y, z, r), (end[0], end[1], end[2], end[3]))


def _circle(controller: Controller, params: bytes) -> Activity:
    x, y, z, r, *end, turns = _CIRCLE.unpack(params)
    return round_arc(controller.state, (x, y, z, r), (end[0], end[1], end[2], end[3]), turns)


def _jog(controller: Controller, params: bytes) -> Activity:
    in_joints, command = params
    state = controller.state
    activity = jog(state, command, in_joints=bool(in_joints))
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


COMMANDS: Final = {
    73: Command(do=_jog, takes={2}, moves=True, despite_limits=True, join=_steer),
    84: Command(do=_ptp, takes={_PTP.size}, moves=True),
    91: _POINT,
    92: _LASER_POINT,
    101: Command(do=_arc, takes={_ARC.size}, moves=True),
    102: Command(do=_circle, takes={_CIRCLE.size}, moves=True),
}

"""Moves, one point or one piece of a path at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from struct import Struct
from typing import Final

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller, Job
from dobotkit.simulator.motion import Activity, CuedMove
from dobotkit.simulator.planner import (
    PathPoint,
    PlanError,
    lengthen_path,
    round_arc,
    to_next_point,
    to_point,
)

__all__ = ["COMMANDS"]

_PTP = Struct("<B4f")
_PTP_WITH_RAIL = Struct("<B5f")
_OUTPUT = Struct("<BHB")  # percent of the way, pin, level
_CP_POINT = Struct("<B4f")
_ARC = Struct("<8f")
_CIRCLE = Struct("<8fI")


def _ptp(controller: Controller, params: bytes) -> Activity:
    mode, a, b, c, d = _PTP.unpack(params)
    return to_point(controller.state, mode, (a, b, c, d))


def _ptp_with_rail(controller: Controller, params: bytes) -> Activity:
    mode, a, b, c, d, rail = _PTP_WITH_RAIL.unpack(params)
    return to_point(controller.state, mode, (a, b, c, d), rail)


def _with_outputs(
    controller: Controller,
    move: Callable[[Controller, bytes], Activity],
    layout: Struct,
    params: bytes,
) -> Activity:
    """Make a PTP command switch outputs on its way; they are listed behind it.

    The document has the list alone, DobotLink the number of its entries before it.
    """
    entries = params[layout.size :]
    if len(entries) % _OUTPUT.size:
        if entries[0] != len(entries) // _OUTPUT.size:
            raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
        entries = entries[1:]
    switch = controller.state.pins.set_latch
    activity = move(controller, params[: layout.size])
    return CuedMove.plan(
        activity,
        [
            (min(percent, 100) / 100, partial(switch, pin, level))
            for percent, pin, level in _OUTPUT.iter_unpack(entries)
        ],
    )


def _ptp_with_outputs(controller: Controller, params: bytes) -> Activity:
    return _with_outputs(controller, _ptp, _PTP, params)


def _ptp_with_rail_and_outputs(controller: Controller, params: bytes) -> Activity:
    return _with_outputs(controller, _ptp_with_rail, _PTP_WITH_RAIL, params)


def _sizes_with_outputs(layout: Struct) -> frozenset[int]:
    """Return the sizes of the command with a list of outputs, without and with their number."""
    longest = 249
    plain, counted = layout.size, layout.size + 1
    return frozenset((*range(plain, longest, _OUTPUT.size), *range(counted, longest, _OUTPUT.size)))


def _point(params: bytes) -> PathPoint:
    mode, x, y, z, velocity = _CP_POINT.unpack(params)
    return PathPoint(mode, (x, y, z), velocity=velocity)


def _laser_point(controller: Controller, params: bytes) -> PathPoint:
    mode, x, y, z, power = _CP_POINT.unpack(params)
    return PathPoint(mode, (x, y, z), cue=partial(controller.state.set_laser_power, power))


def _cp(controller: Controller, params: bytes) -> Activity:
    return to_next_point(controller.state, _point(params))


def _cp_with_laser(controller: Controller, params: bytes) -> Activity:
    return to_next_point(controller.state, _laser_point(controller, params))


def _lengthen(
    controller: Controller, activity: Activity, t: float, jobs: Sequence[Job]
) -> tuple[Activity, int] | None:
    more = takewhile(lambda job: job.command.join is _lengthen, jobs)
    points = (
        _laser_point(controller, job.params)
        if job.command.do is _cp_with_laser
        else _point(job.params)
        for job in more
    )
    return lengthen_path(controller.state, activity, t, points)


def _arc(controller: Controller, params: bytes) -> Activity:
    x, y, z, r, *end = _ARC.unpack(params)
    return round_arc(controller.state, (x, y, z, r), (end[0], end[1], end[2], end[3]))


def _circle(controller: Controller, params: bytes) -> Activity:
    x, y, z, r, *end, turns = _CIRCLE.unpack(params)
    return round_arc(controller.state, (x, y, z, r), (end[0], end[1], end[2], end[3]), turns)


COMMANDS: Final = {
    84: Command(do=_ptp, takes={_PTP.size}, moves=True),
    86: Command(do=_ptp_with_rail, takes={_PTP_WITH_RAIL.size}, moves=True),
    88: Command(do=_ptp_with_outputs, takes=_sizes_with_outputs(_PTP), moves=True),
    89: Command(
        do=_ptp_with_rail_and_outputs, takes=_sizes_with_outputs(_PTP_WITH_RAIL), moves=True
    ),
    # 17 bytes; pydobot 1.3.2 sends 14 of them, which is not answered.
    91: Command(do=_cp, takes={_CP_POINT.size}, moves=True, join=_lengthen),
    92: Command(do=_cp_with_laser, takes={_CP_POINT.size}, moves=True, join=_lengthen),
    101: Command(do=_arc, takes={_ARC.size}, moves=True),
    102: Command(do=_circle, takes={_CIRCLE.size}, moves=True),
}

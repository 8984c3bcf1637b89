"""Moves, one point or one piece of a path at a time."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.planner import to_next_point, to_point

__all__ = ["COMMANDS"]

_PTP = Struct("<B4f")
_CP_POINT = Struct("<B4f")


def _ptp(controller: Controller, params: bytes) -> Activity:
    mode, a, b, c, d = _PTP.unpack(params)
    return to_point(controller.state, mode, (a, b, c, d))


def _cp(controller: Controller, params: bytes) -> Activity:
    mode, x, y, z, velocity = _CP_POINT.unpack(params)
    return to_next_point(controller.state, mode, (x, y, z), velocity)


COMMANDS: Final = {
    84: Command(do=_ptp, takes={_PTP.size}, moves=True),
    # 17 bytes; pydobot 1.3.2 sends 14 of them, which is not answered.
    91: Command(do=_cp, takes={_CP_POINT.size}, moves=True),
}

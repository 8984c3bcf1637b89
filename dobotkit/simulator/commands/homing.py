"""The home position, and the way there."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, pack_floats
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.planner import solve, to_home

__all__ = ["COMMANDS"]

_TARGET = Struct("<4f")


def _read_home(controller: Controller, _params: bytes) -> bytes:
    return pack_floats(_TARGET, controller.state.place(controller.state.home))


def _write_home(controller: Controller, params: bytes) -> None:
    # The joint angles are what is kept: another tool later moves x, y, z of home.
    x, y, z, r = _TARGET.unpack(params)
    controller.state.home = solve(controller.state, (x, y, z, r))


def _home(controller: Controller, _params: bytes) -> Activity:
    controller.disturb_table()
    controller.state.find_switches()
    return to_home(controller.state)


COMMANDS: Final = {
    30: Command(read=_read_home, do=_write_home, takes={_TARGET.size}),
    # The document has four reserved bytes, DobotLink and pydobotplus send none.
    31: Command(do=_home, takes={0, 4}, moves=True, despite_alarms=True),
}

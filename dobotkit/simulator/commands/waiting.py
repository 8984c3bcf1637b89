"""Commands of the queue that only take time."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.motion import Activity, Pause

__all__ = ["COMMANDS"]

_U32 = Struct("<I")


def _wait(controller: Controller, params: bytes) -> Activity:
    (milliseconds,) = _U32.unpack(params)
    return Pause(controller.state.joints, milliseconds / 1000)


COMMANDS: Final = {110: Command(do=_wait, takes={_U32.size}, at_once=False)}

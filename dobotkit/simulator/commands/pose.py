"""Where the arm is."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, pack_floats
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_POSE = Struct("<8f")


def _read_pose(controller: Controller, _params: bytes) -> bytes:
    return pack_floats(_POSE, controller.pose())


COMMANDS: Final = {10: Command(read=_read_pose)}

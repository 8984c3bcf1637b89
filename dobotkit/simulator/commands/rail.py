"""The linear rail that carries the arm."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, pack_floats
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_PLACE = Struct("<f")


def _read_rail(controller: Controller, _params: bytes) -> bytes:
    return bytes([controller.state.has_rail])


def _write_rail(controller: Controller, params: bytes) -> None:
    # Which version of the rail it is makes no difference here.
    controller.state.has_rail = bool(params[0])


def _read_place(controller: Controller, _params: bytes) -> bytes:
    return pack_floats(_PLACE, (controller.rail(),))


COMMANDS: Final = {
    3: Command(read=_read_rail, do=_write_rail, takes={2}),
    13: Command(read=_read_place),
}

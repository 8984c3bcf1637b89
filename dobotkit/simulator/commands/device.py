"""What the arm says about itself: serial number, name, version."""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]


def _read_serial_number(controller: Controller, _params: bytes) -> bytes:
    return controller.profile.serial_number.encode() + b"\0"


def _read_name(controller: Controller, _params: bytes) -> bytes:
    return controller.state.name


def _write_name(controller: Controller, params: bytes) -> None:
    controller.state.name = params


def _read_version(controller: Controller, _params: bytes) -> bytes:
    return bytes(controller.profile.version)


COMMANDS: Final = {
    0: Command(read=_read_serial_number),
    1: Command(read=_read_name, do=_write_name, takes=range(1, 249), queued=False),
    2: Command(read=_read_version),
}

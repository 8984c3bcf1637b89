"""What the arm says about itself: numbers, name, version, time.

It does not know ProductName (7), which came with the Lite and the Magic Box [L].
"""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_TIME = Struct("<I")
_ID = Struct("<3I")
# As long as a frame that the arm takes can be.
_TEXT = range(1, 249)


def _read_serial_number(controller: Controller, _params: bytes) -> bytes:
    return controller.state.serial_number


def _write_serial_number(controller: Controller, params: bytes) -> None:
    controller.state.serial_number = params


def _read_name(controller: Controller, _params: bytes) -> bytes:
    return controller.state.name


def _write_name(controller: Controller, params: bytes) -> None:
    controller.state.name = params


def _read_version(controller: Controller, _params: bytes) -> bytes:
    return controller.profile.version


def _read_time(controller: Controller, _params: bytes) -> bytes:
    # Milliseconds since power-on, which begin anew after seven weeks.
    return _TIME.pack(int(controller.uptime * 1000) & 0xFFFFFFFF)


def _read_id(controller: Controller, _params: bytes) -> bytes:
    return _ID.pack(*controller.profile.device_id)


COMMANDS: Final = {
    0: Command(read=_read_serial_number, do=_write_serial_number, takes=_TEXT, queued=False),
    1: Command(read=_read_name, do=_write_name, takes=_TEXT, queued=False),
    2: Command(read=_read_version),
    4: Command(read=_read_time),
    # The document prints 4 for it, which is the time's; all code has 5.
    5: Command(read=_read_id),
}

"""The pins of the arm's connectors."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_PIN = Struct("<2B")


def _read_pin(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _PIN.pack(pin, controller.state.pins.latch(pin))


def _write_pin(controller: Controller, params: bytes) -> None:
    pin, level = _PIN.unpack(params)
    controller.state.pins.set_latch(pin, level)


COMMANDS: Final = {131: Command(read=_read_pin, asks=1, do=_write_pin, takes={_PIN.size})}

"""Parameters that are written whole and read back as they are in force.

One entry for each register of :mod:`dobotkit.simulator.registers`.
"""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.registers import REGISTERS

__all__ = ["COMMANDS"]


def _parameters(number: int) -> Command:
    register = REGISTERS[number]

    def read(controller: Controller, _params: bytes) -> bytes:
        return register.layout.pack(*controller.state.registers[number])

    def write(controller: Controller, params: bytes) -> None:
        values = register.unpack(params, controller.profile)
        controller.set_register(number, values)

    return Command(read=read, do=write, takes={register.layout.size}, queued=register.queued)


COMMANDS: Final = {number: _parameters(number) for number in REGISTERS}

"""The two extra stepper drivers: conveyor belt and the like."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_MOTOR = Struct("<2Bi")


def _write_motor(controller: Controller, params: bytes) -> None:
    motor, enabled, speed = _MOTOR.unpack(params)
    controller.state.motors[motor] = (enabled, speed)


COMMANDS: Final = {
    # The document has a float; DobotLink and working clients send an int32.
    135: Command(do=_write_motor, takes={_MOTOR.size}),
}

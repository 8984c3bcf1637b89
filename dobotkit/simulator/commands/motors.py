"""The two extra stepper drivers: conveyor belt and the like.

Both commands are over at once in the queue: the motor goes on by itself, and a
stop of the queue does not stop it [-].
"""

from __future__ import annotations

from math import inf
from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_RUN = Struct("<2Bi")  # which motor, enabled, pulses a second; negative: backwards
_RUN_SIZES: Final = frozenset({4, _RUN.size})
_RUN_FOR = Struct("<2BiI")  # the same, and how many pulses


def _run(controller: Controller, params: bytes) -> None:
    # The document counts four bytes, and a real motor ran on such a frame [F]: what
    # is missing of the speed is taken for zero here, whatever it was there.
    layout = Struct(f"<2B{controller.profile.habits.motor_speed}")
    motor, enabled, speed = layout.unpack(params.ljust(layout.size, b"\0"))
    _drive(controller, motor, speed if enabled else 0, inf)


def _run_for(controller: Controller, params: bytes) -> None:
    motor, enabled, speed, pulses = _RUN_FOR.unpack(params)
    _drive(controller, motor, speed if enabled else 0, pulses)


def _drive(controller: Controller, motor: int, speed: float, pulses: float) -> None:
    motors = controller.state.motors
    if motor < len(motors):
        controller.disturb_table()
        motors[motor].run(controller.queue.time, speed, pulses)


COMMANDS: Final = {
    135: Command(do=_run, takes=_RUN_SIZES),
    # Not in the document; working clients send it.
    136: Command(do=_run_for, takes={_RUN_FOR.size}),
}

"""What is wrong: the alarms, read and cleared; and the search for lost steps."""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.commands.command import Command, order
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.registers import LOST_STEPS

__all__ = ["COMMANDS"]

_MASK_SIZE = 16


def _read_alarms(controller: Controller, _params: bytes) -> bytes:
    return controller.state.alarms.to_bytes(_MASK_SIZE, "little")


def _clear_alarms(controller: Controller, _params: bytes) -> None:
    controller.state.alarms = 0


def _find_lost_steps(controller: Controller, _params: bytes) -> None:
    state = controller.state
    (threshold,) = state.registers[LOST_STEPS]
    for axis, off in enumerate(state.slip):
        if abs(off) > threshold:
            state.raise_alarm(Alarm.LOST_STEPS_J1 + axis)


COMMANDS: Final = {
    # The document clears alarms with 21, newer hosts with 20; real arms take both.
    20: Command(read=_read_alarms, do=_clear_alarms, takes={0}, queued=False),
    21: order(_clear_alarms),
    # The result shows as alarms; the threshold (170) is one of the registers.
    171: Command(do=_find_lost_steps, takes={0}),
}

"""Commands of the queue that only take time."""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from struct import Struct
from typing import Final

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.motion import Activity, Pause, Watch
from dobotkit.simulator.planner import PlanError

__all__ = ["COMMANDS"]

_U32 = Struct("<I")
_TRIGGER = Struct("<3BH")  # pin, mode, condition, threshold

_LEVEL, _VOLTAGE = 0, 1
_CONDITIONS: Final = {_LEVEL: (eq, ne), _VOLTAGE: (lt, le, ge, gt)}


def _wait(controller: Controller, params: bytes) -> Activity:
    (milliseconds,) = _U32.unpack(params)
    return Pause(controller.state.joints, milliseconds / 1000)


def _trigger(controller: Controller, params: bytes) -> Activity:
    pin, mode, number, threshold = _TRIGGER.unpack(params)
    conditions = _CONDITIONS.get(mode, ())
    if number >= len(conditions):
        raise PlanError(Alarm.UNDEFINED_INSTRUCTION)
    condition = conditions[number]
    pins = controller.state.pins
    read = pins.level if mode == _LEVEL else pins.analogue
    return Watch(controller.state.joints, lambda: bool(condition(read(pin), threshold)))


COMMANDS: Final = {
    110: Command(do=_wait, takes={_U32.size}, at_once=False),
    # The document gives a length of four bytes and lists five.
    120: Command(do=_trigger, takes={_TRIGGER.size}, at_once=False),
}

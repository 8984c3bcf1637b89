"""The pins of the arm's connectors. Levels are read and written by the number of the pin."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller
from dobotkit.simulator.pins import Pulses

__all__ = ["COMMANDS"]

_PIN: Final = frozenset({1})  # what a reading frame says: which pin
_LEVEL = Struct("<2B")
_PULSES = Struct("<B2f")
_VOLTAGE = Struct("<BH")


def _read_function(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _LEVEL.pack(pin, controller.state.pins.function_number(pin))


def _write_function(controller: Controller, params: bytes) -> None:
    controller.state.pins.set_function(*_LEVEL.unpack(params))


def _read_output(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _LEVEL.pack(pin, controller.state.pins.latch(pin))


def _write_output(controller: Controller, params: bytes) -> None:
    controller.state.pins.set_latch(*_LEVEL.unpack(params))


def _read_pulses(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _PULSES.pack(pin, *controller.state.pins.pulses(pin))


def _write_pulses(controller: Controller, params: bytes) -> None:
    pin, frequency, duty = _PULSES.unpack(params)
    peripherals = controller.profile.peripherals
    pulses = Pulses(
        _within(frequency, peripherals.pwm_frequency), _within(duty, peripherals.pwm_duty)
    )
    controller.state.pins.set_pulses(pin, pulses)


def _within(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    # In this order, what is not a number becomes the lower limit.
    return min(max(low, value), high)


def _read_input(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _LEVEL.pack(pin, controller.state.pins.level(pin))


def _read_voltage(controller: Controller, params: bytes) -> bytes:
    pin = params[0]
    return _VOLTAGE.pack(pin, controller.state.pins.analogue(pin))


COMMANDS: Final = {
    # What the numbers of the functions mean is a matter of the profile.
    130: Command(_read_function, _PIN, _write_function, takes={_LEVEL.size}),
    131: Command(_read_output, _PIN, _write_output, takes={_LEVEL.size}),
    132: Command(_read_pulses, _PIN, _write_pulses, takes={_PULSES.size}),
    133: Command(_read_input, _PIN),
    134: Command(_read_voltage, _PIN),
}

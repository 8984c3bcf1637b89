"""The pins of the arm's connectors (EIO 1 to 20), and what is wired to them from outside.

A pin has one voltage, counted in steps of the converter; its level is 1 in the
upper half. Who sets the voltage is a matter of the pin's function, which the host
chooses (IOMultiplexing): the arm itself, or what is wired to it. A pin that gives
out pulses reads 0.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dobotkit.simulator.peripherals import Peripherals, PinFunction
from dobotkit.simulator.surroundings import Surroundings

__all__ = ["Pins", "Pulses"]


_PULLED: Final = {PinFunction.INPUT_PULLED_UP: 1, PinFunction.INPUT_PULLED_DOWN: 0}


class Pulses(NamedTuple):
    """A pulse-width modulated signal: so often a second, on for so many percent of the time."""

    frequency: float
    duty: float


class Pins:
    """All pins of one arm.

    The host may address a pin that the arm does not have: that pin reads 0, and
    what is written to it is forgotten. Who wires a world to the arm may not.

    Parameters
    ----------
    peripherals:
        How many pins there are, and what the numbers of the functions mean.
    surroundings:
        What is wired to them.
    """

    def __init__(self, peripherals: Peripherals, surroundings: Surroundings) -> None:
        self._peripherals = peripherals
        self._outside = surroundings.voltages
        self._all = range(1, peripherals.pins + 1)
        self._functions = dict.fromkeys(self._all, 0)
        self._latches = dict.fromkeys(self._all, 0)
        self._pulses = dict.fromkeys(self._all, Pulses(0.0, 0.0))

    # What the firmware reads

    def level(self, pin: int) -> int:
        """Return the level at a pin, 0 or 1, as IODI and TRIG see it."""
        return int(2 * self.analogue(pin) > self._peripherals.adc_highest)

    def analogue(self, pin: int) -> int:
        """Return the voltage at a pin, 0 to 4095, as IOADC and TRIG see it."""
        function = self.function(pin)
        if function is PinFunction.OUTPUT:
            return self._peripherals.adc_highest if self._latches[pin] else 0
        if function is PinFunction.PWM:
            return 0
        if function is PinFunction.NONE and self._peripherals.inputs_need_a_function:
            return 0
        alone = _PULLED.get(function, self._peripherals.floating_level)
        return self._outside.get(pin, alone * self._peripherals.adc_highest)

    # What the host sets

    def function(self, pin: int) -> PinFunction:
        """Return what the pin is used as; a number that means nothing is no function."""
        names = self._peripherals.pin_functions
        number = self.function_number(pin)
        return names[number] if number < len(names) else PinFunction.NONE

    def function_number(self, pin: int) -> int:
        """Return the number of the pin's function as the host wrote it."""
        return self._functions.get(pin, 0)

    def set_function(self, pin: int, number: int) -> None:
        """Use the pin as something else."""
        if pin in self._all:
            self._functions[pin] = number

    def latch(self, pin: int) -> int:
        """Return the level that IODO wrote, whether it reaches the pin or not."""
        return self._latches.get(pin, 0)

    def set_latch(self, pin: int, level: int) -> None:
        """Write the level that the pin has while it is an output."""
        if pin in self._all:
            self._latches[pin] = level

    def pulses(self, pin: int) -> Pulses:
        """Return what IOPWM wrote, whether it reaches the pin or not."""
        return self._pulses.get(pin, Pulses(0.0, 0.0))

    def set_pulses(self, pin: int, pulses: Pulses) -> None:
        """Write the signal that the pin has while it is used for PWM."""
        if pin in self._all:
            self._pulses[pin] = pulses

    # What is at the other end of the wire

    def set_level(self, pin: int, level: int | None) -> None:
        """Wire a pin to 0 or 1 from outside, or to nothing with None.

        Raises
        ------
        ValueError
            If there is no such pin or level.
        """
        if level not in (0, 1, None):
            raise ValueError(f"a level is 0, 1 or None, not {level!r}")
        self.set_analogue(pin, None if level is None else level * self._peripherals.adc_highest)

    def set_analogue(self, pin: int, value: int | None) -> None:
        """Wire a pin to a voltage from outside, 0 to 4095, or to nothing with None.

        Raises
        ------
        ValueError
            If there is no such pin or voltage.
        """
        highest = self._peripherals.adc_highest
        if pin not in self._all:
            raise ValueError(f"pins are 1 to {len(self._all)}, not {pin!r}")
        if value is None:
            self._outside.pop(pin, None)
        elif 0 <= value <= highest:
            self._outside[pin] = value
        else:
            raise ValueError(f"a voltage is 0 to {highest}, not {value!r}")

    def driven(self, pin: int) -> int | Pulses | None:
        """Return what the arm puts on a pin: a level, pulses, or None if it only listens."""
        function = self.function(pin)
        if function is PinFunction.OUTPUT:
            return int(self.latch(pin) != 0)
        return self.pulses(pin) if function is PinFunction.PWM else None

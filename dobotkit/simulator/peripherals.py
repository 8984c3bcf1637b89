"""What can be plugged into one model of arm, as data: pins, motors, sensors.

The tags of the sources are those of :mod:`dobotkit.simulator.profile`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Peripherals", "PinFunction"]


class PinFunction(Enum):
    """What a pin is used as."""

    NONE = "none"
    OUTPUT = "output"
    PWM = "pulse-width modulation"
    INPUT = "input"
    ANALOGUE = "analogue input"
    INPUT_PULLED_UP = "input, pulled up"
    INPUT_PULLED_DOWN = "input, pulled down"


@dataclass(frozen=True, slots=True)
class Peripherals:
    """The connectors of one model of arm, and how its firmware treats them."""

    pins: int = 20
    """How many pins there are, counted from 1 [P]."""

    pin_functions: tuple[PinFunction, ...] = (
        PinFunction.NONE,
        PinFunction.OUTPUT,
        PinFunction.PWM,
        PinFunction.INPUT,
        PinFunction.ANALOGUE,
        PinFunction.INPUT_PULLED_UP,
        PinFunction.INPUT_PULLED_DOWN,
    )
    """What the numbers in IOMultiplexing mean, as working clients send them [C]; the
    document numbers PWM before output and knows no pulled inputs [P]."""

    adc_highest: int = 4095
    """What the converter counts at the highest voltage [P]."""

    floating_level: int = 0
    """What an input reads that nothing is wired to and nothing pulls [-]: a real one
    picks up noise, so a program must not rely on it."""

    inputs_need_a_function: bool = False
    """Whether an input reads 0 until IOMultiplexing gave its pin a function. The firmware
    reads the pin as it is, and TRIG makes an input of it [L]. Outputs always need one,
    as users found out [F]."""

    pwm_frequency: tuple[float, float] = (10.0, 1e6)
    pwm_duty: tuple[float, float] = (0.0, 100.0)
    """Limits of IOPWM in Hz and percent [P]. What is beyond them is brought back to
    them [-], as the firmware does with speeds."""

    motors: int = 2
    """How many extra stepper drivers there are, counted from 0 [P]."""

    sensor_ports: int = 4
    """How many sensors can be plugged in: GP1, GP2, GP4, GP5 are 0 to 3 [C]."""

    sensors_need_enabling: bool = True
    """Whether a sensor that is not enabled reads 0 [-]. One user notes that the infra-red
    sensor answers all the same [C]; it does here, so that nobody waits for it."""

    teaching_interval: float = 0.1
    """Seconds between two triggers of the teaching button while it is held down, in
    periodic mode [-]."""

    lost_step_threshold: float = 5.0
    """How many degrees a joint may be off before LostStepCmd raises its alarm [L]."""

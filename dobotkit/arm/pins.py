"""``Pins``: the contacts of the arm's sockets, for things that pupils wire themselves."""

from __future__ import annotations

import struct
from typing import Literal

from dobotkit.arm.complaints import garbled
from dobotkit.arm.driver import Driver
from dobotkit.arm.values import number, on_or_off
from dobotkit.errors import WrongValue

__all__ = ["PinUse", "Pins"]

PinUse = Literal["output", "pulses", "input", "analogue"]

FUNCTION, OUTPUT, PULSES, INPUT, ANALOGUE = 130, 131, 132, 133, 134
# What the functions are called in the protocol, as working programs send them.
_AS_OUTPUT, _AS_PULSES, _AS_INPUT, _AS_ANALOGUE = 1, 2, 3, 4
_USES: dict[int, PinUse] = {
    _AS_OUTPUT: "output",
    _AS_PULSES: "pulses",
    _AS_INPUT: "input",
    _AS_ANALOGUE: "analogue",
}
_PINS = 20
_SLOWEST, _QUICKEST = 10.0, 1e6
_LEVEL, _VOLTAGE = struct.Struct("<2B"), struct.Struct("<BH")


class Pins:
    """The pins of an arm, EIO1 to EIO20.

    ::

        arm.io.output(12, True)       # switch a lamp on
        arm.io.input(14)              # is the switch pressed?
        arm.io.analogue(15)           # a voltage, 0 to 4095
        arm.io.pulses(4, frequency=50, duty=7.5)

    Which pin leads to which contact, and what it stands, says the arm's manual: some
    give 12 V. A wrong wire can break the arm and what is wired to it.

    Parameters
    ----------
    driver:
        Of the arm.
    """

    __slots__ = ("_driver", "_used")

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._used: dict[int, PinUse] = {}

    @property
    def used(self) -> dict[int, PinUse]:
        """The pins that were used since the arm was opened, by number, and what as."""
        return dict(sorted(self._used.items()))

    def output(self, pin: int, on: bool) -> None:  # noqa: FBT001  # like suck(True)
        """Switch a pin on or off, after the moves before it."""
        which, level = _pin(pin), on_or_off("output", on)
        self._queue((FUNCTION, bytes((which, _AS_OUTPUT))), (OUTPUT, bytes((which, level))))
        self._used[which] = _USES[_AS_OUTPUT]

    def pulses(self, pin: int, *, frequency: float, duty: float) -> None:
        """Give out pulses, after the moves before it.

        Parameters
        ----------
        pin:
            Which.
        frequency:
            How often in a second, 10 to 1 000 000.
        duty:
            How much of the time it is on, in percent.
        """
        which, often, share = _pin(pin), number("frequency", frequency), number("duty", duty)
        if not (_SLOWEST <= often <= _QUICKEST and 0 <= share <= 100):  # noqa: PLR2004  # percent
            raise WrongValue(
                f"Pulses of {often:g} Hz that are on for {share:g} % of the time are not possible.",
                "Choose a frequency from 10 to 1000000 Hz, and a duty from 0 to 100 %.",
            )
        self._queue(
            (FUNCTION, bytes((which, _AS_PULSES))),
            (PULSES, struct.pack("<B2f", which, often, share)),
        )
        self._used[which] = _USES[_AS_PULSES]

    def input(self, pin: int) -> bool:
        """Ask whether there is a voltage at a pin."""
        which = self._use(pin, _AS_INPUT)
        answer = self._ask(INPUT, which, _LEVEL.size)
        return bool(_LEVEL.unpack_from(answer)[1])

    def analogue(self, pin: int) -> int:
        """Ask for the voltage at a pin, as a number from 0 to 4095."""
        which = self._use(pin, _AS_ANALOGUE)
        value: int = _VOLTAGE.unpack_from(self._ask(ANALOGUE, which, _VOLTAGE.size))[1]
        return value

    def _queue(self, *commands: tuple[int, bytes]) -> None:
        with self._driver.verb() as pacing:
            for command, params in commands:
                pacing.make_room()
                pacing.put(command, params)
            pacing.finish()

    def _use(self, pin: object, function: int) -> int:
        which = _pin(pin)
        self._driver.check_open()
        self._driver.link.tell(FUNCTION, bytes((which, function)))
        self._used[which] = _USES[function]
        return which

    def _ask(self, command: int, pin: int, size: int) -> bytes:
        answer = self._driver.link.ask(command, bytes((pin,)))
        if len(answer) < size:
            raise garbled("pin", len(answer), size)
        return answer

    def __repr__(self) -> str:
        return f"Pins: EIO1 to EIO{_PINS}"


def _pin(pin: object) -> int:
    plain = number("pin", pin)
    if not (1 <= plain <= _PINS and plain == int(plain)):
        raise WrongValue(f"There is no pin {plain:g}.", f"The pins are numbered from 1 to {_PINS}.")
    return int(plain)

"""DobotLab's names for what is plugged into an arm: cup, gripper, pins, sensors, belts."""

from __future__ import annotations

import struct
from typing import Literal

from dobotkit.arm.belt import FASTEST_BELT, PULSES_PER_MM
from dobotkit.arm.dobotlab.answers import Reading, Sensed
from dobotkit.arm.dobotlab.spoken_to import SpokenTo
from dobotkit.arm.dobotlab.values import between, choice, pin, socket
from dobotkit.arm.link import GRIPPER, MOTOR, SUCTION_CUP
from dobotkit.arm.pins import ANALOGUE, FUNCTION, INPUT, OUTPUT, PULSES
from dobotkit.arm.sensors import COLOUR_SENSOR, INFRARED_SENSOR
from dobotkit.arm.values import number, on_or_off
from dobotkit.errors import TooFast

__all__ = ["Fitted"]


class Fitted(SpokenTo):
    """Twelve of the 28 names."""

    __slots__ = ()

    def set_endeffector_suctioncup(self, enable: bool, on: bool) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the suction cup: ``True, True`` sucks, ``True, False`` lets go.

        Then the pump still runs; ``False, False`` switches it off.
        """
        powered, sucks = on_or_off("enable", enable), on_or_off("on", on)
        self._hands.hold(SUCTION_CUP, powered=powered, on=sucks)
        return True

    def set_endeffector_gripper(self, enable: bool, on: bool) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the gripper: ``True, True`` closes it, ``True, False`` opens it.

        Then the pump still runs; ``False, False`` switches it off. It returns at once, as
        in DobotLab; a gripper needs half a second.
        """
        powered, closes = on_or_off("enable", enable), on_or_off("on", on)
        self._hands.hold(GRIPPER, powered=powered, on=closes)
        return True

    def set_multiplexing(self, io: str | int, multiplex: int) -> Literal[True]:
        """Say what a pin is used for.

        Parameters
        ----------
        io:
            ``"DO_01"`` to ``"DO_20"``.
        multiplex:
            0 nothing, 1 output, 2 PWM, 3 input, 4 analogue input, 5 input pulled up,
            6 input pulled down.
        """
        function = choice("multiplex", multiplex, range(7))
        self._hands.put(FUNCTION, bytes((pin(io), function)))
        return True

    def set_pwm(self, io: str | int, freq: float, cycle: float) -> Literal[True]:
        """Give out pulses at a pin: 10 to 1 000 000 Hz, on for 0 to 100 percent of the time."""
        often = between("freq", freq, 10, 1_000_000, "Hz; to switch it off, write cycle=0")
        share_on = between("cycle", cycle, 0, 100, "%")
        self._hands.put(PULSES, struct.pack("<B2f", pin(io), often, share_on))
        return True

    def set_do(self, io: str | int, level: int) -> Literal[True]:
        """Set an output low (0) or high (1)."""
        high = choice("level", level, range(2))
        self._hands.put(OUTPUT, bytes((pin(io), high)))
        return True

    def get_di(self, io: str | int) -> int:
        """Return the level at an input: 0 or 1."""
        _, level = self._hands.ask(INPUT, "<2B", bytes((pin(io),)))
        return int(level)

    def get_adc(self, io: str | int) -> int:
        """Return the voltage at an analogue input, from 0 to 4095."""
        _, value = self._hands.ask(ANALOGUE, "<BH", bytes((pin(io),)))
        return int(value)

    def set_infrared_sensor(self, port: int, enable: bool, version: int) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the infra-red sensor at a socket on or off.

        Parameters
        ----------
        port:
            1, 2, 4 or 5: the number of the socket, GP1, GP2, GP4 or GP5.
        version:
            0 is V1.0, 1 is V2.0.
        """
        self._sensor(INFRARED_SENSOR, port, enable, version)
        return True

    def get_infrared_sensor(self, port: int) -> Sensed:
        """Return 1 if something is in front of the sensor, else 0; also as ``["status"]``."""
        (there,) = self._hands.ask(INFRARED_SENSOR, "<B", bytes((socket(port),)))
        return Sensed(there)

    def set_color_sensor(self, port: int, enable: bool, version: int) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the colour sensor at a socket on or off; as ``set_infrared_sensor``."""
        self._sensor(COLOUR_SENSOR, port, enable, version)
        return True

    def get_color_sensor(self) -> Reading:
        """Return what the colour sensor that was switched on last sees.

        ``colour["red"]``, ``["green"]`` and ``["blue"]``, or all three in this order:
        ``r, g, b = get_color_sensor()``. From 0 to 255; some sensors say only 0 or 1.
        """
        red, green, blue = self._hands.ask(COLOUR_SENSOR, "<3B")
        return Reading(red=red, green=green, blue=blue)

    def set_converyor(self, index: int, enable: bool, speed: float) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Let the belt run at so many mm/s, negative for backwards; it runs on.

        (The name is misspelt in DobotLab.)

        Parameters
        ----------
        index:
            ``magician.Stepper1`` (0) or ``magician.Stepper2`` (1): the socket.
        enable:
            False stops it, whatever the speed.
        speed:
            In mm/s, as in DobotLab, up to 100 and to what the desk allows. Its Python
            package outside the app counts pulses: 283 of them are a millimetre.
        """
        motor, on = choice("index", index, range(2)), on_or_off("enable", enable)
        # Rounded towards 0: at a desk's own limit it must not become a hair faster.
        pulses = int(_belt_speed(speed) * PULSES_PER_MM)
        self._hands.put(MOTOR, struct.pack("<2Bi", motor, on, pulses))
        return True

    def _sensor(self, kind: int, port: int, enable: bool, version: int) -> None:  # noqa: FBT001  # handed on
        on = on_or_off("enable", enable)
        self._hands.put(kind, bytes((on, socket(port), choice("version", version, range(2)))))


def _belt_speed(speed: object) -> float:
    plain = number("speed", speed)
    if not abs(plain) <= FASTEST_BELT:  # also refuses "not a number"
        raise TooFast(
            f"The belt cannot run at {plain:g} mm/s.",
            f"Choose from -{FASTEST_BELT:g} to {FASTEST_BELT:g} mm/s. If the worksheet counts "
            f"pulses, divide by {PULSES_PER_MM:.0f}.",
            rule="belt speed",
            value=plain,
            low=-FASTEST_BELT,
            high=FASTEST_BELT,
            unit="mm/s",
            set_by="kit",
        )
    return plain

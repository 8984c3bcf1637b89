"""The colour sensor and the infra-red sensor, each at one of the arm's four sockets."""

from __future__ import annotations

from typing import NamedTuple

from dobotkit.arm.complaints import garbled
from dobotkit.arm.driver import Driver

__all__ = ["SOCKETS", "Colour", "ColourSensor", "InfraredSensor"]

SOCKETS = {"GP1": 0, "GP2": 1, "GP4": 2, "GP5": 3}
"""The sockets for sensors, as they are printed on the arm."""

COLOUR_SENSOR, INFRARED_SENSOR = 137, 138
_PARTS = 3


class Colour(NamedTuple):
    """How much red, green and blue a sensor sees, each from 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def name(self) -> str:
        """``"red"``, ``"green"``, ``"blue"`` or ``"yellow"``; else ``"unclear"``.

        The name of the one that is at least half as much again as the others; yellow is
        red and green. In bad light, or with nothing there, it is unclear.
        """
        least = max(self) / 1.5
        strong = (self.red > least, self.green > least, self.blue > least)
        names = {
            (True, False, False): "red",
            (False, True, False): "green",
            (False, False, True): "blue",
            (True, True, False): "yellow",
        }
        return names.get(strong, "unclear")


class _Sensor:
    """A sensor at one socket.

    Parameters
    ----------
    driver:
        Of the arm.
    socket:
        Where it is plugged in.
    version:
        Which of the maker's two versions it is.
    """

    __slots__ = ("_driver", "_socket", "_version")

    _command: int

    def __init__(self, driver: Driver, socket: str, version: int) -> None:
        self._driver = driver
        self._socket = socket
        self._version = version
        self._enable()

    @property
    def socket(self) -> str:
        """Where it is plugged in, for example ``"GP2"``."""
        return self._socket

    def _enable(self) -> None:
        settings = bytes((1, SOCKETS[self._socket], self._version - 1))
        self._driver.link.tell(self._command, settings)

    def _ask(self, params: bytes, size: int) -> bytes:
        self._driver.check_open()
        answer = self._driver.link.ask(self._command, params)
        if len(answer) < size:
            raise garbled("sensor", len(answer), size)
        return answer

    def __repr__(self) -> str:
        return f"{type(self).__name__} at {self._socket}"


class ColourSensor(_Sensor):
    """A colour sensor.

    ::

        arm.fit_colour_sensor("GP2")
        arm.colour_sensor.read()         # Colour(red=200, green=30, blue=28)
        arm.colour_sensor.read().name    # "red"
    """

    __slots__ = ()

    _command = COLOUR_SENSOR

    def read(self) -> Colour:
        """Return the colour of what is in front of it."""
        return Colour(*self._ask(b"", _PARTS)[:_PARTS])


class InfraredSensor(_Sensor):
    """A sensor that notices when something is in front of it.

    ::

        arm.fit_infrared_sensor("GP4")
        while not arm.infrared_sensor.read():
            arm.belt.move(5)
    """

    __slots__ = ()

    _command = INFRARED_SENSOR

    def read(self) -> bool:
        """Return whether something is in front of it."""
        return bool(self._ask(bytes((SOCKETS[self._socket],)), 1)[0])

"""The colour sensor and the infra-red sensors, and what is in front of them."""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.peripherals import Peripherals
from dobotkit.simulator.surroundings import Colour, Surroundings

__all__ = ["Sensors"]

_DARK: Final = (0, 0, 0)
_HIGHEST: Final = 255


class Sensors:
    """What is plugged into the ports GP1, GP2, GP4, GP5, which are 0 to 3.

    Every port has a colour and an infra-red sensor of its own, so that a lesson
    may use any of them. The host may address a port that is not there, and reads
    nothing from it; who puts something in front of a sensor may not.
    """

    def __init__(self, peripherals: Peripherals, surroundings: Surroundings) -> None:
        self._ports = range(peripherals.sensor_ports)
        self._always_on = not peripherals.sensors_need_enabling
        self._colours = surroundings.colours
        self._blocked = surroundings.blocked
        self._colour_port: int | None = None
        self._infrared_ports: list[int] = []

    # What the host does

    def enable_colour(self, port: int, *, enabled: bool) -> None:
        """Switch the colour sensor at a port on or off; the arm reads one at a time."""
        if enabled:
            self._colour_port = port
        elif self._colour_port == port:
            self._colour_port = None

    def colour(self) -> Colour:
        """Return what the colour sensor sees that was enabled last; black if none is."""
        port = self._colour_port
        if port is None and self._always_on:
            port = 0
        return _DARK if port is None else self._colours.get(port, _DARK)

    def enable_infrared(self, port: int, *, enabled: bool) -> None:
        """Switch the infra-red sensor at a port on or off."""
        if port in self._infrared_ports:
            self._infrared_ports.remove(port)
        if enabled:
            self._infrared_ports.append(port)

    def infrared(self, port: int | None = None) -> bool:
        """Return whether something is in front of the sensor at a port.

        Without a port it is the sensor that was enabled last.
        """
        if port is None:
            port = self._infrared_ports[-1] if self._infrared_ports else 0
        on = self._always_on or port in self._infrared_ports
        return on and port in self._blocked

    # What is in front of the sensors

    def show_colour(self, port: int, colour: Colour) -> None:
        """Hold something of a colour in front of the colour sensor at a port.

        Raises
        ------
        ValueError
            If there is no such port or colour.
        """
        self._check(port)
        if len(colour) != len(_DARK) or not all(0 <= part <= _HIGHEST for part in colour):
            raise ValueError(f"a colour is three numbers from 0 to {_HIGHEST}, not {colour!r}")
        self._colours[port] = colour

    def block(self, port: int, *, blocked: bool) -> None:
        """Put something in front of the infra-red sensor at a port, or take it away.

        Raises
        ------
        ValueError
            If there is no such port.
        """
        self._check(port)
        if blocked:
            self._blocked.add(port)
        else:
            self._blocked.discard(port)

    def _check(self, port: int) -> None:
        if port not in self._ports:
            raise ValueError(f"ports are 0 to {len(self._ports) - 1}, not {port!r}")

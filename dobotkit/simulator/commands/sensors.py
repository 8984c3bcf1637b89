"""The colour sensor and the infra-red sensors.

The last byte of the writing frames, the version of the sensor, came later: older
hosts leave it away. It makes no difference here.
"""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_ENABLE: Final = frozenset({2, 3})  # enabled, port, version


def _read_colour(controller: Controller, _params: bytes) -> bytes:
    controller.look_at_table()
    return bytes(controller.state.sensors.colour())


def _enable_colour(controller: Controller, params: bytes) -> None:
    controller.state.sensors.enable_colour(params[1], enabled=params[0] != 0)


def _read_infrared(controller: Controller, params: bytes) -> bytes:
    port = params[0] if params else None
    controller.look_at_table()
    return bytes((controller.state.sensors.infrared(port),))


def _enable_infrared(controller: Controller, params: bytes) -> None:
    controller.state.sensors.enable_infrared(params[1], enabled=params[0] != 0)


COMMANDS: Final = {
    # pydobotplus and pydobotpp ask with a port, 1 and a version; all others with nothing.
    137: Command(_read_colour, frozenset({0, 3}), _enable_colour, _ENABLE),
    # The document shows no port; DobotLink and the clients send it, dobotapi two bytes more.
    138: Command(_read_infrared, frozenset({0, 1, 3}), _enable_infrared, _ENABLE),
}

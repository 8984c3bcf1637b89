"""The button on the forearm: how it triggers, and whether it has."""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands.command import Command
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]


def _read_mode(controller: Controller, _params: bytes) -> bytes:
    return bytes((controller.state.button.mode,))


def _write_mode(controller: Controller, params: bytes) -> None:
    controller.state.button.mode = params[0]


def _read_enabled(controller: Controller, _params: bytes) -> bytes:
    return bytes((controller.state.button.enabled,))


def _write_enabled(controller: Controller, params: bytes) -> None:
    controller.state.button.enabled = params[0]


def _read_trigger(controller: Controller, _params: bytes) -> bytes:
    return bytes((controller.state.button.take_trigger(controller.queue.time),))


COMMANDS: Final = {
    # One byte [L]; the document says eight.
    40: Command(read=_read_mode, do=_write_mode, takes={1}, queued=False),
    # pydobotplus and pydobotpp write it with ctrl 2.
    41: Command(read=_read_enabled, do=_write_enabled, takes={1}, queued=False),
    42: Command(read=_read_trigger),
}

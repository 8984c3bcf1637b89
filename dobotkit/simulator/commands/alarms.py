"""What is wrong: the alarms, read and cleared."""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands.command import Command, order
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]


def _read_alarms(controller: Controller, _params: bytes) -> bytes:
    return controller.state.alarms.to_bytes(16, "little")


def _clear_alarms(controller: Controller, _params: bytes) -> None:
    controller.state.alarms = 0


COMMANDS: Final = {
    # The document clears alarms with 21, newer hosts with 20; real arms take both.
    20: Command(read=_read_alarms, do=_clear_alarms, takes={0}, queued=False),
    21: order(_clear_alarms),
}

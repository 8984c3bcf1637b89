"""The queue itself: start, stop, clear, and how far it has come."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, order
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_U32 = Struct("<I")
_U64 = Struct("<Q")


def _start(controller: Controller, _params: bytes) -> None:
    controller.queue.started = True


def _stop(controller: Controller, _params: bytes) -> None:
    controller.queue.started = False


def _force_stop(controller: Controller, _params: bytes) -> None:
    controller.queue.brake()


def _clear(controller: Controller, _params: bytes) -> None:
    controller.queue.clear()


def _read_index(controller: Controller, _params: bytes) -> bytes:
    return _U64.pack(controller.queue.current_index)


def _read_space(controller: Controller, _params: bytes) -> bytes:
    return _U32.pack(controller.queue.space)


COMMANDS: Final = {
    240: order(_start),
    241: order(_stop),
    242: order(_force_stop),
    245: order(_clear),
    246: Command(read=_read_index),
    # 32 bits on the Magician, 64 on the Lite.
    247: Command(read=_read_space),
}

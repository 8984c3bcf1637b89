"""The queue itself: start, stop, clear, and how far it has come."""

from __future__ import annotations

from struct import Struct
from typing import Final

from dobotkit.simulator.commands.command import Command, order
from dobotkit.simulator.controller import Controller

__all__ = ["COMMANDS"]

_INDEX = Struct("<Q")
_DOWNLOAD = Struct("<2I")  # how many loops, how many lines in each


def _start(controller: Controller, _params: bytes) -> None:
    controller.queue.start()


def _stop(controller: Controller, _params: bytes) -> None:
    controller.queue.stop()


def _force_stop(controller: Controller, _params: bytes) -> None:
    controller.queue.brake()


def _clear(controller: Controller, _params: bytes) -> None:
    controller.queue.clear()


def _read_index(controller: Controller, _params: bytes) -> bytes:
    return _INDEX.pack(controller.queue.current_index)


def _read_space(controller: Controller, _params: bytes) -> bytes:
    return controller.queue.space.to_bytes(controller.profile.habits.space_size, "little")


COMMANDS: Final = {
    240: order(_start),
    241: order(_stop),
    242: order(_force_stop),
    # Answered, and no more: there is no flash in which a program would be kept. The
    # commands between the two run as they come, as in the virtual Lite [L].
    243: Command(takes={_DOWNLOAD.size}, queued=False),
    244: Command(takes={0}, queued=False),
    245: order(_clear),
    246: Command(read=_read_index),
    # 32 bits on the Magician, 64 on the Lite.
    247: Command(read=_read_space),
}

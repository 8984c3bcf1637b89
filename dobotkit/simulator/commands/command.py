"""What one command ID of the arm is made of.

Units on the wire are mm, degrees and seconds (waits: milliseconds); numbers
are little-endian, structs packed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final

from dobotkit.simulator.controller import Controller, Job
from dobotkit.simulator.motion import Activity

__all__ = ["NOTHING", "Command", "order", "pack_floats"]

Read = Callable[[Controller, bytes], bytes]
Do = Callable[[Controller, bytes], Activity | None]
Join = Callable[[Controller, Activity, float, Sequence[Job]], tuple[Activity, int] | None]

_LARGEST: Final = 3.4028234663852886e38  # of a 32-bit float


def _nothing(_controller: Controller, _params: bytes) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """One command ID.

    Attributes
    ----------
    read, asks:
        Makes the answer to a reading frame (ctrl 0), if it can be read; and
        the sizes in bytes that such a frame's parameters may have.
    do, takes:
        What a writing frame does: at once, or by returning what takes time; and
        the sizes that its parameters may have. No size: it cannot be written.
    at_once, queued:
        Whether the document lets it be written immediately (ctrl 1), and in the
        queue (ctrl 3); see ``takes_any_ctrl`` of :mod:`dobotkit.simulator.habits`.
    moves, despite_alarms:
        Whether it makes the arm move, and whether it does so under an alarm.
    despite_limits:
        Whether it does so under the alarms that say that a joint is at its end.
    join:
        Makes this command, and more of its kind that wait behind it, part of what
        has been running for so many seconds. Returns what follows and how many
        commands that are, or None.
    """

    read: Read | None = None
    asks: Container[int] = frozenset({0})
    do: Do = _nothing
    takes: Container[int] = ()
    at_once: bool = True
    queued: bool = True
    moves: bool = False
    despite_alarms: bool = False
    despite_limits: bool = False
    join: Join | None = None


NOTHING: Final = Command(takes={0})
"""Takes its place in the queue, and does nothing in its turn."""


def order(do: Do) -> Command:
    """Make the entry of a command without parameters that is never queued."""
    return Command(do=do, takes={0}, queued=False)


def pack_floats(layout: Struct, values: tuple[float, ...]) -> bytes:
    """Pack numbers as 32-bit floats; what is too large for one becomes the largest."""
    try:
        return layout.pack(*values)
    except OverflowError:
        # The host may set a tool of any length; the firmware's own floats end here.
        return layout.pack(*(max(-_LARGEST, min(_LARGEST, value)) for value in values))

"""Arms for the tests of verbs: one in this process, one behind a keeper."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

from dobotkit import Arm, wire

ADDRESSES = ("dobotsim", "keeper")
TABLE = -60.0

# Commands that move the arm or something on it, or make its tool hold or let go.
MOVING = {31, 61, 62, 63, 73, 84, 86, 88, 89, 91, 92, 101, 102, 135, 136}

_names = itertools.count()


@contextlib.contextmanager
def opened(scheme: str, *, scene: str = "", table: float | None = TABLE) -> Iterator[Arm]:
    """An arm that nobody has used.

    With a scene it stands at a table with things on it. Without one it passes for a real
    one, of which nobody knows what is before it, but how high its table is.
    """
    options = f"&scene={scene}" if scene else ""
    with Arm(f"{scheme}://verbs{next(_names)}?pace=instant{options}") as arm:
        if not scene:
            arm._driver.is_simulated = False
            if table is not None:
                arm.table.height = table
        yield arm


def moved_by(heard: wire.Tap) -> list[int]:
    """The numbers of all commands in what was sent that move something."""
    numbers = [frame[3] for frame in _frames(heard.sent) if frame[4] & 1]
    return [number for number in numbers if number in MOVING]


def _frames(data: bytes) -> Iterator[bytes]:
    while data:
        length = data[2] + 4
        yield data[:length]
        data = data[length:]

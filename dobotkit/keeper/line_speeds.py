"""How fast lines are in one arm: the setting by which it shows that it was switched off."""

from __future__ import annotations

from collections import deque
from struct import Struct
from typing import Final

from dobotkit.keeper.queue_end import MOST_COMMANDS

__all__ = ["LINES", "LineSpeeds"]

LINES: Final = 81
"""The command that sets them."""

_LINES = Struct("<4f")


class LineSpeeds:
    """All that an arm may have kept of what it was told: some may still wait in its queue.

    Parameters
    ----------
    told:
        The parameters that it was told when it was opened.
    """

    def __init__(self, told: bytes) -> None:
        self._now = told
        # One more than can wait: the last one that has come into force.
        self._queued: deque[bytes] = deque(maxlen=MOST_COMMANDS + 1)

    def told(self, lines: bytes, *, queued: bool) -> None:
        """Take note of what it was told, at once or in its turn."""
        if queued:
            self._queued.append(lines)
        else:
            self._now = lines

    def settled(self, lines: bytes) -> None:
        """Take note that nothing waits, and these were the last ones."""
        self._now = lines
        self._queued.clear()

    def can_be(self, found: bytes) -> bool:
        """Whether it may say that it has these, or rather has forgotten what it was told.

        It lowers what is more than it can turn or speed up; it can move faster than any
        desk allows, so that it keeps.
        """
        if len(found) < _LINES.size:
            return True  # some firmware does not know the question
        speed, *others = _LINES.unpack_from(found)
        for told in (self._now, *self._queued):
            first, *rest = _LINES.unpack_from(told)
            if speed == first and all(a <= b for a, b in zip(others, rest, strict=True)):
                return True
        return False

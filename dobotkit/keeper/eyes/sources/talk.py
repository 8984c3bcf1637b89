"""What the keeper and the process that reads a camera say to each other.

The keeper writes lines: first what to open, then ``look`` for each picture. The other answers
with a head of fixed length and, behind it, words or the pixels themselves. Nothing here is
stored: both ends of the pipe are in memory.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Final, Literal

__all__ = [
    "FRAME",
    "HEAD",
    "LONGEST_WORDS",
    "LOOK",
    "OPENED",
    "READY",
    "TROUBLE",
    "Order",
    "Trouble",
    "pack_head",
    "read_order",
    "unpack_head",
]

READY: Final = b"R"
"""It has loaded what it needs."""
OPENED: Final = b"O"
"""The camera or file is open."""
FRAME: Final = b"F"
"""A picture: its height, its width, and the pixels, three bytes each."""
TROUBLE: Final = b"T"
"""It did not work; one of the words of ``Trouble``, and it ends."""

LOOK: Final = b"look\n"

HEAD: Final = struct.Struct(">cIII")
"""What it is, height, width (both 0 but for a picture), bytes that follow."""

LONGEST_WORDS: Final = 64

Trouble = Literal[
    "closed", "silent", "gone", "over", "format", "large", "unreadable", "empty", "denied"
]


@dataclass(frozen=True, slots=True)
class Order:
    """What to open.

    Attributes
    ----------
    kind:
        ``usb``, ``file``, ``folder`` or ``video``.
    target:
        The number of a camera, or a path.
    once:
        Whether a folder or video is over at its end.
    width, height:
        The size that a camera is asked for, in pixels.
    """

    kind: str
    target: str
    once: bool
    width: int
    height: int

    def line(self) -> bytes:
        """Return it as one line."""
        return json.dumps(asdict(self)).encode("ascii") + b"\n"


def read_order(line: bytes) -> Order:
    """Return what a line asks to open."""
    said = json.loads(line)
    return Order(**said)


def pack_head(what: bytes, height: int = 0, width: int = 0, length: int = 0) -> bytes:
    """Return the head of a message."""
    return HEAD.pack(what, height, width, length)


def unpack_head(head: bytes, largest: tuple[int, int]) -> tuple[bytes, int, int, int]:
    """Return what a head says: what it is, height, width, and how many bytes follow.

    Parameters
    ----------
    head:
        ``HEAD.size`` bytes.
    largest:
        Width and height that a picture may have.

    Raises
    ------
    ValueError
        It says what cannot be.
    """
    what, height, width, length = HEAD.unpack(head)
    if what == FRAME:
        if not (0 < width <= largest[0] and 0 < height <= largest[1]):
            raise ValueError("no size of a picture")
        if length != 3 * height * width:
            raise ValueError("not as many bytes as pixels")
    elif what not in (READY, OPENED, TROUBLE) or length > LONGEST_WORDS:
        raise ValueError("nothing that is said here")
    return what, height, width, length

"""The words of the wire: what the bytes between a computer and a Magician mean.

::

    from dobotkit.frames import decode, describe, encode

    frame = encode("PTPCmd", mode=2, x=150, y=-130, z=50, r=0, queued=True)
    describe(frame)      # '84 PTPCmd, write, queued: mode 2 (MOVL_XYZ), x 150 mm, …'
    decode(frame)        # a list of Frame and Stray, with every field and its bytes

``TABLE`` has all commands by number. Nothing here opens a port.
"""

from __future__ import annotations

from dobotkit.frames.command import Command
from dobotkit.frames.decode import decode, describe
from dobotkit.frames.encode import build, encode
from dobotkit.frames.frame import Frame, Part, Piece, Sender, Stray, checksum
from dobotkit.frames.hexadecimal import read_hex, read_log
from dobotkit.frames.layout import Field, Layout
from dobotkit.frames.reading import Reading
from dobotkit.frames.table import TABLE

__all__ = [
    "TABLE",
    "Command",
    "Field",
    "Frame",
    "Layout",
    "Part",
    "Piece",
    "Reading",
    "Sender",
    "Stray",
    "build",
    "checksum",
    "decode",
    "describe",
    "encode",
    "read_hex",
    "read_log",
]

"""What data is packed in: compressed streams, archives, databases, base64 and hexadecimal.

Each function yields what was inside, so that it can be searched in turn. None of them
believes a length that stands in the data: what would grow too large is cut off.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import contextlib
import lzma
import re
import sqlite3
import zlib
from collections.abc import Iterator
from typing import Final, Protocol

import numpy as np

__all__ = ["flowed", "opened", "runs"]

# A stream that unpacks to more is cut off: a kilobyte can become a gigabyte (bytes).
_MOST: Final = 32 << 20
# Most beginnings are none, which a little shows; the rest is read in larger pieces (bytes).
_SIP: Final = 1 << 10
_GULP: Final = 1 << 20
# A beginning of two bytes comes up by chance; what is a stream gives this much (bytes).
_PROOF: Final = 16
_RAW, _ZLIB, _GZIP = -15, 15, 31

# Shorter runs hold nothing that would not be found in base64 as it is (letters).
_SHORTEST: Final = 40
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="
# A long text is broken into lines; JSON writes the end of a line as \n.
_BETWEEN = b"\r\n\\"
_IN_RUN = np.zeros(256, np.bool_)
_IN_RUN[list(_LETTERS + _BETWEEN)] = True
_BREAKS = re.compile(rb"\\r|\\n|[\r\n\\]")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2})+")
_FOR_ADDRESSES = bytes.maketrans(b"-_", b"+/")
_HEAD_OF_ZIP = 30
_DEFLATED = 8


class _Unpacker(Protocol):
    def decompress(self, data: bytes, most: int, /) -> bytes: ...


def opened(data: bytes, at: int, kind: str) -> Iterator[bytes]:
    """Yield what is in the stream, archive or database that begins at a place of `data`.

    It seems to be of this `kind`: ``gzip``, ``zlib``, ``deflate``, ``bzip2``, ``xz``,
    ``zip`` or ``sqlite``.
    """
    if kind == "sqlite":
        yield from _database(data[at:])
    elif kind == "zip":
        yield from _member(data, at)
    elif kind == "bzip2":
        yield from _stream(data, at, bz2.BZ2Decompressor())
    elif kind == "xz":
        yield from _stream(data, at, lzma.LZMADecompressor(memlimit=_MOST))
    else:
        bits = {"gzip": _GZIP, "zlib": _ZLIB, "deflate": _RAW}[kind]
        yield from _stream(data, at, zlib.decompressobj(bits))


def runs(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Yield what long runs of base64 or hexadecimal letters mean: place, kind, bytes.

    Also if they are broken into lines, in the way of JSON too.
    """
    mask = _IN_RUN[np.frombuffer(data, np.uint8)]
    edges = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    long = ends - starts >= _SHORTEST
    for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
        letters = _BREAKS.sub(b"", data[start:end])
        if _HEX.fullmatch(letters):
            yield start, "hex", bytes.fromhex(letters.decode())
        letters = letters.translate(_FOR_ADDRESSES).rstrip(b"=").partition(b"=")[0]
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        with contextlib.suppress(binascii.Error):
            yield start, "base64", base64.b64decode(letters + b"=" * (-len(letters) % 4))


def flowed(data: bytes) -> bytes | None:
    """Return the data without the line breaks that e-mails put into words; None without any."""
    if b"=\n" not in data and b"=\r\n" not in data:
        return None
    return data.replace(b"=\r\n", b"").replace(b"=\n", b"")


def _stream(data: bytes, at: int, unpacker: _Unpacker) -> Iterator[bytes]:
    parts, size = [], 0
    view = memoryview(data)
    with contextlib.suppress(zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
        # What came out before something was broken counts as well.
        place, gulp = at, _SIP
        while place < len(data):
            piece = unpacker.decompress(bytes(view[place : place + gulp]), _MOST - size)
            parts.append(piece)
            size += len(piece)
            if getattr(unpacker, "eof", False) or size >= _MOST:
                break
            if place > at and size < _PROOF:
                break
            place, gulp = place + gulp, _GULP
    if size >= _PROOF:
        yield b"".join(parts)


def _member(data: bytes, at: int) -> Iterator[bytes]:
    """One file of an archive; its neighbours have beginnings of their own."""
    head = data[at : at + _HEAD_OF_ZIP]
    if len(head) < _HEAD_OF_ZIP:
        return
    # What is not compressed is found as it is.
    if int.from_bytes(head[8:10], "little") == _DEFLATED:
        lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        yield from opened(data, at + _HEAD_OF_ZIP + lengths, "deflate")


def _database(data: bytes) -> Iterator[bytes]:
    """All texts and bytes of an SQLite database; a long one lies in pieces in the file."""
    connection = sqlite3.connect(":memory:")
    try:
        # Written in the way with a log beside it, it cannot be read from memory; so it is
        # said to be written in the other way.
        connection.deserialize(data[:18] + b"\1\1" + data[20:])
        connection.text_factory = bytes
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            name = table.decode().replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - quoted, and in memory
                yield from (bytes(cell) for cell in row if isinstance(cell, bytes))
    except (sqlite3.Error, AttributeError, UnicodeDecodeError):
        # Damaged, encrypted, or a Python without deserialize: its pages are searched as they are.
        return
    finally:
        connection.close()

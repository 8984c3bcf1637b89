"""How often a canary stands in the memory of this very process.

To be asked within the process: no other one may look, and what is looked for reaches it
masked, or the question would be found as well.
"""

from __future__ import annotations

import base64
import ctypes
import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from dobotkit.canary.canary import Canary
from dobotkit.canary.rows import pieces_of
from dobotkit.canary.templates import pieces_of_template

__all__ = ["copies", "hidden_piece", "masked", "most_of_each"]

# Turns any byte into another one, and back.
_MASK = 0xA5
_WINDOW = 4 << 20
_OVERLAP = 256
_NUMBER = 4  # bytes
_PIPE = 1 << 16  # bytes that go into one at once
_OWN = ("name", "number", "mark")
_EVERY = 8  # pieces of the picture are enough to count by
# Memory that belongs to a device, such as a screen: reading it may do something.
_DEVICES, _SHARED = "/dev/", "/dev/shm/"  # noqa: S108 - nothing is written there


def masked(canary: Canary) -> str:
    """Return a text for `copies` that tells it what to count; the scanner finds nothing in it.

    Parameters
    ----------
    canary:
        What is to be counted: pieces of its picture and of its first template, the words of its
        name, and all of a kind that it was given in place of its own.
    """
    words = {"name": canary.name.split()}
    words |= {what: list(texts) for what, texts in canary.words.items() if what not in _OWN}
    needles = {
        "picture": [piece.tobytes() for piece in pieces_of(canary)[::_EVERY]],
        **{what: [word.encode() for word in texts] for what, texts in words.items()},
        "template": pieces_of_template(canary.templates[0])[::_EVERY],
    }
    hidden = {
        what: [base64.b64encode(_mask(one)).decode() for one in data]
        for what, data in needles.items()
    }
    return json.dumps(hidden, separators=(",", ":"))


def copies(hidden: str) -> dict[str, float] | None:
    """Count how often the picture and the name stand in the memory of this process.

    Parameters
    ----------
    hidden:
        What `masked` has returned.

    Returns
    -------
    dict or None
        For ``picture``, ``name`` and ``template``: how many copies of one of its pieces were
        found on average, so that half a picture counts a half. None where a program cannot read its
        own memory: only Linux offers that without a special right.
    """
    gc.collect()
    needles = {
        what: [base64.b64decode(one) for one in data] for what, data in json.loads(hidden).items()
    }
    counts = dict.fromkeys(needles, 0)
    try:
        for window in _windows():
            for what, data in needles.items():
                # One that begins in the overlap is counted in the next window.
                counts[what] += sum(window.count(one, 0, _WINDOW + len(one) - 1) for one in data)
    except OSError:
        return None
    return {what: round(count / len(needles[what]), 2) for what, count in counts.items()}


def most_of_each(needles: Sequence[Sequence[bytearray]]) -> list[int] | None:
    """Count how often some things stand in the memory of this process.

    Parameters
    ----------
    needles:
        For each thing some pieces of it, :func:`hidden_piece`, each of a multiple of four bytes;
        whoever made them overwrites them. They are looked for where numbers of four bytes lie.
        One that is a single byte again and again is not looked for.

    Returns
    -------
    list of int or None
        For each thing how often that piece of it was found that was found most often: one
        that is left of it counts as all of it. None where a program cannot read its own memory.
    """
    flat = [piece for pieces in needles for piece in pieces]
    times = [0] * len(flat)
    # Two halves of the first number of each piece, as tables: to look for many takes as long as
    # to look for one.
    low, high = np.zeros(1 << 16, np.bool_), np.zeros(1 << 16, np.bool_)
    for piece in flat:
        if len(set(piece)) > 1:  # one byte again and again, such as zeros, is everywhere
            first, second = np.frombuffer(piece[:_NUMBER], np.uint16)
            low[first], high[second] = True, True
    try:
        for window in _windows():
            halves = np.frombuffer(window, np.uint16, len(window) // _NUMBER * 2)
            maybe = np.flatnonzero(low[halves[0::2]])
            maybe = maybe[high[halves[1::2][maybe]]] * _NUMBER
            # One that begins in the overlap is counted in the next window.
            for at in maybe[maybe < _WINDOW].tolist():
                for number, piece in enumerate(flat):
                    times[number] += window[at : at + len(piece)] == piece
    except OSError:
        return None
    counts = iter(times)
    return [max((next(counts) for _ in pieces), default=0) for pieces in needles]


def hidden_piece(data: Iterable[int]) -> bytearray:
    """Return a piece of something as `most_of_each` wants it: it does not find itself."""
    return bytearray(int(byte) ^ _MASK for byte in data)


def _mask(data: bytes) -> bytes:
    return bytes(byte ^ _MASK for byte in data)


def _windows() -> Iterator[bytes]:
    """The memory of this process, masked, without what this search itself reads into."""
    if sys.platform != "linux":
        raise OSError
    buffer = np.zeros(_WINDOW + _OVERLAP, np.uint8)
    own = range(buffer.ctypes.data, buffer.ctypes.data + len(buffer))
    try:
        with Path("/proc/self/maps").open(encoding="utf-8") as file:
            lines = list(file)
        with _Peek() as memory:
            for line in lines:
                place, rights, *_ = line.split()
                if not rights.startswith("rw") or (_DEVICES in line and _SHARED not in line):
                    continue
                begin, end = (int(number, 16) for number in place.split("-"))
                for start in range(begin, end, _WINDOW):
                    read = memory.read(start, buffer.data[: min(end - start, len(buffer))])
                    # What this search reads into would be found again and again.
                    buffer[max(own.start - start, 0) : max(own.stop - start, 0)] = 0
                    if buffer[:read].any():
                        yield (buffer[:read] ^ _MASK).tobytes()
    finally:
        # What was read last is a copy as well.
        buffer[:] = 0


class _Peek:
    """Reads this process's own memory through a pipe.

    ``/proc/self/mem`` is closed behind a wall, and to a process that nobody may look into. The
    system copies memory into a pipe for anybody, and says so where there is none, instead of
    ending the program.
    """

    def __enter__(self) -> Self:
        self._out, self._in = os.pipe()
        os.set_blocking(self._in, False)
        self._write = ctypes.CDLL(None).write
        self._write.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
        self._write.restype = ctypes.c_ssize_t
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._out)
        os.close(self._in)

    def read(self, start: int, into: memoryview) -> int:
        """Copy what begins at an address; return how much of it could be had (bytes)."""
        done = 0
        while done < len(into):
            given = self._write(self._in, start + done, min(len(into) - done, _PIPE))
            if given <= 0:
                break  # given back in the meantime
            while given:
                got = os.readv(self._out, [into[done : done + given]])
                done, given = done + got, given - got
        return done

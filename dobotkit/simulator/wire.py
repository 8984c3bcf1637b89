"""Frames on the wire: ``AA AA len id ctrl parameters… checksum``.

``len`` counts id, ctrl and parameters; the checksum makes the sum of these
and itself a multiple of 256 ([P] and [L] of :mod:`dobotkit.simulator.profile`).
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Decoder", "Frame", "encode"]

_HEADER = b"\xaa\xaa"
_SHORTEST = 2
_MARK = 0xAA


class Frame(NamedTuple):
    """One whole and undamaged frame."""

    id: int
    ctrl: int
    params: bytes


def encode(command_id: int, ctrl: int, params: bytes = b"") -> bytes:
    """Make the bytes of one frame."""
    body = bytes((command_id, ctrl)) + params
    return _HEADER + bytes((len(body),)) + body + bytes((-sum(body) & 0xFF,))


class Decoder:
    """Finds frames in a stream of bytes, as strictly as the firmware does.

    It hunts for ``AA AA``, takes the length, waits for the rest and verifies
    the checksum. Where anything is wrong it drops *one* byte and hunts on,
    because ``AA AA`` may also stand inside the parameters. In a run of
    ``AA AA AA`` the last two are the header, so that a length of 170 cannot be
    sent. What is damaged is dropped without an answer.

    Parameters
    ----------
    longest:
        A larger length is taken for damage.
    """

    def __init__(self, longest: int = 250) -> None:
        self._longest = longest
        self._rest = b""

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes and return the frames that they complete."""
        data = self._rest + data if self._rest else bytes(data)
        frames: list[Frame] = []
        end = len(data)
        at = 0
        while True:
            begin = data.find(_HEADER, at)
            if begin < 0:
                # The first half of a header may stand at the very end.
                at = end - 1 if at < end and data.endswith(b"\xaa") else end
                break
            at = begin
            if at + 2 >= end:
                break
            length = data[at + 2]
            if length == _MARK or not _SHORTEST <= length <= self._longest:
                at += 1
                continue
            check = at + 3 + length
            if check >= end:
                break
            if sum(data[at + 3 : check + 1]) & 0xFF:
                at += 1
                continue
            frames.append(Frame(data[at + 3], data[at + 4], data[at + 5 : check]))
            at = check + 1
        self._rest = data[at:]
        return frames

"""What goes over the line, for people: one frame a line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

__all__ = ["WireLog"]

_HEADER = b"\xaa\xaa"


class WireLog:
    """Writes each frame on a line of its own: when, which way, what.

    What is no frame is shown as its bytes. A frame with a wrong checksum is
    shown as a frame, because it was meant as one.

    Parameters
    ----------
    write:
        Takes one line of text.
    request, answer:
        Return the text for the bytes of one frame to the arm, and from it.
    now:
        A clock in seconds; lines show the time since the log was made.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        request: Callable[[bytes], str],
        answer: Callable[[bytes], str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._request = request
        self._answer = answer
        self._now = now
        self._begun = now()
        self._asked = b""
        self._answered = b""

    def to_arm(self, data: bytes) -> None:
        """Note what reaches the arm."""
        self._asked = self._note("→ arm", self._request, self._asked + data)

    def from_arm(self, data: bytes) -> None:
        """Note what arrives from the arm."""
        self._answered = self._note("← arm", self._answer, self._answered + data)

    def _note(self, way: str, describe: Callable[[bytes], str], data: bytes) -> bytes:
        for part in _parts(data):
            if part.startswith(_HEADER) and len(part) == _size(part):
                text = describe(part)
            elif _may_go_on(part) and data.endswith(part):
                return part
            else:
                text = f"no frame: {part.hex(' ')}"
            self._write(f"{self._now() - self._begun:10.3f} s  {way}  {text}")
        return b""


def _parts(data: bytes) -> Iterator[bytes]:
    """Cut bytes into frames and what lies between them."""
    while data:
        begin = data.find(_HEADER)
        if begin < 0:
            # The first half of a header may stand at the very end.
            begin = len(data) - data.endswith(_HEADER[:1])
            yield from (part for part in (data[:begin], data[begin:]) if part)
            return
        if begin:
            yield data[:begin]
            data = data[begin:]
        size = _size(data)
        if not _is_whole(data):
            # What looks like a long frame may be noise that hides a real one.
            hidden = next((at for at in range(1, len(data)) if _is_whole(data[at:])), None)
            size = size if hidden is None else hidden
        yield data[:size]
        data = data[size:]


def _size(data: bytes) -> int:
    """How long the frame is that begins here: header, length, so many bytes, checksum."""
    return 4 + data[2] if len(data) > len(_HEADER) else 4


def _is_whole(data: bytes) -> bool:
    size = _size(data)
    return data.startswith(_HEADER) and len(data) >= size and not sum(data[3:size]) & 0xFF


def _may_go_on(part: bytes) -> bool:
    return _HEADER.startswith(part[:2])

"""``listen``: note every byte that goes through a port, in both directions.

The port's own ``read`` and ``write`` are replaced, on this one port object and
for the time of listening; everything else that a port can do ends in these
two. So it is the same for a real and for a simulated arm, for ``Arm``, for
``Link`` and for the unmodified pydobot. Bytes are noted as they pass: nothing
is added, held back or repaired.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self
from weakref import WeakKeyDictionary

from dobotkit.errors import WrongValue
from dobotkit.frames import Piece, Reading, Sender, decode

__all__ = ["Tap", "listen"]

Hear = Callable[[Sender, bytes], None]


class Tap:
    """What was heard at a port; it listens from the beginning until ``close``.

    Shown in a notebook, it is a table of all frames.

    Parameters
    ----------
    port:
        An open pySerial port.
    """

    def __init__(self, port: Any) -> None:  # noqa: ANN401  # any pySerial port; it publishes no types
        self._chunks: list[tuple[Sender, bytes]] = []
        self._port = port
        self._closed = False
        _hook(port, self._hear)

    def close(self) -> None:
        """Stop listening; what was heard stays. Twice does nothing."""
        if not self._closed:
            self._closed = True
            _unhook(self._port, self._hear)

    @property
    def sent(self) -> bytes:
        """All bytes that the computer has sent."""
        return self._bytes_of("host")

    @property
    def received(self) -> bytes:
        """All bytes that the arm has sent, as far as the computer has read them."""
        return self._bytes_of("arm")

    @property
    def reading(self) -> Reading:
        """All that was heard, as frames, in the order in which they began."""
        pieces = [*self._read_side("host"), *self._read_side("arm")]
        return Reading(piece for _, piece in sorted(pieces, key=lambda numbered: numbered[0]))

    def find(self, name: str) -> Reading:
        """Return the frames of one command, questions and answers, as ``Reading.find`` does."""
        return self.reading.find(name)

    def _hear(self, sender: Sender, data: bytes) -> None:
        self._chunks.append((sender, data))

    def _bytes_of(self, sender: Sender) -> bytes:
        return b"".join(data for who, data in tuple(self._chunks) if who == sender)

    def _read_side(self, sender: Sender) -> Iterator[tuple[int, Piece]]:
        """The frames of one side, each with the number of the chunk in which it began."""
        starts: list[int] = []
        for number, (who, data) in enumerate(tuple(self._chunks)):
            if who == sender:
                starts += [number] * len(data)
        for piece in decode(self._bytes_of(sender)[: len(starts)], sent_by=sender):
            yield starts[piece.offset], piece

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self.reading)

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.reading)

    def __getitem__(self, at: int) -> Piece:
        return self.reading[at]

    def __repr__(self) -> str:
        return repr(self.reading) if self._chunks else "Nothing was heard."

    def _repr_html_(self) -> str:
        return self.reading._repr_html_() if self._chunks else "<p>Nothing was heard.</p>"


def listen(thing: object) -> Tap:
    """Listen to the bytes between the computer and an arm.

    ::

        with wire.listen(arm) as heard:
            arm.pose()
        heard

    Parameters
    ----------
    thing:
        An ``Arm``, a driver such as ``pydobot.Dobot``, or an open pySerial port.

    Raises
    ------
    WrongValue
        There is no port in it.
    ArmClosed
        The arm was closed before.
    """
    # pydobot calls its port "ser".
    port = next(
        (found for name in ("port", "ser") if _is_port(found := getattr(thing, name, None))), None
    )
    if _is_port(thing):
        port = thing
    if port is None:
        raise WrongValue(
            f"There is no cable to listen to in {thing!r}.",
            "Give an arm: wire.listen(arm), or a driver that has its port open.",
        )
    return Tap(port)


def _is_port(thing: object) -> bool:
    return callable(getattr(thing, "read", None)) and callable(getattr(thing, "write", None))


# Who listens to which port. The first listener hooks it, the last one sets it free.
_ears: WeakKeyDictionary[Any, list[Hear]] = WeakKeyDictionary()
_lock = threading.Lock()


def _hook(port: Any, hear: Hear) -> None:  # noqa: ANN401
    with _lock:
        if port not in _ears:
            ears: list[Hear] = []
            _ears[port] = ears
            _replace_methods(port, ears)
        _ears[port].append(hear)


def _unhook(port: Any, hear: Hear) -> None:  # noqa: ANN401
    with _lock:
        ears = _ears.get(port, [])
        if hear in ears:
            ears.remove(hear)
        if not ears and port in _ears:
            del _ears[port]
            # What the class has shows through again.
            del port.read, port.write


def _replace_methods(port: Any, ears: list[Hear]) -> None:  # noqa: ANN401
    read, write = port.read, port.write

    def read_and_tell(size: int = 1) -> bytes:
        data: bytes = read(size)
        if data:
            _tell("arm", data)
        return data

    def tell_and_write(data: Any) -> int:  # noqa: ANN401  # whatever pySerial takes for bytes
        # First, so that the answer cannot come before the question.
        _tell("host", bytes(data))
        count: int = write(data)
        return count

    def _tell(sender: Sender, data: bytes) -> None:
        for hear in tuple(ears):
            hear(sender, data)

    port.read, port.write = read_and_tell, tell_and_write

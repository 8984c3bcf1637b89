"""The cable between a host and the simulated arm: what is lost, late or damaged on it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from dobotkit.simulator.fault import Pieces
from dobotkit.simulator.fault_words import Word, make_faults
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.wire import Decoder, Frame, encode

__all__ = ["Line", "Tap", "sleep_until"]

_BITS_PER_BYTE = 10  # a start bit, eight bits, a stop bit
_SPIN = 0.0002  # seconds; a sleep ends about that late
# Seconds. A USB adapter hands over what has come once in a frame of the bus.
_HAND_OVER: Final = 0.001


class Tap(Protocol):
    """Who listens to the line."""

    def to_arm(self, data: bytes) -> None:
        """Hear what reaches the arm."""

    def from_arm(self, data: bytes) -> None:
        """Hear what arrives from the arm."""


class Line:
    """Bytes in, bytes out, with all that may happen in between.

    It has no thread: :meth:`feed` and :meth:`take` work out what has happened
    up to now. It is not for several threads at once.

    Parameters
    ----------
    arm:
        The arm at the other end.
    words:
        What goes wrong.
    seed:
        Decides what is left to chance.
    baud:
        Every byte takes as long as on a cable of this speed (bits a second, ten
        bits a byte), both ways and on the wall's clock; None: no time at all.
    tap:
        Who listens.
    now:
        The wall's clock in seconds.
    """

    def __init__(
        self,
        arm: Firmware,
        words: Iterable[Word] = (),
        *,
        seed: int = 0,
        baud: float | None = None,
        tap: Tap | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._arm = arm
        self._faults = make_faults(words, seed, arm, now)
        self._seconds_per_byte = _BITS_PER_BYTE / baud if baud else 0.0
        self._tap = tap
        self._now = now
        self._decoder = Decoder(arm.profile.habits.longest_frame)
        self._coming: deque[tuple[float, bytes]] = deque()
        # Until when either direction is busy with what it carries.
        self._sent_by = self._heard_by = 0.0
        self._plain = not (self._faults or baud or tap)

    @property
    def unplugged(self) -> bool:
        """Whether the cable was pulled out: until it is opened anew, nothing goes over it.

        What arrived before can still be taken.
        """
        return any(fault.unplugged for fault in self._faults)

    @property
    def missing(self) -> bool:
        """Whether the cable is out and cannot be plugged in yet."""
        return any(fault.missing for fault in self._faults)

    @property
    def due(self) -> float | None:
        """When the next bytes arrive, by the wall's clock; None if none are on their way."""
        return self._coming[0][0] if self._coming else None

    def open(self) -> bool:
        """Let a host open the line; False while the cable cannot be plugged in.

        What is still on its way was not meant for this host and is lost.
        """
        if self.missing:
            return False
        self._coming.clear()
        self._decoder = Decoder(self._arm.profile.habits.longest_frame)
        for fault in self._faults:
            fault.opened()
        return True

    def feed(self, data: bytes) -> None:
        """Take bytes from the host; returns when the wire has carried them."""
        if self._plain:
            answer = self._arm.receive(data)
            if answer:
                self._coming.append((0.0, answer))
            return
        if self._seconds_per_byte:
            self._sent_by = max(self._sent_by, self._now()) + len(data) * self._seconds_per_byte
            sleep_until(self._sent_by, self._now)
        for fault in self._faults:
            data = fault.bytes_to_arm(data)
        if self._tap is not None:
            self._tap.to_arm(data)
        for request in self._decoder.feed(data):
            self._request(request)

    def take(self) -> bytes:
        """Return what has arrived from the arm since the last time."""
        coming = self._coming
        if not coming:
            return b""
        now = self._now()
        data = bytearray()
        while coming and coming[0][0] <= now:
            data += coming.popleft()[1]
        if data and self._tap is not None:
            self._tap.from_arm(bytes(data))
        return bytes(data)

    def _request(self, request: Frame) -> None:
        for fault in self._faults:
            fault.look()
        # All of them count it, also where one has lost it already.
        let_through = [fault.lets_through() for fault in self._faults]
        if self.unplugged or not all(let_through):
            return
        answer = self._arm.receive(encode(*request))
        if answer:
            for fault in self._faults:
                fault.taken(request)
            self._answer(answer)

    def _answer(self, answer: bytes) -> None:
        pieces: Pieces = [(0.0, answer)]
        for fault in self._faults:
            if pieces:
                pieces = fault.pieces(pieces)
        at = self._now()
        for wait, piece in pieces:
            # What is late holds up what follows: answers keep their order.
            at = max(at + wait, self._heard_by)
            self._carry(at, piece)

    def _carry(self, at: float, piece: bytes) -> None:
        """Let a piece set out, and arrive as fast as the wire is."""
        if not self._seconds_per_byte:
            self._coming.append((at, piece))
        else:
            share = max(1, int(_HAND_OVER / self._seconds_per_byte))
            for begin in range(0, len(piece), share):
                part = piece[begin : begin + share]
                at += len(part) * self._seconds_per_byte
                self._coming.append((at, part))
        self._heard_by = at


def sleep_until(moment: float, now: Callable[[], float] = time.monotonic) -> None:
    """Sleep to within microseconds: the last bit of the way is spent looking at the clock."""
    left = moment - now()
    if left > _SPIN:
        time.sleep(left - _SPIN)
    while now() < moment:
        pass

"""A bad line between ``Link`` and an arm, in a time of its own, and who knows the truth.

Time passes only while somebody waits, so that an answer that comes two seconds
late costs nothing and the same seed gives the same run.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from random import Random

import serial

from dobotkit.arm import link, wire
from dobotkit.simulator.firmware import Firmware
from tests.fuzz.wire import read_frames, sound

__all__ = ["FAULTS", "LATEST_S", "REQUEST_FAULTS", "Line", "Time"]

_BYTE_S = 10 / 115_200
_PATIENCE_S = 0.02

LATEST_S = 2.5
"""How late an answer may be."""

Pieces = list[tuple[float, bytes]]


class Time:
    """Stands in for the module ``time``, and is the clock of the arm."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def monotonic(self) -> float:
        # Looking at the clock takes time too: nobody can look for ever.
        self.now_s += 1e-6
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds

    def now(self, next_event: float | None = None) -> float:  # noqa: ARG002 - as a real clock
        return self.now_s

    @contextlib.contextmanager
    def in_force(self) -> Iterator[None]:
        """``Link`` lives in this time meanwhile."""
        modules = (wire, link)
        for module in modules:
            module.time = self
        try:
            yield
        finally:
            import time  # noqa: PLC0415 - the name must not shadow this class's own

            for module in modules:
                module.time = time


def _whole(_rng: Random, answer: bytes) -> Pieces:
    return [(0.0, answer)]


def _torn(rng: Random, answer: bytes) -> Pieces:
    cuts = sorted(rng.randrange(len(answer) + 1) for _ in range(rng.randrange(1, 5)))
    marks = [0, *cuts, len(answer)]
    return [(rng.uniform(0, 0.03), answer[a:b]) for a, b in pairwise(marks)]


def _noise_before(rng: Random, answer: bytes) -> Pieces:
    return [(0.0, rng.randbytes(rng.randrange(1, 40)) + answer)]


def _noise_after(rng: Random, answer: bytes) -> Pieces:
    return [(0.0, answer), (rng.uniform(0, 0.01), rng.randbytes(rng.randrange(1, 40)))]


def _false_head(rng: Random, answer: bytes) -> Pieces:
    return [(0.0, b"\xaa" * rng.randrange(1, 5) + bytes((rng.randrange(256),)) + answer)]


def _flipped(rng: Random, answer: bytes) -> Pieces:
    damaged = bytearray(answer)
    damaged[rng.randrange(len(answer))] ^= 1 << rng.randrange(8)
    return [(0.0, bytes(damaged))]


def _wrong_byte(rng: Random, answer: bytes) -> Pieces:
    damaged = bytearray(answer)
    damaged[rng.randrange(len(answer))] ^= rng.randrange(1, 256)
    return [(0.0, bytes(damaged))]


def _cut(rng: Random, answer: bytes) -> Pieces:
    return [(0.0, answer[: rng.randrange(len(answer))])]


def _byte_lost(rng: Random, answer: bytes) -> Pieces:
    at = rng.randrange(len(answer))
    return [(0.0, answer[:at] + answer[at + 1 :])]


def _lost(_rng: Random, _answer: bytes) -> Pieces:
    return []


def _late(rng: Random, answer: bytes) -> Pieces:
    return [(rng.uniform(0.02, 0.38), answer)]


def _too_late(rng: Random, answer: bytes) -> Pieces:
    return [(rng.uniform(0.38, LATEST_S), answer)]


def _burst(rng: Random, answer: bytes) -> Pieces:
    at = rng.randrange(3, len(answer))
    wrong = rng.randbytes(rng.randrange(2, 6))
    return [(0.0, (answer[:at] + wrong + answer[at + len(wrong) :])[: len(answer)])]


def _request_lost(_rng: Random, _frame: bytes) -> bytes:
    return b""


def _request_wrong(rng: Random, raw: bytes) -> bytes:
    damaged = bytearray(raw)
    damaged[rng.randrange(len(raw))] ^= rng.randrange(1, 256)
    return bytes(damaged)


def _request_noise(rng: Random, raw: bytes) -> bytes:
    return rng.randbytes(rng.randrange(1, 20)) + raw


FAULTS: dict[str, Callable[[Random, bytes], Pieces]] = {
    "torn": _torn,
    "noise before": _noise_before,
    "noise after": _noise_after,
    "false head": _false_head,
    "bit flipped": _flipped,
    "byte wrong": _wrong_byte,
    "cut": _cut,
    "byte lost": _byte_lost,
    "lost": _lost,
    "late": _late,
    "too late": _too_late,
    "burst": _burst,
}
"""What the line does to an answer."""

REQUEST_FAULTS: dict[str, Callable[[Random, bytes], bytes]] = {
    "request lost": _request_lost,
    "request wrong": _request_wrong,
    "request behind noise": _request_noise,
}
"""What the line does to a request."""


class Line:
    """A port with a bad cable, and an arm at its other end.

    Attributes
    ----------
    arm:
        The simulated arm.
    rate:
        Which part of the frames is damaged.
    answered:
        What the arm truly answered since :meth:`forget`: parameters by
        command number and control byte.
    forged:
        Frames that the line itself made out of others, with a right checksum: no
        receiver can tell that they are wrong.
    queued:
        How often each frame for the queue was sent, ever.
    plugged, powered:
        Whether the cable is in, and the arm switched on.
    faults:
        How often each fault was done.
    """

    def __init__(self, time: Time, rng: Random, kinds: Sequence[str], *, rate: float = 0.3) -> None:
        self.arm = Firmware(clock=time)
        self.port = "line"
        self.is_open = True
        self.rate = rate
        self.plugged = self.powered = True
        self.unplug_after: int | None = None
        self.answered: dict[tuple[int, int], list[bytes]] = defaultdict(list)
        self.forged: list[bytes] = []
        self.queued: Counter[bytes] = Counter()
        self.faults: Counter[str] = Counter()
        self._time = time
        self._rng = rng
        self._kinds = tuple(kinds)
        self._coming: list[tuple[float, bytes]] = []
        self._arrived = bytearray()
        self._free = 0.0

    def forget(self) -> None:
        """A new call begins: what was answered before is no answer to it."""
        self.answered.clear()
        self.forged.clear()

    def power_cycle(self) -> None:
        """Another arm, at power-on, hangs on the same cable."""
        self.arm = Firmware(clock=self._time)
        self.faults["power off and on"] += 1

    # A pySerial port, as far as ``Wire`` uses one.

    def write(self, data: bytes) -> int:
        self._carry(len(data))
        data = bytes(data)
        if sound(data) and data[4] & 2:
            self.queued[data] += 1
        kind = self._draw(REQUEST_FAULTS)
        request = data if kind is None else REQUEST_FAULTS[kind](self._rng, data)
        self._time.now_s += len(data) * _BYTE_S
        if not self.powered:
            return len(data)
        answers = read_frames(self.arm.receive(request))[0]
        for answer in answers:
            self.answered[answer[3], answer[4]].append(answer[5:-1])
            self._send_back(answer)
        return len(data)

    @property
    def in_waiting(self) -> int:
        self._carry(0)
        self._deliver()
        return len(self._arrived)

    def read(self, size: int = 1) -> bytes:
        self._carry(0)
        until = self._time.now_s + _PATIENCE_S
        self._deliver()
        while len(self._arrived) < size and self._coming and self._coming[0][0] <= until:
            self._time.now_s = max(self._time.now_s, self._coming[0][0])
            self._deliver()
        if len(self._arrived) < size:
            self._time.now_s = until
        data = bytes(self._arrived[:size])
        del self._arrived[:size]
        self._carry(len(data))
        return data

    def close(self) -> None:
        self.is_open = False

    def _draw(self, table: dict[str, object]) -> str | None:
        kinds = [kind for kind in self._kinds if kind in table]
        if not kinds or self._rng.random() >= self.rate:
            return None
        kind = self._rng.choice(kinds)
        self.faults[kind] += 1
        return kind

    def _send_back(self, answer: bytes) -> None:
        kind = self._draw(FAULTS)
        pieces = _whole(self._rng, answer) if kind is None else FAULTS[kind](self._rng, answer)
        made = read_frames(b"".join(piece for _, piece in pieces))[0]
        self.forged += [raw[5:-1] for raw in made if raw != answer]
        for delay, piece in pieces:
            # Nothing overtakes anything on a cable.
            self._free = max(self._free, self._time.now_s + delay) + len(piece) * _BYTE_S
            self._coming.append((self._free, piece))

    def _deliver(self) -> None:
        while self._coming and self._coming[0][0] <= self._time.now_s:
            self._arrived += self._coming.pop(0)[1]

    def _carry(self, count: int) -> None:
        if self.unplug_after is not None:
            self.unplug_after -= count
            if self.unplug_after < 0:
                self.unplug_after = None
                self.plugged = False
                self.faults["unplugged"] += 1
        if not self.plugged:
            raise serial.SerialException("device reports readiness to read but returned no data")

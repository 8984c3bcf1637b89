"""A bench: a simulated arm, a cable that can be damaged, and pydobot as it is.

``Cable`` stands between a client and the simulated arm. It keeps what goes
over it, and damages what comes back as it is told, until it is told
otherwise. ``stock_pydobot`` is pydobot 1.3.2 as it comes, plugged into such a
cable: only the names ``serial`` and ``time`` inside its module are replaced,
the first to bring the cable in, the second to count its naps and shorten
them.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace

import pydobot.dobot
import serial

if "dobotkit.simulator" not in serial.protocol_handler_packages:
    serial.protocol_handler_packages.append("dobotkit.simulator")

_names = itertools.count()
NAP_SCALE = 20

# What the cable does with one answer: pieces, each with its delay in seconds.
Damage = Callable[[bytes], list[tuple[float, bytes]]]


def fresh_address(options: str = "pace=instant") -> str:
    """Address of a simulated arm that nobody has used."""
    return f"dobotsim://bench{next(_names)}?{options}"


def whole(answer: bytes) -> list[tuple[float, bytes]]:
    """No damage."""
    return [(0.0, answer)]


class Cable:
    """A port over a port: keeps every frame that is sent, damages what comes back."""

    def __init__(self, address: str) -> None:
        self.inner = serial.serial_for_url(address, timeout=0.02)
        self.port = address
        self.name = address
        self.timeout = 0.02
        self.damage: Damage = whole
        self.sent: list[bytes] = []
        self.unplugged = False
        self._coming: list[tuple[float, bytes]] = []
        self._arrived = bytearray()
        self._lock = threading.Lock()

    def isOpen(self) -> bool:  # noqa: N802  # pySerial's name
        return self.inner.is_open

    def write(self, data: bytes) -> int:
        self._check()
        self.sent.append(bytes(data))
        self.inner.write(data)
        answer = self.inner.read_all()
        now = time.monotonic()
        with self._lock:
            self._coming += [
                (now + delay, piece) for delay, piece in (self.damage(answer) if answer else [])
            ]
        return len(data)

    @property
    def in_waiting(self) -> int:
        self._check()
        with self._lock:
            now = time.monotonic()
            while self._coming and self._coming[0][0] <= now:
                self._arrived += self._coming.pop(0)[1]
            return len(self._arrived)

    def read(self, size: int = 1) -> bytes:
        end = time.monotonic() + self.timeout
        while self.in_waiting < size and time.monotonic() < end:
            time.sleep(0.001)
        with self._lock:
            data = bytes(self._arrived[:size])
            del self._arrived[:size]
        return data

    def read_all(self) -> bytes:
        return self.read(self.in_waiting)

    def close(self) -> None:
        self.inner.close()

    def _check(self) -> None:
        if self.unplugged:
            raise serial.SerialException("device reports readiness to read but returned no data")

    @property
    def numbers(self) -> list[int]:
        """Command numbers of the frames that were sent, in order."""
        return [frame[3] for frame in self.sent]


class EndlessWait(Exception):
    """Raised instead of a nap when a client has napped so often that it will never end."""


def stock_pydobot(monkeypatch, cable: Cable | None = None, *, naps: int = 400):
    """pydobot 1.3.2 on a cable; ``.naps`` lists the seconds that it wanted to sleep."""
    cable = cable or Cable(fresh_address())
    taken: list[float] = []

    def nap(seconds: float) -> None:
        taken.append(seconds)
        if len(taken) > naps:
            raise EndlessWait
        time.sleep(seconds / NAP_SCALE)

    opened: list[dict] = []

    def plug_in(_port, **settings):
        opened.append(settings)
        return cable

    shim = SimpleNamespace(
        Serial=plug_in,
        PARITY_NONE=serial.PARITY_NONE,
        STOPBITS_ONE=serial.STOPBITS_ONE,
        EIGHTBITS=serial.EIGHTBITS,
    )
    monkeypatch.setattr(pydobot.dobot, "serial", shim)
    monkeypatch.setattr(pydobot.dobot, "time", SimpleNamespace(sleep=nap))
    dobot = pydobot.dobot.Dobot("bench")
    dobot.naps = taken
    dobot.opened = opened
    return dobot

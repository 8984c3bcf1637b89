"""A real port in the keeper's hands, from the keeper's start to its end.

A port that were open only while a notebook has the arm could be opened by any other
program in between, and the arm be moved past the judge.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from dobotkit.arm.ports import open_port
from dobotkit.arm.usb import shown_port
from dobotkit.arm.wire import WRITE, Wire, encode
from dobotkit.errors import ArmClosed, ArmError, ArmSilent

__all__ = ["LOOK_S", "HeldPort", "LentPort"]

log = logging.getLogger(__name__)

# How often to look whether it is still plugged in, or plugged in again (s).
LOOK_S = 1.0
# A port whose driver hangs keeps nobody from starting or ending for longer (s).
_PATIENCE_S = 2.0
# Somebody who reads or writes right now sees himself whether it is there (s).
_BUSY_S = 0.05

# Stop, forget what waits, laser off, pump off for cup and gripper.
_QUIET = b"".join(
    encode(number, WRITE, params)
    for number, params in ((242, b""), (245, b""), (61, b"\0\0"), (62, b"\0\0"), (63, b"\0\0"))
)


class _OpenPort:
    """An open port from its opening to its loss; what is lost is never found again."""

    def __init__(self, port: Any) -> None:  # noqa: ANN401  # any pySerial port; it publishes no types
        self.port = port
        # Nobody reads or writes a descriptor that somebody else closes, and a third one
        # gets for another file.
        self.lock = threading.Lock()
        self.lost = False
        self.borrower: LentPort | None = None

    def is_there(self) -> bool:
        if not self.lock.acquire(timeout=_BUSY_S):
            return True
        try:
            if not self.lost:
                waiting = self.port.in_waiting
                if waiting and (self.borrower is None or self.borrower.closed):
                    # Answers that nobody has waited for. At the end of a connection
                    # this raises.
                    self.port.read(waiting)
        except (OSError, TypeError):
            self.lost = True
        finally:
            self.lock.release()
        return not self.lost

    def close(self) -> None:
        self.lost = True
        # One that hangs in its driver is let go of by the end of this process.
        if self.lock.acquire(timeout=_PATIENCE_S):
            try:
                with contextlib.suppress(OSError):
                    self.port.close()
            finally:
                self.lock.release()


class LentPort:
    """A held port as one lease sees it: as if it were a port of its own.

    Attributes
    ----------
    port:
        Its address.
    closed:
        Whether it was given back.
    """

    def __init__(self, held: _OpenPort) -> None:
        self._held = held
        self.port: str = held.port.port
        self.closed = False

    def read(self, size: int = 1) -> bytes:
        """Read, as every port does."""
        with self._held.lock:
            self._check()
            try:
                data: bytes = self._held.port.read(size)
            except (OSError, TypeError):
                self._held.lost = True
                raise
            return data

    def write(self, data: bytes) -> None:
        """Write, as every port does."""
        with self._held.lock:
            self._check()
            self._held.port.write(data)

    @property
    def in_waiting(self) -> int:
        """How many bytes have arrived."""
        with self._held.lock:
            self._check()
            return int(self._held.port.in_waiting)

    def close(self) -> None:
        """Give it back; the real port stays open."""
        self.closed = True

    def _check(self) -> None:
        if self.closed:
            raise OSError("it was given back")
        if self._held.lost:
            raise OSError("it was unplugged")


class HeldPort:
    """A port that is open whenever it is there.

    Each time that it is opened, the arm behind it is stopped, what waits in it is
    forgotten, and laser and pump are switched off: whoever has filled its queue before
    does not look after it any more. Nothing is set in motion, and no answer is waited
    for; whether an arm is there at all is seen by who borrows it.

    Parameters
    ----------
    address:
        What :func:`~dobotkit.arm.ports.open_port` opens.
    on_loss:
        Called when it was unplugged.
    """

    def __init__(self, address: str, on_loss: Callable[[], None] = lambda: None) -> None:
        self.address = address
        self._on_loss = on_loss
        self._open: _OpenPort | None = None
        # Held by who opens or closes it.
        self._changing = threading.Lock()
        self._over = threading.Event()
        self._looked = threading.Event()
        threading.Thread(target=self._look_after, name="port", daemon=True).start()

    def wait(self, until: float) -> None:
        """Wait until it was opened, or could not be; or until ``time.monotonic`` says so."""
        self._looked.wait(max(0.0, until - time.monotonic()))

    @property
    def is_there(self) -> bool:
        """Whether it is plugged in and open, as far as was seen lately."""
        held = self._open
        return held is not None and not held.lost

    def lend(self) -> LentPort:
        """Return the port for one lease, which closes it when it is done.

        Raises
        ------
        ArmError
            What is wrong with the port, as :func:`~dobotkit.arm.ports.open_port` says it.
        """
        if not self._changing.acquire(timeout=_PATIENCE_S):
            raise ArmSilent(
                f"The port {shown_port(self.address)} does not open: its driver does not answer.",
                "Unplug the USB cable, plug it in again, and try again.",
            )
        try:
            held = self._opened()
            if held.borrower is not None:
                held.borrower.close()
            held.borrower = LentPort(held)
            return held.borrower
        finally:
            self._changing.release()

    def close(self) -> None:
        """Let the port go; twice does nothing."""
        self._over.set()
        if self._changing.acquire(timeout=_PATIENCE_S):
            try:
                if self._open is not None:
                    self._open.close()
                    self._open = None
            finally:
                self._changing.release()

    def _look_after(self) -> None:
        while True:
            # That it is not there is said to who asks for it.
            try:
                with contextlib.suppress(ArmError), self._changing:
                    self._opened()
            except Exception:  # a driver's own error must not end the looking
                log.exception("%s could not be opened", shown_port(self.address))
            self._looked.set()
            if self._over.wait(LOOK_S):
                return

    def _opened(self) -> _OpenPort:
        if self._over.is_set():
            raise ArmClosed("The keeper is ending.", "Start the lab again: dobotkit lab")
        if self._open is not None:
            if self._open.is_there():
                return self._open
            # At once: as long as somebody has it open, Linux gives a port that is
            # plugged in again another number.
            self._open.close()
            self._open = None
            log.info("%s is gone", shown_port(self.address))
            self._on_loss()
        port = open_port(self.address)
        try:
            Wire(port).write(_QUIET)
        except BaseException:
            port.close()
            raise
        self._open = _OpenPort(port)
        return self._open

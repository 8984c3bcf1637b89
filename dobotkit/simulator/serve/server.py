"""What both ways of serving have in common: one thread between a line and its clients."""

from __future__ import annotations

import select
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from dobotkit.simulator.line import Line, sleep_until

__all__ = ["Notice", "Server"]

Notice = Callable[[str], None]
"""Says to whoever runs the server what happens to it, in one sentence."""

_PATIENCE = 1.0  # seconds until bytes that nobody fetches are lost
_SHORT = 0.001  # seconds; what is nearer than that is waited for, not selected for
_LOOK = 0.05  # seconds between two looks whether the cable can be plugged in again


class Server(ABC):
    """Serves one line, in a thread of its own.

    Bytes that nobody fetches are lost, as on a real cable.

    Parameters
    ----------
    line:
        The line to the arm.
    notice:
        Is told what happens, in the server's thread.

    Attributes
    ----------
    address:
        What a client opens.
    """

    address: str

    def __init__(self, line: Line, notice: Notice = lambda _sentence: None) -> None:
        self._line = line
        self._notice = notice
        self._wake, self._waker = socket.socketpair()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._serve, name="simulated arm", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._closed else "serving"
        return f"<{type(self).__name__} {state} at {self.address}>"

    @property
    def alive(self) -> bool:
        """Whether it serves."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End the service and the thread; closing twice does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            if self._thread.ident is not None:
                self._waker.send(b"x")
                self._thread.join()
            self._release()
            self._wake.close()
            self._waker.close()

    @abstractmethod
    def _sources(self) -> list[int]:
        """Return the descriptors from which something may come now."""

    @abstractmethod
    def _receive(self, source: int) -> None:
        """Take what has come from one of them, and feed the line."""

    @abstractmethod
    def _sink(self) -> int | None:
        """Return the descriptor of the client, if there may be one."""

    @abstractmethod
    def _write(self, data: bytes) -> int:
        """Write without waiting, and return how many bytes were taken."""

    @abstractmethod
    def _unplug(self) -> None:
        """Let the client see that the cable is gone."""

    @abstractmethod
    def _plug_in(self) -> None:
        """Make it possible again to open the line."""

    @abstractmethod
    def _release(self) -> None:
        """Give everything back to the system."""

    def _serve(self) -> None:
        wake, out = self._wake.fileno(), False
        while True:
            ready = self._select([*self._sources(), wake], out=out)
            if wake in ready:
                return
            for source in ready:
                self._receive(source)
            due = self._line.due
            if due is not None and due - time.monotonic() <= _SHORT:
                sleep_until(due)
                self._send(self._line.take())
            if out:
                if not self._line.missing:
                    out = False
                    self._plug_in()
                    self._notice("The cable is plugged in again.")
            elif self._line.unplugged and self._line.due is None:
                out = True
                self._unplug()
                self._notice("The cable was pulled out.")

    def _select(self, sources: list[int], *, out: bool) -> list[int]:
        due = self._line.due
        patience = _LOOK if out else None
        if due is not None:
            patience = max(0.0, due - time.monotonic() - _SHORT)
        ready, _, _ = select.select(sources, [], [], patience)
        return ready

    def _send(self, answer: bytes) -> None:
        while answer and (sink := self._sink()) is not None:
            # Whoever closes the server wakes it here as well.
            _, ready, _ = select.select([self._wake], [sink], [], _PATIENCE)
            if not ready:
                return
            answer = answer[self._write(answer) :]

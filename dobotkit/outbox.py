"""Messages on their way out, so that whoever sends one waits for nobody.

A thread sends them, one after the other. Where there is room for a small message at
once, it is sent at once: waking the thread would take longer than sending.
"""

from __future__ import annotations

import contextlib
import select
import sys
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from dobotkit.hangup import ENDED

__all__ = ["Outbox"]

# What a socket that can be written to takes without waiting, whole: on macOS, whose
# sockets have little room, that much.
_AT_ONCE = 2048
_INTERRUPTED_S = 0.1


class Outbox:
    """Sends messages over one connection.

    Messages of several threads may leave in another order than they came. Ctrl-C in
    ``put`` sends a message or does not; it never sends half of one.

    Parameters
    ----------
    send:
        Sends one message; may wait for the other side.
    number:
        The descriptor that it writes to.
    most:
        How many messages may wait.
    on_end:
        Called once, when nothing can be sent any more; may be called in any thread.
    """

    def __init__(
        self, send: Callable[[bytes], None], number: int, *, most: int, on_end: Callable[[], None]
    ) -> None:
        self._send = send
        self._on_end = on_end
        # Of all queues, this one is whole again after Ctrl-C in the middle of it.
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._most = most
        self._sending = threading.RLock()
        self._over = False
        self._room = None
        if sys.platform != "win32":
            self._room = select.poll()
            self._room.register(number, select.POLLOUT)
        self._thread = threading.Thread(target=self._work, name="outbox", daemon=True)
        self._thread.start()

    def put(self, data: bytes) -> bool:
        """Send a message, now or soon; return False if too many wait already."""
        if self._over or self._sent_at_once(data):
            return True
        if self._waiting.qsize() >= self._most:
            return False
        self._waiting.put(data)
        return True

    def close(self, patience: float) -> bool:
        """Send what waits and end; return False if that takes longer than so many seconds."""
        self._waiting.put(None)
        self._thread.join(patience)
        return not self._thread.is_alive()

    def drop(self) -> None:
        """Forget what waits, and end; for a connection that is hung up on already."""
        self._over = True
        with contextlib.suppress(Empty):
            while True:
                self._waiting.get_nowait()
        self._waiting.put(None)

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _sent_at_once(self, data: bytes) -> bool:
        if self._room is None or len(data) > _AT_ONCE or not self._waiting.empty():
            return False
        lock = self._sending
        if not lock.acquire(blocking=False):
            return False
        try:
            if not self._room.poll(0):
                return False
            self._send(data)
        except ENDED:
            self._fail()
        finally:
            lock.release()
        return True

    def _work(self) -> None:
        while (data := self._waiting.get()) is not None:
            # Sending at once takes no time. Who has not let go of the lock by now was
            # interrupted (Ctrl-C) in between: a new one takes its place.
            lock = self._sending
            if not lock.acquire(timeout=_INTERRUPTED_S):
                lock = self._sending = threading.RLock()
                lock.acquire()
            try:
                if not self._over:
                    self._send(data)
            except ENDED:
                self._fail()
            finally:
                lock.release()

    def _fail(self) -> None:
        if not self._over:
            self._over = True
            self._on_end()

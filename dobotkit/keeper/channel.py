"""The listening end: messages of one notebook in, answers out.

One thread reads, one writes, so that an answer that takes its time holds up no
other, and a notebook that does not read its answers holds up nobody but itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import Empty, Full, Queue

from dobotkit.hangup import hang_up
from dobotkit.messages import (
    LARGEST_REQUEST,
    Answer,
    NotUnderstood,
    Refused,
    Request,
    Tell,
    read_request,
)

__all__ = ["Channel"]

log = logging.getLogger(__name__)

# Answers that may wait until the notebook reads them.
_UNREAD = 256
# Seconds that the last answers have to leave when a channel is closed from here.
_FAREWELL_S = 1.0


class Channel:
    """One notebook's connection, from the keeper's side.

    Parameters
    ----------
    connection:
        An open connection whose other end is trusted as far as any notebook.
    on_request:
        Called in the reading thread with every request that could be read; it
        must not wait for anything.
    on_end:
        Called once, in the reading thread, when the notebook is gone.

    Attributes
    ----------
    heard:
        The monotonic time of the last message.
    refused:
        How many messages were no messages.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        on_request: Callable[[Request], None],
        on_end: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._on_request = on_request
        self._on_end = on_end
        self._out: Queue[bytes | None] = Queue(_UNREAD)
        self.heard = time.monotonic()
        self.refused = 0
        self._writer = threading.Thread(target=self._write, name="answers", daemon=True)
        self._reader = threading.Thread(target=self._read, name="requests", daemon=True)

    def start(self) -> None:
        """Begin to read and to answer."""
        self._writer.start()
        self._reader.start()

    def join(self) -> None:
        """Wait until the notebook is gone and everything about it is done."""
        self._reader.join()
        self._writer.join()

    def tell(self, n: int, tell: Tell) -> None:
        """Answer request ``n``; returns at once."""
        try:
            self._out.put_nowait(Answer(n=n, tell=tell).model_dump_json().encode())
        except Full:
            log.warning("a notebook does not read its answers: its channel is closed")
            hang_up(self._connection)

    def _read(self) -> None:
        try:
            while self._take_one():
                pass
        finally:
            self._on_end()
            self._let_go()

    def _take_one(self) -> bool:
        try:
            data = self._connection.recv_bytes(LARGEST_REQUEST)
        except EOFError:
            return False
        except OSError as error:
            if "length" in str(error):
                # multiprocessing reads no further after a message that is too long.
                self._refuse(f"a message may have {LARGEST_REQUEST} bytes at most")
            return False
        self.heard = time.monotonic()
        try:
            request = read_request(data)
        except NotUnderstood as error:
            self._refuse(str(error))
            return True
        self._on_request(request)
        return True

    def _refuse(self, why: str) -> None:
        self.refused += 1
        self.tell(
            0,
            Refused(
                error="KeeperRefused",
                what=f"The keeper did not understand a message: {why}.",
                advice="Use Arm and the other names of dobotkit; they speak for you.",
            ),
        )

    def _write(self) -> None:
        while (data := self._out.get()) is not None:
            try:
                self._connection.send_bytes(data)
            except OSError:
                # The reader learns it as well, and tidies up.
                while self._out.get() is not None:
                    pass
                return

    def _let_go(self) -> None:
        try:
            self._out.put(None, timeout=_FAREWELL_S)
        except Full:
            hang_up(self._connection)
            self._drain()
            self._out.put(None)
        self._writer.join(_FAREWELL_S)
        hang_up(self._connection)  # a writer that still waits in it
        self._writer.join()
        self._connection.close()

    def _drain(self) -> None:
        try:
            while True:
                self._out.get_nowait()
        except Empty:
            return

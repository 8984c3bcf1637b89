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

from dobotkit.hangup import ENDED, hang_up
from dobotkit.messages import (
    LARGEST_REQUEST,
    NotUnderstood,
    Refused,
    Request,
    Tell,
    read_request,
    write_answer,
)
from dobotkit.outbox import Outbox

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
        self.heard = time.monotonic()
        self.refused = 0
        # That the notebook is gone is learnt by the reader as well, who tidies up.
        self._out = Outbox(
            connection.send_bytes,
            connection.fileno(),
            most=_UNREAD,
            on_end=lambda: hang_up(connection),
        )
        self._reader = threading.Thread(target=self._read, name="requests", daemon=True)

    def start(self) -> None:
        """Begin to read and to answer."""
        self._reader.start()

    def join(self) -> None:
        """Wait until the notebook is gone and everything about it is done."""
        self._reader.join()

    def tell(self, n: int, tell: Tell) -> None:
        """Answer request ``n``; returns at once."""
        if not self._out.put(write_answer(n, tell)):
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
        except ENDED as error:
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

    def _let_go(self) -> None:
        if not self._out.close(_FAREWELL_S):
            # It does not read them: the thread that waits in there wakes up.
            hang_up(self._connection)
            self._out.drop()
            self._out.join()
        self._connection.close()

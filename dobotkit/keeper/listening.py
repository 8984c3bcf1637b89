"""Where notebooks knock: accepts, asks for the key, and hands over who has it.

Whoever connects is answered in a thread of its own with a deadline, so that
somebody who connects and then says nothing keeps nobody else waiting.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

from dobotkit.doorplate import fresh_address_in, key_in, write_private
from dobotkit.hangup import ENDED, deadline

__all__ = ["Door"]

log = logging.getLogger(__name__)

# Who has not shown the key by then is sent away (s); and how many may be at it at once.
PATIENCE_S = 5.0
HALF_OPEN = 16
# A whole class in one lab has fewer notebooks open.
NOTEBOOKS = 64

# When accepting fails, as it does where no more files may be open (s).
_BREATH_S = 0.1


class Door:
    """A place to connect to, and a key.

    Parameters
    ----------
    folder:
        Only this user can look into it. The key is written there, and on systems
        with Unix sockets the socket lies there. What an earlier keeper has left in
        it is replaced; the address stays the same.
    serve:
        Called in a thread of its own with each connection that has shown the key.

    Attributes
    ----------
    address:
        What a client connects to.
    key:
        The file that holds the key.
    turned_away:
        How many came without the key, or too late, or were too many.
    """

    def __init__(self, folder: Path, serve: Callable[[Connection], None]) -> None:
        self._serve = serve
        self._secret = secrets.token_bytes(32)
        self._half_open = threading.BoundedSemaphore(HALF_OPEN)
        self._inside = threading.BoundedSemaphore(NOTEBOOKS)
        self._closed = False
        self.turned_away = 0
        self.key = key_in(folder)
        write_private(self.key, self._secret)
        self.address = fresh_address_in(folder)
        if sys.platform == "win32":
            self._listener = Listener(self.address, "AF_PIPE")
        else:
            # One that was killed leaves its socket behind.
            Path(self.address).unlink(missing_ok=True)
            self._listener = Listener(self.address, "AF_UNIX", backlog=HALF_OPEN)
        threading.Thread(target=self._accept, name="door", daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more; twice does nothing."""
        self._closed = True
        # The folder may have gone before.
        with contextlib.suppress(OSError):
            self._listener.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                connection = self._listener.accept()
            except OSError:
                # One that was gone again before it was let in, or no more files.
                log.debug("nobody there", exc_info=True)
                time.sleep(_BREATH_S)
                continue
            if not self._half_open.acquire(blocking=False):
                self.turned_away += 1
                connection.close()
                continue
            threading.Thread(
                target=self._welcome, args=(connection,), name="visitor", daemon=True
            ).start()

    def _welcome(self, connection: Connection) -> None:
        try:
            with deadline(connection, PATIENCE_S):
                deliver_challenge(connection, self._secret)
                answer_challenge(connection, self._secret)
        except (*ENDED, AuthenticationError, ValueError):
            self._send_away(connection)
            return
        finally:
            self._half_open.release()
        if not self._inside.acquire(blocking=False):
            self._send_away(connection)
            return
        try:
            self._serve(connection)
        finally:
            self._inside.release()

    def _send_away(self, connection: Connection) -> None:
        self.turned_away += 1
        with contextlib.suppress(OSError):
            connection.close()

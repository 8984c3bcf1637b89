"""Where notebooks knock: accepts, asks for the key, and hands over who has it.

Whoever connects is answered in a thread of its own with a deadline, so that
somebody who connects and then says nothing keeps nobody else waiting.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

from dobotkit.keeper.channel import shut_down

__all__ = ["Door"]

log = logging.getLogger(__name__)

# Who has not shown the key by then is sent away (s); and how many may be at it at once.
PATIENCE_S = 5.0
HALF_OPEN = 16


class Door:
    """A place to connect to, and a key.

    Parameters
    ----------
    folder:
        Only this user can look into it. The key is written there, and on systems
        with Unix sockets the socket lies there.
    serve:
        Called in a thread of its own with each connection that has shown the key.

    Attributes
    ----------
    address:
        What a client connects to.
    key:
        The file that holds the key.
    turned_away:
        How many came without the key, or too late.
    """

    def __init__(self, folder: Path, serve: Callable[[Connection], None]) -> None:
        self._serve = serve
        self._secret = secrets.token_bytes(32)
        self._half_open = threading.BoundedSemaphore(HALF_OPEN)
        self.turned_away = 0
        self.key = folder / "keeper.key"
        with open(self.key, "wb", opener=_private) as file:
            file.write(self._secret)
        if sys.platform == "win32":
            self.address = rf"\\.\pipe\dobotkit-{secrets.token_hex(16)}"
            self._listener = Listener(self.address, "AF_PIPE")
        else:
            self.address = str(folder / "keeper.socket")
            self._listener = Listener(self.address, "AF_UNIX", backlog=HALF_OPEN)
        threading.Thread(target=self._accept, name="door", daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                # One that was gone again before it was let in.
                log.debug("nobody there", exc_info=True)
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
            with _deadline(connection):
                deliver_challenge(connection, self._secret)
                answer_challenge(connection, self._secret)
        except (AuthenticationError, AssertionError, EOFError, OSError, ValueError):
            self.turned_away += 1
            with contextlib.suppress(OSError):
                connection.close()
            return
        finally:
            self._half_open.release()
        self._serve(connection)


@contextlib.contextmanager
def _deadline(connection: Connection) -> Iterator[None]:
    timer = threading.Timer(PATIENCE_S, shut_down, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)

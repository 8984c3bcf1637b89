"""Ending a connection that another thread waits in.

To close it is not enough: on Linux and macOS the thread would wait on, and the
other side would not learn that anything has ended.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

__all__ = ["ENDED", "deadline", "hang_up"]

ENDED = (EOFError, OSError, RuntimeError, AssertionError)
"""What reading and writing raise at the end of a connection.

The last two are how multiprocessing says on Windows that what it waited for was
called off, by ``hang_up``.
"""


def hang_up(connection: Connection) -> None:
    """End a connection for both sides; a thread that reads or writes in it wakes up.

    That thread gets one of ``ENDED``. The connection still has to be closed.
    """
    try:
        number = connection.fileno()
    except OSError:
        return  # closed before
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for this alone

        # A named pipe has no shutdown; what waits in it can be called off.
        ctypes.windll.kernel32.CancelIoEx(ctypes.c_void_p(number), None)
        return
    with contextlib.suppress(OSError):
        twin = socket.socket(fileno=os.dup(number))
        with twin:
            twin.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Hang up unless the block ends in time; what waits in it then gets one of ``ENDED``."""
    timer = threading.Timer(seconds, hang_up, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

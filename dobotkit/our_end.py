"""A notebook's end of a connection, and that it stays the notebook's own.

The keeper learns from the end of a connection that a notebook is gone. So it is open
in this one process and no other: programs that the notebook starts do not get it, and
a copy of the notebook (``os.fork``) closes it at once.

A cell can close any descriptor by its number, and the next file then gets the same
number. So before each use it is checked that the number still means our connection.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import stat
import sys
import weakref
from multiprocessing.connection import Connection

from dobotkit.hangup import hang_up

__all__ = ["OurEnd", "adopt", "handed_on", "keep"]

# How often a thread that waits looks whether what it waits for is still ours (ms).
_LOOK_MS = 1000


class OurEnd:
    """One connection, in one process.

    One thread may read while another one writes.

    Parameters
    ----------
    connection:
        Open; closed by this from now on.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._identity = _identity(connection.fileno())
        self._poll = None
        if sys.platform != "win32":
            self._poll = select.poll()
            self._poll.register(connection.fileno(), select.POLLIN)
        _ends.add(self)

    @property
    def number(self) -> int:
        """The descriptor, or on Windows the handle."""
        return self._connection.fileno()

    def send(self, data: bytes) -> None:
        """Send one message; raises OSError where the other side, or our own, is gone."""
        self._check()
        self._connection.send_bytes(data)

    def receive(self, largest: int) -> bytes:
        """Wait for the next message; raises OSError or EOFError at the end."""
        self._check()
        if self._poll is not None:
            while not self._poll.poll(_LOOK_MS):
                self._check()
            self._check()
        return self._connection.recv_bytes(largest)

    def hang_up(self) -> None:
        """End it for both sides."""
        if self._is_ours():
            hang_up(self._connection)

    def close(self) -> None:
        """Close our end; twice does nothing."""
        if self._is_ours():
            with contextlib.suppress(OSError):
                self._connection.close()
        else:
            # The number belongs to somebody else now: nobody may close it for us.
            self._connection._handle = None  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way

    def _is_ours(self) -> bool:
        try:
            return _identity(self._connection.fileno()) == self._identity
        except OSError:
            return False

    def _check(self) -> None:
        if not self._is_ours():
            raise OSError("somebody has closed the connection to the keeper")


_ends: weakref.WeakSet[OurEnd] = weakref.WeakSet()
_adopted: dict[int, OurEnd] = {}


def adopt(where: str) -> None:
    """Take over the connection that this program was started with, if it was with one.

    A kernel does so before it runs anything else: until then, a program that it
    starts would get the connection as well.

    Parameters
    ----------
    where:
        What ``DOBOTKIT_KEEPER`` says; only ``fd:N`` is a connection.

    Raises
    ------
    OSError
        It is none that was handed on to this program.
    """
    if not where.startswith("fd:"):
        return
    number = int(where.removeprefix("fd:"))
    # A program that a notebook starts inherits the variable, but not the connection:
    # its number may mean anything there, or nothing.
    if not (stat.S_ISSOCK(os.fstat(number).st_mode) and os.get_inheritable(number)):
        raise OSError(f"{number} was not handed on to this program")
    os.set_inheritable(number, False)
    _adopted[number] = OurEnd(Connection(number))


def keep(connection: Connection) -> str:
    """Put an open connection by until it is taken; return what leads to it, ``fd:N``."""
    number = connection.fileno()
    _adopted[number] = OurEnd(connection)
    # If nobody takes it: whoever is at the other end waits for ours to end.
    atexit.register(_close_left_over, number)
    return f"fd:{number}"


def _close_left_over(number: int) -> None:
    if number in _adopted:
        _adopted.pop(number).close()


def handed_on(where: str) -> OurEnd:
    """Return the connection ``fd:N``; it can be taken once.

    Raises
    ------
    OSError
        It is none that was handed on to this program, or was taken before.
    """
    number = int(where.removeprefix("fd:"))
    if number not in _adopted:
        adopt(where)
    return _adopted.pop(number)


def _identity(number: int) -> tuple[int, int] | None:
    if sys.platform == "win32":
        return None  # the numbers of pipes are not those of files there
    status = os.fstat(number)
    return status.st_dev, status.st_ino


def _close_copies() -> None:
    for end in tuple(_ends):
        end.close()
    _adopted.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_copies)

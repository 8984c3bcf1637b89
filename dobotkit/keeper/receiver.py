"""Somebody outside the notebook, for lesson 13: listens for what gets out, and counts it.

What arrives is looked at by nobody and kept nowhere; all that is left of it is a number.
"""

from __future__ import annotations

import re
import secrets
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from dobotkit.catching import Catcher
from dobotkit.receiver_messages import (
    AskReceiver,
    CloseReceiver,
    KnockReceiver,
    OpenReceiver,
    ReceiverAsk,
    ReceiverNow,
)

__all__ = ["LONGEST_S", "MOST", "Receiver"]

MOST = 10_000
"""After so many arrivals it has had enough, and listens no more."""
LONGEST_S = 2 * 3600.0
"""So long it listens at most (s): a lesson, and no day."""

# What comes faster than this costs the keeper nothing more (a second).
_PACE = 100
_SETTLE_S = 2.0
# A socket's path has 104 bytes on macOS and 108 on Linux, one of them at its end.
_PATH = re.compile(r"/[A-Za-z0-9_.+/-]{1,102}")


class Receiver:
    """What listens for one notebook.

    Parameters
    ----------
    folder:
        Where a Unix socket can lie; None for none.
    most, longest:
        After how many arrivals, and how many seconds, it ends by itself.
    """

    def __init__(
        self, folder: Path | None, *, most: int = MOST, longest: float = LONGEST_S
    ) -> None:
        self._folder = folder if sys.platform != "win32" else None
        self._most = most
        self._longest = longest
        self._lock = threading.Lock()
        self._over = False
        self._catcher: Catcher | None = None
        self._until = 0.0
        self._where = ReceiverNow(listening=False, count=0)
        self._count = 0

    def answer(self, ask: ReceiverAsk) -> ReceiverNow:
        """Do what a notebook asks; to answer how much has arrived takes a moment."""
        catcher, where = self._catcher, self._where
        if isinstance(ask, KnockReceiver) and where.listening:
            with suppress(OSError), socket.create_connection(_here(where.tcp), _SETTLE_S) as way:
                way.sendall(b"knock")
        if isinstance(ask, AskReceiver | KnockReceiver) and catcher is not None:
            # What was sent before this question is counted in the answer.
            catcher.settle(_SETTLE_S)
        with self._lock:
            if isinstance(ask, OpenReceiver | CloseReceiver):
                self._stop(wait=True)
            if isinstance(ask, OpenReceiver) and not self._over:
                self._open()
            self._look()
            return self._where.model_copy(update={"count": min(self._count, self._most)})

    def look(self) -> None:
        """Listen no more if it has been enough; to be called now and then."""
        with self._lock:
            self._look()

    def end(self) -> None:
        """Listen no more, and never again: the notebook is gone."""
        with self._lock:
            self._over = True
            self._stop()

    def _look(self) -> None:
        if self._count >= self._most or time.monotonic() > self._until:
            self._stop()

    def _open(self) -> None:
        catcher = Catcher(self._note, most_a_second=_PACE)
        tcp, udp, unix = catcher.tcp(), catcher.udp(), ""
        if self._folder is not None:
            path = self._folder / f"receiver-{secrets.token_hex(4)}"
            if _PATH.fullmatch(str(path)):
                with suppress(OSError):  # without one there are other ways to try
                    unix = catcher.unix(path)
        self._count = 0
        self._catcher = catcher
        self._until = time.monotonic() + self._longest
        self._where = ReceiverNow(listening=True, tcp=tcp[1], udp=udp[1], unix=unix, count=0)
        catcher.start()

    def _stop(self, *, wait: bool = False) -> None:
        if self._catcher is not None:
            # Its sockets close in its own thread, a moment later.
            self._catcher.close(wait=wait)
            self._catcher = None
        self._where = ReceiverNow(listening=False, count=0)

    def _note(self, _data: bytes, new: bool) -> None:  # noqa: FBT001 - as a catcher calls it
        if new:
            self._count += 1


def _here(port: int) -> tuple[str, int]:
    return ("127.0.0.1", port)

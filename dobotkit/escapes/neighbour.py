"""A harmless program of the same user, that tells when somebody has meddled with it.

``python -P -m dobotkit.escapes.neighbour RUN SECRET-FILE``; its environment and the file
that it has open hold secrets. It lets itself be examined, as programs do on most systems.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dobotkit.escapes.marks import ids_in, mark_of
from dobotkit.escapes.testimony import say, testify

__all__ = ["main"]

_LOOK_S = 0.05
_SIZE = 256
_PR_SET_PTRACER = 0x59616D61
_CREATE, _REMOVE, _NOWAIT = 0o1000, 0, 0o4000
_SIGNS = {"SIGUSR1": "signal", "SIGUSR2": "pidfd-signal"}
_USER_KEYRING = -4
_UNLINK, _SEARCH = 9, 10

# How to look into something that is shared, and how to remove it.
Box = tuple[Callable[[], bytes], Callable[[], object]]


def _memory() -> tuple[int, Callable[[], bytes]]:
    place = ctypes.create_string_buffer(_SIZE)
    return ctypes.addressof(place), lambda: place.raw


def _shared(c: ctypes.CDLL, number: int) -> Box:
    """Memory that has a number (System V)."""
    c.shmat.restype = ctypes.c_void_p
    segment = c.shmget(number, _SIZE, _CREATE | 0o600)
    if segment < 0:
        raise OSError("this system has none")
    place = c.shmat(segment, None, 0)
    return lambda: ctypes.string_at(place, _SIZE), lambda: c.shmctl(segment, _REMOVE, None)


def _numbered_box(c: ctypes.CDLL, number: int) -> Box:
    """A letter box that has a number (System V)."""
    box = c.msgget(number, _CREATE | 0o600)
    if box < 0:
        raise OSError("this system has none")
    letter = ctypes.create_string_buffer(_SIZE + 8)

    def read() -> bytes:
        c.msgrcv(box, letter, ctypes.c_size_t(_SIZE), ctypes.c_long(0), _NOWAIT)
        return letter.raw

    return read, lambda: c.msgctl(box, _REMOVE, None)


def _named_box(c: ctypes.CDLL, name: str) -> Box:
    """A letter box that has a name (POSIX)."""
    letter = ctypes.create_string_buffer(8192)
    box = c.mq_open(name.encode(), os.O_RDONLY | os.O_CREAT | os.O_NONBLOCK, 0o600, None)
    if box < 0:
        raise OSError("this system has none")

    def read() -> bytes:
        c.mq_receive(box, letter, ctypes.c_size_t(8192), None)
        return letter.raw

    return read, lambda: c.mq_unlink(name.encode())


def _keys(c: ctypes.CDLL, name: str) -> Box:
    """The key ring of this user; what is put into it stays until it is taken out."""
    call = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine)
    keys = Path("/proc/keys")
    if call is None or not keys.exists():
        raise OSError("this system has none")

    def forget() -> None:
        key = c.syscall(call, _SEARCH, _USER_KEYRING, b"user", name.encode(), 0)
        if key > 0:
            c.syscall(call, _UNLINK, key, _USER_KEYRING)

    return keys.read_bytes, forget


def _about_this_process() -> dict[str, object]:
    """Return what others could change, by the ids of the escapes that try it."""
    import resource  # noqa: PLC0415 - not on Windows

    return {
        "priority": os.getpriority(os.PRIO_PROCESS, 0),
        "processors": os.sched_getaffinity(0),
        "limits": resource.getrlimit(resource.RLIMIT_NPROC),
    }


class _Things:
    """All that others could change about this program, or put into what it shares.

    Parameters
    ----------
    run:
        What the marks begin with.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        c = ctypes.CDLL(None)
        # As on most systems: others of this user may examine it.
        c.prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
        number = int(run[-7:], 16)
        place, memory = _memory()
        self._looks, self._ends = [memory], list[Callable[[], object]]()
        self.target: dict[str, Any] = {"neighbour": (os.getpid(), place)}
        makers: dict[tuple[str, object], Callable[[], Box]] = {
            ("memory", number): lambda: _shared(c, number),
            ("letters", number): lambda: _numbered_box(c, number),
            ("queue", f"/{run}"): lambda: _named_box(c, f"/{run}"),
            ("keyring", _USER_KEYRING): lambda: _keys(c, mark_of(run, "keyring")),
        }
        for (key, value), make in makers.items():
            with contextlib.suppress(OSError):  # not every system has these
                look, end = make()
                self._looks.append(look)
                self._ends.append(end)
                self.target[key] = value
        self._as_it_was = _about_this_process()
        # The names of the signals that have come. A handler only notes them: it runs in the
        # middle of anything, also of telling, and would wait for ever for its turn to tell.
        self.signals: queue.SimpleQueue[str] = queue.SimpleQueue()

    def look(self) -> None:
        """Tell what is not as it was."""
        with contextlib.suppress(queue.Empty):
            while True:
                say("seen", self.signals.get_nowait())
        for look in self._looks:
            for name in ids_in(look(), self._run):
                say("seen", name)
        for name, value in _about_this_process().items():
            if value != self._as_it_was[name]:
                say("seen", name)

    def close(self) -> None:
        """Remove what was shared."""
        for end in self._ends:
            end()


def main() -> None:
    """Be there until nobody asks any more."""
    run, secret = sys.argv[1], Path(sys.argv[2])
    kept = secret.open("rb")  # stays open: others try to take it
    things = _Things(run)
    signs = {signal.Signals[sign]: name for sign, name in _SIGNS.items()}
    for number, name in (signs | {signal.SIGRTMIN + 1: "signal-by-file"}).items():
        signal.signal(number, lambda *_, name=name: things.signals.put(name))
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_S):
            things.look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        testify(things.target, things.look)
    finally:
        over.set()
        watcher.join()
        kept.close()
        things.close()


if __name__ == "__main__":
    main()

"""Which arms this program has open, and what stops them when nobody else does.

An arm goes on with its queue when the program that filled it is gone. So
every open arm is closed when the program ends (by itself, when a kernel is
shut down or restarted, by SIGTERM or when the terminal closes), and stopped
when a cell is interrupted between two verbs.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, Protocol

from dobotkit.errors import ArmError

__all__ = ["forget", "opened", "remember", "replace"]

log = logging.getLogger(__name__)


class OpenArm(Protocol):
    """What this module needs of an arm."""

    def stop(self) -> None:
        """Brake now and empty the queue."""

    def close(self) -> None:
        """Stop and free the port."""

    def close_because_reopened(self) -> None:
        """Close, and let later errors say that a newer arm has taken over."""


_open: dict[str, OpenArm] = {}
_lock = threading.Lock()
_hooked = False


def opened(address: str) -> OpenArm | None:
    """Return the arm that this program has open at an address; None if there is none."""
    with _lock:
        return _open.get(_key(address))


def replace(address: str) -> None:
    """Close the arm that this program has open at an address, if there is one."""
    older = opened(address)
    if older is not None:
        # That it could not be told to stop (it was unplugged, perhaps) is no
        # reason against opening it again, which stops it.
        with contextlib.suppress(ArmError):
            older.close_because_reopened()


def remember(address: str, arm: OpenArm) -> None:
    """Note an arm that was opened."""
    global _hooked  # noqa: PLW0603  # one set of hooks for the process
    with _lock:
        _open[_key(address)] = arm
        if not _hooked:
            _hooked = True
            atexit.register(_close_all)
            _hook_cells()
            _hook_signals()


def forget(arm: OpenArm) -> None:
    """Note that an arm was closed."""
    with _lock:
        # By the arm and not by its address: a link to a port may have gone.
        for key in [key for key, other in _open.items() if other is arm]:
            del _open[key]


def _key(address: str) -> str:
    """One name for one arm: options and upper case do not make another one of it."""
    plain = address.partition("?")[0]
    return os.path.realpath(plain) if plain.startswith("/") else plain.casefold()


def _close_all() -> None:
    for arm in tuple(_open.values()):
        try:
            arm.close()
        except Exception:  # the next arm has to be closed as well
            log.debug("an arm could not be closed", exc_info=True)


def _hook_cells() -> None:
    """In a notebook: stop the arms when a cell was interrupted.

    A verb that is interrupted stops its arm itself; this is for an
    interrupt in the pupil's own lines while an unwaited move runs.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        shell.events.register("post_run_cell", _after_cell)


def _after_cell(result: Any) -> None:  # noqa: ANN401  # IPython's ExecutionResult
    if not isinstance(result.error_in_exec, KeyboardInterrupt):
        return
    for arm in tuple(_open.values()):
        try:
            arm.stop()
        except Exception:  # the next arm has to be stopped as well
            log.debug("an arm could not be stopped", exc_info=True)


def _hook_signals() -> None:
    """Close the arms also when the system ends this program.

    Only where nobody else has said what is to happen then, and only from
    the main thread, where Python allows it.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    _close_all()
    # And now what would have happened without us.
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)

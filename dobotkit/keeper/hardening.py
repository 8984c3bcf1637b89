"""Keeps this process's memory to itself, as far as the system lets a program."""

from __future__ import annotations

import contextlib
import ctypes
import sys

__all__ = ["keep_memory_private"]

_PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """Write no core dumps and, on Linux, let no other program of this user look inside.

    On Windows and macOS programs of the same user can still read this memory.
    """
    with contextlib.suppress(ImportError):
        if sys.platform != "win32":  # where there are no core dumps
            import resource  # noqa: PLC0415 - not on Windows

            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

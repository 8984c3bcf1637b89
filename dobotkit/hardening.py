"""Keeps this process's memory to itself, as far as the system lets a program."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Final

__all__ = ["WIPING", "keep_memory_private"]

WIPING: Final = {"MALLOC_PERTURB_": "165"}
"""Variables with which a program is started whose memory is overwritten when it is let go of.

The C library of most Linux systems does that with all it hands out in small parts; large
parts, as pictures are, go back to the system, which wipes them itself. What Python keeps in
hand for small things of its own is not part of it, and other systems pay no attention to it.
"""

_PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """Write no core dumps and, on Linux, let no other program of this user look inside.

    No core dumps holds for the programs that this one starts as well. On Windows and macOS
    programs of the same user can still read this memory.
    """
    with contextlib.suppress(ImportError):
        if sys.platform != "win32":  # where there are no core dumps
            import resource  # noqa: PLC0415 - not on Windows

            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

"""Programs that a cell has started and that are left when its kernel dies by itself (Linux).

They were copies of the kernel, or started by it, and may still hold its connection to the
keeper: as long as one lives, the keeper does not learn that the notebook has ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Collection
from pathlib import Path

import psutil

__all__ = ["adopt_orphans", "end_orphans"]

_PR_SET_CHILD_SUBREAPER = 36
# Each round ends those that there are, and what they leave comes to us in the next one.
_ROUNDS = 20
_FILTERS = "Seccomp_filters:"
_adopting = False


def adopt_orphans() -> None:
    """Let what a kernel of this server leaves behind become this process's, not the system's."""
    global _adopting  # noqa: PLW0603 - one for the process
    if sys.platform == "linux":
        from dobotkit.guard.libc import prctl  # noqa: PLC0415 - for Linux alone

        with contextlib.suppress(OSError):
            prctl(_PR_SET_CHILD_SUBREAPER, 1)
            _adopting = True


def end_orphans(kernels: Collection[int]) -> None:
    """End the children of this process that are behind a wall, but for these kernels.

    Nothing, in a program that has not called `adopt_orphans`: there they are not its own.

    Parameters
    ----------
    kernels:
        The numbers of the kernels that were started here; what they have started is theirs.
    """
    if not _adopting:
        return
    ours = _filters("self")
    for _ in range(_ROUNDS):
        left = [
            child.pid
            for child in psutil.Process().children()
            # Whoever has more filters than we have is behind a wall, and so from a notebook.
            if child.pid not in kernels and _filters(str(child.pid)) > ours
        ]
        if not left:
            return
        for number in left:
            with contextlib.suppress(OSError):
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)


def _filters(process: str) -> int:
    """How many filters of system calls a process is behind; of one that has ended, none."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(_FILTERS):
                return int(line.removeprefix(_FILTERS))
    return 0

"""A kernel's own folder: the file that says how it is spoken to, and its sockets."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from pathlib import Path
from typing import Any

from dobotkit.lab.kernel_refused import KernelRefused
from dobotkit.temporary import TemporaryFolder

__all__ = ["KernelFolder"]

# The longest path of a Unix socket on Linux, without the zero at its end (bytes).
_LONGEST_PATH = 107
# Where a folder with a short name can be made.
_SHORT = (Path("/dev/shm"), Path("/tmp"))  # noqa: S108 - a private folder is made in it


class KernelFolder:
    """The folder of one kernel, over all its starts.

    In the folder of its lab; where the path of a socket would be too long there, a folder
    of its own in a place with a short name.

    Parameters
    ----------
    scratch:
        The folder of the lab.

    Attributes
    ----------
    path:
        The folder.

    Raises
    ------
    KernelRefused
        There is no place with a name that is short enough.
    """

    def __init__(self, scratch: Path) -> None:
        self._short: TemporaryFolder | None = None
        self.path = scratch / "kernels" / secrets.token_hex(4)
        if sys.platform == "linux" and not self._fits():
            self._short = _made_short()
            self.path = self._short.path
        (self.path / "s").mkdir(mode=0o700, parents=True)

    def lead(self, manager: Any) -> None:  # noqa: ANN401 - Jupyter's
        """Let Jupyter speak to the kernel here, by sockets where the system has such."""
        manager.connection_file = str(self.path / "c.json")
        if sys.platform == "linux":
            manager.transport = "ipc"
            manager.ip = str(self.path / "s" / "k")

    def remove(self) -> None:
        """Remove it."""
        if self._short is not None:
            self._short.remove()
        else:
            shutil.rmtree(self.path, ignore_errors=True)

    def _fits(self) -> bool:
        return len(os.fsencode(self.path / "s" / "k-5")) <= _LONGEST_PATH


def _made_short() -> TemporaryFolder:
    for place in _SHORT:
        with contextlib.suppress(OSError):
            return TemporaryFolder(place)
    raise KernelRefused(
        "The folder for temporary files has too long a name for the sockets of a notebook.",
        "Set TMPDIR to a folder with a shorter name, and start again.",
    )

"""A lock for one bench, so that two runs do not drive one arm in turns.

The port is opened exclusively, but only while a test has it: between two
tests another run could take the arm over, in the middle of what this one
does. The lock is held from the first test to the last. The system gives it
back when the process ends, however it ends.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Self

__all__ = ["BenchLock", "BenchTaken", "one_name"]


class BenchTaken(Exception):
    """Another run has this arm."""


class BenchLock:
    """Held while it is open; the same port under another name is the same bench."""

    def __init__(self, port: str) -> None:
        name = hashlib.sha256(one_name(port).encode()).hexdigest()[:16]
        self.path = Path(tempfile.gettempdir()) / f"dobotkit-bench-{name}.lock"
        try:
            self._file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o666)
        except PermissionError as error:  # made by another user of this computer
            raise BenchTaken from error
        try:
            _take(self._file)
        except OSError as error:
            os.close(self._file)
            raise BenchTaken from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)


def one_name(port: str) -> str:
    """Of all the names that a port has, the same one."""
    return os.path.realpath(port) if os.sep == "/" and port.startswith("/") else port.upper()


def _take(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # only there

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  # not on Windows

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

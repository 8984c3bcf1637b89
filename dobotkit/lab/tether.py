"""A tether: a program's standard input, a pipe whose other end only its starter holds.

When the starter lets go of it, is killed, or has its window closed, the pipe ends. This
works the same on every system, which signals do not.
"""

from __future__ import annotations

import os
import sys
import time

__all__ = ["wait_until_let_go"]


def wait_until_let_go() -> None:
    """Return when the other end of standard input is closed."""
    if sys.platform == "win32":
        import _winapi  # noqa: PLC0415 - exists on Windows only
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        # A thread that waits in a read blocks all other use of the pipe, down to the
        # loading of some libraries; so have a look at it now and then.
        pipe = msvcrt.get_osfhandle(0)
        try:
            while True:
                _winapi.PeekNamedPipe(pipe, 0)
                time.sleep(0.2)
        except OSError:
            return
    while os.read(0, 1024):
        pass

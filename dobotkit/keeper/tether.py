"""What the program that started this keeper tells it, and that it is still there.

Its words come in lines on standard input, a pipe whose other end only that program
holds. When it lets go of it, is killed, or has its window closed, the pipe ends.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable

__all__ = ["listen"]

log = logging.getLogger(__name__)

# Lines are short; what is longer comes from nobody we know.
_LONGEST = 256
_LOOK_S = 0.05


def listen(on_line: Callable[[str], None], on_end: Callable[[], None]) -> None:
    """Call one function with each line of standard input, and the other one at its end.

    Returns after the end.
    """
    pending = b""
    while data := _read():
        *lines, pending = (pending + data).split(b"\n")
        pending = pending[-_LONGEST:]
        for line in lines:
            try:
                on_line(line.decode("utf-8", "replace").strip())
            except Exception:  # a word that fails must not cut the tether
                log.exception("an order failed")
    on_end()


def _read() -> bytes:
    if sys.platform == "win32":
        import _winapi  # noqa: PLC0415 - exists on Windows only
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        # A thread that waits in a read blocks all other use of the pipe, down to the
        # loading of some libraries; so have a look at it now and then.
        pipe = msvcrt.get_osfhandle(0)
        try:
            while not _winapi.PeekNamedPipe(pipe, 0)[0]:
                time.sleep(_LOOK_S)
        except OSError:
            return b""
    try:
        return os.read(0, 1024)
    except OSError:
        return b""

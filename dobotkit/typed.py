"""What comes in on standard input, read by a thread that is in nobody's way."""

from __future__ import annotations

import os
import sys
import time

__all__ = ["read_some"]

_MOST = 1024
_LOOK_S = 0.05


def read_some() -> bytes:
    """Wait for bytes on standard input; empty at its end.

    Not with ``sys.stdin``: a thread that waits in it keeps Python from ending.
    """
    try:
        if sys.platform == "win32":
            import _winapi  # noqa: PLC0415 - exists on Windows only
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            # A thread that waits in a read blocks all other use of a pipe, down to the
            # loading of some libraries; so have a look at it now and then.
            handle = msvcrt.get_osfhandle(0)
            if _winapi.GetFileType(handle) == _winapi.FILE_TYPE_PIPE:
                while not _winapi.PeekNamedPipe(handle, 0)[0]:
                    time.sleep(_LOOK_S)
        return os.read(0, _MOST)
    except OSError:
        return b""

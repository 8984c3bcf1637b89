"""A browser in a process that ends when the program that opened it ends.

Run as ``python -m dobotkit.lab.tethered_browser FOLDER COMMAND…``. Standard input is the
tether. When it is let go the browser is asked to end, and then made to; when the browser
has ended, for this or another reason, the folder with its profile is removed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from dobotkit.lab.tether import wait_until_let_go
from dobotkit.temporary import delete

__all__ = ["NEVER_OPENED", "main"]

NEVER_OPENED = 64
"""Exit status that says: the browser ended with an error before anybody could have seen it."""

# How long a browser is given to end by itself, and its files to be let go of (s).
_TERMINATE, _REMOVE = 5.0, 5.0
# A browser that ends with an error so soon (s) has no screen, for example.
_TOO_SOON = 10.0


def main() -> int:
    """Run the browser until it ends or is to end; return 0, or `NEVER_OPENED`."""
    folder, *command = sys.argv[1:]
    started = time.monotonic()
    try:
        # In a session of its own: its helpers can be ended with it.
        browser = subprocess.Popen(  # noqa: S603 - a browser that was looked for, with our flags
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
    except OSError:
        delete(Path(folder))
        return NEVER_OPENED

    def watch() -> None:
        wait_until_let_go()
        browser.terminate()
        try:
            browser.wait(_TERMINATE)
        except subprocess.TimeoutExpired:
            browser.kill()

    threading.Thread(target=watch, name="tether", daemon=True).start()
    failed = browser.wait() != 0 and time.monotonic() - started < _TOO_SOON
    if os.name == "posix":
        # Whatever it has started and left behind.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(browser.pid, signal.SIGKILL)
    delete(Path(folder), patience=_REMOVE)
    return NEVER_OPENED if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""The window that the private lab opens for itself, driven.

The lab is told to use a browser of ours: a short script that starts the real one without a
screen, and with an entrance for whoever drives it. Profile and flags stay those of the lab.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path

from dobotkit.audit.home import Home
from dobotkit.errors import AuditError

__all__ = ["OwnWindow"]

# A watchdog: a slow computer takes a while to open a window (s).
_PATIENCE = 120.0
_PROFILE = "--user-data-dir="
_SCRIPT = """\
#!/bin/sh
printf '%s\\n' "$@" > {note}
exec {program} --headless=new --remote-debugging-port=0 --disable-gpu "$@"
"""


class OwnWindow:
    """A stand-in for a browser: hands on what the lab says, and notes where its profile is.

    Parameters
    ----------
    home:
        Where the script is kept.
    program:
        The real browser.
    """

    possible = sys.platform != "win32"
    """Whether this system can run such a script."""

    def __init__(self, home: Home, program: str) -> None:
        self._note = home.path / "window.txt"
        self.script = home.path / Path(program).name
        self.script.write_text(
            _SCRIPT.format(note=shlex.quote(str(self._note)), program=shlex.quote(program)),
            encoding="utf-8",
        )
        self.script.chmod(0o700)

    @property
    def variables(self) -> dict[str, str]:
        """What the lab has to be started with."""
        # There is no screen; the browser needs none, and the lab asks for one.
        return {"DOBOTKIT_BROWSER": str(self.script), "DISPLAY": os.environ.get("DISPLAY") or ":0"}

    def entrance(self) -> str:
        """Wait for the window; return the address at which it can be driven.

        Raises
        ------
        AuditError
            If the lab opens none.
        """
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                told = self._note.read_text(encoding="utf-8").splitlines()
                profile = next(one for one in told if one.startswith(_PROFILE))
                port = Path(profile.removeprefix(_PROFILE), "DevToolsActivePort")
                return f"http://127.0.0.1:{int(port.read_text(encoding='utf-8').split()[0])}"
            except (OSError, StopIteration, ValueError, IndexError):
                time.sleep(0.05)  # not yet there, or just being written
        raise AuditError(
            "The private lab has opened no window of its own.",
            "Try `dobotkit audit --without-browser`, and `dobotkit doctor`.",
        )

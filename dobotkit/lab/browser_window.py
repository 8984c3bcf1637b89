"""One browser window of our own, from when it is opened until it is closed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dobotkit.lab.browsers import Browser
from dobotkit.lab.own_profile import downloads_folder, flags, make_profile, variables
from dobotkit.lab.tethered_browser import NEVER_OPENED

__all__ = ["BrowserWindow"]

# How long closing it may take (s); then it is left to its own tether.
_CLOSING = 15.0


class BrowserWindow:
    """A window that shows one page, in a profile of its own that goes with it.

    Parameters
    ----------
    browser:
        Which browser.
    folder:
        Where the profile is made: a folder that only this user can enter.
    page:
        A file that leads to the page. So the address, which has a token in it, stands
        on no command line.
    port:
        The only port of this computer that this window reaches.
    """

    def __init__(self, browser: Browser, folder: Path, page: Path, port: int) -> None:
        place = Path(tempfile.mkdtemp(prefix="window-", dir=folder))
        profile = place / "profile"
        make_profile(profile, downloads_folder())
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [
                *(sys.executable, "-P", "-m", "dobotkit.lab.tethered_browser", str(place)),
                *(browser.path, *flags(browser, profile, port), f"--app={page.as_uri()}"),
            ],
            stdin=subprocess.PIPE,  # the tether
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=variables(os.environ, place),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=os.name == "posix",  # Ctrl-C is for the lab
        )

    @property
    def is_open(self) -> bool:
        """Whether the browser runs."""
        return self._process.poll() is None

    @property
    def never_opened(self) -> bool:
        """Whether the browser ended with an error before anybody could have seen it."""
        return self._process.poll() == NEVER_OPENED

    def close(self) -> None:
        """Close the window and remove its profile. Closing it twice is closing it once."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_CLOSING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

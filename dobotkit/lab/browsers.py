"""Which browsers of the Chromium family this computer has, and which of them can be ours.

Chromium, Chrome, Edge and Brave obey the same flags: they can be given a profile of
their own, and told which addresses there are.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["VARIABLE", "Browser", "find_browser", "find_browsers"]

VARIABLE = "DOBOTKIT_BROWSER"
"""Names the program to use instead of those that are found."""

# The programs in the order they are tried, and what people call them.
_PROGRAMS = {
    "chromium": "Chromium",
    "chromium-browser": "Chromium",
    "google-chrome": "Chrome",
    "google-chrome-stable": "Chrome",
    "microsoft-edge": "Edge",
    "microsoft-edge-stable": "Edge",
    "brave-browser": "Brave",
    "brave": "Brave",
}
_APPLICATIONS = {  # macOS
    "Google Chrome.app/Contents/MacOS/Google Chrome": "Chrome",
    "Chromium.app/Contents/MacOS/Chromium": "Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge": "Edge",
    "Brave Browser.app/Contents/MacOS/Brave Browser": "Brave",
}
_WINDOWS = {
    r"Google\Chrome\Application\chrome.exe": "Chrome",
    r"Chromium\Application\chrome.exe": "Chromium",
    r"Microsoft\Edge\Application\msedge.exe": "Edge",
    r"BraveSoftware\Brave-Browser\Application\brave.exe": "Brave",
}
_FOLDERS_OF_WINDOWS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

# A starter script is short; what is longer is the program itself (bytes).
_SCRIPT = 65_536


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser.

    Attributes
    ----------
    name:
        What people call it, for example ``"Chrome"``.
    path:
        The program.
    """

    name: str
    path: str

    @property
    def is_packed_away(self) -> bool:
        """Whether it is a snap or a flatpak, which keeps its profile where it wants to.

        Such a package sees neither the folders in memory nor those for temporary files.
        """
        path = Path(self.path)
        if path.resolve().name == "snap" or path.resolve().is_relative_to("/snap"):
            return True
        try:
            with path.open("rb") as file:
                start = file.read(_SCRIPT)
        except OSError:
            return False
        return start.startswith(b"#!") and (b"/snap/" in start or b"flatpak run" in start)


def find_browsers(
    variables: Mapping[str, str] = os.environ, system: str = sys.platform
) -> Iterator[Browser]:
    """Yield the browsers of this computer, the one to prefer first.

    Parameters
    ----------
    variables:
        Where the folders of programs stand. `VARIABLE` names a program; then there is
        this one, or none.
    system:
        As ``sys.platform`` names it.
    """
    if named := variables.get(VARIABLE):
        if path := shutil.which(named):
            yield Browser(Path(named).stem, path)
        return
    if system == "darwin":
        places = [Path("/Applications"), Path.home() / "Applications"]
        candidates = [
            (str(place / inner), name) for inner, name in _APPLICATIONS.items() for place in places
        ]
    elif system == "win32":
        places = [Path(variables[name]) for name in _FOLDERS_OF_WINDOWS if name in variables]
        candidates = [
            (str(place / inner), name) for inner, name in _WINDOWS.items() for place in places
        ]
    else:
        candidates = list(_PROGRAMS.items())
    for program, name in candidates:
        if path := shutil.which(program, path=variables.get("PATH")):
            yield Browser(name, path)


def find_browser() -> Browser | None:
    """Return the first browser that can be given a profile of our own; None if none can."""
    return next((one for one in find_browsers() if not one.is_packed_away), None)

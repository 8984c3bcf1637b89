"""What a person looks at: the browser, and the window in which commands are typed."""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from collections.abc import Iterable

from dobotkit.doctor.finding import Finding, good, warning

__all__ = ["check_browser", "check_console", "find_chromium", "find_default_browser"]

_CHROMIUMS = {
    "Chromium": ("chromium", "chromium-browser", "/Applications/Chromium.app"),
    "Chrome": (
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "/Applications/Google Chrome.app",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ),
    "Edge": (
        "microsoft-edge",
        "microsoft-edge-stable",
        "msedge",
        "/Applications/Microsoft Edge.app",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
# JupyterLab does not run in these.
_TEXT_ONLY = ("www-browser", "links", "elinks", "lynx", "w3m")
_ASCII_ONLY = {"ascii", "us-ascii", "ansi_x3.4-1968", "646"}


def find_default_browser() -> str | None:
    """Return the name of the program that opens web pages here; None if there is none."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    name = getattr(found, "name", "") or type(found).__name__
    return os.path.basename(str(name))  # noqa: PTH119 - a name in text, not a path to walk


def find_chromium() -> list[str]:
    """Return which browsers of the Chromium family are here."""
    return [
        name
        for name, places in _CHROMIUMS.items()
        if any(shutil.which(place) or os.path.isdir(place) for place in places)  # noqa: PTH112 - most are command names
    ]


def check_browser(default: str | None, chromiums: Iterable[str], *, screen: bool = True) -> Finding:
    """Judge which browsers there are.

    Parameters
    ----------
    default:
        What `find_default_browser` returned.
    chromiums:
        What `find_chromium` returned.
    screen:
        Whether this computer has a screen to show a window on, as far as is known.
    """
    name = "Browser"
    why = "The lab opens in a browser."
    known = ", ".join(chromiums)
    advice = (
        "Type dobotkit lab --no-browser and open the printed address in Firefox, Chrome or Edge."
    )
    if not screen:
        return warning(name, "No screen to open a browser on.", why, advice)
    if default in _TEXT_ONLY and not known:
        return warning(name, f"Only {default}, a browser for text.", why, advice)
    if default is None and not known:
        return warning(name, "None was found.", why, advice)
    if known:
        return good(name, f"{known} is here.")
    return good(
        name, "There is one.", "It is not Chrome, Edge or Chromium; Firefox and Safari do as well."
    )


def check_console(encoding: str, *, terminal: bool, colour: bool) -> Finding:
    """Look which characters and colours the console has."""
    name = "Console"
    kind = "A window" if terminal else "A file or pipe"
    what = f"{kind} in {encoding}, {'with' if colour else 'without'} colour."
    if encoding.lower() in _ASCII_ONLY:
        advice = "set PYTHONUTF8=1" if sys.platform == "win32" else "export PYTHONUTF8=1"
        return warning(
            name, what, "Signs such as ° and ä are shown as question marks.", f"Type: {advice}"
        )
    return good(name, what)

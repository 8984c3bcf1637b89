"""Where the pages of a lab open, and what is said about it.

Best in a window of our own, which reaches one port of this computer and nothing else;
the lab's page and the keeper's page each have one, so that neither reaches the other.
Where no browser can have such a window, in the usual browser.
"""

from __future__ import annotations

import html
import os
import re
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from dobotkit.browser_choice import BrowserChoice
from dobotkit.lab.browser_window import BrowserWindow
from dobotkit.lab.browsers import Browser, find_browser, find_browsers

__all__ = ["Opening"]

_LAB, _KEEPER = "lab", "keeper"
# Python gives a browser five seconds to hand a page to one that is open already (s).
_ANSWERS = 8.0
_PORT = re.compile(r"http://127\.0\.0\.1:(\d+)/")

_OWN = (
    "The lab opens in a window of its own ({name}) that reaches this lab and nothing else. "
    "If you close it, the lab goes on: type  open  here to open it again."
)
_USUAL = (
    "The lab opens in your usual browser. {why} There, what a cell shows can lead the page "
    "to another address, and that address can say something: docs/browser.md."
)
_ROOT = (
    "You are root on this computer: {name} works only without its own sandbox then. "
    "Better start the lab as an ordinary user."
)


class Opening:
    """Opens pages, in windows of our own where that is possible.

    Parameters
    ----------
    folder:
        Is made, for profiles and files that lead to pages. Only this user enters it.
    choice:
        What the user wants.
    say:
        Prints a line.
    """

    def __init__(self, folder: Path, choice: BrowserChoice, say: Callable[[str], None]) -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        self._choice = choice
        self._say = say
        self._lock = threading.Lock()  # what is typed comes from another thread
        self._windows: dict[str, BrowserWindow] = {}
        self._pages: dict[str, Path] = {}
        self._browser: Browser | None = None
        self._why = ""
        if choice is BrowserChoice.OWN:
            self._browser, self._why = _choose()
        elif choice is BrowserChoice.DEFAULT:
            self._why = "You asked for it with --browser default."

    def open_lab(self, address: str) -> None:
        """Open the lab's first page, and say where.

        Parameters
        ----------
        address:
            With the token, which stands in a file and on no command line.
        """
        page = self._folder / "open.html"
        descriptor = os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            target = html.escape(address)
            file.write(
                '<!doctype html><html lang="en"><meta charset="utf-8"><title>The lab</title>'
                f'<meta http-equiv="refresh" content="0; url={target}">'
                f'<a href="{target}">Open the lab</a></html>\n'
            )
        self._pages[_LAB] = page
        self.open_lab_again()

    def open_lab_again(self) -> None:
        """Open the lab's first page once more, after its window was closed."""
        page = self._pages.get(_LAB)
        if page is None:
            self._say("The lab is not ready yet. Wait for its address, then type  open  again.")
        elif self._open(_LAB, page):
            return
        elif self._choice is BrowserChoice.NONE:
            self._say("Open the address above in a browser on this computer.")

    def open_keeper(self, page: Path) -> bool:
        """Open the keeper's page; return whether a browser was found for it.

        Parameters
        ----------
        page:
            The keeper's invitation.
        """
        self._pages[_KEEPER] = page
        return self._open(_KEEPER, page)

    def look(self) -> None:
        """See whether a window was closed, and say what that means."""
        with self._lock:
            for what, window in list(self._windows.items()):
                if window.is_open:
                    continue
                never_opened = window.never_opened
                self._windows.pop(what).close()
                if never_opened:
                    self._browser, self._why = None, "A window of its own did not open."
                    self._in_usual(what, self._pages[what])
                elif what == _LAB:
                    self._say(
                        "The window of the lab is closed; the lab goes on. "
                        "To open it again, type  open  here. To end the lab: Ctrl-C."
                    )

    def close(self) -> None:
        """Close all windows of our own, and open no more."""
        with self._lock:
            self._choice = BrowserChoice.NONE
            self._browser = None
            for window in self._windows.values():
                window.close()
            self._windows.clear()

    def _open(self, what: str, page: Path) -> bool:
        with self._lock:
            if self._browser is None:
                return self._choice is not BrowserChoice.NONE and self._in_usual(what, page)
            before = self._windows.get(what)
            if before is not None and before.is_open:
                if what == _LAB:  # what somebody has typed there must not be lost
                    self._say(
                        "The window of the lab is open: look behind the others, "
                        "or close it and type  open  again."
                    )
                    return True
                before.close()
            port = _PORT.search(page.read_text(encoding="utf-8"))
            if port is None:
                raise AssertionError(page)
            self._windows[what] = BrowserWindow(self._browser, self._folder, page, int(port[1]))
            name = self._browser.name
            if what == _KEEPER:
                self._say(f"The keeper's page opens in a window of its own ({name}).")
                return True
            self._say(_OWN.format(name=name))
            if hasattr(os, "geteuid") and os.geteuid() == 0:
                self._say(_ROOT.format(name=name))
            return True

    def _in_usual(self, what: str, page: Path) -> bool:
        if not _show(page.as_uri()):
            if what == _LAB:
                self._say(f"No browser was opened. {self._why} Open the address yourself.")
            return False
        if what == _KEEPER:
            self._say("The keeper's page opens in your browser.")
        else:
            self._say(_USUAL.format(why=self._why))
        return True


def _show(address: str) -> bool:
    """Open the usual browser; return whether there is one."""
    opened = [True]  # one that runs in this terminal answers when it ends

    def show() -> None:
        opened[0] = webbrowser.open(address)

    thread = threading.Thread(target=show, name="usual browser", daemon=True)
    thread.start()
    thread.join(_ANSWERS)
    return opened[0]


def _choose() -> tuple[Browser | None, str]:
    """Return the browser that can have a window of our own, and why there is none."""
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return None, "There is no screen here for a window of its own."
    browser = find_browser()
    if browser is not None:
        return browser, ""
    packed = next(iter(find_browsers()), None)
    if packed is not None:
        return None, (
            f"{packed.name} is installed here as a snap or flatpak, which may not use the lab's "
            "folder. A Chromium, Chrome, Edge or Brave of the usual kind can have its own window."
        )
    return None, "Chromium, Chrome, Edge or Brave can have a window of its own; none was found."

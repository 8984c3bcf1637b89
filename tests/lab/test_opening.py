"""Where the pages of a lab open: in windows of our own, else in the usual browser.

The browser is a program that notes what it was told, and stays until it is ended, as a
window does. Real ones are in test_own_window.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import webbrowser

import psutil
import pytest

from dobotkit.browser_choice import BrowserChoice
from dobotkit.lab.opening import Opening
from tests.browser import END

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the browsers are shell scripts")

ADDRESS = "http://127.0.0.1:8123/lab?token=open-sesame"


class Place:
    """A computer with a browser of its own kind, a usual one, and a lab that says things."""

    def __init__(self, folder, monkeypatch) -> None:
        self.folder = folder
        self.said: list[str] = []
        self._monkeypatch = monkeypatch
        self.has_usual_browser()
        # Python looks for browsers once in a program.
        monkeypatch.setattr(webbrowser, "_tryorder", None)
        monkeypatch.setenv("DISPLAY", ":none")
        monkeypatch.setenv("DOBOTKIT_BROWSER", str(folder / "none"))

    def has_usual_browser(self) -> None:
        self._monkeypatch.setenv("BROWSER", self._program("usual", ""))

    def has_browser(self, then: str) -> None:
        """It notes its command line, then does this."""
        self._monkeypatch.setenv("DOBOTKIT_BROWSER", self._program("chromium", then))

    def opening(self, choice: BrowserChoice = BrowserChoice.OWN) -> Opening:
        return Opening(self.folder / "windows", choice, self.said.append)

    def told(self, program: str) -> str:
        """Wait until a browser was opened; return its command line."""
        note = self.folder / f"{program}.told"
        self.wait(note.exists)
        return note.read_text(encoding="utf-8")

    def wait(self, condition) -> None:
        deadline = time.monotonic() + END
        while not condition():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.02)

    def _program(self, name: str, then: str) -> str:
        path, note = self.folder / name, self.folder / f"{name}.told"
        path.write_text(
            f'#!/bin/sh\necho "$@" > "{note}.new"\nmv "{note}.new" "{note}"\n{then}\n',
            encoding="utf-8",
        )
        path.chmod(0o755)
        return str(path)


@pytest.fixture
def place(tmp_path, monkeypatch):
    return Place(tmp_path, monkeypatch)


STAYS = "exec sleep 1000"


def test_a_window_of_our_own_reaches_one_port_knows_no_token_and_leaves_nothing(place):
    place.has_browser(STAYS)
    opening = place.opening()
    opening.open_lab(ADDRESS)
    told = place.told("chromium")
    assert "<-loopback>;127.0.0.1:8123" in told
    assert "open-sesame" not in told
    page = place.folder / "windows" / "open.html"
    assert f"--app={page.as_uri()}" in told
    assert ADDRESS in page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert (
        "in a window of its own (chromium) that reaches this lab and nothing else"
        in (place.said[0])
    )

    # One that is open stays as it is: somebody may have typed in it.
    before = sorted((place.folder / "windows").iterdir())
    opening.open_lab_again()
    assert sorted((place.folder / "windows").iterdir()) == before
    assert "look behind the others" in place.said[-1]

    # Closing ends the browser and takes the profile along; again does nothing.
    opening.close()
    opening.close()
    assert [path.name for path in (place.folder / "windows").iterdir()] == ["open.html"]


def test_when_somebody_closes_it_the_lab_says_how_to_come_back(place):
    place.has_browser("exit 0")
    opening = place.opening()
    opening.open_lab(ADDRESS)
    place.wait(lambda: opening.look() or (len(place.said) > 1 and "closed" in place.said[-1]))
    assert "the lab goes on" in place.said[-1]
    assert "type  open  here" in place.said[-1]
    (place.folder / "chromium.told").unlink()
    opening.open_lab_again()
    assert place.told("chromium")
    opening.close()


def test_when_the_lab_is_killed_its_window_closes_and_the_profile_goes(place):
    place.has_browser(STAYS)
    windows = place.folder / "windows"
    script = (
        "import pathlib, sys\n"
        "from dobotkit.browser_choice import BrowserChoice\n"
        "from dobotkit.lab.opening import Opening\n"
        "opening = Opening(pathlib.Path(sys.argv[1]), BrowserChoice.OWN, print)\n"
        "opening.open_lab(sys.argv[2])\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(windows), ADDRESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as lab:
        place.told("chromium")
        below = psutil.Process(lab.pid).children(recursive=True)
        lab.kill()
    place.wait(lambda: not [process for process in below if process.is_running()])
    assert [path.name for path in windows.iterdir()] == ["open.html"]


def test_the_keeper_has_a_profile_of_its_own(place):
    place.has_browser(STAYS)
    opening = place.opening()
    opening.open_lab(ADDRESS)
    first = place.told("chromium")
    (place.folder / "chromium.told").unlink()
    page = place.folder / "keeper.html"
    page.write_text('<a href="http://127.0.0.1:9123/#word">', encoding="utf-8")
    assert opening.open_keeper(page)
    second = place.told("chromium")
    opening.close()
    assert "127.0.0.1:9123" in second
    assert "8123" not in second
    assert "9123" not in first
    assert first.split()[0].startswith("--user-data-dir=")
    assert first.split()[0] != second.split()[0]


def test_a_window_that_does_not_open_gives_way_to_the_usual_browser(place):
    place.has_browser("exit 1")
    opening = place.opening()
    opening.open_lab(ADDRESS)
    place.wait(lambda: opening.look() or (len(place.said) > 1 and "usual" in place.said[-1]))
    assert "A window of its own did not open." in place.said[-1]
    assert "open-sesame" not in place.told("usual")
    opening.close()


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (BrowserChoice.OWN, "none was found"),
        (BrowserChoice.DEFAULT, "You asked for it with --browser default."),
    ],
)
def test_the_usual_browser_is_said_to_be_less(place, choice, says):
    opening = place.opening(choice)
    opening.open_lab(ADDRESS)
    assert "open.html" in place.told("usual")
    assert says in place.said[0]
    assert "can lead the page to another address" in place.said[0]


def test_a_snap_is_said_to_be_one(place):
    place.has_browser('# exec /snap/bin/chromium "$@"')
    opening = place.opening()
    opening.open_lab(ADDRESS)
    assert "snap or flatpak" in place.said[0]
    assert place.told("usual")


@pytest.mark.skipif(sys.platform != "linux", reason="the others always have a screen")
def test_without_a_screen_there_is_no_window(place, monkeypatch):
    place.has_browser(STAYS)
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    place.opening().open_lab(ADDRESS)
    assert "no screen here" in place.said[0]


def test_none_opens_nothing(place):
    place.has_browser(STAYS)
    opening = place.opening(BrowserChoice.NONE)
    opening.open_lab(ADDRESS)
    assert place.said == ["Open the address above in a browser on this computer."]
    assert not opening.open_keeper(place.folder / "windows" / "open.html")


def test_before_the_lab_is_ready_there_is_nothing_to_open(place):
    place.opening().open_lab_again()
    assert "not ready yet" in place.said[0]

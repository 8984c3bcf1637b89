"""The whole life of a lab: from the command to the removal of its folder."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import FrameType
from typing import Self

from rich.console import Console

from dobotkit.armnames import named_arms
from dobotkit.browser_choice import BrowserChoice
from dobotkit.errors import LabError
from dobotkit.guard.tiers import Verdict
from dobotkit.hardening import keep_memory_private
from dobotkit.host import say_host
from dobotkit.keeper.eyes.sources import Address, choose_camera
from dobotkit.keeping import StandingKeeper
from dobotkit.lab.guarding import choose_guard
from dobotkit.lab.opening import Opening
from dobotkit.lab.scratch import Scratch
from dobotkit.lab.server import Server, check_port
from dobotkit.lab.settings import environment, write_settings
from dobotkit.lab.window import Window
from dobotkit.mode import BADGE, Mode, choose_mode, say_mode
from dobotkit.models.words import say_missing
from dobotkit.shipped import find_content
from dobotkit.temporary import sweep

__all__ = ["run_lab"]

# A watchdog, not an estimate: a slow computer, whose virus scanner reads every file (s).
_START = 180.0
# How often to look (s), and how often while somebody waits.
_LOOK, _SOON = 0.1, 0.02


def run_lab(
    *,
    browser: BrowserChoice = BrowserChoice.OWN,
    port: int | None = None,
    arms: Sequence[str] = (),
    camera: str | None = None,
    mode: Mode = Mode.SCHOOL,
    desk: Path | None = None,
    guard: Future[Verdict] | None = None,
    console: Console | None = None,
) -> None:
    """Open the lab; return when it has ended and its folder is removed.

    It ends with Ctrl-C, when the system asks this program to end, when its
    terminal is closed, or with File > Shut Down in the browser.

    Parameters
    ----------
    browser:
        Where to open the first page, and the keeper's.
    port:
        The port to listen on, for this computer only; by default a free one.
    arms:
        The arms of this lab, each as ``[NAME=]ADDRESS``; `Arm()` uses the first. By
        default a simulated one.
    camera:
        Where pictures come from, as ``--camera`` says it; by default a virtual camera above
        each simulated table.
    mode:
        School or adult; adult is said with a banner.
    desk:
        The desk file; by default the one in the user's settings folder, if there is one.
    guard:
        The guard around each notebook, which is just being chosen; by default the
        strongest that works here.
    console:
        Where to say what is going on; by default standard output.

    Raises
    ------
    DeskError
        If the desk file cannot be used.
    LabError
        If the port is taken, two arms have one name, adult mode is wanted on Binder,
        or JupyterLab or the keeper does not start or ends by itself.
    LessonError
        If the lessons are missing.
    NoCamera, PictureError
        If there is no such camera, file or folder, or a real one is wanted on Binder.
    """
    console = console or Console()
    named = named_arms(arms)
    mode = choose_mode(mode, os.environ)
    eye = choose_camera(camera, os.environ)
    if port is not None:
        check_port(port)
    content = find_content()
    keep_memory_private()  # the key of the keeper and the token of the page lie in it
    _say_swept(console, sweep())
    verdict = choose_guard(None) if guard is None else guard.result()
    token = secrets.token_hex(24)
    with _Asked() as asked, Scratch() as scratch:
        scratch.copy_content(content)
        write_settings(scratch, token=token, port=port)
        keeper = StandingKeeper(scratch.keeper, mode=mode, arms=named, camera=eye, desk=desk)
        first = f"keeper://{next(iter(named))}"
        variables = environment(
            os.environ, scratch, arm=first, keeper=keeper.where, mode=mode, tier=verdict.tier
        )
        server = Server(scratch, variables, token)
        opening = Opening(scratch.path / "windows", browser, lambda text: _say(console, text))
        window = Window(keeper, named, lambda text: _say(console, text), opening)
        try:
            window.listen()
            # Both at once: a kernel waits for the keeper, if it has to.
            server.start()
            keeper.start()
            address = _wait_for_address(server, asked, console)
            if address is not None:
                _introduce(console, address, arms=named, camera=eye, mode=mode, guard=verdict)
                opening.open_lab(address)
                _say(console, window.help)
            while server.exit_status is None and not asked:
                time.sleep(_LOOK)
                _see_to(keeper, console)
                opening.look()
            if server.exit_status:
                raise _ended_by_itself(server, console)
        finally:
            _say(console, "Ending the lab ...")
            # First the arms: notebooks have some seconds to end.
            keeper.let_go()
            opening.close()
            server.stop()
            keeper.stop()
            removed = scratch.remove()
        if removed:
            _say(console, "The lab has ended, and its folder is deleted.")
        else:
            _say(console, f"The lab has ended. Please delete its folder by hand: {scratch.path}")


class _Asked:
    """Notes that somebody asks this program to end, instead of letting it die of that.

    True from then on. Asking again changes nothing: the end takes some seconds
    at most, and must not leave anything behind.
    """

    _SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[int, signal._HANDLER] = {}

    def __bool__(self) -> bool:
        return self._asked

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def __enter__(self) -> Self:
        for number in (getattr(signal, name, None) for name in self._SIGNALS):
            # Whoever runs the lab under nohup wants it to outlive the terminal.
            if number is None or (
                number == getattr(signal, "SIGHUP", None)
                and signal.getsignal(number) == signal.SIG_IGN
            ):
                continue
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


def _wait_for_address(server: Server, asked: _Asked, console: Console) -> str | None:
    """Return the address once the server answers; None if it ends or is to end before."""
    deadline = time.monotonic() + _START
    if not console.is_terminal:
        _say(console, "Starting JupyterLab ...")
    with console.status("Starting JupyterLab ...", spinner="line"):
        while server.exit_status is None and not asked:
            address = server.address()
            if address is not None:
                return address
            if time.monotonic() > deadline:
                _say(console, server.last_words)
                raise LabError(
                    f"JupyterLab did not answer within {_START:.0f} seconds.",
                    "Try again: the second start is faster. Close other programs if it is not.",
                )
            time.sleep(_SOON)
    return None


def _say_swept(console: Console, count: int) -> None:
    if count:
        who, what = ("A lab", "it") if count == 1 else (f"{count} labs", "they")
        _say(console, f"{who} did not end properly: what {what} had left here is deleted now.")


def _see_to(keeper: StandingKeeper, console: Console) -> None:
    if keeper.has_died:
        _say(
            console,
            "The keeper, the process that looks after the arms, has ended by itself, and what "
            "it held is gone. A new one is started. In each notebook: Kernel > Restart. "
            "A real arm may have finished its move: look at it. It waits for your words again.",
        )
        keeper.start()


def _introduce(
    console: Console,
    address: str,
    *,
    arms: Mapping[str, str],
    camera: Address,
    mode: Mode,
    guard: Verdict,
) -> None:
    place = say_host(os.environ)
    if place:
        _say(console, place)
    if mode is Mode.ADULT:
        console.rule(BADGE, characters="=", style="bold")
    _say(console, say_mode(mode))
    if mode is Mode.ADULT:
        console.rule(characters="=", style="bold")
    _say(console, guard.words)
    for name, arm in arms.items():
        which = "The arm in this lab" if len(arms) == 1 else f"The arm keeper://{name}"
        if arm.startswith("dobotsim://"):
            _say(console, f"{which} is simulated ({arm}).")
        else:
            _say(console, f"{which} is the one at {arm}. It waits for your word.")
    _say(console, _say_camera(camera, mode))
    if missing := say_missing():
        _say(console, missing)
    _say(console, "The address of this lab:")
    # On a line of its own and as it is, for whoever copies it and for other programs.
    console.out(address, style="bold", highlight=False)
    _say(
        console,
        "All you change lives in a temporary folder, which is deleted at the end. "
        "To keep your work: Download my work, at the top of the page. Open my work takes it back.",
    )
    _say(console, "To end the lab, press Ctrl-C here.")


def _say_camera(camera: Address, mode: Mode) -> str:
    if camera.kind == "virtual":
        return "The camera in this lab is virtual: it sees simulated tables, and invented people."
    what = "The camera in this lab is" if camera.kind == "usb" else "In place of a camera:"
    shown = (
        "all is shown but faces: those that are found are covered."
        if mode is Mode.ADULT
        else "only the table is shown, once a teacher has confirmed where that is, and faces that "
        "are found on it are covered."
    )
    return (
        f"{what} {camera.words}. It is opened when a notebook asks to look. Of its pictures {shown}"
    )


def _ended_by_itself(server: Server, console: Console) -> LabError:
    _say(console, server.last_words)
    return LabError(
        f"JupyterLab ended by itself with status {server.exit_status}; its last lines are above.",
        "Start the lab again. If it ends again, install the kit anew: delete .venv, or use pip.",
    )


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)

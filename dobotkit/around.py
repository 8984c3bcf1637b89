"""A keeper around another program: an editor, or Jupyter as it comes."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dobotkit.errors import LabError
from dobotkit.keeper.arms import kind_of
from dobotkit.keeper.code import Code
from dobotkit.keeper.eyes.sources import Address
from dobotkit.keeping import StandingKeeper
from dobotkit.mode import VARIABLE, say_banner
from dobotkit.temporary import TemporaryFolder, sweep

__all__ = ["run_with_keeper"]

_LOOK_S = 0.2
# What a shell makes of the end by a signal.
_BY_SIGNAL = 128


def run_with_keeper(
    command: Sequence[str],
    *,
    mode: str,
    arms: Mapping[str, str],
    camera: Address | None = None,
    desk: Path | None = None,
) -> int:
    """Run a command, and a keeper for as long as it runs.

    The command finds the keeper through ``DOBOTKIT_KEEPER``, and ``Arm()`` uses the
    first arm. Ctrl-C goes to the command, which decides what to do about it. What is
    typed goes to the command as well, so the teacher's word is given on the keeper's
    page: where that is, is said on standard error.

    Parameters
    ----------
    command:
        The program and its arguments; no shell reads them.
    mode:
        ``"school"`` or ``"adult"``.
    arms:
        The address of each arm by its name.
    camera:
        Where pictures come from; None for the virtual one.
    desk:
        The desk file; by default the one in the user's settings folder, if there is one.

    Returns
    -------
    int
        The exit status of the command.

    Raises
    ------
    DeskError
        The desk file cannot be used.
    LabError
        There is no such program, or the keeper does not start.
    """
    program = shutil.which(command[0])
    if program is None:
        raise LabError(
            f"There is no program called {command[0]} here.",
            "Write it as you would to start it: dobotkit keeper -- jupyter lab",
        )
    sweep()
    with (
        TemporaryFolder() as folder,
        StandingKeeper(folder.path, mode=mode, arms=arms, camera=camera, desk=desk) as keeper,
    ):
        keeper.on_ask = functools.partial(_say_ask, keeper)
        if banner := say_banner(mode):
            _say(banner)
        _invite(keeper)
        if camera is not None and camera.kind != "virtual":
            _say(f"the camera of this keeper is {camera.words}; it is on while a notebook has it.")
        if any(kind_of(one) == "real" for one in arms.values()) and not Code().is_set:
            _say("real arms wait for the teacher's code. Choose one: dobotkit keeper --set-code")
        more = {
            "DOBOTKIT_KEEPER": keeper.where,
            "DOBOTKIT_PORT": f"keeper://{next(iter(arms))}",
            # Whatever the environment said: the keeper has the mode of the command line.
            VARIABLE: mode,
        }
        with (
            subprocess.Popen(  # noqa: S603 - what the user has typed
                [program, *command[1:]], env=os.environ | more
            ) as process
        ):
            return _look_after(process, keeper)


def _look_after(process: subprocess.Popen[bytes], keeper: StandingKeeper) -> int:
    # The terminal sends Ctrl-C to the command as well.
    before = {signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None)}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            before[number] = signal.signal(number, lambda number, _: process.send_signal(number))
    there = True
    try:
        while True:
            try:
                status = process.wait(_LOOK_S)
            except subprocess.TimeoutExpired:
                there = there and (not keeper.has_died or _is_there_again(keeper))
                continue
            return status if status >= 0 else _BY_SIGNAL - status
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_there_again(keeper: StandingKeeper) -> bool:
    """Start another keeper in place of one that has died; return whether there is one now."""
    _say(
        "the keeper has ended by itself, and what it held is gone; "
        "a new one is started. In each notebook: Kernel → Restart."
    )
    try:
        keeper.start()
    except LabError as error:
        # The command goes on, and whoever sits there has to know.
        _say(f"{error.what} {error.advice}")
        return False
    _invite(keeper)
    return True


def _invite(keeper: StandingKeeper) -> None:
    """Say where the keeper's page is: the same file for as long as the command runs."""
    if keeper.invite(always=True):
        _say(
            "the keeper's page stops arms, lets real ones move, and sets up the desk. "
            f"Open it in a browser on this computer:\n{keeper.invitation.as_uri()}"
        )
    else:
        _say("the keeper does not answer. End this program, and start it again.")


def _say_ask(keeper: StandingKeeper, what: str, arm: str) -> None:
    wish = "seek its zero marks" if what == "home" else "move"
    _say(
        f"the arm {arm} asks to {wish}: look at it, hands away, then let it on the keeper's "
        f"page:\n{keeper.invitation.as_uri()}"
    )


def _say(text: str) -> None:
    # Standard output is the command's.
    sys.stderr.write(f"dobotkit: {text}\n")
    sys.stderr.flush()

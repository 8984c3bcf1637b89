"""A keeper for as long as something else runs: a lab, or a command."""

from __future__ import annotations

import contextlib
import functools
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from dobotkit.doorplate import address_in, key_in, leave
from dobotkit.errors import KeeperGone, LabError
from dobotkit.keeper.desk_file import present_desk
from dobotkit.keeper.eyes.sources import Address
from dobotkit.keeper.page import INVITATION
from dobotkit.launch import ready_line, start_keeper

__all__ = ["StandingKeeper"]

# How long each way of asking it to end is given (s): an arm that does not answer is
# told several times to stop.
_LET_GO, _TERMINATE, _KILL = 15.0, 5.0, 5.0
# More deaths than this in so many seconds, and starting it again helps nobody.
_DEATHS, _WITHIN_S = 5, 60.0
# A watchdog: the keeper writes one small file (s).
_INVITED_S, _LOOK_S = 10.0, 0.02


class StandingKeeper:
    """A keeper that many notebooks use, and that is started again when it dies.

    It ends with the process that holds this object, however that ends.

    Parameters
    ----------
    folder:
        A folder of its own that only this user can enter. Key, log and on most
        systems the socket lie in it. A socket elsewhere, because the path of this
        folder is too long, is removed by ``stop``.
    mode:
        ``"school"`` or ``"adult"``.
    arms:
        The address of each arm by its name.
    camera:
        Where pictures come from; None for the virtual one.
    desk:
        The desk file; None for the one in the user's settings folder.

    Attributes
    ----------
    where:
        What ``DOBOTKIT_KEEPER`` has to say to lead there: the same after a restart.
    invitation:
        The file that leads a browser to the keeper's page, once there is one.
    on_ask:
        Called, from a thread, when a real arm asks for the teacher's word: with ``"move"``
        or ``"home"``, and its name.

    Raises
    ------
    DeskError
        The desk file cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        *,
        mode: str,
        arms: Mapping[str, str],
        camera: Address | None = None,
        desk: Path | None = None,
    ) -> None:
        # Read here only to be refused here, in two lines; the keeper reads it itself.
        present_desk(desk)
        self._folder = folder
        self.invitation = folder / INVITATION
        self.on_ask: Callable[[str, str], None] = lambda _what, _arm: None
        self._hearing: threading.Thread | None = None
        self._arguments = ["--folder", str(folder), "--mode", mode]
        for name, address in arms.items():
            self._arguments += ["--arm", f"{name}={address}"]
        if camera is not None:
            self._arguments += ["--camera", camera.packed()]
        if desk is not None:
            self._arguments += ["--desk", str(desk.resolve())]
        self._log = folder / "keeper.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._started: list[float] = []
        try:
            self._address = address_in(folder)
        except OSError as error:
            raise LabError(
                "The keeper, the process that looks after the arms, has no place to listen at: "
                f"{error}.",
                "Set TMPDIR to a folder with a shorter name, and start again.",
            ) from error
        self.where = f"{self._address}#{key_in(folder)}"

    def start(self) -> None:
        """Start it, and wait until it listens.

        Raises
        ------
        LabError
            It does not start, or has died again and again.
        """
        self._started = [
            *(moment for moment in self._started if time.monotonic() - moment < _WITHIN_S),
            time.monotonic(),
        ]
        if len(self._started) > _DEATHS:
            raise self._does_not_start("keeps ending by itself")
        if self._process is not None:
            _hang_up(self._process)
        with self._log.open("ab") as log:
            self._process = start_keeper(self._arguments, folder=self._folder, log=log)
        try:
            ready_line(self._process)
        except KeeperGone as error:
            if self._process.stdout is not None:
                self._process.stdout.close()
            raise self._does_not_start("does not start") from error
        self._hearing = threading.Thread(
            target=self._hear, args=(self._process,), name="keeper's words", daemon=True
        )
        self._hearing.start()

    @property
    def has_died(self) -> bool:
        """Whether it was started and has ended by itself."""
        return self._process is not None and self._process.poll() is not None

    def tell(self, order: str) -> None:
        """Hand on what was typed: ``stop``, ``page``, ``allow NAME`` or ``home NAME``."""
        process = self._process
        if process is not None and process.stdin is not None:
            # One that has just died is started again, and that is said.
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(f"{order}\n".encode())
                process.stdin.flush()

    def invite(self, *, always: bool = False) -> bool:
        """Have it write ``invitation``, and return whether it has.

        Parameters
        ----------
        always:
            A new one comes whenever one was followed or has expired. Else it opens the
            page once, within two minutes.
        """
        # One that nobody has followed yet.
        self.invitation.unlink(missing_ok=True)
        self.tell("page always" if always else "page")
        deadline = time.monotonic() + _INVITED_S
        while not self.invitation.exists():
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_S)
        return True

    @property
    def pid(self) -> int | None:
        """The number of its process; None before it was started."""
        return None if self._process is None else self._process.pid

    def let_go(self) -> None:
        """Have it stop all arms and end; returns at once."""
        if self._process is not None:
            _hang_up(self._process)

    def stop(self) -> None:
        """Have it stop all arms and end; returns when it has ended."""
        process, self._process = self._process, None
        leave(self._folder, self._address)
        if process is None:
            return
        for ask, patience in (
            (functools.partial(_hang_up, process), _LET_GO),
            (process.terminate, _TERMINATE),
            (process.kill, _KILL),
        ):
            ask()
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            break
        if self._hearing is not None:
            self._hearing.join(_KILL)  # what it says has ended with it

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _hear(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 - it was started with a pipe
        with process.stdout:
            for line in process.stdout:
                match line.decode("utf-8", "replace").split():
                    case ["asks", what, arm]:
                        # A window that was closed is no reason to stop listening.
                        with contextlib.suppress(OSError):
                            self.on_ask(what, arm)

    def _does_not_start(self, what: str) -> LabError:
        leave(self._folder, self._address)
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        said = f" It says: {lines[-1]}" if lines else ""
        return LabError(
            f"The keeper, the process that looks after the arms, {what}.{said}",
            "Close other programs and start again. If that does not help: dobotkit doctor",
        )


def _hang_up(process: subprocess.Popen[bytes]) -> None:
    # What it says ends with it, and is closed by who listens to it.
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # what it has not read any more
            process.stdin.close()

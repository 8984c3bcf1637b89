"""The two labs of an audit, each in a process of its own: a plain JupyterLab and ours."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Self
from urllib.parse import urlsplit

import psutil

from dobotkit.audit.home import Home
from dobotkit.audit.own_window import OwnWindow
from dobotkit.errors import AuditError

__all__ = ["Lab", "plain", "private"]

_ADDRESS = re.compile(r"https?://(?:127\.0\.0\.1|localhost):\d+/\S*\?token=\w+")
_KEEPER = "dobotkit.keeper.process"
_READER = "dobotkit.keeper.eyes.card_process"
# What reads a card is held for so long before it is killed: it has its pixels then (s).
_HELD = 2.0
# Watchdogs: a slow computer takes a minute to start, and some seconds to end (s).
_START, _END = 180.0, 60.0


class Lab:
    """A lab that runs from ``with`` to its end; whatever happens, no process of it is left.

    Parameters
    ----------
    command:
        What starts it.
    home:
        Where it may write; all it says goes into ``home.log``.
    variables:
        More variables for it.

    Attributes
    ----------
    address:
        The address of the first page, with the token.
    """

    def __init__(
        self, command: list[str], home: Home, variables: Mapping[str, str] | None = None
    ) -> None:
        self._home = home
        self._found = threading.Event()
        self.address = ""
        self._known: dict[int, psutil.Process] = {}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            cwd=home.work,
            env={**home.variables(os.environ), **(variables or {})},
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._listener = threading.Thread(target=self._listen, name="lab", daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        self._found.wait(_START)
        # A server says its address a moment before it listens.
        deadline = time.monotonic() + _START
        while self.address and not self._answers() and time.monotonic() < deadline:
            time.sleep(0.05)
            if self._process.poll() is not None:
                self.address = ""
        if not self.address:
            self.kill()
            raise AuditError(
                "A lab that is to be examined did not start; it said:\n" + self._last_words(),
                "Try `dobotkit doctor`, then the audit again.",
            )
        self.note_processes()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def root(self) -> str:
        """The address of the server alone, such as http://127.0.0.1:8888."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token(self) -> str:
        """What the server asks every browser for."""
        return self.address.partition("token=")[2]

    def note_processes(self) -> None:
        """Remember which processes belong to the lab: later, nobody can tell."""
        with contextlib.suppress(psutil.NoSuchProcess):
            top = psutil.Process(self._process.pid)
            for one in (top, *top.children(recursive=True)):
                self._known[one.pid] = one

    @property
    def still_running(self) -> int:
        """How many of its processes run."""
        return len(self._alive)

    @property
    def _alive(self) -> list[psutil.Process]:
        alive = []
        for one in self._known.values():
            # Also tells a new process from the old one that had its number.
            with contextlib.suppress(psutil.NoSuchProcess):
                if one.is_running() and one.status() != psutil.STATUS_ZOMBIE:
                    alive.append(one)
        return alive

    def end(self) -> None:
        """End the lab in the way that a person does: with Ctrl-C."""
        self.note_processes()
        ctrl_c = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(ctrl_c)
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired as error:
            raise AuditError(
                f"A lab did not end within {_END:.0f} seconds after Ctrl-C.",
                "Try the audit again on a computer that has less to do.",
            ) from error
        # A browser or a kernel may take a moment longer than what has started it.
        psutil.wait_procs(self._alive, timeout=5.0)

    def kill(self) -> None:
        """End every process of it at once, as a power cut does; none is asked."""
        self.note_processes()
        for one in self._alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(list(self._known.values()), timeout=_END)
        self._process.wait(_END)
        self._listener.join(_END)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def kill_keeper(self) -> None:
        """End the keeper alone as a power cut does, and wait until the lab has another one."""
        before = self._keepers()
        for one in before:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        deadline = time.monotonic() + _START
        while not (after := self._keepers()) or any(one in before for one in after):
            if time.monotonic() > deadline:
                raise AuditError(
                    "The lab has started no keeper in place of the one that was killed.",
                    "Try the audit again on a computer that has less to do.",
                )
            time.sleep(0.05)
        self.note_processes()

    @contextlib.contextmanager
    def cutting_readers(self) -> Iterator[None]:
        """Kill whatever process reads a card, in the middle of it.

        Raises
        ------
        AuditError
            There was none.
        """
        over, cut = threading.Event(), list[psutil.Process]()
        thread = threading.Thread(target=self._cut_readers, args=(over, cut), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(_END)
        if not cut:
            raise AuditError(
                "The lab had a card read, and no process was seen that did it.",
                "Try the audit again on a computer that has less to do.",
            )

    def _cut_readers(self, over: threading.Event, cut: list[psutil.Process]) -> None:
        """Hold each as it begins, and kill it when it has been given something to read."""
        held: dict[psutil.Process, float] = {}
        while held or not over.is_set():
            for one in self._running(_READER):
                if one not in held and one not in cut:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        one.suspend()
                        held[one] = time.monotonic() + _HELD
            for one in [one for one, until in held.items() if time.monotonic() > until]:
                del held[one]
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
                    cut.append(one)
            time.sleep(0.02)

    def _keepers(self) -> list[psutil.Process]:
        return self._running(_KEEPER)

    def _running(self, module: str) -> list[psutil.Process]:
        found = []
        with contextlib.suppress(psutil.NoSuchProcess):
            for one in psutil.Process(self._process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    if module in one.cmdline() and one.status() != psutil.STATUS_ZOMBIE:
                        found.append(one)
        return found

    def _listen(self) -> None:
        said = self._process.stdout
        if said is None:
            return
        with self._home.log.open("a", encoding="utf-8") as log:
            for line in said:
                log.write(line)
                log.flush()
                found = _ADDRESS.search(line)
                if found and not self.address:
                    self.address = found.group()
                    self._found.set()
        self._found.set()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(urlsplit(self.root).netloc, timeout=5.0)
        try:
            connection.request(
                "GET", "/api/status", headers={"Authorization": f"token {self.token}"}
            )
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _last_words(self) -> str:
        return "\n".join(self._home.log.read_text(encoding="utf-8").splitlines()[-10:])


def plain(home: Home) -> Lab:
    """Start JupyterLab as it is installed, with its own settings."""
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return Lab([sys.executable, "-P", "-m", "jupyterlab", "--no-browser", *root], home)


def private(home: Home, window: OwnWindow | None = None, *options: str) -> Lab:
    """Start the lab of the kit, as its user does; it opens a window of its own if there is one."""
    command = [sys.executable, "-P", "-m", "dobotkit", "lab", *options]
    if window is None:
        return Lab([*command, "--no-browser"], home)
    return Lab(command, home, window.variables)

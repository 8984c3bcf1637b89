"""The notebook's end of the channel to the keeper.

One connection a process, shared by its threads: each question has a number, one
thread writes, one reads, so that Ctrl-C in the middle of a question tears no message
and a stop overtakes whatever else is being asked.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing import connection as channels
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from dobotkit import errors
from dobotkit.errors import ArmError, DobotKitError, KeeperGone, KeeperRefused, OutOfReach
from dobotkit.launch import start_keeper
from dobotkit.messages import (
    LARGEST_ANSWER,
    PROTOCOL,
    Ask,
    Hello,
    NotUnderstood,
    Ping,
    Refused,
    Request,
    Tell,
    Welcome,
    read_answer,
)

__all__ = ["Client", "client"]

# A notebook that says nothing for a few of these is taken for stuck, and its arms stop.
HEARTBEAT_S = 1.0
# An open port that does not answer takes a keeper some seconds; a keeper that takes
# longer than this is stuck.
PATIENCE_S = 30.0

T = TypeVar("T")

_lock = threading.Lock()
_current: Client | None = None
_practice: subprocess.Popen[bytes] | None = None


def client() -> Client:
    """Return this process's connection to its keeper; made when it is first needed.

    The keeper is the one that ``DOBOTKIT_KEEPER`` names (the lab sets it). Where there
    is none, a practice keeper is started, which has simulated devices only.

    Raises
    ------
    KeeperGone
        It does not answer.
    """
    global _current  # noqa: PLW0603 - one for the process
    with _lock:
        if _current is None or not _current.belongs_here:
            where = os.environ.get("DOBOTKIT_KEEPER", "")
            _current = Client(_open(where) if where else _start_practice())
        return _current


class Client:
    """A connection to a keeper.

    Parameters
    ----------
    connection:
        Open, and trusted to lead to a keeper.

    Attributes
    ----------
    mode, practice:
        What the keeper says of itself: ``"school"`` or ``"adult"``, and whether it has
        simulated devices only.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pid = os.getpid()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, SimpleQueue[Tell | None]] = {}
        self._out: SimpleQueue[bytes | None] = SimpleQueue()
        self._gone = False
        for work in (self._write, self._read, self._beat):
            threading.Thread(target=work, name="keeper", daemon=True).start()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget_in_child)
        welcome = self.ask(Hello(protocol=PROTOCOL), Welcome)
        self.mode = welcome.mode
        self.practice = welcome.practice

    @property
    def belongs_here(self) -> bool:
        """Whether this process opened it, and not the one that it is a copy of."""
        return self._pid == os.getpid()

    def ask(self, ask: Ask, answer: type[T], *, patience: float = PATIENCE_S) -> T:
        """Ask, and wait for the answer.

        Parameters
        ----------
        ask:
            The question.
        answer:
            The kind of answer that belongs to it.
        patience:
            Seconds to wait.

        Raises
        ------
        KeeperGone
            The keeper is not there any more, or has not answered in time.
        DobotKitError
            What the keeper refuses, as the class that it names.
        """
        if not self.belongs_here:
            raise KeeperGone(
                "This program is a copy of the one that talks to the keeper.",
                "Use the arm in the program itself, not in a process that it starts.",
            )
        n = next(self._numbers)
        mine: SimpleQueue[Tell | None] = SimpleQueue()
        self._waiting[n] = mine
        try:
            if self._gone:
                raise _gone()
            self._out.put(Request(n=n, ask=ask).model_dump_json().encode())
            try:
                tell = mine.get(timeout=patience)
            except Empty:
                raise _gone() from None
        finally:
            self._waiting.pop(n, None)
        if isinstance(tell, Refused):
            raise _as_error(tell)
        if not isinstance(tell, answer):
            raise _gone()
        return tell

    def close(self) -> None:
        """End the connection; the keeper closes what this notebook had."""
        self._out.put(None)

    def _write(self) -> None:
        while (data := self._out.get()) is not None:
            try:
                self._connection.send_bytes(data)
            except OSError:
                return  # the reader learns it as well
        with contextlib.suppress(OSError):
            self._connection.close()

    def _read(self) -> None:
        try:
            while True:
                answer = read_answer(self._connection.recv_bytes(LARGEST_ANSWER))
                mine = self._waiting.get(answer.n)
                if mine is not None:
                    mine.put(answer.tell)
        except (EOFError, OSError, NotUnderstood):
            self._gone = True
            for mine in tuple(self._waiting.values()):
                mine.put(None)

    def _beat(self) -> None:
        while not self._gone:
            time.sleep(HEARTBEAT_S)
            self._out.put(Request(n=next(self._numbers), ask=Ping()).model_dump_json().encode())

    def _forget_in_child(self) -> None:
        # A copy that stays open would keep the keeper from noticing our end.
        with contextlib.suppress(OSError):
            os.close(self._connection.fileno())


def _gone() -> KeeperGone:
    return KeeperGone(
        "The keeper, the process that looks after the arms, is gone. The arms were stopped.",
        "Choose Kernel → Restart, then run the set-up cell again.",
    )


def _as_error(refused: Refused) -> DobotKitError:
    kind = getattr(errors, refused.error, None)
    if not (isinstance(kind, type) and issubclass(kind, DobotKitError)):
        return KeeperRefused(refused.what, refused.advice)
    if issubclass(kind, OutOfReach):
        return kind(
            refused.what,
            refused.advice,
            limit=refused.rule,
            value=refused.value if refused.value is not None else float("nan"),
            low=refused.low if refused.low is not None else float("nan"),
            high=refused.high if refused.high is not None else float("nan"),
            at=refused.at or (float("nan"),) * 3,
            unit=refused.unit,
            set_by=refused.set_by,
        )
    error = kind(refused.what, refused.advice)
    if isinstance(error, ArmError):
        error.rule, error.value = refused.rule, refused.value
        error.low, error.high = refused.low, refused.high
        error.unit, error.set_by = refused.unit, refused.set_by
    return error


def _open(where: str) -> Connection:
    """Open what ``DOBOTKIT_KEEPER`` names: ``fd:N``, or ``ADDRESS#FILE`` with its key."""
    if where.startswith("fd:"):
        number = int(where.removeprefix("fd:"))
        # Programs that this notebook starts must not keep it open.
        os.set_inheritable(number, False)
        return Connection(number)
    address, _, key = where.rpartition("#")
    return channels.Client(address, authkey=Path(key).read_bytes())


def _start_practice() -> Connection:
    """Start a keeper of our own; it ends when the connection does, however that comes."""
    global _practice  # noqa: PLW0603 - held, so that its standard input stays open
    if sys.platform == "win32":
        folder = Path(tempfile.mkdtemp(prefix="dobotkit-"))
        _practice = start_keeper(["--practice", "--folder", str(folder)], stdout=subprocess.PIPE)
        ready = _practice.stdout.readline().decode() if _practice.stdout else ""
        if not ready.startswith("ready "):
            raise _gone()
        return _open(f"{ready.removeprefix('ready ').strip()}#{folder / 'keeper.key'}")
    ours, theirs = socket.socketpair()
    with theirs:
        _practice = start_keeper(
            ["--practice", "--fd", str(theirs.fileno())], pass_fds=(theirs.fileno(),)
        )
    return Connection(ours.detach())

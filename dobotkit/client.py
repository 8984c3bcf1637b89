"""The notebook's end of the channel to the keeper.

One connection a process, shared by its threads: each question has a number, one
thread writes, one reads, so that Ctrl-C in the middle of a question tears no message
and a stop overtakes whatever else is being asked.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import threading
from queue import Empty, SimpleQueue
from typing import TypeVar

from dobotkit import errors
from dobotkit.errors import (
    ArmError,
    DobotKitError,
    KeeperGone,
    KeeperRefused,
    OutOfReach,
    SessionError,
)
from dobotkit.finding_keeper import connect
from dobotkit.hangup import ENDED
from dobotkit.messages import (
    LARGEST_MESSAGE,
    PROTOCOL,
    Ask,
    Hello,
    NotUnderstood,
    Ping,
    Refused,
    Tell,
    Welcome,
    read_answer,
    write_request,
)
from dobotkit.no_tracking import no_tracking
from dobotkit.our_end import OurEnd
from dobotkit.outbox import Outbox
from dobotkit.running import Cells

__all__ = ["Client", "client", "disconnect"]

# A notebook that says nothing for a few of these is taken for stuck, and its arms stop.
HEARTBEAT_S = 1.0
# An open port that does not answer takes a keeper some seconds; a keeper that takes
# longer than this is stuck.
PATIENCE_S = 30.0
# Messages that may wait to be sent.
_WAITING = 256

T = TypeVar("T")

_lock = threading.Lock()
_current: Client | None = None


def client() -> Client:
    """Return this process's connection to its keeper; made when it is first needed.

    The keeper is the one that ``DOBOTKIT_KEEPER`` names (the lab sets it). Where there
    is none, a practice keeper is started, which has simulated devices only.

    A keeper that has gone stays gone: the notebook has to be restarted, because what
    it believes about its arms is not true any more.

    Raises
    ------
    KeeperGone
        It does not answer.
    """
    global _current  # noqa: PLW0603 - one for the process
    with _lock:
        if _current is None:
            _current = Client(connect(os.environ))
            atexit.register(disconnect)
        return _current


def disconnect() -> None:
    """End this process's connection, if it has one; the next one is a new one."""
    global _current  # noqa: PLW0603 - one for the process
    with _lock:
        if _current is not None:
            _current.close()
        _current = None


class Client:
    """A connection to a keeper.

    Parameters
    ----------
    end:
        Open, and trusted to lead to a keeper.

    Attributes
    ----------
    mode, practice:
        What the keeper says of itself: ``"school"`` or ``"adult"``, and whether it has
        simulated devices only.
    """

    def __init__(self, end: OurEnd) -> None:
        self._end = end
        self._pid = os.getpid()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, SimpleQueue[Tell | None]] = {}
        self._over = threading.Event()
        self._cells = Cells(self._say_running)
        self._out = Outbox(end.send, end.number, most=_WAITING, on_end=self._end_of_it)
        self._threads = [
            threading.Thread(target=work, name="keeper", daemon=True)
            for work in (self._read, self._beat)
        ]
        for thread in self._threads:
            thread.start()
        try:
            hello = Hello(protocol=PROTOCOL, no_tracking=no_tracking(os.environ))
            welcome = self.ask(hello, Welcome)
        except BaseException:
            self.close()
            raise
        self.mode = welcome.mode
        self.practice = welcome.practice

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
        if self._pid != os.getpid():
            raise KeeperGone(
                "This program is a copy of the one that talks to the keeper.",
                "Use the arm in the program itself, not in a process that it starts.",
            )
        n = next(self._numbers)
        mine: SimpleQueue[Tell | None] = SimpleQueue()
        self._waiting[n] = mine
        try:
            # After the question is noted: whoever ends this tells all that are noted.
            if self._over.is_set():
                raise _gone()
            self._say(n, ask)
            tell = mine.get(timeout=patience)
        except Empty:
            raise _silent(patience) from None
        finally:
            self._waiting.pop(n, None)
        if isinstance(tell, Refused):
            raise _as_error(tell)
        if not isinstance(tell, answer):
            raise _gone()
        return tell

    def close(self) -> None:
        """End the connection; the keeper stops and closes what this notebook had."""
        if self._pid != os.getpid():
            return  # a copy of the notebook; its end is closed already
        self._cells.close()
        self._over.set()
        self._end.hang_up()
        self._out.drop()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(HEARTBEAT_S)
        self._out.join()
        self._end.close()

    def _say(self, n: int, ask: Ask) -> None:
        if not self._out.put(write_request(n, ask)):
            raise KeeperGone(
                f"The keeper, which looks after the arms, has not taken {_WAITING} questions.",
                "Choose Kernel → Restart, then run the set-up cell again.",
            )

    def _read(self) -> None:
        try:
            while True:
                answer = read_answer(self._end.receive(LARGEST_MESSAGE))
                mine = self._waiting.get(answer.n)
                if mine is not None:
                    mine.put(answer.tell)
        except (*ENDED, NotUnderstood):
            self._end_of_it()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_S):
            self._say_running()

    def _say_running(self) -> None:
        # Also at once when a cell begins or ends: whether an arm may be taken over depends on it.
        if self._pid == os.getpid() and not self._over.is_set():
            with contextlib.suppress(KeeperGone):
                self._say(next(self._numbers), Ping(running=self._cells.running))

    def _end_of_it(self) -> None:
        self._over.set()
        self._end.hang_up()
        self._out.drop()
        for mine in tuple(self._waiting.values()):
            mine.put(None)


def _gone() -> KeeperGone:
    return KeeperGone(
        "The keeper, the process that looks after the arms, is gone, and what it held with it.",
        "Choose Kernel → Restart, then run the set-up cell again.",
    )


def _silent(seconds: float) -> KeeperGone:
    return KeeperGone(
        f"The keeper, which looks after the arms, has not answered for {seconds:g} s.",
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
            reason=refused.reason,
            at=refused.at or (float("nan"),) * 3,
            unit=refused.unit,
            set_by=refused.set_by,
        )
    if issubclass(kind, SessionError):
        return kind(refused.what, refused.advice, rule=refused.rule, used=refused.used)
    error = kind(refused.what, refused.advice)
    if isinstance(error, ArmError):
        error.rule, error.value = refused.rule, refused.value
        error.low, error.high = refused.low, refused.high
        error.unit, error.set_by = refused.unit, refused.set_by
    return error


def _forget_in_child() -> None:
    global _current, _lock
    _current, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)

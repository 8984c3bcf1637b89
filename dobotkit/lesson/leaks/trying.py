"""Trying ways out of a notebook, judged by who would receive it.

::

    receiver = leaks.receiver()
    leaks.attempt("tcp4", receiver)            # an escape of the kit
    leaks.attempt('import socket ...', receiver)    # or one of your own
    leaks.attempts(receiver, "tcp4", "udp-sendto", "child-python")
"""

from __future__ import annotations

import builtins
import time
from collections.abc import Mapping
from typing import Any, Final, Protocol

from dobotkit.errors import LessonError
from dobotkit.guard.escapes import ESCAPES, Escape
from dobotkit.lesson.spelling import nearest
from dobotkit.lesson.tables import Table
from dobotkit.lesson.words import Sentence

__all__ = ["Attempt", "Attempts", "attempt", "attempts", "escape_code"]

# What was sent may take a moment until it is counted (s).
_PATIENCE: Final = 0.5
_LOOK: Final = 0.02
_RAN: Final = "ran to its end"

# Errors of somebody who writes a program, and none of a wall.
_SLIPS: Final = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip


class _Receiver(Protocol):
    @property
    def target(self) -> Mapping[str, Any]: ...

    @property
    def count(self) -> int: ...


class Attempt(Sentence):
    """One way out that was tried.

    Attributes
    ----------
    title, code:
        What it is, and the program.
    says:
        What Python says: ``ran to its end``, or an error.
    arrived:
        How much more the receiver has counted; it alone knows.
    stopped:
        Whether something stopped the program, other than a slip in the program itself.
    """

    __slots__ = ("arrived", "code", "says", "stopped", "title")

    def __init__(self, escape: Escape, says: str, arrived: int) -> None:
        self.title, self.code, self.says = escape.title, escape.code, says
        self.arrived = arrived
        self.stopped = _is_stop(says)
        super().__init__(f"{self.title}\nPython says: {says}\nThe receiver says: {self.verdict}")

    @property
    def verdict(self) -> str:
        """What the receiver says."""
        return "it has arrived" if self.arrived else "nothing has arrived"


class Attempts(Table):
    """Several ways out, each with what became of it.

    Attributes
    ----------
    arrived:
        How many of them have got out.
    """

    __slots__ = ("arrived", "tried")

    def __init__(self, tried: tuple[Attempt, ...]) -> None:
        self.tried = tried
        self.arrived = sum(bool(one.arrived) for one in tried)
        out = f"{self.arrived} of {len(tried)} have got out."
        super().__init__(
            ("way out", "Python says", "the receiver says"),
            ((one.title, one.says, one.verdict) for one in tried),
            below=out,
        )


def attempt(way: str, receiver: _Receiver) -> Attempt:
    """Try one way out, and ask the receiver whether anything has arrived.

    Parameters
    ----------
    way:
        The id of an escape of the kit, for example ``"tcp4"``; or a program of your own, as a
        text that uses ``TARGET``.
    receiver:
        Who listens.

    Raises
    ------
    LessonError
        A single word that is no escape of the kit.
    """
    escape = _find(way)
    before = receiver.count
    try:
        says = escape.run(receiver.target).text
    except SyntaxError as error:
        says = f"SyntaxError: {error.msg} in line {error.lineno}"
    arrived = receiver.count - before
    end = time.monotonic() + _PATIENCE
    while not arrived and says == _RAN and time.monotonic() < end:
        time.sleep(_LOOK)
        arrived = receiver.count - before
    return Attempt(escape, says, arrived)


def attempts(receiver: _Receiver, *ways: str) -> Attempts:
    """Try several ways out, one after the other."""
    return Attempts(tuple(attempt(way, receiver) for way in ways))


def escape_code(name: str) -> Sentence:
    """Show the program of an escape of the kit.

    Raises
    ------
    LessonError
        There is none of that name.
    """
    return Sentence(_known(name).code.rstrip())


def _find(way: str) -> Escape:
    if len(way.split()) > 1 or "TARGET" in way:
        return Escape("mine", "your own", "yours", way)
    return _known(way)


def _known(name: str) -> Escape:
    known = {one.id: one for one in ESCAPES}
    if name not in known:
        guess = nearest(name, known)
        meant = f'Did you mean "{guess}"? ' if guess else ""
        raise LessonError(
            f'The kit has no escape "{name}".', f"{meant}There are: {', '.join(known)}."
        )
    return known[name]


def _is_stop(says: str) -> bool:
    kind = getattr(builtins, says.partition(":")[0], None)
    if isinstance(kind, type) and issubclass(kind, BaseException):
        return not issubclass(kind, _SLIPS) and kind is not SystemExit
    # An error of another module, such as URLError: its name stands before the colon.
    return ":" in says and says.partition(":")[0].isidentifier()

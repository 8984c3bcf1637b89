"""What the keeper notes about a lab, so that a teacher can find out what went wrong.

Nothing in it belongs to a session or to anybody: there is no field for that. Each kind of
note has one purpose and can be read for that purpose only. What is noted for safety has its
exact time; all else is counted in steps of five minutes. In memory, and gone with the lab.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final, get_args

from dobotkit import errors
from dobotkit.errors import WrongPurpose
from dobotkit.keeper.people.ledger import BUCKET_S
from dobotkit.messages import WhyStopped
from dobotkit.people_messages import LogEvent, LogLine, Purpose
from dobotkit.policy.inventory import inventory

__all__ = ["MOST_NOTES", "PURPOSE", "Log"]

PURPOSE: Final[dict[LogEvent, Purpose]] = {
    event: inventory().row_of_event(event).purpose for event in get_args(LogEvent)
}
"""What each kind of note is made for: the purpose of its row in the inventory."""

MOST_NOTES = 100
"""Notes of each kind; the oldest makes room."""

_CLASSES = frozenset(errors.__all__)
# What may stand beside a note; anything else is left out.
_DETAILS: Final[dict[LogEvent, frozenset[str]]] = {
    "message-refused": _CLASSES,
    "arm-refused": _CLASSES,
    "arm-stopped": frozenset(get_args(WhyStopped)),
}


class Log:
    """The notes of one lab.

    Parameters
    ----------
    clock:
        Seconds since the keeper's start.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        # Notebooks are served by threads of their own.
        self._lock = threading.Lock()
        self._notes: dict[LogEvent, deque[tuple[float, str, int]]] = {
            event: deque(maxlen=MOST_NOTES) for event in PURPOSE
        }

    def note(self, event: LogEvent, detail: str = "", *, tracking: bool = True) -> None:
        """Note that something happened.

        Parameters
        ----------
        event:
            What; there are no other kinds than those of ``PURPOSE``.
        detail:
            A word of the closed list of this kind; left out if it is none.
        tracking:
            False where a notebook asked not to be tracked: then only safety is noted.
        """
        if detail not in _DETAILS.get(event, ()):
            detail = ""
        now = self._clock()
        exact = PURPOSE[event] == "safety"
        if not exact and not tracking:
            return
        begin = now if exact else float(now // BUCKET_S * BUCKET_S)
        notes = self._notes[event]
        with self._lock:
            for i, (second, other, times) in enumerate(notes):
                if not exact and (second, other) == (begin, detail):
                    notes[i] = (second, other, times + 1)
                    return
            notes.append((begin, detail, 1))

    def read(self, event: LogEvent, purpose: Purpose) -> tuple[LogLine, ...]:
        """Return the notes of one kind, oldest first.

        Raises
        ------
        WrongPurpose
            They were made for another purpose.
        """
        if PURPOSE[event] != purpose:
            raise WrongPurpose(
                f"“{event}” is noted for {PURPOSE[event]}, and not for {purpose}.",
                "A note is read for the purpose that it was made for, and for no other.",
                rule="one purpose",
                used=f"the kind of note, “{event}”, its purpose, “{PURPOSE[event]}”, and the "
                f"purpose that was named, “{purpose}”",
            )
        with self._lock:
            notes = tuple(self._notes[event])
        return tuple(LogLine(second=at, detail=detail, times=times) for at, detail, times in notes)

"""What a session can have corrected, the history of it, and the way to the box for complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from dobotkit.errors import RightRefused
from dobotkit.keeper.people.complaints import Complaints
from dobotkit.keeper.people.holder import Holder, Key
from dobotkit.keeper.people.ledger import BUCKET_S, Ledger
from dobotkit.keeper.people.sessions import Sessions
from dobotkit.people_messages import HeldEntry
from dobotkit.rights_messages import Complain, ComplaintsNow, CorrectMine

__all__ = ["MOST_COMPLAINTS_EACH", "MOST_COMPLAINTS_HERE", "ComplaintCounts", "Corrections", "Desk"]

MOST_COMPLAINTS_EACH = 10
"""Complaints of one session."""

MOST_COMPLAINTS_HERE = 20
"""Complaints of one notebook, whatever sessions it has had: it alone must not fill the box."""

# One line for what was corrected in the same five minutes.
_WORDS = {"pseudonym": "another pseudonym was drawn", "robot-colour": "another colour was drawn"}


class Corrections:
    """What was corrected in each session, and how often; the old value is not kept.

    Who asks for another pseudonym may do so because somebody found out whose the old one is:
    a history that showed both would undo it.

    Parameters
    ----------
    age:
        Returns how many seconds ago a session began.
    """

    rows = ("correction",)

    def __init__(self, age: Callable[[Key], float]) -> None:
        self._age = age
        # For each session: from (minute, what) to how often.
        self._done: dict[Key, dict[tuple[int, str], int]] = {}

    def note(self, key: Key, what: str) -> None:
        """Note that something was corrected, once more."""
        minute = int(self._age(key) // BUCKET_S) * (BUCKET_S // 60)
        done = self._done.setdefault(key, {})
        done[minute, what] = done.get((minute, what), 0) + 1

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return the history of a session, oldest first."""
        return tuple(
            HeldEntry(
                row="correction",
                what=f"minutes {minute} to {minute + BUCKET_S // 60}",
                value=f"{_WORDS[what]}, {times} ×",
            )
            for (minute, what), times in self._done.get(key, {}).items()
        )

    def delete(self, key: Key) -> int:
        """Forget the history of a session."""
        return len(self._done.pop(key, ()))


class ComplaintCounts:
    """How many complaints each session has opened; which ones, is kept nowhere."""

    rows = ("complaint-count",)

    def __init__(self) -> None:
        self._opened: dict[Key, int] = {}

    def check(self, key: Key) -> None:
        """Raise ``RightRefused`` if a session has complained so often that it is enough."""
        before = self._opened.get(key, 0)
        if before >= MOST_COMPLAINTS_EACH:
            raise RightRefused(
                f"This session has complained {before} times, and more is not taken from it.",
                "Tell your teacher yourself, or wait for the answers.",
                rule="complaints",
                used=f"how many complaints this session has opened: {before}, of at most "
                f"{MOST_COMPLAINTS_EACH}",
            )

    def count(self, key: Key) -> None:
        """Note that a session has opened one more."""
        self._opened[key] = self._opened.get(key, 0) + 1

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return how many complaints a session has opened."""
        if key not in self._opened:
            return ()
        what = "complaints that this session has opened"
        return (HeldEntry(row="complaint-count", what=what, value=str(self._opened[key])),)

    def delete(self, key: Key) -> int:
        """Forget how many complaints a session has opened; they stay, and are nobody's."""
        return int(self._opened.pop(key, None) is not None)


class Desk:
    """Where a session has something corrected, and complains.

    Parameters
    ----------
    sessions, ledger, complaints:
        Stores that it writes into, besides its own.
    """

    def __init__(self, sessions: Sessions, ledger: Ledger, complaints: Complaints) -> None:
        self._sessions = sessions
        self._ledger = ledger
        self._complaints = complaints
        self._corrections = Corrections(sessions.age)
        self._counts = ComplaintCounts()
        # How many complaints were opened in each notebook; in which sessions, is kept nowhere.
        self._opened_in: Counter[object] = Counter()

    @property
    def stores(self) -> tuple[Holder, ...]:
        """Its own stores, to be registered."""
        return self._corrections, self._counts

    def gone(self, notebook: object) -> None:
        """Forget a notebook that has ended."""
        del self._opened_in[notebook]

    def answer(
        self, notebook: object, key: Key, ask: CorrectMine | Complain
    ) -> ComplaintsNow | None:
        """Draw something anew and note that it was; or open a complaint.

        The ledger counts a complaint, and the complaint knows no session.

        Raises
        ------
        RightRefused
            This session, or this notebook, has complained so often that no more is taken.
        """
        if isinstance(ask, Complain):
            self._check(notebook)
            told = self._complain(key, ask)
            self._opened_in[notebook] += 1
            return told
        self._sessions.redraw(key, ask.what)
        if self._ledger.notes(key):  # a history is a note, too
            self._corrections.note(key, ask.what)
        self._ledger.note(key, "right-correct")
        return None

    def _check(self, notebook: object) -> None:
        before = self._opened_in[notebook]
        if before >= MOST_COMPLAINTS_HERE:
            raise RightRefused(
                f"{before} complaints were opened in this notebook, and more is not taken from it.",
                "Tell your teacher yourself, or wait for the answers.",
                rule="complaints",
                used=f"how many complaints were opened in this notebook: {before}, of at most "
                f"{MOST_COMPLAINTS_HERE}",
            )

    def _complain(self, key: Key, ask: Complain) -> ComplaintsNow:
        self._counts.check(key)
        opened = self._complaints.open(ask.says, ask.about)
        self._counts.count(key)
        self._ledger.note(key, "right-complain")
        return ComplaintsNow(complaints=(opened,))

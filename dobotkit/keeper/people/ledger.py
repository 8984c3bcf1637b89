"""The ledger of a session: what was used, how often, in steps of five minutes.

For the pupil and for nobody else. It is counts, not contents: that the camera was on three
times, and not what it saw. The points are a running total like a privacy budget: a teaching
number, by the grade of what was opened, and not a measure of danger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dobotkit.keeper.people.holder import Key
from dobotkit.people_messages import (
    EVENTS,
    PERMISSIONS,
    Event,
    HeldEntry,
    LedgerLine,
    PermissionName,
    in_words,
)
from dobotkit.policy.about import Permission

__all__ = ["BUCKET_S", "MOST_LINES", "POINTS", "Ledger"]

BUCKET_S = 300
"""Seconds that are noted as one time: no line tells when exactly something was."""

MOST_LINES = 500
"""Lines of one ledger; the oldest makes room."""

POINTS = {"C0": 0, "C1": 1, "C2": 5, "C3": 25}
"""What opening something counts for, by its grade in the inventory."""


@dataclass(slots=True)
class _Book:
    # From (minute, event, what) to how often; a dict keeps the order.
    lines: dict[tuple[int, Event, str], int] = field(default_factory=dict)
    points: int = 0
    forgotten: int = 0
    notes: bool = True


class Ledger:
    """The ledgers of all sessions.

    Parameters
    ----------
    registry:
        What each permission is, from the inventory.
    age:
        Returns how many seconds ago a session began.
    """

    rows = ("ledger-line", "no-tracking")

    def __init__(self, registry: Mapping[str, Permission], age: Callable[[Key], float]) -> None:
        self._registry = registry
        self._age = age
        self._books: dict[Key, _Book] = {}

    def note(self, key: Key, event: Event, what: PermissionName | None = None) -> None:
        """Note that something happened, once more.

        Raises
        ------
        ValueError
            There is no such event, or no such permission.
        """
        if event not in EVENTS or (what is not None and what not in PERMISSIONS):
            raise ValueError("a ledger has lines of its closed lists only")
        book = self._books.setdefault(key, _Book())
        if not book.notes:
            return
        minute = int(self._age(key) // BUCKET_S) * (BUCKET_S // 60)
        line = (minute, event, what or "")
        if line not in book.lines and len(book.lines) >= MOST_LINES:
            del book.lines[next(iter(book.lines))]
            book.forgotten += 1
        book.lines[line] = book.lines.get(line, 0) + 1
        book.points += self._points(event, what or "")

    def hush(self, key: Key) -> None:
        """Note nothing more of a session: whoever uses it asked not to be tracked."""
        self._books.setdefault(key, _Book()).notes = False

    def notes(self, key: Key) -> bool:
        """Whether anything is noted of a session."""
        return self._books[key].notes if key in self._books else True

    def _points(self, event: Event, what: str) -> int:
        return POINTS[self._registry[what].grade] if event == "permission-on" else 0

    def points(self, key: Key) -> int:
        """Return the running total of a session."""
        return self._books[key].points if key in self._books else 0

    def forgotten(self, key: Key) -> int:
        """Return how many lines of a session had to make room."""
        return self._books[key].forgotten if key in self._books else 0

    def lines(self, key: Key) -> tuple[LedgerLine, ...]:
        """Return the ledger of a session, oldest line first."""
        book = self._books.get(key, _Book())
        return tuple(
            LedgerLine.model_validate(
                {
                    "minute": minute,
                    "event": event,
                    "what": what,
                    "times": times,
                    "points": times * self._points(event, what),
                }
            )
            for (minute, event, what), times in book.lines.items()
        )

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return the lines of a session's ledger in words, and whether there are to be none."""
        wish = HeldEntry(row="no-tracking", what="what you asked for", value="not to be tracked")
        lines = tuple(
            HeldEntry(
                row="ledger-line",
                what=f"minutes {line.minute} to {line.minute + BUCKET_S // 60}",
                value=f"{in_words(line.event, line.what)}, {line.times} ×",
            )
            for line in self.lines(key)
        )
        return lines if self.notes(key) else (*lines, wish)

    def delete(self, key: Key) -> int:
        """Forget the ledger of a session."""
        gone = len(self.access(key))
        self._books.pop(key, None)
        return gone

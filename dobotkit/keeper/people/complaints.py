"""The box for complaints: a number, words of a closed list, two days, and an answer.

No complaint knows whose it is. Who opened it remembers the number; who has no number, or
whose notebook was closed, can only ask the teacher. The box is in memory like all else, so
it ends with the lab: the page tells the teacher to write down what is still open.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from dobotkit.errors import DeskError, KeeperRefused
from dobotkit.policy.inventory import Inventory
from dobotkit.rights_messages import ANSWER_DAYS, ComplaintNow, ComplaintState, Ground, Says

__all__ = ["MOST_COMPLAINTS", "Complaints", "this_day"]

MOST_COMPLAINTS = 500
"""Complaints of one lab; from then on, answered ones make room."""

_NUMBERS = range(1000, 10_000)


def this_day() -> dt.date:
    """Return the day that it is here, by this computer's own clock and zone."""
    return dt.datetime.now().astimezone().date()


@dataclass(slots=True)
class _Complaint:
    says: Says
    about: str
    opened: dt.date
    state: ComplaintState = "open"
    ground: Ground | None = None

    @property
    def due(self) -> dt.date:
        # Calendar days: weekends and holidays count.
        return self.opened + dt.timedelta(days=ANSWER_DAYS)


class Complaints:
    """All complaints of one lab.

    Parameters
    ----------
    known:
        What a complaint can be about.
    today:
        Returns the day that it is here.
    """

    def __init__(self, known: Inventory, today: Callable[[], dt.date]) -> None:
        self._about = {"", *known.rows, *known.permissions, *known.rights}
        self._today = today
        self._chance = random.SystemRandom()
        self._lock = threading.Lock()
        self._all: dict[int, _Complaint] = {}

    def open(self, says: Says, about: str) -> ComplaintNow:
        """Open a complaint.

        Raises
        ------
        KeeperRefused
            There is nothing of that name, or so many complaints are open that no more fit.
        """
        if about not in self._about:
            raise KeeperRefused(
                f"There is nothing called “{about}” to complain about.",
                "Name a row of the inventory, a permission or a right; or leave it out.",
            )
        with self._lock:
            self._make_room()
            number = self._chance.choice([one for one in _NUMBERS if one not in self._all])
            self._all[number] = _Complaint(says, about, self._today())
            return self._now(number)

    def find(self, numbers: Iterable[int]) -> tuple[ComplaintNow, ...]:
        """Return the complaints of these numbers, without those that are not there."""
        with self._lock:
            return tuple(self._now(number) for number in numbers if number in self._all)

    def everything(self) -> tuple[ComplaintNow, ...]:
        """Return all complaints: open ones first, then by their days, then by their numbers."""
        with self._lock:
            every = [self._now(number) for number in self._all]
        # Not as they came: who sees the page would see who had just written something.
        return tuple(sorted(every, key=lambda one: (one.state != "open", one.opened, one.number)))

    def said_before(self, number: int) -> int:
        """Return how many other complaints say the same about the same."""
        with self._lock:
            mine = self._all.get(number)
            if mine is None:
                return 0  # it has made room meanwhile
            same = (mine.says, mine.about)
            return sum((one.says, one.about) == same for one in self._all.values()) - 1

    def answer(self, number: int, state: str, ground: str = "") -> None:
        """Answer a complaint, once.

        Parameters
        ----------
        number:
            Which.
        state:
            ``"done"`` or ``"refused"``.
        ground:
            Why it is refused, one of ``GROUNDS``; empty if it is done.

        Raises
        ------
        DeskError
            It has no answer to give, or it is none: a refusal without a ground, or with one
            that is not in the list.
        """
        with self._lock:
            complaint = self._all.get(number)
            if complaint is None or complaint.state != "open":
                raise DeskError(
                    f"Complaint {number} is not open.", "It may be answered already: look again."
                )
            if state == "done" and not ground:
                complaint.state = "done"
            elif state == "refused" and ground in get_args(Ground):
                complaint.state, complaint.ground = "refused", ground  # type: ignore[assignment]  # just compared with the list
            else:
                raise DeskError(
                    "A complaint is refused for one of six reasons only, and done without one.",
                    "Choose the reason from the list.",
                )

    def _make_room(self) -> None:
        if len(self._all) < MOST_COMPLAINTS:
            return
        answered = next((n for n, one in self._all.items() if one.state != "open"), None)
        if answered is None:
            raise KeeperRefused(
                f"The box is full: {MOST_COMPLAINTS} complaints wait for an answer.",
                "Tell your teacher yourself.",
            )
        del self._all[answered]

    def _now(self, number: int) -> ComplaintNow:
        one = self._all[number]
        return ComplaintNow(
            number=number,
            says=one.says,
            about=one.about,
            opened=one.opened.isoformat(),
            due=one.due.isoformat(),
            state=one.state,
            ground=one.ground or "",
            overdue=one.state == "open" and self._today() > one.due,
        )

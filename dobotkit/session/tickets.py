"""Complaints, as the notebook that opened them sees them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import GROUNDS, SAYS, ComplaintNow, ComplaintState
from dobotkit.session.tables import paragraphs, table

__all__ = ["Ticket", "Tickets", "ticket_of"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One complaint.

    Attributes
    ----------
    number:
        Its number, drawn by lot. It is all by which it can be found again.
    says, about:
        What is wrong, and which row, permission or right it is about; that may be empty.
    opened, due:
        The day on which it was opened, and the last one for its answer.
    state, ground:
        ``"open"``, ``"done"`` or ``"refused"``; and why, if it was refused.
    overdue:
        Whether it is open although that day is over.
    """

    number: int
    says: str
    about: str
    opened: dt.date
    due: dt.date
    state: ComplaintState
    ground: str
    overdue: bool

    @property
    def answer(self) -> str:
        """How it stands, in words."""
        if self.state == "refused":
            return f"refused: {self.ground}"
        if self.state == "done":
            return "done: your teacher says that it is put right"
        return "no answer yet, and it is overdue" if self.overdue else "no answer yet"

    def __repr__(self) -> str:
        about = f" It is about: {self.about}." if self.about else ""
        return (
            f"Complaint {self.number}: {self.says}{about}\n"
            f"Opened on {self.opened}; to be answered until {self.due}: {self.answer}.\n"
            "It says nothing of you: who wants to ask about it needs its number. It is in this "
            "lab's memory only, and ends with the lab. So tell your teacher the number, to be "
            f"written down.\nWhere else to turn: {inventory().about.complaint}"
        )

    def _repr_html_(self) -> str:
        return paragraphs(repr(self))


class Tickets:
    """The complaints that this notebook has opened.

    Attributes
    ----------
    tickets:
        In the order in which they were opened; those that the keeper has no more are missing.
    """

    def __init__(self, tickets: tuple[Ticket, ...]) -> None:
        self.tickets = tickets

    def __len__(self) -> int:
        return len(self.tickets)

    def __repr__(self) -> str:
        if not self.tickets:
            return "This notebook has no complaint open."
        return "\n".join(
            f"{one.number}: {one.says} Until {one.due}: {one.answer}." for one in self.tickets
        )

    def _repr_html_(self) -> str:
        if not self.tickets:
            return paragraphs(repr(self))
        return table(
            ("number", "complaint", "about", "opened", "answer until", "answer"),
            (
                (one.number, one.says, one.about, one.opened, one.due, one.answer)
                for one in self.tickets
            ),
        )


def ticket_of(now: ComplaintNow) -> Ticket:
    """Return a complaint as its notebook sees it."""
    return Ticket(
        number=now.number,
        says=SAYS[now.says],
        about=now.about,
        opened=dt.date.fromisoformat(now.opened),
        due=dt.date.fromisoformat(now.due),
        state=now.state,
        ground=GROUNDS[now.ground] if now.ground else "",
        overdue=now.overdue,
    )

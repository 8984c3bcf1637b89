"""Complaints, as the keeper's page shows them to a teacher."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dobotkit.keeper.people.complaints import Complaints
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import GROUNDS, SAYS, ComplaintNow

__all__ = ["shown"]


def shown(complaints: Complaints) -> list[dict[str, Any]]:
    """Return all complaints as the page shows them: open ones first, the oldest first."""
    return [_shown(one, complaints.said_before(one.number)) for one in complaints.everything()]


def _shown(one: ComplaintNow, others: int) -> dict[str, Any]:
    about = f" It is about: {_name_of(one.about)}." if one.about else ""
    again = " 1 other says the same." if others == 1 else f" {others} others say the same."
    return {
        "id": str(one.number),
        "title": f"Complaint {one.number}",
        "says": f"It says: {SAYS[one.says]}{about}{again if others else ''}",
        "days": f"Opened on {_day(one.opened)}, to be answered until {_day(one.due)}.",
        "state": _state(one),
        "open": one.state == "open",
        "overdue": one.overdue,
    }


def _state(one: ComplaintNow) -> str:
    if one.ground:
        return f"Refused: {GROUNDS[one.ground]}"
    if one.state == "done":
        return "Done."
    return "Overdue: its last day is over." if one.overdue else "It waits for your answer."


def _name_of(about: str) -> str:
    row = inventory().rows.get(about)
    return f"{row.name} ({about})" if row else about


def _day(text: str) -> str:
    day = dt.date.fromisoformat(text)
    # Not by strftime: its names of months follow the computer's language.
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day} {months[day.month - 1]} {day.year}"

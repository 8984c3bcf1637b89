"""``Held``: everything that is held about a session, by the keeper and by this notebook."""

from __future__ import annotations

import html
from typing import Literal, NamedTuple

from dobotkit.client import client
from dobotkit.held_here import HeldHere
from dobotkit.people_messages import AskHeld, HeldEntry, HeldNow
from dobotkit.policy.inventory import inventory
from dobotkit.policy.row import PURPOSES, RETENTIONS, Row
from dobotkit.session.tables import table

__all__ = ["Entry", "Held", "entries_of", "read_held", "said_of"]

# A list that changes while its pages are read is read again, so many times.
_READINGS = 5


class Entry(NamedTuple):
    """One thing that is held.

    Attributes
    ----------
    row:
        Its row in the inventory.
    what, value:
        What it is, and what is held.
    where:
        Who holds it: ``"keeper"`` or ``"this notebook"``.
    """

    row: str
    what: str
    value: str
    where: Literal["keeper", "this notebook"]


def entries_of(holder: HeldHere) -> tuple[Entry, ...]:
    """Return what a store of this notebook holds."""
    return tuple(
        Entry(holder.rows[0], what, value, "this notebook") for what, value in holder.access()
    )


def said_of(row: Row) -> tuple[str, str, str]:
    """Return what a row is for, until when it is kept, and who sees it, in words."""
    people = [inventory().recipients[one].words for one in row.recipients]
    return PURPOSES[row.purpose], RETENTIONS[row.retention], "; ".join(people) or "nobody"


def read_held(token: str, *, take_along: bool) -> tuple[HeldEntry, ...]:
    """Return what the keeper holds; read again if it has changed between two pages."""
    for reading in range(_READINGS):
        entries, marks, total = list[HeldEntry](), set[int](), 1
        # Whoever works on and on in another notebook gets the last reading as it is.
        while len(entries) < total and (len(marks) <= 1 or reading == _READINGS - 1):
            # Only the first question is noted in the ledger, and as what it was asked for.
            ask = AskHeld(token=token, skip=len(entries), take_along=take_along)
            page = client().ask(ask, HeldNow)
            entries.extend(page.entries)
            marks.add(page.mark)
            total = page.total if page.entries else 0
        if len(marks) == 1:
            break
    return tuple(entries)


class Held:
    """Everything that is held about your session at one moment.

    As the last line of a cell it is a table, grouped by the rows of the inventory, with what
    each is for, until when it is kept and who sees it.

    Attributes
    ----------
    entries:
        All of it, the keeper's first.
    """

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def rows(self) -> dict[str, tuple[Entry, ...]]:
        """The entries by the row of the inventory that they belong to."""
        names = dict.fromkeys(entry.row for entry in self.entries)
        return {name: tuple(one for one in self.entries if one.row == name) for name in names}

    @property
    def _headline(self) -> str:
        things = "1 thing is" if len(self) == 1 else f"{len(self)} things are"
        return f"{things} held about this session, and nothing else."

    def __repr__(self) -> str:
        lines = [self._headline]
        for name, entries in self.rows.items():
            lines.append(f"{name}:")
            lines.extend(f"  {one.what}: {one.value} ({one.where})" for one in entries)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [f"<p>{self._headline}</p>"]
        for name, entries in self.rows.items():
            row = inventory().row(name)
            why, until, who = map(html.escape, said_of(row))
            parts += [
                (
                    f"<p><strong>{html.escape(row.name)}</strong>. {html.escape(row.words)}<br>"
                    f"What for: {why}. Kept {until}. Who sees it: {who}.</p>"
                ),
                table(
                    ("what", "what is held", "who holds it"),
                    ((one.what, one.value, one.where) for one in entries),
                ),
            ]
        return "".join(parts)

"""Deleting, with a proof: how much went, and a search for what may be left."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping

from dobotkit.held_here import HeldHere
from dobotkit.memory_search import search
from dobotkit.policy.inventory import inventory
from dobotkit.session.tables import paragraphs, table

__all__ = ["Deletion", "delete_here", "left_here"]


class Deletion:
    """What was deleted, and what a search found afterwards.

    Attributes
    ----------
    rows:
        From the row of the inventory to how many entries of it went.
    searched:
        Objects of the keeper and of the kit in this notebook that were looked at afterwards.
    left:
        In how many of them something of the session was found; 0 is the proof.
    """

    def __init__(self, rows: Mapping[str, int], *, searched: int, left: int) -> None:
        self.rows = dict(rows)
        self.searched = searched
        self.left = left

    @property
    def count(self) -> int:
        """How many entries went in all."""
        return sum(self.rows.values())

    @property
    def words(self) -> str:
        """What came of it, in a few sentences."""
        found = (
            "nothing of the session is left in any of them."
            if not self.left
            else f"something is left in {self.left} of them. Tell your teacher: that is a "
            "mistake in the kit."
        )
        return (
            f"{self.count} entries are deleted, and the session is over.\n"
            f"Then {self.searched} objects in the computer's memory were searched: {found}\n"
            "What cells have shown stays in the notebook: Edit, Clear Outputs of All Cells. "
            "Copies that you have taken along are yours to delete. Complaints that you opened "
            "stay, because nobody knows whose they are."
        )

    def __repr__(self) -> str:
        lines = [f"  {row}: {count}" for row, count in self.rows.items()]
        first, *rest = self.words.splitlines()
        return "\n".join([first, *lines, *rest])

    def _repr_html_(self) -> str:
        known = inventory().rows
        lines = ((known[row].name, count) for row, count in self.rows.items())
        return table(("what", "entries deleted"), lines) + paragraphs(self.words)


def delete_here(holders: Iterable[HeldHere]) -> Counter[str]:
    """Let every store of this notebook forget all; return how many entries went, by row."""
    deleted: Counter[str] = Counter()
    for holder in holders:
        deleted[holder.rows[0]] += holder.delete()
    return +deleted


def left_here(*needles: str) -> tuple[int, list[object]]:
    """Search all that the kit holds in this notebook, as ``search`` does."""
    modules = [
        module
        for name, module in tuple(sys.modules.items())
        if name == "dobotkit" or name.startswith("dobotkit.")
    ]
    return search([vars(module) for module in modules], needles)

"""``Corrected``: what was put right, and what was put right before."""

from __future__ import annotations

from dobotkit.session.held import Entry
from dobotkit.session.tables import table

__all__ = ["Corrected"]


class Corrected:
    """What was put right.

    Attributes
    ----------
    what, now:
        What it was, and how it is now.
    history:
        What was put right in this session so far; without the old values.
    """

    def __init__(self, what: str, now: str, history: tuple[Entry, ...]) -> None:
        self.what = what
        self.now = now
        self.history = history

    def __repr__(self) -> str:
        before = [f"  {one.what}: {one.value}" for one in self.history]
        return "\n".join([f"{self.what}: now {self.now}", "Corrected so far:", *before])

    def _repr_html_(self) -> str:
        lines = ((one.what, one.value) for one in self.history)
        return table(("what", "now"), [(self.what, self.now)]) + table(
            ("when or what", "corrected so far"), lines
        )

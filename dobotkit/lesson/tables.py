"""A table in words; in a notebook, one that a screen reader can walk through."""

from __future__ import annotations

import html
from collections.abc import Iterable

from dobotkit.lesson.words import Sentence
from dobotkit.session.tables import table

__all__ = ["Table"]


class Table(Sentence):
    """Lines with a head.

    Parameters
    ----------
    head:
        What each column is.
    lines:
        The lines; every cell is text.
    below:
        A sentence under it.

    Attributes
    ----------
    head, lines:
        The same, as texts.
    """

    __slots__ = ("below", "head", "lines")

    def __init__(
        self, head: Iterable[str], lines: Iterable[Iterable[object]], *, below: str = ""
    ) -> None:
        self.head = tuple(head)
        self.lines = tuple(tuple(str(cell) for cell in line) for line in lines)
        self.below = below
        # A head over nothing would say that something is missing.
        rows = (self.head, *self.lines) if self.lines else ()
        wide = [max((len(row[at]) for row in rows), default=0) for at in range(len(self.head))]
        words = [
            "  ".join(word.ljust(width) for word, width in zip(row, wide, strict=True)).rstrip()
            for row in rows
        ]
        super().__init__("\n".join([*words, *([below] if below else [])]))

    def _repr_html_(self) -> str:
        below = f"<p>{html.escape(self.below)}</p>" if self.below else ""
        return (table(self.head, self.lines) if self.lines else "") + below

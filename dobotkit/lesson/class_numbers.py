"""Numbers about the made-up class, as a pupil reads them."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Self

from dobotkit.rules import SESSION_RULES

__all__ = ["ClassTable", "Number", "OpenCount", "asked_in_words"]


def asked_in_words(where: Mapping[str, Sequence[str]]) -> str:
    """Say whom a question is about, for example ``club chess, glasses no``."""
    parts = [f"{name} {' or '.join(values)}" for name, values in where.items()]
    return ", ".join(parts) or "everybody"


class OpenCount(int):
    """An exact count, with the question that it answers.

    Attributes
    ----------
    where:
        Whom it counts.
    """

    where: Mapping[str, tuple[str, ...]]

    def __new__(cls, count: int, where: Mapping[str, tuple[str, ...]]) -> Self:
        """Make one."""
        number = super().__new__(cls, count)
        number.where = dict(where)
        return number


class Number:
    """A count that may be shown, or is hidden.

    Attributes
    ----------
    shown:
        About how many; a multiple of 3. None if it is hidden.
    where:
        Whom it counts.
    rule:
        The rule by which it was decided.
    used:
        What was looked at to decide it.
    """

    def __init__(
        self,
        shown: int | None,
        where: Mapping[str, tuple[str, ...]],
        *,
        rule: str,
        used: str,
    ) -> None:
        self.shown = shown
        self.where = dict(where)
        self.rule = rule
        self.used = used

    @property
    def hidden(self) -> bool:
        """Whether it is hidden."""
        return self.shown is None

    def why(self) -> str:
        """Tell by which rule it is shown or hidden, and what was looked at."""
        return f"Rule “{self.rule}”. {SESSION_RULES[self.rule]} Looked at for this: {self.used}."

    def __repr__(self) -> str:
        return "hidden" if self.shown is None else f"about {self.shown}"


class ClassTable:
    """Counts of a class for one or two questions, with their sums.

    Attributes
    ----------
    rows, columns:
        The words at its edges; the last of each is ``"all"``.
    note:
        What has to be said about all of its numbers.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        edges: tuple[tuple[str, ...], tuple[str, ...]],
        numbers: Mapping[tuple[str, str], Number | OpenCount],
        note: str,
    ) -> None:
        self.rows, self.columns = edges
        self.note = note
        self._names = names
        self._numbers = dict(numbers)

    def __getitem__(self, place: tuple[str, str] | str) -> Number | OpenCount:
        """Return one number: ``table["chess"]`` or ``table["chess", "yes"]``."""
        return self._numbers[place if isinstance(place, tuple) else (place, "all")]

    def why(self, row: str, column: str = "all") -> str:
        """Tell why one of its numbers is shown or hidden."""
        number = self[row, column]
        if isinstance(number, Number):
            return number.why()
        return "This is the open table: nothing in it is hidden, and nothing rounded."

    @property
    def _head(self) -> list[str]:
        # With one question there is nothing that the only column could be the sum of.
        columns = self.columns if len(self._names) > 1 else ("pupils",)
        return [" / ".join(self._names), *columns]

    def __repr__(self) -> str:
        head = self._head
        body = [
            [row, *(repr(self._numbers[row, column]) for column in self.columns)]
            for row in self.rows
        ]
        wide = [max(len(line[at]) for line in (head, *body)) for at in range(len(head))]
        lines = [
            "  ".join(word.ljust(width) for word, width in zip(line, wide, strict=True)).rstrip()
            for line in (head, *body)
        ]
        return "\n".join([*lines, self.note])

    def _repr_html_(self) -> str:
        left = 'style="text-align:left"'
        head = "".join(f'<th scope="col" {left}>{html.escape(word)}</th>' for word in self._head)
        body = "".join(
            f'<tr><th scope="row" {left}>{html.escape(row)}</th>'
            + "".join(self._cell(self._numbers[row, column]) for column in self.columns)
            + "</tr>"
            for row in self.rows
        )
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{html.escape(self.note)}</p>"
        )

    @staticmethod
    def _cell(number: Number | OpenCount) -> str:
        word = repr(number)
        if isinstance(number, Number) and number.hidden:
            word = f"<em>{word}</em>"
        return f'<td style="text-align:left">{word}</td>'

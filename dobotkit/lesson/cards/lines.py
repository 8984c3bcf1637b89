"""The lines for machines, taken apart: which characters say what, and what checks them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dobotkit import mrz
from dobotkit.lesson.tables import Table

__all__ = ["Lines", "explain"]

_SAYS: Final = {
    "document_code": "kind of document",
    "issuing_state": "state",
    "number": "number",
    "optional": "room for more",
    "birth": "born",
    "sex": "sex",
    "expiry": "valid until",
    "nationality": "nationality",
    "optional_2": "room for more",
    "name": "name",
    "number_check": "check digit of the number",
    "birth_check": "check digit of “born”",
    "expiry_check": "check digit of “valid until”",
    "optional_check": "check digit of the room for more",
    "composite_check": "check digit of the others together",
}
_CHECK: Final = "_check"

# Colours are the page's own: a frame, and the words in the table, tell the fields apart.
_FRAME: Final = "border: 1px solid currentColor; margin-right: 1px; padding: 2px 1px;"
_BOLD: Final = (
    "border: 3px double currentColor; margin-right: 1px; padding: 0 1px; font-weight: bold;"
)


class _Part(NamedTuple):
    name: str
    text: str
    says: str
    where: str


class Lines(Table):
    """The fields of a machine-readable zone, in the order in which they are read."""

    __slots__ = ("_parts",)

    def __init__(self, lines: Sequence[str]) -> None:
        zone = mrz.parse(lines)
        self._parts = tuple(
            tuple(_parts(zone.kind, line, number))
            for number, line in enumerate(zone.lines, start=1)
        )
        super().__init__(
            ("line", "characters", "there stands", "that is"),
            [
                (number, part.where, part.text, part.says)
                for number, line in enumerate(self._parts, start=1)
                for part in line
            ],
        )

    def _repr_html_(self) -> str:
        shown = "<br>".join("".join(map(_span, line)) for line in self._parts)
        return (
            '<p aria-hidden="true" style="font-family: monospace; font-size: 120%; '
            f'line-height: 2; overflow-wrap: anywhere">{shown}</p>' + super()._repr_html_()
        )


def _parts(kind: mrz.Kind, line: str, number: int) -> Iterator[_Part]:
    places = sorted(
        (field.place.first, field.place.last, field.name)
        for field in mrz.FIELDS[kind].values()
        if field.place.line == number
    )
    for first, last, name in places:
        where = f"{first}–{last}" if last > first else f"{first}"
        yield _Part(name, line[first - 1 : last], _SAYS[name], where)


def _span(part: _Part) -> str:
    style = _BOLD if part.name.endswith(_CHECK) else _FRAME
    return f'<span title="{html.escape(part.says)}" style="{style}">{html.escape(part.text)}</span>'


def explain(lines: Sequence[str]) -> Lines:
    """Take the lines of a card apart.

    Parameters
    ----------
    lines:
        As they stand on it, for example ``card.lines``.

    Raises
    ------
    MrzError
        They are no such lines.
    """
    return Lines(lines)

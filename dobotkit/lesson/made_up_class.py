"""The made-up class of lesson 11, as a pupil asks about it.

::

    made_up = lesson.made_up_class(session)
    made_up.count(club="chess")          # about 9
    made_up.table("club")                # some of it is hidden
    with session.permission("class-table", why="see what it gives away"):
        made_up.open_table("club", "glasses")

The keeper holds the class; its pupils do not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from dobotkit.class_messages import (
    ATTRIBUTES,
    Asked,
    ClassJoined,
    ClassList,
    ClassNumbers,
    ClassOpen,
    ClassPupil,
    CountClass,
    CountOpenly,
    JoinClass,
    LeaveClass,
    ListOpenly,
)
from dobotkit.client import client
from dobotkit.errors import SessionOver, WrongValue
from dobotkit.lesson.class_numbers import ClassTable, Number, OpenCount, asked_in_words
from dobotkit.session.hidden import Hidden
from dobotkit.session.session import Session, token_of
from dobotkit.session.tables import table as html_table

__all__ = ["ClassPupils", "MadeUpClass", "made_up_class"]

_ALL = "all"
Where = dict[str, tuple[str, ...]]


class ClassPupils:
    """Pupils of the made-up class, one a line.

    Attributes
    ----------
    pupils:
        Each with ``pseudonym``, ``club``, ``travel``, ``glasses`` and ``finished``.
    """

    _HEAD = ("pseudonym", *ATTRIBUTES)

    def __init__(self, pupils: Iterable[ClassPupil]) -> None:
        self.pupils = tuple(pupils)

    @property
    def _lines(self) -> list[list[str]]:
        return [[getattr(one, name) for name in self._HEAD] for one in self.pupils]

    def __len__(self) -> int:
        return len(self.pupils)

    def __repr__(self) -> str:
        lines = [list(self._HEAD), *self._lines]
        wide = [max(len(line[at]) for line in lines) for at in range(len(self._HEAD))]
        return "\n".join(
            "  ".join(word.ljust(width) for word, width in zip(line, wide, strict=True)).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        return html_table(self._HEAD, self._lines)


class MadeUpClass:
    """A class of pupils who do not exist, kept by the keeper; each session has one of its own.

    What is known of each pupil: ``club`` (chess, football, music, robots), ``travel`` (bike,
    bus, walk), ``glasses`` (no, yes), and whether all exercises are ``finished`` (no, yes).

    Parameters
    ----------
    session:
        Whose class it is.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, **where: str | Sequence[str]) -> Number:
        """Return how many pupils there are, as far as that may be shown.

        Parameters
        ----------
        **where:
            Whom to count: ``club="chess"``, or ``club=("chess", "music")`` for both.
        """
        return self._guarded([_where(where)])[0][0]

    def table(self, *names: str) -> ClassTable:
        """Return a table for one or two of the words, as far as it may be shown."""
        edges, cells = _cells(names)
        numbers, note = self._guarded(list(cells.values()))
        return ClassTable(names, edges, dict(zip(cells, numbers, strict=True)), note)

    def open_count(self, **where: str | Sequence[str]) -> OpenCount:
        """Return exactly how many pupils there are; needs the permission ``class-table``."""
        return self._open([_where(where)])[0]

    def open_table(self, *names: str) -> ClassTable:
        """Return a table of which nothing is hidden; needs the permission ``class-table``."""
        edges, cells = _cells(names)
        counts = self._open(list(cells.values()))
        note = "The open table: exact numbers, nothing hidden."
        return ClassTable(names, edges, dict(zip(cells, counts, strict=True)), note)

    def open_list(self) -> ClassPupils:
        """Return everybody under a pseudonym; needs the permission ``class-table``."""
        told = client().ask(ListOpenly(token=self._token), ClassList)
        return ClassPupils(told.pupils)

    def join(self) -> ClassPupils:
        """Be one of this class: the keeper draws who you are in it."""
        told = client().ask(JoinClass(token=self._token), ClassJoined)
        return ClassPupils([told.pupil] if told.pupil else [])

    def leave(self) -> None:
        """Take your drawn pupil out of this class; it is forgotten, and counted no more."""
        client().ask(LeaveClass(token=self._token), ClassJoined)

    @property
    def _token(self) -> Hidden:
        try:
            return token_of(self._session)
        except SessionOver:
            # A new session alone does not help: it has a class of its own.
            raise SessionOver(
                "The session that this class belongs to was ended, and the class went with it.",
                "Begin new ones: session = Session(), then made_up = lesson.made_up_class(session)",
            ) from None

    def _guarded(self, cells: list[Where]) -> tuple[list[Number], str]:
        told = client().ask(
            CountClass(token=self._token, cells=tuple(map(_asked, cells))),
            ClassNumbers,
        )
        numbers = [
            Number(
                one.shown,
                where,
                rule=one.rule,
                used=f"the question ({asked_in_words(where)}), the class of {told.size}, the "
                f"smallest group that is shown, {told.smallest}, and all numbers that were shown "
                f"before: {one.earlier}",
            )
            for where, one in zip(cells, told.numbers, strict=True)
        ]
        return numbers, (
            f"{told.size} pupils, as they were {_ago(told.age)}. Groups below "
            f"{told.smallest} are hidden, and what would give them away; shown numbers are "
            f"multiples of {told.multiple}."
        )

    def _open(self, cells: list[Where]) -> list[OpenCount]:
        told = client().ask(
            CountOpenly(token=self._token, cells=tuple(map(_asked, cells))), ClassOpen
        )
        return [OpenCount(n, where) for n, where in zip(told.counts, cells, strict=True)]

    def __repr__(self) -> str:
        return "<MadeUpClass: 24 pupils who do not exist, and you if you join>"


def made_up_class(session: Session) -> MadeUpClass:
    """Return the made-up class of a session."""
    if not isinstance(session, Session):
        raise WrongValue(
            f"The made-up class belongs to a session, and {type(session).__name__} is none.",
            "Write: made_up = lesson.made_up_class(session)",
        )
    return MadeUpClass(session)


def _ago(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute ago"
    return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"


def _where(given: dict[str, str | Sequence[str]]) -> Where:
    return {
        _known(name): tuple(
            _value(name, one) for one in ([values] if isinstance(values, str) else values)
        )
        for name, values in given.items()
    }


def _known(name: str) -> str:
    if name not in ATTRIBUTES:
        raise WrongValue(
            f"Nothing called {str(name)[:30]!r} is known of the made-up class.",
            f"There is: {', '.join(ATTRIBUTES)}.",
        )
    return name


def _value(name: str, value: object) -> str:
    if value not in ATTRIBUTES[name]:
        raise WrongValue(
            f"{name} cannot be {str(value)[:30]!r}.",
            f"It can be: {', '.join(ATTRIBUTES[name])}.",
        )
    return str(value)


def _asked(where: Where) -> Asked:
    return Asked.model_validate(where)


def _cells(
    names: tuple[str, ...],
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], dict[tuple[str, str], Where]]:
    """Return the edges of a table, and for each place whom it counts; sums come first."""
    given = ", ".join(repr(str(name)[:30]) for name in names[:3]) or "none"
    if not 1 <= len(names) <= 2 or len(set(names)) < len(names):  # noqa: PLR2004 - paper is flat
        raise WrongValue(
            f"A table is about one word, or about two that differ; it was given {given}.",
            'For example: made_up.table("club") or made_up.table("club", "glasses")',
        )
    sides = [(_ALL, *ATTRIBUTES[_known(name)]) for name in names]
    rows = sides[0]
    columns = sides[1] if len(sides) > 1 else (_ALL,)
    cells: dict[tuple[str, str], Where] = {}
    for row, column in product(rows, columns):
        chosen = {names[0]: row} | ({names[1]: column} if len(names) > 1 else {})
        cells[row, column] = {name: (one,) for name, one in chosen.items() if one != _ALL}
    return ((*rows[1:], _ALL), (*columns[1:], _ALL) if len(sides) > 1 else columns), cells

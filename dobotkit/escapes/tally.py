"""What came of trying: for each way out, and each kind of wall, whether it got out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Came", "Column", "Tally", "Way"]


class Came(StrEnum):
    """What came of one try."""

    OUT = "out"
    STOPPED = "stopped"
    NOT_LIVE = "not live"
    """Nothing gets out by this way on this computer, with or without a wall: it shows nothing."""
    HOLE = "out, known"
    """It got out, as LIMITS.md says that it does."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out, as the table names it."""

    id: str
    title: str
    family: str


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of wall.

    Attributes
    ----------
    name:
        What stands above its column.
    out:
        The ids of all ways by which something got out, as seen from outside.
    must_hold:
        Whether nothing may get out there.
    said:
        What each way said of itself; it may lie.
    """

    name: str
    out: frozenset[str]
    must_hold: bool
    said: Mapping[str, str] = field(default_factory=dict)


class Tally:
    """All ways of one side, with the same ways unhindered as the first column.

    Parameters
    ----------
    title:
        What side it is: the kernel's, the server's, the page's.
    ways:
        All that were tried.
    plain:
        What got out where nothing stops it: the proof that the receiver sees it.
    columns:
        What got out of each kind of wall.
    known:
        Ways that get out of some columns as LIMITS.md says: name of the column and id.
    """

    def __init__(
        self,
        title: str,
        ways: Collection[Way],
        plain: Column,
        columns: Collection[Column],
        known: Collection[tuple[str, str]] = (),
    ) -> None:
        self.title = title
        self.ways = tuple(ways)
        self.plain = plain
        self.columns = tuple(columns)
        self._known = frozenset(known)

    @property
    def live(self) -> int:
        """How many ways get out where nothing stops them, on this computer."""
        return len(self.plain.out)

    def came(self, way: Way, column: Column) -> Came:
        """Return what came of one way in one column.

        What gets out is said to get out, whether it is live in the plain kernel or not.
        """
        if way.id in column.out:
            known = (column.name, way.id) in self._known
            return Came.HOLE if known else Came.OUT
        return Came.STOPPED if way.id in self.plain.out else Came.NOT_LIVE

    def escaped(self, column: Column) -> tuple[Way, ...]:
        """Return the ways that got out of one column and are in no list of holes."""
        return tuple(way for way in self.ways if self.came(way, column) is Came.OUT)

    @property
    def failures(self) -> tuple[tuple[Column, Way], ...]:
        """What got out where nothing may."""
        return tuple(
            (column, way)
            for column in self.columns
            if column.must_hold
            for way in self.escaped(column)
        )

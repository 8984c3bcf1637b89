"""What a notebook and the keeper say to each other about the made-up class of lesson 11.

Every word that can cross stands in a closed list: there is no place for a name.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, get_args

from pydantic import Field

from dobotkit.message_parts import Message
from dobotkit.people_messages import Pseudonym, Token

__all__ = [
    "ATTRIBUTES",
    "Asked",
    "ClassAsk",
    "ClassJoined",
    "ClassList",
    "ClassNumber",
    "ClassNumbers",
    "ClassOpen",
    "ClassPupil",
    "Club",
    "CountClass",
    "CountOpenly",
    "Hidden",
    "JoinClass",
    "LeaveClass",
    "ListOpenly",
    "Travel",
    "YesNo",
]

Club = Literal["chess", "football", "music", "robots"]
Travel = Literal["bike", "bus", "walk"]
YesNo = Literal["no", "yes"]
Hidden = Literal["shown", "small-class", "small-group", "enough-asked"]

ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "club": get_args(Club),
    "travel": get_args(Travel),
    "glasses": get_args(YesNo),
    "finished": get_args(YesNo),
}
"""What is invented about each pupil of the class, with all its values."""

_COUNTED: Final = ("class-number",)
Many = Annotated[int, Field(ge=0, le=100)]


class Asked(Message):
    """Whom to count: for each word the values that count; none for any value."""

    rows: ClassVar[tuple[str, ...]] = _COUNTED
    club: Annotated[tuple[Club, ...], Field(max_length=4)] = ()
    travel: Annotated[tuple[Travel, ...], Field(max_length=3)] = ()
    glasses: Annotated[tuple[YesNo, ...], Field(max_length=2)] = ()
    finished: Annotated[tuple[YesNo, ...], Field(max_length=2)] = ()


Cells = Annotated[tuple[Asked, ...], Field(min_length=1, max_length=30)]


# What a notebook asks.


class CountClass(Message):
    """Count pupils of the made-up class, and show what may be shown."""

    kind: Literal["count_class"] = "count_class"
    rows: ClassVar[tuple[str, ...]] = _COUNTED
    token: Token
    cells: Cells


class CountOpenly(Message):
    """Count pupils of the made-up class, and show everything: needs a permission."""

    kind: Literal["count_openly"] = "count_openly"
    rows: ClassVar[tuple[str, ...]] = ("class-table-open",)
    token: Token
    cells: Cells


class ListOpenly(Message):
    """List the made-up class, pupil by pupil, under pseudonyms: needs a permission."""

    kind: Literal["list_openly"] = "list_openly"
    rows: ClassVar[tuple[str, ...]] = ("class-table-open",)
    token: Token


class JoinClass(Message):
    """Be one of the made-up class: the answers are drawn."""

    kind: Literal["join_class"] = "join_class"
    rows: ClassVar[tuple[str, ...]] = ("class-character",)
    token: Token


class LeaveClass(Message):
    """Take one's drawn pupil out of the made-up class again."""

    kind: Literal["leave_class"] = "leave_class"
    rows: ClassVar[tuple[str, ...]] = ("class-character",)
    token: Token


ClassAsk = CountClass | CountOpenly | ListOpenly | JoinClass | LeaveClass


# What the keeper answers.


class ClassNumber(Message):
    """One count.

    Attributes
    ----------
    shown:
        Rounded; None if it is hidden.
    rule:
        Why it is hidden.
    earlier:
        How many counts had been shown before.
    """

    rows: ClassVar[tuple[str, ...]] = _COUNTED
    shown: Many | None
    rule: Hidden
    earlier: Many


class ClassNumbers(Message):
    """Counts that may be shown.

    Attributes
    ----------
    size:
        Pupils in the class when it was looked at.
    age:
        How many seconds ago that was.
    smallest, multiple:
        The smallest group that is shown, and what shown counts are multiples of.
    """

    kind: Literal["class_numbers"] = "class_numbers"
    rows: ClassVar[tuple[str, ...]] = _COUNTED
    numbers: Annotated[tuple[ClassNumber, ...], Field(max_length=30)]
    size: Many
    age: float
    smallest: Many
    multiple: Many


class ClassOpen(Message):
    """Exact counts of the class as it is now, however small."""

    kind: Literal["class_open"] = "class_open"
    rows: ClassVar[tuple[str, ...]] = ("class-table-open",)
    counts: Annotated[tuple[Many, ...], Field(max_length=30)]
    size: Many


class ClassPupil(Message):
    """One pupil of the made-up class, invented or drawn."""

    rows: ClassVar[tuple[str, ...]] = ("class-table-open", "class-character")
    pseudonym: Pseudonym | Literal["you"]
    club: Club
    travel: Travel
    glasses: YesNo
    finished: YesNo


class ClassList(Message):
    """The class as it is now, pupil by pupil."""

    kind: Literal["class_list"] = "class_list"
    rows: ClassVar[tuple[str, ...]] = ("class-table-open",)
    pupils: Annotated[tuple[ClassPupil, ...], Field(max_length=30)]


class ClassJoined(Message):
    """What was drawn for a pupil who joined; None for who has left."""

    kind: Literal["class_joined"] = "class_joined"
    rows: ClassVar[tuple[str, ...]] = ("class-character",)
    pupil: ClassPupil | None

"""What a notebook asks the keeper about the desk: its rules, and whether a way keeps to them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from dobotkit.message_parts import Carries, Message, Name

__all__ = ["MOST_PLACES", "AskDesk", "AskWay", "BoxNow", "DeskNow"]

MOST_PLACES: Final = 32
"""Of a way that the keeper is asked about at once."""


# Farther away is no arm's reach: a way is looked at millimetre by millimetre.
Value = Annotated[float, Field(ge=-1000, le=1000)]


class AskDesk(Message):
    """Ask for the rules of the desk at which an open arm stands."""

    rows: ClassVar[tuple[str, ...]] = ("desk-rules",)
    kind: Literal["ask_desk"] = "ask_desk"
    arm: Name


class AskWay(Message):
    """Ask whether a way may be gone, before any of it is.

    The answer is ``Done``, or the refusal. It allows nothing: each command is judged
    again when it comes.

    Attributes
    ----------
    places:
        The corners (x, y, z, r) of a way of straight lines, in mm and degrees; the first
        is where it begins.
    """

    rows: ClassVar[tuple[str, ...]] = ("way-ahead",)
    kind: Literal["ask_way"] = "ask_way"
    arm: Name
    places: Annotated[
        tuple[tuple[Value, Value, Value, Value], ...],
        Field(min_length=1, max_length=MOST_PLACES),
    ]


class BoxNow(Message):
    """A box of the desk: its name, and two opposite corners (x, y, z) in mm."""

    rows: ClassVar[tuple[str, ...]] = ("desk-rules",)
    name: Annotated[
        str,
        Field(max_length=40),
        Carries("desk-place", "views and refusals name it"),
    ]
    low: tuple[float, float, float]
    high: tuple[float, float, float]


Boxes = Annotated[tuple[BoxNow, ...], Field(max_length=20)]


class DeskNow(Message):
    """The rules of a desk.

    Attributes
    ----------
    speed:
        The cap in mm/s.
    tool:
        What is fitted.
    floor:
        The height z in mm at which it touches the table; None if nobody has said so.
    keep_out, zones:
        Boxes that are closed to the end of the tool, and boxes that forbid nothing.
    laser:
        Whether the laser may be switched on.
    """

    rows: ClassVar[tuple[str, ...]] = ("desk-rules",)
    kind: Literal["desk_now"] = "desk_now"
    speed: float
    tool: Literal["suction", "gripper", "pen", "laser", "none"]
    floor: float | None
    keep_out: Boxes
    zones: Boxes
    laser: bool

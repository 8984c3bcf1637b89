"""What a notebook asks about cards: one block, and looks within it.

What is asked is said once, at the beginning of a block: a look cannot ask for more. The answer
to a look is a scene (:class:`~dobotkit.sight_messages.SceneTold`) whose cards have claims.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dobotkit.claim_messages import Asks
from dobotkit.message_parts import Message
from dobotkit.sight_messages import Size

__all__ = ["BeginCards", "CardsAsk", "EndCards", "LookForCards"]

_Purpose = Literal["read-card"]
# Farther away no table reaches.
_Millimetre = Annotated[float, Field(ge=-1000, le=1000)]
_Degrees = Annotated[float, Field(ge=-360, le=360)]
_Length = Annotated[float, Field(ge=10, le=500)]


class BeginCards(Message):
    """Begin a block in which cards are read; needs both permissions and a purpose.

    Attributes
    ----------
    purpose:
        What for. There is no other one, and no message without it.
    asks:
        What is asked about each card; nothing else leaves the keeper in this block.
    """

    rows: ClassVar[tuple[str, ...]] = ("card-text", "look")
    kind: Literal["begin_cards"] = "begin_cards"
    purpose: _Purpose
    asks: Asks


class LookForCards(Message):
    """Look once, and say of each card what was asked; needs both permissions and a block.

    Attributes
    ----------
    purpose:
        The one with which it was begun.
    size:
        Of the picture, in pixels.
    at:
        Where to look closely, in mm in the arm's frame; None for all of the table.
    angle:
        How far what lies there is turned, in degrees; None if that is not known.
    length, width:
        How large it is, in mm; None if that is not known.
    """

    rows: ClassVar[tuple[str, ...]] = ("card-text", "look")
    kind: Literal["look_for_cards"] = "look_for_cards"
    purpose: _Purpose
    size: Size = "1280x720"
    at: tuple[_Millimetre, _Millimetre] | None = None
    angle: _Degrees | None = None
    length: _Length | None = None
    width: _Length | None = None


class EndCards(Message):
    """Read no cards any more."""

    rows: ClassVar[tuple[str, ...]] = ("card-block",)
    kind: Literal["end_cards"] = "end_cards"


CardsAsk = BeginCards | LookForCards | EndCards

"""What a notebook asks of the invented classroom to which the virtual camera can turn."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from dobotkit.message_parts import Message

__all__ = ["CLASS", "MOST_GUESTS", "Goodbye", "Invite", "RoomAsk"]

CLASS: Final = 200
"""How many invented people there are: their numbers are 1 to this."""

MOST_GUESTS: Final = 6
"""How many of them are in view at a time."""

Person = Annotated[int, Field(ge=1, le=CLASS)]


class Invite(Message):
    """Turn the virtual camera to the door, and let invented people come by.

    Attributes
    ----------
    people:
        Their numbers; empty where ``how_many`` is given.
    how_many:
        So many whom the keeper draws; None where ``people`` are named.
    photo:
        Whether a printed photograph of each is held up in their place.
    """

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["invite"] = "invite"
    people: Annotated[tuple[Person, ...], Field(max_length=MOST_GUESTS)] = ()
    how_many: Annotated[int, Field(ge=1, le=MOST_GUESTS)] | None = None
    photo: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.people) == (self.how_many is not None):
            raise ValueError("people are named, or their number is said")
        if len(set(self.people)) != len(self.people):
            raise ValueError("nobody is in two places")
        return self


class Goodbye(Message):
    """Let everybody go, and turn the virtual camera to the table again."""

    rows: ClassVar[tuple[str, ...]] = ("camera-now",)
    kind: Literal["goodbye"] = "goodbye"


RoomAsk = Invite | Goodbye

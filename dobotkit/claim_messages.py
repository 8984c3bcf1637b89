"""What the keeper tells of a card that it has read: yes or no, and words of closed lists.

What was asked for and nothing else can cross: an answer to what was not asked makes no message.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from dobotkit.message_parts import Carries, Message
from dobotkit.scene import CARD_ASKS, CardAsk, CardFault, Claims, Document

__all__ = ["Asks", "ClaimsTold"]

Asks = Annotated[tuple[CardAsk, ...], Field(min_length=1, max_length=len(CARD_ASKS))]
"""What is asked about a card."""

Ends = Annotated[
    str,
    Field(pattern=r"^[0-9]{2}$"),
    Carries("card-claims", "two last digits of an invented number, to tell two cards apart"),
]

# Which field answers which question.
_ANSWERS: Final[dict[CardAsk, str]] = {
    "kind": "document",
    "valid": "valid",
    "expired": "expired",
    "over 13": "over_13",
    "over 14": "over_14",
    "over 16": "over_16",
    "over 18": "over_18",
    "masked number": "number_ends",
    "issuing state": "issuing_state",
}


class ClaimsTold(Message):
    """What may be said about one specimen card; see :class:`~dobotkit.scene.Claims`.

    Attributes
    ----------
    asked:
        What was asked for; whatever answers another question has to be missing.
    document:
        Which kind of document it is.
    faults:
        Why it is not valid.
    number_ends:
        The last two digits of its number.
    """

    rows: ClassVar[tuple[str, ...]] = ("card-claims",)
    asked: Asks
    document: Document | None = None
    valid: bool | None = None
    faults: Annotated[tuple[CardFault, ...], Field(max_length=6)] = ()
    expired: bool | None = None
    over_13: bool | None = None
    over_14: bool | None = None
    over_16: bool | None = None
    over_18: bool | None = None
    number_ends: Ends | None = None
    issuing_state: Literal["UTO"] | None = None
    sure: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _only_what_was_asked(self) -> Self:
        told = {ask for ask, name in _ANSWERS.items() if getattr(self, name) is not None}
        if self.faults:
            told.add("valid")
        if not told <= set(self.asked):
            raise ValueError("it tells what was not asked for")
        return self

    @classmethod
    def of(cls, claims: Claims) -> ClaimsTold:
        """Say what may be said."""
        said = {_ANSWERS[ask]: claims.answer_to(ask) for ask in claims.asked}
        number = said.pop("number_ends", None)
        return cls.model_validate(
            said
            | {
                "asked": claims.asked,
                "faults": claims.faults if "valid" in claims.asked else (),
                "number_ends": None if number is None else number[-2:],
                "sure": claims.sure,
            }
        )

    def claims(self, purpose: str) -> Claims:
        """Return the claims, bound to what they were asked for."""
        said = dict(self)
        return Claims(purpose, said.pop("asked"), kind=said.pop("document"), **said)

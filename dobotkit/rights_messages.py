"""What a notebook and the keeper say to each other about rights: corrections and complaints.

Nobody writes a sentence of their own here: what a complaint says, what it is about and how
it is answered are words of closed lists, so that no complaint can name anybody.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from dobotkit.message_parts import Carries, Message
from dobotkit.people_messages import Token

__all__ = [
    "ANSWER_DAYS",
    "GROUNDS",
    "SAYS",
    "AskComplaints",
    "Complain",
    "ComplaintNow",
    "ComplaintState",
    "ComplaintsNow",
    "CorrectMine",
    "Ground",
    "RightsAsk",
    "Says",
]

ANSWER_DAYS: Final = 15
"""Calendar days in which a complaint is answered: Dobot's policy, §5(7)."""

Says = Literal["found-out", "kept", "permission", "right", "other"]
SAYS: Final[dict[Says, str]] = {
    "found-out": "Somebody could find out who I am.",
    "kept": "Something is kept that should not be.",
    "permission": "A permission is on that I did not ask for.",
    "right": "A right did not work.",
    "other": "Something else. I will tell my teacher what.",
}
"""All that a complaint can say."""

Ground = Literal[
    "national security",
    "public safety",
    "a crime is looked into",
    "bad faith",
    "harm to others",
    "trade secret",
]
GROUNDS: Final[dict[Ground, str]] = {
    "national security": "The safety of the country would suffer.",
    "public safety": "The safety or the health of many people would suffer.",
    "a crime is looked into": "Police or a court look into it, and have to go on undisturbed.",
    "bad faith": "It is asked again and again without a reason, or in order to harm somebody.",
    "harm to others": "Somebody else's rights would be seriously hurt.",
    "trade secret": "A business secret would come out.",
}
"""The only six reasons for which a complaint may be refused; after Dobot's policy, §5(7)."""

ComplaintState = Literal["open", "done", "refused"]

Number = Annotated[int, Field(ge=1000, le=9999)]
About = Annotated[
    str,
    Field(pattern=r"^[a-z0-9-]{0,40}$"),
    Carries("complaint", "the keeper compares it with the inventory: nothing else is let in"),
]
Day = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    Carries("complaint", "an answer is due by a day"),
]


# What a notebook asks.


class CorrectMine(Message):
    """Draw anew what was drawn for a session; what it should be cannot be said."""

    kind: Literal["correct_mine"] = "correct_mine"
    rows: ClassVar[tuple[str, ...]] = ("correction",)
    token: Token
    what: Literal["pseudonym", "robot-colour"]


class Complain(Message):
    """Open a complaint; the token proves that somebody is here, and is not kept with it.

    Attributes
    ----------
    says:
        What is wrong.
    about:
        Which row, permission or right of the inventory; empty for none.
    """

    kind: Literal["complain"] = "complain"
    rows: ClassVar[tuple[str, ...]] = ("complaint",)
    token: Token
    says: Says
    about: About = ""


class AskComplaints(Message):
    """Ask how complaints are going, by their numbers; whose they are, nobody knows."""

    kind: Literal["ask_complaints"] = "ask_complaints"
    rows: ClassVar[tuple[str, ...]] = ("complaint",)
    numbers: Annotated[tuple[Number, ...], Field(max_length=50)]


RightsAsk = CorrectMine | Complain | AskComplaints


# What the keeper answers.


class ComplaintNow(Message):
    """One complaint, as it stands.

    Attributes
    ----------
    number:
        Drawn by lot, so that it does not tell in which order people complained.
    opened, due:
        The day on which it was opened, and the last one for its answer.
    ground:
        Why it was refused; empty unless it was.
    overdue:
        Whether it is open although that day is over.
    """

    rows: ClassVar[tuple[str, ...]] = ("complaint",)
    number: Number
    says: Says
    about: About
    opened: Day
    due: Day
    state: ComplaintState
    ground: Ground | Literal[""]
    overdue: bool


class ComplaintsNow(Message):
    """Complaints, in the order in which they were asked for; those that are gone are missing."""

    kind: Literal["complaints_now"] = "complaints_now"
    rows: ClassVar[tuple[str, ...]] = ("complaint",)
    complaints: Annotated[tuple[ComplaintNow, ...], Field(max_length=50)]

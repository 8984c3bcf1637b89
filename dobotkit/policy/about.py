"""What the inventory says besides its rows: who answers for it, who sees it, what is asked for."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from dobotkit.policy.row import Grade, Id, Strict, Words

__all__ = ["ROLES", "About", "Permission", "Recipient", "Right", "Role"]

Role = Literal["pupil", "responsible", "operator", "chosen", "stranger"]

ROLES: Final[dict[Role, str]] = {
    "pupil": "uses the kit",
    "responsible": "decides what the kit is used for, and answers for it",
    "operator": "looks after the computers, and can open every file on them",
    "chosen": "gets it only if you or your teacher give it away",
    "stranger": "has nothing to do with the lesson",
}


class About(Strict):
    """Who is responsible, and where to turn.

    Attributes
    ----------
    controller:
        Who decides what for and how; the law calls that the controller.
    makers:
        What the people who write the kit get to know.
    contact:
        Whom to ask.
    complaint:
        Where to complain, inside and outside the school.
    """

    controller: Words
    makers: Words
    contact: Words
    complaint: Words


class Recipient(Strict):
    """Somebody who gets to see something.

    Attributes
    ----------
    id, words:
        How rows name them, and who that is.
    role:
        One of :data:`ROLES`.
    """

    id: Id
    words: Words
    role: Role


class Right(Strict):
    """Something that everybody may ask for.

    Attributes
    ----------
    id, words:
        Its name, and what may be asked for.
    how:
        How it is done, step by step.
    """

    id: Literal["access", "correct", "delete", "copy", "withdraw", "explain", "complain"]
    words: Words
    how: Words


class Permission(Strict):
    """Something that has to be asked for before it is used.

    Attributes
    ----------
    id, words:
        Its name, and what it allows.
    grade:
        How near what it opens comes to a person; one of :data:`~dobotkit.policy.row.GRADES`.
    why_it_exists:
        What needs it; empty if it is never given.
    never:
        Why it is never given; empty if it can be.
    """

    id: Id
    words: Words
    grade: Grade
    why_it_exists: Annotated[str, Field(max_length=500)] = ""
    never: Annotated[str, Field(max_length=500)] = ""

"""One kind of information: what it is, what for, where it stays, until when, who sees it.

A row of ``inventory.toml`` is a :class:`Row`. What can be counted or compared is a word of
a closed list; each of these words is said here in a pupil's words, once.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "GRADES",
    "KEPT",
    "PURPOSES",
    "RETENTIONS",
    "WAYS",
    "Grade",
    "Id",
    "Kept",
    "Purpose",
    "Retention",
    "Row",
    "Strict",
    "Words",
]

Purpose = Literal["teaching", "safety", "stability", "rights"]
Grade = Literal["C0", "C1", "C2", "C3"]
Kept = Literal["nowhere", "memory", "lab folder", "this computer", "browser", "your file"]
Retention = Literal["at once", "block", "arm", "notebook", "session", "lab", "page", "deleted"]

PURPOSES: Final[dict[Purpose, str]] = {
    "teaching": "so that the lesson works",
    "safety": "so that nobody is hurt and nothing breaks",
    "stability": "so that what is broken can be found and repaired",
    "rights": "so that you can see, correct, take along and delete what is about you",
}
GRADES: Final[dict[Grade, str]] = {
    "C0": "about the machine only",
    "C1": "drawn by lot or counted; says nothing about you outside this lesson",
    "C2": "could point at you, together with something else that somebody knows",
    "C3": "who you are, or what your body looks like; gone with the lines that use it",
}
KEPT: Final[dict[Kept, str]] = {
    "nowhere": "nowhere: it passes through",
    "memory": "in the computer's memory, not in a file",
    "lab folder": "in the lab's own folder, which only this user can open",
    "this computer": "in a file on this computer",
    "browser": "in the browser on this computer",
    "your file": "in a file that you make yourself, where you put it",
}
RETENTIONS: Final[dict[Retention, str]] = {
    "at once": "gone as soon as it has been used",
    "block": "until the lines of its block are over, and for five minutes at most",
    "arm": "until the arm is let go",
    "notebook": "until the notebook is closed",
    "session": "until your session ends",
    "lab": "until the lab ends",
    "page": "until the page in the browser is closed",
    "deleted": "until somebody deletes it",
}

WAYS: Final[dict[str, str]] = {
    "message": "a message between a notebook and the keeper (name of its class)",
    "holds": "a store, which gives out and deletes what is about one session (dotted name)",
    "event": "a kind of event in a ledger or log (its word)",
    "writes": "a module that makes or writes files (dotted name)",
    "shows": "a class that a notebook shows (dotted name)",
    "logs": "a module that writes log lines (dotted name)",
    "says": "a module that prints (dotted name)",
    "sends": "a module that opens connections (dotted name)",
    "script": "a script of a page that keeps or sends something (path)",
    "others": "what other programs do, and the kit does not (words)",
}
"""The ways in which code touches information; what stands before the colon in ``code``."""

# Not only spaces, and no line breaks: it is said in tables and in one line.
Words = Annotated[str, Field(min_length=2, max_length=500, pattern=r"^\S([^\r\n]*\S)?$")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
# A clause of one of the three policies that the lessons read.
Line = Annotated[
    str,
    Field(pattern=r"^(Dobot|Sobot|AIRobotics) (§\d[\w().-]*|preamble|In-School( \([a-f]\))?)$"),
]
Code = Annotated[
    str,
    Field(
        pattern=rf"^({'|'.join(way for way in WAYS if way != 'others')}):[A-Za-z][\w./-]*$"
        r"|^others:[^\s:][^\r\n:]*$"
    ),
]


class Strict(BaseModel):
    """Base of all that is read from the inventory: strict types, no other fields, never changed."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Row(Strict):
    """One kind of information.

    Attributes
    ----------
    id:
        How code and lessons name it.
    name, words:
        What it is, in short and in a sentence for a reader of twelve.
    purpose:
        What for; one of :data:`PURPOSES`.
    grade:
        How near it comes to a person; one of :data:`GRADES`.
    kept, retention:
        Where it stays, and until when; of :data:`KEPT` and :data:`RETENTIONS`.
    recipients:
        Who gets to see it, by id; empty for nobody.
    permission:
        The permission that has to be on, by id; empty for none.
    lines:
        The clauses of the three policies that it answers to.
    code:
        Where code touches it: a way of :data:`WAYS`, a colon, and the place.
    """

    id: Id
    name: Words
    words: Words
    purpose: Purpose
    grade: Grade
    kept: Kept
    retention: Retention
    recipients: tuple[Id, ...]
    permission: Annotated[str, Field(pattern=r"^([a-z][a-z0-9-]*)?$")] = ""
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    code: Annotated[tuple[Code, ...], Field(min_length=1)]

"""What is found in a file before it is shared: where, of which kind, and what to do about it."""

from __future__ import annotations

import dataclasses
from enum import StrEnum

__all__ = ["ADVICE", "Find", "Kind", "Mark", "Source", "masked"]


class Kind(StrEnum):
    """Kinds of finds; their words are those of ``--allow``."""

    PICTURE = "picture"
    MEDIA = "media"
    NAME = "name"
    PATH = "path"
    KEY = "key"
    EMAIL = "e-mail"
    ADDRESS = "address"
    DEVICE = "device"
    WIDGET = "widget"
    TRACEBACK = "traceback"
    TIME = "time"
    ENVIRONMENT = "environment"
    METADATA = "metadata"
    OUTSIDE = "outside"
    SCRIPT = "script"
    COPY = "copy"
    UNREAD = "unread"


ADVICE = {
    Kind.PICTURE: "Clear the output, or delete the picture, unless everybody in it agrees.",
    Kind.MEDIA: "Delete it, unless everybody who is seen or heard in it agrees.",
    Kind.NAME: "Write a pseudonym instead. Whether it is somebody's name only you can tell.",
    Kind.PATH: "Write a path that begins in the folder of the notebook.",
    Kind.KEY: "Take it out, and make it invalid where it came from: it may have been seen already.",
    Kind.EMAIL: "Take it out, or write name@example.org.",
    Kind.ADDRESS: "Take it out: it tells where this computer is.",
    Kind.DEVICE: "Take it out: it tells this device from all others.",
    Kind.WIDGET: "Clear the output: what was typed into a field stands in it, seen or not.",
    Kind.TRACEBACK: "Clear the output: values and paths stand in it.",
    Kind.TIME: "Take it out: it tells who worked when, to the second.",
    Kind.ENVIRONMENT: "Choose the kernel Python 3, and save.",
    Kind.METADATA: "Take it out: nobody sees it on the screen, and everybody gets it.",
    Kind.OUTSIDE: "Take it out: a stranger's server sees who opens the file, and when.",
    Kind.SCRIPT: "Clear the output: a program in it runs where the file is opened.",
    Kind.COPY: "Do not share it: it is a copy of what the kit holds about somebody.",
    Kind.UNREAD: "Leave it out, or look into it yourself.",
}
"""What to do about each kind, in a sentence."""


class Source(StrEnum):
    """What kind of text is looked at: some things say something in one and not in another."""

    CODE = "code"
    PROSE = "prose"
    OUTPUT = "output"
    DATA = "data"


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """Something in a text.

    Attributes
    ----------
    kind:
        Of which kind it is.
    what:
        What it is, without repeating it.
    line:
        In which line it stands, from 1.
    sure:
        Whether it is what it looks like; False for a hint that somebody has to judge.
    """

    kind: Kind
    what: str
    line: int = 1
    sure: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Find:
    """Something in a file.

    Attributes
    ----------
    place:
        Where, such as ``cell 3, output 1``; cells are counted from 1, all of them.
    kind, what, sure:
        As in `Mark`.
    """

    place: str
    kind: Kind
    what: str
    sure: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def masked(text: str, keep: int = 1) -> str:
    """Return the first letters of a text: enough to find it, too little to use it."""
    return f"{text[:keep]}…"

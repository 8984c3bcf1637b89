"""What a check returns, and how paths are written without saying whose they are."""

from __future__ import annotations

import dataclasses
import os
import re
from enum import StrEnum
from pathlib import Path

from dobotkit.arm.usb import shown_port

__all__ = ["Finding", "State", "bad", "good", "shown", "warning"]

# The part of a path that is somebody's name, wherever home folders stand.
_SOMEBODY = re.compile(r"(?i)(?:[a-z]:)?[\\/](?:users|home|homes)[\\/][^\\/:*?\"<>|\r\n]+(?=[\\/])")
_SERVER = re.compile(r"(?:\\\\|(?<![:/])//)[^\\/\s]+[\\/][^\\/\s]+")


class State(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    name:
        What was looked at, in two or three words.
    state:
        Whether it will do.
    what:
        What is, with the value found.
    why:
        Why that matters; empty where it is good and needs no word.
    advice:
        What to type or do; empty where there is nothing to do.
    """

    name: str
    state: State
    what: str
    why: str = ""
    advice: str = ""

    def nameless(self, home: str) -> Finding:
        """Return this finding with every path `shown`."""
        return dataclasses.replace(
            self,
            what=shown(self.what, home),
            why=shown(self.why, home),
            advice=shown(self.advice, home),
        )


def good(name: str, what: str, why: str = "", advice: str = "") -> Finding:
    """Make a finding that is as it should be."""
    return Finding(name, State.GOOD, what, why, advice)


def warning(name: str, what: str, why: str, advice: str) -> Finding:
    """Make a finding that may get in the way."""
    return Finding(name, State.WARNING, what, why, advice)


def bad(name: str, what: str, why: str, advice: str) -> Finding:
    """Make a finding that keeps something from working."""
    return Finding(name, State.BAD, what, why, advice)


def shown(text: str | os.PathLike[str], home: str | None = None) -> str:
    """Return `text` without anybody's home folder, a file server's name, or a port's number.

    Reports are pasted into mails and forums: they name neither the person nor
    the school.

    Parameters
    ----------
    text:
        A path, or a sentence with paths in it.
    home:
        The home folder; by default this user's.
    """
    text = os.fspath(text)
    home = str(Path.home()) if home is None else home
    # The root folder of a system account is nobody's name.
    if len(home) > len(Path(home).anchor):
        before = "" if os.name == "nt" else r"(?<![\w.-])"
        text = re.sub(
            before + re.escape(home) + r"(?![\w.-])",
            "~",
            text,
            flags=re.IGNORECASE if os.name == "nt" else 0,
        )
    return shown_port(_SERVER.sub("(network share)", _SOMEBODY.sub("~", text)))

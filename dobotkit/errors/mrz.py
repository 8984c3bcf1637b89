"""What can go wrong with a machine-readable zone; no error quotes more than one character."""

from __future__ import annotations

from dobotkit.errors.base import DobotKitError

__all__ = [
    "MrzCharacter",
    "MrzCheckDigit",
    "MrzDate",
    "MrzError",
    "MrzLength",
    "MrzValue",
]


class MrzError(DobotKitError, ValueError):
    """Something is wrong with a machine-readable zone (ICAO Doc 9303).

    Attributes
    ----------
    line, position:
        Where, counted from 1 as ICAO Doc 9303 counts; None if it is no single place.
    """

    def __init__(
        self, what: str, advice: str, *, line: int | None = None, position: int | None = None
    ) -> None:
        super().__init__(what, advice)
        self.line = line
        self.position = position


class MrzLength(MrzError):
    """So many lines, or lines of that length, has no kind of zone."""


class MrzCharacter(MrzError):
    """At that position no such character may stand."""


class MrzDate(MrzError):
    """Six characters that are no date of the calendar."""


class MrzCheckDigit(MrzError):
    """A check digit is not the one that the characters before it give."""


class MrzValue(MrzError):
    """A value that cannot be written into a zone."""

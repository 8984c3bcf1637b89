"""A machine-readable zone that was read: its fields, and how its check digits came out."""

from __future__ import annotations

from dataclasses import dataclass

from dobotkit.mrz.date import Date
from dobotkit.mrz.layout import Kind, Place

__all__ = ["Check", "Zone"]


@dataclass(frozen=True, repr=False)
class Check:
    """One check digit.

    Parameters
    ----------
    name:
        "number", "birth", "expiry", "optional" or "composite".
    line, position:
        Where it stands, counted from 1.
    digit:
        The character that stands there.
    expected:
        The digit that the characters before it give.
    right:
        Whether it may stand there: it is the expected digit, or the filler where
        ICAO Doc 9303 permits one.
    covers:
        The places it is computed from.
    """

    name: str
    line: int
    position: int
    digit: str
    expected: str
    right: bool
    covers: tuple[Place, ...]

    def __repr__(self) -> str:
        word = "right" if self.right else "wrong"
        return f"<mrz.Check: {self.name}, line {self.line}, position {self.position}, {word}>"


@dataclass(frozen=True, repr=False)
class Zone:
    """What stands in a machine-readable zone.

    Everything here is about somebody. That is why `repr` shows the kind alone: what is not
    asked for is not shown, and does not get into a traceback or an output by the way.

    Parameters
    ----------
    kind:
        "TD1", "TD2", "TD3", "MRV-A" or "MRV-B".
    lines:
        The lines as they stand.
    document_code:
        One or two letters.
    issuing_state, nationality:
        Three-letter codes (one letter for Germany, "D").
    number:
        The whole document number, also one that goes on among the optional data. A filler
        inside it stands for a space or a hyphen.
    birth, expiry:
        Dates without a century, see :class:`Date`.
    sex:
        "F", "M", or "X" where the zone has a filler: not stated.
    surname, given_names:
        Words with spaces between; ICAO's "primary" and "secondary identifier".
    name_cut:
        Whether the name fills its field to the end: it may have been cut off.
    optional, optional_2:
        What the issuer has put there, without the rest of a long number.
    checks:
        The check digits in the order in which they stand.
    """

    kind: Kind
    lines: tuple[str, ...]
    document_code: str
    issuing_state: str
    number: str
    nationality: str
    birth: Date
    sex: str
    expiry: Date
    surname: str
    given_names: str
    name_cut: bool
    optional: str
    optional_2: str
    checks: tuple[Check, ...]

    @property
    def valid(self) -> bool:
        """Whether all check digits are right. It says nothing about the document itself."""
        return all(check.right for check in self.checks)

    def __repr__(self) -> str:
        right = sum(check.right for check in self.checks)
        return f"<mrz.Zone: {self.kind}, {right} of {len(self.checks)} check digits right>"

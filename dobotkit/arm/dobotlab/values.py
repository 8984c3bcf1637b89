"""What DobotLab's names are handed: pins and sockets by name, shares in percent."""

from __future__ import annotations

import re
from math import isfinite

from dobotkit.arm.sensors import SOCKETS
from dobotkit.arm.values import number
from dobotkit.errors import TooFast, WrongValue

__all__ = ["between", "choice", "pin", "share", "socket"]

_ALL = 100.0
_PINS = range(1, 21)
_PIN = re.compile(r"(?:(?:DO|DI|AD|AI)_?)?(\d{1,2})", re.IGNORECASE)


def pin(io: object) -> int:
    """Return the number of a pin: of ``"DO_01"``, ``"DI_01"``, or of the number itself.

    Raises
    ------
    WrongValue
        There is no such pin.
    """
    found = _PIN.fullmatch(str(io).strip()) if isinstance(io, (str, int)) else None
    if found is None or isinstance(io, bool) or int(found[1]) not in _PINS:
        raise WrongValue(
            f"{io!r} is no pin of the arm.",
            'Write "DO_01" to "DO_20" for an output, "DI_01" to "DI_20" for an input.',
        )
    return int(found[1])


def socket(port: object) -> int:
    """Return the wire's number of a socket for a sensor: 1, 2, 4, 5 are GP1, GP2, GP4, GP5.

    Raises
    ------
    WrongValue
        No sensor can be plugged in there.
    """
    number_of = SOCKETS.get(f"GP{port}") if type(port) is int else None
    if number_of is None:
        raise WrongValue(
            f"port={port!r} is no socket for a sensor.",
            "Write the number that stands on the arm: 1, 2, 4 or 5 for GP1, GP2, GP4 or GP5.",
        )
    return number_of


def choice(name: str, value: object, allowed: range) -> int:
    """Return a whole number out of a range.

    Raises
    ------
    WrongValue
        It is none of these.
    """
    plain = number(name, value)
    if plain not in allowed:
        raise WrongValue(
            f"{name}={value!r} does not exist.",
            f"Choose a whole number from {allowed[0]} to {allowed[-1]}.",
        )
    return int(plain)


def share(name: str, value: object) -> float:
    """Return a share from 1 to 100 percent.

    Raises
    ------
    TooFast
        It is outside.
    """
    plain = number(name, value)
    if not 1.0 <= plain <= _ALL:  # also refuses "not a number"
        raise TooFast(
            f"{name}={plain:g} is no share of the arm's speed.",
            "Choose from 1 to 100 percent.",
            rule="ratio",
            value=plain,
            low=1.0,
            high=_ALL,
            unit="%",
            set_by="kit",
        )
    return plain


def between(name: str, value: object, low: float, high: float, unit: str) -> float:
    """Return a number from ``low`` to ``high``.

    Raises
    ------
    WrongValue
        It is outside.
    """
    plain = number(name, value)
    if not (isfinite(plain) and low <= plain <= high):
        raise WrongValue(
            f"{name}={plain:g} is outside what is possible.",
            f"Choose from {low:g} to {high:g} {unit}.",
        )
    return plain

"""The parameters of a command as numbers, and whether they make sense."""

from __future__ import annotations

import math
import struct
from typing import Final

from dobotkit.errors import WrongValue
from dobotkit.keeper.refusals import beyond, too_short
from dobotkit.rules import Unit

__all__ = ["SLACK", "floats", "numbers", "within"]

SLACK: Final = 1 + 1e-6
"""What a 32-bit float may be above a limit because it was rounded."""


def numbers(layout: str, params: bytes) -> tuple[int, ...]:
    """Unpack parameters; what stands behind them, arms ignore. Raises if they are too short."""
    if len(params) < struct.calcsize(layout):
        raise too_short(len(params), struct.calcsize(layout))
    return struct.unpack_from(layout, params)


def floats(layout: str, params: bytes) -> tuple[float, ...]:
    """Unpack parameters; raises ``WrongValue`` if one of them is no number."""
    values = numbers(layout, params)
    if not all(map(math.isfinite, values)):
        raise WrongValue(
            "A command has a number in it that is none.", "Check how it was calculated."
        )
    return values


def within(what: str, value: float, low: float, high: float, unit: Unit = "") -> None:
    """Raise ``WrongValue`` unless a value, called ``what``, is in its range."""
    if not low <= value <= high * SLACK:
        raise beyond(what, value, low, high, unit)

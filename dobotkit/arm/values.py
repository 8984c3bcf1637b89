"""What a pupil may hand to a verb; everything else is refused in words."""

from __future__ import annotations

import math
from typing import Literal

from dobotkit.arm.kinematics import PEN, SUCTION_CUP, Tool
from dobotkit.errors import TooFast, WrongValue
from dobotkit.rules import Unit

__all__ = [
    "TOOLS",
    "ToolName",
    "height",
    "milliseconds",
    "number",
    "on_or_off",
    "tool_named",
    "velocity_of",
    "within",
]

# Speeds in mm/s. 250 mm/s is the usual figure for the reduced speed of a robot with
# people near it.
FASTEST = 250.0
_HOUR_MS = 3_600_000.0

ToolName = Literal["suction cup", "gripper", "pen"]

TOOLS: dict[ToolName, Tool] = {"suction cup": SUCTION_CUP, "gripper": SUCTION_CUP, "pen": PEN}
"""Offset from the wrist in mm, as the maker's demo programs set it."""


def number(name: str, value: object) -> float:
    """Return a value as a float; text, lists and nothing at all are refused.

    Raises
    ------
    WrongValue
        Naming the value and the way to write it.
    """
    if isinstance(value, (list, tuple)):
        raise WrongValue(
            f"{name} was given {len(value)} values at once: {_shown(value)}.",
            "Write the numbers one by one, or put a star before the name: move_to(*point).",
        )
    if isinstance(value, (str, bytes)) or not hasattr(value, "__float__"):
        raise WrongValue(
            f"{name} has to be a number, and {_shown(value)} is not one.",
            f"Write it in digits, without quotes, for example {name}=200.",
        )
    return float(value)


def on_or_off(verb: str, value: object) -> bool:
    """Return True or False; other things that Python takes for true are refused.

    ``suck("off")`` would switch on, because a text is true in Python.

    Raises
    ------
    WrongValue
        With the two ways to write it.
    """
    # Numbers and numpy's own truth values compare equal to one of them.
    if not isinstance(value, (str, bytes, list, tuple)) and value in (True, False):
        return bool(value)
    raise WrongValue(
        f"{verb}({_shown(value)}) is not clear: it is neither on nor off.",
        f"Write {verb}(True) for on, or {verb}(False) for off.",
    )


def within(name: str, value: object, most: float, unit: Unit) -> float:
    """Return a speed or an acceleration from 1 to ``most``.

    Raises
    ------
    TooFast
        It is outside.
    WrongValue
        It is no number.
    """
    plain = number(name, value)
    if not 1.0 <= plain <= most:  # also refuses "not a number"
        raise TooFast(
            f"For {name}, {plain:g} {unit} is outside what is allowed.",
            f"Choose from 1 to {most:g} {unit}.",
            rule=name,
            value=plain,
            low=1.0,
            high=most,
            unit=unit,
            set_by="kit",
        )
    return plain


def velocity_of(value: object) -> float:
    """Return a speed of the end effector, from 1 to 250 mm/s; raises as ``within`` does."""
    return within("velocity", value, FASTEST, "mm/s")


def height(name: str, value: object) -> float:
    """Return a finite height in mm.

    Raises
    ------
    WrongValue
        It is no such number.
    """
    plain = number(name, value)
    if not math.isfinite(plain):
        raise WrongValue(f"{name}={plain} is no height.", f"Write it in mm: {name}=-60")
    return plain


def tool_named(name: object) -> ToolName:
    """Return the name of a tool that the kit knows; capitals make no difference.

    Raises
    ------
    WrongValue
        There is no such tool.
    """
    for tool in TOOLS:
        if isinstance(name, str) and name.casefold() == tool:
            return tool
    known = ", ".join(f'"{tool}"' for tool in TOOLS)
    raise WrongValue(f"{_shown(name)} is no tool that the kit knows.", f"There are: {known}.")


def milliseconds(value: object) -> int:
    """Return a time from 0 ms to an hour, in whole milliseconds.

    Raises
    ------
    WrongValue
        It is no such time.
    """
    plain = number("ms", value)
    if not (math.isfinite(plain) and 0 <= plain <= _HOUR_MS):
        raise WrongValue(
            f"wait({plain:g}) is not a time that the arm can wait.",
            "Give milliseconds, from 0 to 3600000; 1000 are one second.",
            rule="pause",
            value=plain,
            low=0.0,
            high=_HOUR_MS,
            unit="ms",
            set_by="kit",
        )
    return round(plain)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) < 40 else f"a value of the kind {type(value).__name__}"  # noqa: PLR2004  # fits on a line

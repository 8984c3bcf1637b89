"""Why something was refused, in words: the rule, what was asked, what is allowed, who says so.

An :class:`~dobotkit.errors.ArmError` carries the rule as data; this makes sentences of it,
the same in a notebook and in the keeper.
"""

from __future__ import annotations

import math
from typing import Literal

__all__ = ["TAKEN_NAMES", "SetBy", "Unit", "explain"]

Unit = Literal["", "mm", "mm/s", "mm/s²", "°", "°/s", "°/s²", "%", "ms", "pulses/s"]

SetBy = Literal["", "arm", "desk", "kit"]
"""Who has made a rule: the arm's maker, the teacher for this desk, or the kit."""

# What each rule is about.
_ABOUT = {
    "reach": "how far the arm's two links can stretch and fold",
    "j1": "how far the base (j1) turns",
    "j2": "how far the rear arm (j2) leans",
    "j3": "how far the forearm (j3) tilts",
    "j4": "how far the wrist (j4) turns",
    "j2-j3": "how far the arm stretches (j2 − j3)",
    "j3-j2": "how far the arm folds (j3 − j2)",
    "table": "how low the tool may go before it touches the table (z)",
    "speed": "how fast the end effector may be",
    "speed round corners": "how fast the end effector may go round corners",
    "velocity": "how fast the end effector may be",
    "acceleration": "how quickly the arm may get faster and slower",
    "turning speed": "how fast the end effector may turn",
    "turning acceleration": "how quickly its turning may get faster and slower",
    "joint speed": "how fast a joint may turn",
    "ratio": "which share of its speed the arm uses",
    "belt speed": "how fast the belt may run",
    "tool": "the length of the tool that is fitted at this desk",
    "pause": "how long the arm may do nothing",
    "number of circles": "how many circles it goes round in one command",
    "mode of moving": "the ways of moving that there are, by their numbers",
}

# Rules without a number: they need a sentence of their own.
_SENTENCES = {
    "laser": "The laser is off at this desk, because its light can burn eyes and paper.",
    "teacher's word": "A real arm moves only after a person has looked at it and said so, "
    "because nobody can see from here whether a hand is in its way.",
    "jog": "Jogging has no end, so nobody can work out beforehand where it leads.",
}

TAKEN_NAMES = frozenset(_SENTENCES)
"""What no box may be called, so that nobody takes it for one of these rules."""

_WHO = {
    "": "",
    "arm": "The arm's maker has set this: it is how the arm is built.",
    "desk": "A teacher can change this for the desk, on the keeper's page.",
    "kit": "The kit has set this, and it is the same everywhere.",
}


def explain(
    rule: str,
    *,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    set_by: SetBy = "",
) -> str:
    """Return one to three sentences about a rule that was not kept.

    Parameters
    ----------
    rule:
        Its name.
    value:
        What was asked for.
    low, high:
        What is allowed; None or infinite where there is no limit on that side.
    unit:
        Of these three.
    set_by:
        Who has made the rule.
    """
    who = _WHO[set_by]
    if rule in _SENTENCES:
        return f"{_SENTENCES[rule]} {who}".rstrip()
    allowed = _allowed(low, high, unit)
    # A box may have any name, also that of a joint; but only boxes have no number.
    if set_by == "desk" and not allowed:
        return f"The box “{rule}” is closed to the arm, and the way would lead into it. {who}"
    asked = "" if value is None or math.isnan(value) else f"You asked for {_with(value, unit)}, "
    about = f"The rule “{rule}” is about {_ABOUT[rule]}." if rule in _ABOUT else f"Rule: {rule}."
    if not allowed:
        return f"{about} {who}".rstrip()
    middle = f"{asked}and {allowed} is allowed." if asked else f"{allowed.capitalize()} is allowed."
    return f"{about} {middle} {who}".rstrip()


def _allowed(low: float | None, high: float | None, unit: str) -> str:
    has_low, has_high = (end is not None and math.isfinite(end) for end in (low, high))
    if has_low and has_high:
        return f"{_number(low)} to {_with(high, unit)}"
    if has_high:
        return f"at most {_with(high, unit)}"
    if has_low:
        return f"at least {_with(low, unit)}"
    return ""


def _with(value: float | None, unit: str) -> str:
    gap = "" if unit in {"", "°"} else " "
    return f"{_number(value)}{gap}{unit}"


def _number(value: float | None) -> str:
    # As short as it can be told apart from its neighbours: 95.3, 100, 0.25.
    assert value is not None  # noqa: S101 - looked at by every caller
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"  # noqa: PLR2004

"""What held a notebook's ways out: what the lab says, beside what was measured."""

from __future__ import annotations

import os
from typing import Final

from dobotkit.lesson.leaks.trying import Attempts
from dobotkit.lesson.words import Sentence

__all__ = ["TIERS", "judge"]

_VARIABLE: Final = "DOBOTKIT_TIER"

TIERS: Final = {
    "0": "a tripwire: what goes past Python is not noticed",
    "1": "a wall: nothing should get out",
    "1+2": "a wall in a room without a network: nothing should get out",
}
"""What each tier promises."""


def judge(tried: Attempts) -> Sentence:
    """Compare the tier that this notebook was started in with what has got out of it.

    Parameters
    ----------
    tried:
        Ways out that were tried here.
    """
    tier = os.environ.get(_VARIABLE, "").strip()
    promise = TIERS.get(tier)
    counted = f"Measured: {tried.arrived} of {len(tried.tried)} have got out."
    if promise is None:
        said = "This notebook was started without a wall and without a tripwire."
    else:
        said = f"This notebook was started in tier {tier}, {promise}."
    return Sentence(f"{said}\n{counted}\n{_verdict(tier, tried)}")


def _verdict(tier: str, tried: Attempts) -> str:
    out = ", ".join(one.title for one in tried.tried if one.arrived)
    if tier in ("1", "1+2"):
        if tried.arrived:
            return (
                f"That must not be: {out}. You have found a hole that nobody knows. "
                "Tell your teacher; the page SECURITY.md of the kit says who wants to know."
            )
        return "The wall has held these. That says nothing about others: you may try."
    if tried.arrived:
        return "So whoever writes the code of a cell can send something away."
    return "None of these got out. That does not make it a wall: others may."

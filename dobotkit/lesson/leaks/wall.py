"""What held a notebook's ways out: what the lab says, beside what was measured."""

from __future__ import annotations

import os

from dobotkit.guard.tiers import NO_GUARD, Tier, tier_of
from dobotkit.lesson.leaks.trying import Attempts
from dobotkit.lesson.words import Sentence

__all__ = ["judge"]

_WALLS = (Tier.WALL, Tier.BOTH)


def judge(tried: Attempts) -> Sentence:
    """Compare the tier that this notebook was started in with what has got out of it.

    Parameters
    ----------
    tried:
        Ways out that were tried here.
    """
    try:
        tier = tier_of(os.environ)
    except ValueError:
        tier = None  # somebody has changed the variable; what was measured is true all the same
    said = tier.words if tier else NO_GUARD
    counted = f"Measured: {tried.arrived} of {len(tried.tried)} have got out."
    return Sentence(f"{said}\n{counted}\n{_verdict(tier, tried)}")


def _verdict(tier: Tier | None, tried: Attempts) -> str:
    if tier in _WALLS and tried.arrived:
        out = ", ".join(one.title for one in tried.tried if one.arrived)
        return (
            f"That must not be: {out}. You have found a hole that nobody knows. "
            "Tell your teacher; the page SECURITY.md of the kit says who wants to know."
        )
    if tier in _WALLS:
        return "The wall has held these. That says nothing about others: you may try."
    if tried.arrived:
        return "So whoever writes the code of a cell can send something away."
    return "None of these got out. That does not make it a wall: others may."

"""Addresses of simulated arms to try things with."""

from __future__ import annotations

import itertools

__all__ = ["practice_address"]

_numbers = itertools.count(1)


def practice_address() -> str:
    """Return the address of a new simulated arm, which nobody else uses.

    It takes no time to move. Each call names another arm, so that a cell which
    opens one can be run again.
    """
    return f"dobotsim://practice-{next(_numbers)}?pace=instant"

"""The arms of a lab by their names, as the command line gives them: ``[NAME=]ADDRESS``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dobotkit.errors import LabError

__all__ = ["DESK", "SIMULATED", "named_arms"]

DESK = "desk"
"""The name of an arm that was given none."""

SIMULATED = "dobotsim://desk"
"""The arm of a lab that was given none."""

# As many as one answer about them can name.
_MOST = 16
_NAME = re.compile(r"([a-z0-9][a-z0-9_-]{0,31})=(.+)")


def named_arms(arms: Sequence[str]) -> dict[str, str]:
    """Return the address of each arm by its name; the first one is what ``Arm()`` uses.

    Parameters
    ----------
    arms:
        Each as ``NAME=ADDRESS``, or an address alone for the one called desk. A name
        is at most 32 small letters, digits, ``-`` and ``_``.

    Raises
    ------
    LabError
        Two have the same name, or there are too many.
    """
    named: dict[str, str] = {}
    for arm in arms or (SIMULATED,):
        match = _NAME.fullmatch(arm)
        name, address = match.groups() if match else (DESK, arm)
        if name in named:
            raise LabError(
                f"Two arms are called {name}: {named[name]} and {address}.",
                f"Give each a name of its own: --arm left={named[name]} --arm right={address}",
            )
        if address in named.values():
            raise LabError(
                f"The arm {address} has two names.", "Name each arm once, with one --arm for each."
            )
        named[name] = address
    if len(named) > _MOST:
        raise LabError(f"A lab has at most {_MOST} arms, and these are {len(named)}.", "Use fewer.")
    return named

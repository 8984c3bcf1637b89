"""A lesson with a camera needs an arm that the keeper holds: a camera sees no other table."""

from __future__ import annotations

from collections.abc import MutableMapping

from dobotkit.client import client

__all__ = ["VARIABLE", "use_kept_arm"]

VARIABLE = "DOBOTKIT_PORT"
"""The environment variable that says which arm ``Arm()`` opens."""

_DIRECT, _KEPT = "dobotsim", "keeper"


def use_kept_arm(variables: MutableMapping[str, str]) -> str:
    """Have ``Arm()`` open the keeper's simulated arm in place of one outside it.

    Only a practice keeper has a simulated arm under every name; with any other keeper
    nothing is changed, so that no real arm is ever taken for a simulated one.

    Parameters
    ----------
    variables:
        The environment of this notebook, which is changed.

    Returns
    -------
    str
        A sentence that says so; empty if nothing was changed.
    """
    before = variables.get(VARIABLE, "")
    scheme, _, rest = before.partition("://")
    if scheme.casefold() != _DIRECT or not client().practice:
        return ""
    variables[VARIABLE] = f"{_KEPT}://{rest}"
    return (
        f"No camera sees the table of {before}. This lesson has a camera, so here Arm() opens "
        f"{variables[VARIABLE]}, a simulated arm that the keeper holds."
    )

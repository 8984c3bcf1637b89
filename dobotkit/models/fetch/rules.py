"""Whom a fetch may ask: what the person at this computer has said about that beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dobotkit.no_tracking import VARIABLE as NO_TRACKING
from dobotkit.no_tracking import means_yes, no_tracking

__all__ = ["OFFLINE", "Rules", "rules"]

OFFLINE: Final = "DOBOTKIT_OFFLINE"


@dataclass(frozen=True, slots=True)
class Rules:
    """Whom a fetch may ask.

    Attributes
    ----------
    nobody:
        Why nobody may be asked; empty if somebody may.
    index_alone:
        Why nobody but the package index may be asked, from which the kit itself came; empty
        if others may as well.
    """

    nobody: str = ""
    index_alone: str = ""


def rules(variables: Mapping[str, str]) -> Rules:
    """Return whom these environment variables allow to be asked."""
    if means_yes(variables.get(OFFLINE, "")):
        return Rules(nobody=f"{OFFLINE} is set, so nobody is asked")
    if no_tracking(variables):
        return Rules(index_alone=f"{NO_TRACKING} is set, so no other server learns of you")
    return Rules()

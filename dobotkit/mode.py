"""School or adult: who this lab was opened for.

The mode is to decide what a camera may show of people. Nothing here finds people yet, so that
both modes show the same, and of a real camera the table alone: ``keeper/eyes/cover.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dobotkit.errors import LabError
from dobotkit.host import host_of

__all__ = ["VARIABLE", "Mode", "choose_mode", "mode_of", "say_mode"]

# Tells a notebook in which mode its lab is. It is for showing only: a cell can change it.
VARIABLE = "DOBOTKIT_MODE"


class Mode(StrEnum):
    """The modes, by the words of the command line."""

    SCHOOL = "school"
    ADULT = "adult"


def choose_mode(wanted: Mode, variables: Mapping[str, str]) -> Mode:
    """Return the mode of a lab that is started now.

    Parameters
    ----------
    wanted:
        What the command line asks for.
    variables:
        The environment. A mode that is named in it does not count: adult mode
        is asked for by hand, each time.

    Raises
    ------
    LabError
        If adult mode is wanted on Binder.
    """
    if wanted is Mode.ADULT and host_of(variables) == "binder":
        raise LabError(
            "There is no adult mode on Binder: this is a server of somebody else.",
            "Leave out --mode adult here, or install the kit on a computer of your own.",
        )
    return wanted


def mode_of(variables: Mapping[str, str]) -> Mode:
    """Return the mode of the lab around this program: school unless a lab said adult.

    Parameters
    ----------
    variables:
        The environment.
    """
    adult = variables.get(VARIABLE) == Mode.ADULT and host_of(variables) != "binder"
    return Mode.ADULT if adult else Mode.SCHOOL


def say_mode(mode: Mode) -> str:
    """Return the sentence with which a mode is shown."""
    return f"This lab is in {mode} mode."

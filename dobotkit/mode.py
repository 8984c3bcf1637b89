"""School or adult: who this lab was opened for.

The mode decides what a real camera may show of people: ``keeper/eyes/cover.py``. It is fixed at
the start of a keeper, by the command line alone. Adult mode is said wherever somebody looks: by
the lab, on the keeper's page, above JupyterLab's menus, and by the signs of each notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dobotkit.errors import LabError
from dobotkit.host import host_of

__all__ = ["BADGE", "VARIABLE", "Mode", "choose_mode", "mode_of", "say_banner", "say_mode"]

# Tells a notebook in which mode its lab is. It is for showing only: a cell can change it.
VARIABLE = "DOBOTKIT_MODE"

BADGE = "ADULT MODE"
"""What signs that have little room say of adult mode."""

_BANNER = (
    "It is for adults who have all agreed to be in front of the camera, and for no class. With "
    "a real camera, pictures show the room with faces covered, and “same visitor?” works with "
    "real people. It ends with this lab."
)


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


def say_banner(mode: Mode | str) -> str:
    """Return what has to be seen for as long as a mode is on: nothing in school mode."""
    return f"{BADGE}. {_BANNER}" if mode == Mode.ADULT else ""


def say_mode(mode: Mode) -> str:
    """Return the sentences with which a mode is said at a start."""
    said = f"This lab is in {mode} mode."
    return f"{said} {_BANNER}" if mode is Mode.ADULT else said

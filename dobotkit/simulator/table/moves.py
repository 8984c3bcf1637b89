"""A move near things, as it is looked at in cells, and where it ends in something."""

from __future__ import annotations

from typing import NamedTuple

from dobotkit.simulator.kinematics import Target
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.profile import Joints

__all__ = ["Bump", "Cell", "Move"]


class Bump(NamedTuple):
    """Where a move runs into something.

    Attributes
    ----------
    time:
        When, as the arm's clock shows.
    joints:
        Where the arm would be then, as it believes, in degrees.
    axis:
        Which joint moved most, 0 to 2.
    """

    time: float
    joints: Joints
    axis: int


class Move(NamedTuple):
    """What the arm does while its time is looked at in cells."""

    activity: Activity
    since: float
    begun: float  # when the cells begin
    ignored: frozenset[str]
    grazed: frozenset[str]  # what it may get a little deeper into
    clear: bool


class Cell(NamedTuple):
    """Ten milliseconds of a move, or less at its end."""

    edge: float
    bump: Bump | None
    pose: Target  # of the hand at the end of the cell

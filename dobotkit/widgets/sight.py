"""``Sight``: everything that the picture of an arm depends on, as plain numbers.

*From the side*: u is the distance from the base axis, v is z; the panel
turns with the arm. *From above*, as somebody sees it who stands behind the
arm: +x (forward) is up, +y (the arm's left) is to the left, so u = −y and
v = x. All in mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dobotkit.arm.area import Edge
from dobotkit.geometry import Pose
from dobotkit.widgets.shapes import Shape, Spot
from dobotkit.widgets.solids import Solid

__all__ = ["CUP", "PLATE", "TABLE", "Refused", "Sight", "from_above", "from_side", "millimetres"]

# The table under the shoulder, in mm. Sources give 131 to 139; it depends on
# the feet of the arm and is not in the protocol, so the picture says "about".
TABLE = -138.0
# How far the suction cup hangs below the point that x, y, z name. The maker
# does not say; published places for picking 25 mm cubes off the table
# (z = -47) fit 66 mm. Only the drawing uses it.
CUP = 66.0
# Footprint of the arm's base plate, for the drawing.
PLATE = 79.0


@dataclass(frozen=True, slots=True)
class Refused:
    """A move that was refused.

    Parameters
    ----------
    target:
        Where the arm was asked to go, (x, y, z) in mm.
    at:
        Where the way leaves the reach: on the way, or the target itself.
    angles:
        What j2 and j3 would have to be there, in degrees; None if no angles
        would do.
    """

    target: tuple[float, float, float]
    at: tuple[float, float, float]
    angles: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything the picture of an arm depends on.

    Parameters
    ----------
    name:
        What the arm is called above the picture.
    pose:
        Where it is, in mm and degrees.
    skeleton:
        Shoulder, elbow, wrist and end effector as (x, y, z) in mm.
    outline:
        The reachable area from the side: (distance, height) in mm.
    radii:
        The reachable distances from the base axis at the present height, in mm.
    sweep:
        Lowest and highest angle of the base, in degrees.
    side_trail, top_trail:
        The path so far: (distance, z) and (x, y) in mm.
    suction, gripping:
        Whether the cup sucks and whether the gripper is closed.
    pen:
        Whether a pen is fitted.
    ink:
        The lines on the paper, each of places (x, y) in mm.
    edges:
        The outline in pieces, one for each limit.
    refused:
        The move that was refused last, if the arm has not moved since.
    table:
        The height z of the table top in mm; None where nobody has said it. If somebody
        has, the point that x, y, z name is drawn at the end of the tool, as heights on
        a table are meant; else where the arm's own geometry has it.
    solids, movers, flat, ground:
        What stands on it, what of it moves, what lies flat on it, and the table itself,
        the last two as seen from above.
    around:
        What the colours and marks of all that mean: (style, words).
    holds:
        What hangs on the tool, in words.
    ahead:
        The places (x, y, z) to which the arm has been sent.
    alarm:
        The alarm that the arm reports, in words.
    """

    name: str
    pose: Pose
    skeleton: tuple[tuple[float, float, float], ...]
    outline: tuple[Spot, ...]
    radii: tuple[tuple[float, float], ...]
    sweep: tuple[float, float]
    side_trail: tuple[Spot, ...] = ()
    top_trail: tuple[Spot, ...] = ()
    suction: bool = False
    gripping: bool = False
    pen: bool = False
    ink: tuple[tuple[Spot, ...], ...] = ()
    edges: tuple[Edge, ...] = ()
    refused: Refused | None = None
    table: float | None = None
    solids: tuple[Solid, ...] = ()
    movers: tuple[Solid, ...] = ()
    flat: tuple[Shape, ...] = ()
    ground: tuple[Shape, ...] = ()
    around: tuple[tuple[str, str], ...] = ()
    holds: str = ""
    ahead: tuple[tuple[float, float, float], ...] = ()
    alarm: str = ""

    @property
    def has_solids(self) -> bool:
        """Whether anything stands on the table, or lies flat on it."""
        return bool(self.solids or self.movers or self.flat)

    @property
    def lift(self) -> float:
        """How far above its own geometry the arm is drawn, in mm."""
        return 0.0 if self.table is None else CUP


def from_side(point: tuple[float, float, float], j1: float = 0.0) -> Spot:
    """Where a point in mm is seen from the side of an arm that is turned to ``j1`` degrees."""
    x, y, z = point
    turn = math.radians(j1)
    return x * math.cos(turn) + y * math.sin(turn), z


def from_above(x: float, y: float) -> Spot:
    """Where a point in mm is seen from above, from behind the arm."""
    return -y, x


def millimetres(value: float) -> str:
    """A whole number of mm with a true minus sign, which screen readers say."""
    return f"{round(value)}".replace("-", "−")

"""The board on a simulated table, laid there by the keeper as somebody would by hand."""

from __future__ import annotations

import math
import random
from typing import Final

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.eyes.touches import FEWEST_TOUCHES, Touch
from dobotkit.markers import BOARD, LAID_BOARD, Laid
from dobotkit.things import TableNow

__all__ = ["crosses_of", "lay_board"]

# By hand a sheet comes to lie within about so much of where it should, in mm and degrees,
SHIFT_MM: Final = 5.0
TURN: Final = 2.0
# and a tip that is led by hand comes to stand so far from the middle of a cross.
SLIP_MM: Final = 0.25
# What the cup needs around it, in mm.
_ROOM_MM: Final = 14.0


def lay_board(time: int) -> Laid:
    """Lay the board down for the n-th time: each time a little otherwise, and always so."""
    chance = random.Random(f"board {time}")  # noqa: S311 - it has to come out the same again
    x, y = LAID_BOARD.place_mm
    return Laid(
        BOARD,
        (x + chance.uniform(-SHIFT_MM, SHIFT_MM), y + chance.uniform(-SHIFT_MM, SHIFT_MM)),
        LAID_BOARD.angle + chance.uniform(-TURN, TURN),
    )


def crosses_of(board: Laid, table: TableNow, time: int) -> tuple[Touch, ...]:
    """Say where the tip would stand on each cross that is free, led there by a hand.

    Raises
    ------
    CalibrationFailed
        Things stand on too many of them, or the arm holds one.
    """
    if any(thing.held for thing in table.things):
        raise CalibrationFailed(
            "The arm holds something, and its tip has to be free.",
            "Put it down first: arm.place(x=…, y=…). Then camera.calibrate(arm)",
        )
    chance = random.Random(f"touch {time}")  # noqa: S311 - as above
    touches = []
    places = board.table_from_card(cross.middle_mm for cross in BOARD.crosses)
    for cross, (x, y) in zip(BOARD.crosses, places, strict=True):
        slip_x, slip_y = chance.gauss(0.0, SLIP_MM), chance.gauss(0.0, SLIP_MM)
        if not _occupied(table, x, y):
            touches.append(Touch(cross.number, x + slip_x, y + slip_y, table.height))
    if len(touches) < FEWEST_TOUCHES:
        raise CalibrationFailed(
            f"Only {len(touches)} of the board's {len(BOARD.crosses)} crosses are free: things "
            "stand on the others.",
            "Clear the middle of the table with the arm, then camera.calibrate(arm)",
        )
    return tuple(touches)


def _occupied(table: TableNow, x: float, y: float) -> bool:
    for thing in table.things:
        far = math.hypot(*thing.size[:2]) / 2 + _ROOM_MM
        if math.dist(thing.place[:2], (x, y)) < far:
            return True
    belt = table.belt
    if belt is None:
        return False
    turn = math.radians(belt.angle)
    dx, dy = x - belt.place[0], y - belt.place[1]
    along = dx * math.cos(turn) + dy * math.sin(turn)
    across = dy * math.cos(turn) - dx * math.sin(turn)
    return abs(along) < belt.size[0] / 2 + _ROOM_MM and abs(across) < belt.size[1] / 2 + _ROOM_MM

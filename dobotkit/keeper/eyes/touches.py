"""The arm's tip on the board's crosses: where the board lies in the arm's frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.errors import CalibrationFailed
from dobotkit.markers import BOARD, Laid

__all__ = ["FEWEST_TOUCHES", "Fit", "Touch", "board_under"]

Array = NDArray[np.float64]

FEWEST_TOUCHES: Final = 4
"""Three crosses are enough for a plane; the fourth tells whether they were touched well."""

_CROSSES: Final = {cross.number: cross.middle_mm for cross in BOARD.crosses}
# A cross that is this far from where the others say, and so many times further than
# they are from each other, was not touched where it is.
_BAD_MM: Final = 3.0
_BAD_TIMES: Final = 4.0
# The others agree no better than this, whatever they say: half of what a hand can do.
_STEADY_MM: Final = 0.3
_SCALE: Final = 0.015
_TILT_MM: Final = 2.5
_HOPELESS_MM: Final = 12.0


class Touch(NamedTuple):
    """One cross, and where the arm says that its tip is when it stands there.

    Attributes
    ----------
    number:
        The number printed beside the cross.
    x, y, z:
        In mm, in the arm's frame.
    """

    number: int
    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well touches fit the board.

    Attributes
    ----------
    laid:
        Where the board lies.
    height_mm:
        The z of the table: the mean of the touches.
    off_mm:
        For each touch, in their order, how far it is from where the fitted board has its
        cross: x and y.
    left_out_mm:
        For each touch how far it is from where the others alone say that it should be.
    error_mm:
        The root of the mean square of these.
    notes:
        What is wrong with them, and what to do, in words.
    """

    laid: Laid
    height_mm: float
    off_mm: tuple[tuple[float, float], ...]
    left_out_mm: tuple[float, ...]
    error_mm: float
    notes: tuple[str, ...]


def board_under(touches: Sequence[Touch]) -> Fit:
    """Find where the board lies, by least squares: turned and shifted, never stretched.

    Parameters
    ----------
    touches:
        Each cross once, at least four of them.

    Raises
    ------
    CalibrationFailed
        Too few, one twice, one that is not on the board, or touches that no board fits.
    """
    numbers = [touch.number for touch in touches]
    if len(set(numbers)) < FEWEST_TOUCHES or not set(numbers) <= set(_CROSSES):
        raise CalibrationFailed(
            f"{len(set(numbers) & set(_CROSSES))} crosses of the board were touched; "
            f"at least {FEWEST_TOUCHES} are needed.",
            f"Touch more of the crosses 1 to {len(_CROSSES)}, far apart from each other.",
        )
    if len(set(numbers)) < len(numbers):
        raise CalibrationFailed(
            "One cross was touched twice.", "Touch each cross once; the last touch of it counts."
        )
    board = np.array([_CROSSES[number] for number in numbers])
    arm = np.array([(touch.x, touch.y) for touch in touches])
    angle, shift = _rigid(board, arm)
    off = arm - _moved(board, angle, shift)
    left_out = _left_out(board, arm)
    error = float(np.sqrt(np.mean(np.square(left_out))))
    if not error < _HOPELESS_MM:
        raise CalibrationFailed(
            f"The touches do not fit the board: they are {error:.0f} mm off.",
            "Look whether two crosses were mixed up, and whether the board was moved; then "
            "touch them again.",
        )
    heights = np.array([touch.z for touch in touches])
    notes = (
        *_bad_touch(numbers, board, arm, left_out),
        *_stretched(board, arm),
        *_tilted(arm, heights),
    )
    return Fit(
        Laid(BOARD, (float(shift[0]), float(shift[1])), angle),
        float(heights.mean()),
        tuple((float(x), float(y)) for x, y in off),
        tuple(left_out),
        error,
        notes,
    )


def _rigid(board: Array, arm: Array) -> tuple[float, Array]:
    """Return the turn in degrees and the shift (2,) in mm that fit best."""
    here, there = board - board.mean(axis=0), arm - arm.mean(axis=0)
    # The best turn of flat points has a closed form: the mean of all the single turns,
    # weighted by how far out the points are.
    along = float((here * there).sum())
    across = float((here[:, 0] * there[:, 1] - here[:, 1] * there[:, 0]).sum())
    angle = math.degrees(math.atan2(across, along))
    return angle, arm.mean(axis=0) - _moved(board, angle, np.zeros(2)).mean(axis=0)


def _moved(board: Array, angle: float, shift: Array) -> Array:
    along, across = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    moved: Array = board @ np.array([[along, across], [-across, along]]) + shift
    return moved


def _left_out(board: Array, arm: Array) -> list[float]:
    far: list[float] = []
    for one in range(len(board)):
        others = np.arange(len(board)) != one
        angle, shift = _rigid(board[others], arm[others])
        far.append(float(np.linalg.norm(_moved(board[one : one + 1], angle, shift) - arm[one])))
    return far


def _bad_touch(numbers: list[int], board: Array, arm: Array, left_out: list[float]) -> list[str]:
    worst = int(np.argmax(left_out))
    others = np.arange(len(board)) != worst
    angle, shift = _rigid(board[others], arm[others])
    rest = arm[others] - _moved(board[others], angle, shift)
    steady = max(_STEADY_MM, float(np.sqrt((rest**2).sum(axis=1).mean())))
    if left_out[worst] < max(_BAD_MM, _BAD_TIMES * steady):
        return []
    return [
        (
            f"Cross {numbers[worst]} does not fit the others: the tip was {left_out[worst]:.1f} mm "
            f"from where they say it is. Touch cross {numbers[worst]} again."
        )
    ]


def _stretched(board: Array, arm: Array) -> list[str]:
    size = float(
        np.linalg.norm(arm - arm.mean(axis=0)) / np.linalg.norm(board - board.mean(axis=0))
    )
    if abs(size - 1) < _SCALE:
        return []
    return [
        (
            f"The crosses are {100 * size:.1f} % as far apart as they should be. If the board was "
            "not printed at its true size, print it again (“actual size”, not “fit to page”), and "
            "check its ruler; if it was, touch the crosses again."
        )
    ]


def _tilted(arm: Array, heights: Array) -> list[str]:
    flat = np.column_stack([np.ones(len(arm)), arm - arm.mean(axis=0)])
    (_, *slopes), *_ = np.linalg.lstsq(flat, heights, rcond=None)
    rise = math.hypot(*slopes) * 200.0
    if rise < _TILT_MM:
        return []
    return [
        (
            f"By the touches the table rises by {rise:.1f} mm over 200 mm. Put something under the "
            "arm or the table until both are level, or touch the crosses without pressing."
        )
    ]

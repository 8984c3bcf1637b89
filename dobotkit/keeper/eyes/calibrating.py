"""A whole calibration: lens, board, touches and cards together, with its error in mm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.camera_place import GOOD_MM
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.desk_cards import SeenMarks, corners_of, desk_marks
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.posing import left_out_mm, outline_mm, pose
from dobotkit.keeper.eyes.touches import Fit, Touch, board_under
from dobotkit.markers import CHECK, CORNERS, LAID_BOARD, Laid

__all__ = ["Calibrated", "calibrated"]

_LEAST_MARKS: Final = 6


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration and what its measuring has shown.

    Attributes
    ----------
    calibration:
        The result.
    touches:
        Where the tip was.
    fit:
        How well the touches fit the board.
    picture_mm:
        How far a marker of the board is off that was left out and predicted from the
        others, in mm: what the picture alone gets wrong.
    """

    calibration: Calibration
    touches: tuple[Touch, ...]
    fit: Fit
    picture_mm: float


def calibrated(seen: SeenMarks, lens: Lens, touches: Sequence[Touch]) -> Calibrated:
    """Calibrate from one picture of the board where the arm has touched it.

    Parameters
    ----------
    seen:
        The markers in a picture that shows the board and the cards on the table.
    lens:
        The camera's lens.
    touches:
        Where the tip of the arm was on the board's crosses.

    Raises
    ------
    CalibrationFailed
        Too little is seen, too few crosses were touched, or it does not fit together.
    """
    fit = board_under(touches)
    numbers, places_mm, points_px = corners_of([fit.laid], seen)
    if len(numbers) < _LEAST_MARKS:
        raise CalibrationFailed(
            f"The camera sees {len(numbers)} of the board's {len(LAID_BOARD.card.marks)} markers.",
            "Move the arm aside and take everything from the board; make more light.",
        )
    if not desk_marks(seen):
        raise CalibrationFailed(
            "The camera sees none of the cards that stay on the table, so nobody could tell "
            "later whether it has moved.",
            "Lay the corner cards and the check card around the board, and begin again.",
        )
    rvec, tvec = pose(lens, places_mm, points_px, fit.height_mm)
    picture = left_out_mm(lens, places_mm, points_px) or 0.0
    error = math.hypot(picture, fit.error_mm)
    bare = Calibration(lens, rvec, tvec, fit.height_mm, np.empty((0, 2)), None, "")
    laid = _measured(bare, seen)
    calibration = Calibration(
        lens,
        rvec,
        tvec,
        fit.height_mm,
        outline_mm(laid),
        error,
        f"{len(touches)} crosses that the arm touched",
        laid,
        desk_marks(seen),
        (*_verdict(error), *fit.notes, *lens.notes),
    )
    return Calibrated(calibration, tuple(touches), fit, picture)


def _verdict(error_mm: float) -> tuple[str, ...]:
    if error_mm <= GOOD_MM:
        return ()
    return (
        (
            f"This calibration is bad: places are off by about {error_mm:.1f} mm, and more than "
            f"{GOOD_MM:g} mm is too much to pick up a block. Touch the crosses again, slowly, "
            "with the tip straight above their middle."
        ),
    )


def _measured(bare: Calibration, seen: SeenMarks) -> tuple[Laid, ...]:
    """Return the cards that are seen, each where it lies by the picture."""
    laid: list[Laid] = []
    for card in (*CORNERS, CHECK):
        mark = card.marks[0]
        if mark.number not in seen:
            continue
        corners = bare.table_from_image(seen[mark.number], bare.height_mm)
        # From the middle of the left edge to that of the right one, and so for the others:
        # all four corners have the same say.
        along = corners[1] + corners[2] - corners[0] - corners[3]
        up = corners[0] + corners[1] - corners[2] - corners[3]
        angle = math.degrees(math.atan2(along[1] - up[0], along[0] + up[1]))
        ((x, y),) = Laid(card, (0.0, 0.0), angle).table_from_card([mark.middle_mm])
        middle = corners.mean(axis=0) - (x, y)
        laid.append(Laid(card, (float(middle[0]), float(middle[1])), angle))
    return tuple(laid)

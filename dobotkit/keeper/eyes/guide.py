"""One notebook's calibration: the board comes, is looked at, touched, and taken away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from dobotkit.calibrating_messages import BoardSeen, CalibrationTold, CrossTold, TouchTold
from dobotkit.errors import CalibrationFailed, DobotKitError
from dobotkit.keeper.eyes.calibrating import Calibrated, calibrated
from dobotkit.keeper.eyes.desk_cards import SeenMarks, seen_marks
from dobotkit.keeper.eyes.eye import Eye
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.lens_from_board import FEWEST_MARKS, lens_from_looks
from dobotkit.keeper.eyes.touches import Touch
from dobotkit.markers import BOARD_NUMBERS
from dobotkit.sight_messages import Size

__all__ = ["Guide"]

_MOST_LOOKS: Final = 8
# The board may be seen to move by so many pixels of a picture 1280 wide: noise, not more.
_STILL_PX: Final = 1.5
_WIDTH: Final = 1280


class Guide:
    """One calibration, from its beginning to its end.

    Parameters
    ----------
    eye:
        The camera.
    size:
        Of its pictures.
    """

    def __init__(self, eye: Eye, size: Size) -> None:
        self._eye = eye
        self._size = size
        self._looks: list[SeenMarks] = []

    def begin(self) -> BoardSeen:
        """Have the board laid down, and look at it."""
        try:
            crosses = self._eye.lay_board()
            return self._look(crosses)
        except BaseException:
            self.end()
            raise

    def look_again(self) -> BoardSeen:
        """Look once more at the board, which somebody has laid otherwise, for the lens."""
        if len(self._looks) >= _MOST_LOOKS:
            raise CalibrationFailed(
                f"The board was looked at {_MOST_LOOKS} times; more does not tell more.",
                "Lay it flat and touch its crosses.",
            )
        return self._look(())

    def finish(self, places: Sequence[tuple[int, float, float, float]]) -> CalibrationTold:
        """Measure, and have the camera learn the result.

        Parameters
        ----------
        places:
            For each cross that was touched its number, and x, y, z of the tip in mm.

        Raises
        ------
        CalibrationFailed
            The board is not where it was looked at last, or something does not fit.
        """
        seen = self._seen()
        width = self._eye.frame_size(self._size)[0]
        # A real board was touched meanwhile; and it may have been lifted for the lens before.
        _refuse_if_shifted(self._looks[-1], seen, _STILL_PX * width / _WIDTH)
        result = calibrated(seen, self._lens(), [Touch(*place) for place in places])
        kept = self._eye.learn(self._size, result.calibration)
        self.end()
        return _told(result, kept)

    def end(self) -> None:
        """Take the board away; twice does nothing."""
        self._eye.take_board()

    def _look(self, crosses: Sequence[Touch]) -> BoardSeen:
        seen = self._seen()
        marks = len(BOARD_NUMBERS & seen.keys())
        if marks < FEWEST_MARKS:
            raise CalibrationFailed(
                f"The camera sees {marks} of the board's {len(BOARD_NUMBERS)} markers.",
                "Lay the whole board into the picture, flat, move the arm aside and take "
                "everything from it; make light. Then begin again.",
            )
        self._looks.append(seen)
        return BoardSeen(
            marks=marks,
            looks=len(self._looks),
            crosses=tuple(
                CrossTold(number=one.number, place=(one.x, one.y, one.z)) for one in crosses
            ),
            notes=self._lens().notes,
        )

    def _seen(self) -> SeenMarks:
        frame = self._eye.take(self._size)
        try:
            return seen_marks(frame.pixels)
        finally:
            frame.wipe()

    def _lens(self) -> Lens:
        size = self._eye.frame_size(self._size)
        return self._eye.lens(self._size) or lens_from_looks(self._looks, size)


def _refuse_if_shifted(before: SeenMarks, now: SeenMarks, still_px: float) -> None:
    both = [number for number in BOARD_NUMBERS if number in before and number in now]
    off = [float(np.linalg.norm(np.mean(now[one] - before[one], axis=0))) for one in both]
    if off and float(np.median(off)) > still_px:
        raise CalibrationFailed(
            f"The board or the camera was moved while the crosses were touched: it is "
            f"{np.median(off):.0f} pixels away from where it was.",
            "Tape the board to the table, and begin again: camera.calibrate(arm)",
        )


def _told(result: Calibrated, kept: str) -> CalibrationTold:
    error = result.calibration.error_mm
    if error is None or not math.isfinite(error):
        raise DobotKitError("The calibration has no error.", "Begin again: camera.calibrate(arm)")
    return CalibrationTold.model_validate(
        {
            "error_mm": error,
            "picture_mm": result.picture_mm,
            "touching_mm": result.fit.error_mm,
            "height_mm": result.calibration.height_mm,
            "touches": tuple(
                TouchTold(
                    number=touch.number, place=(touch.x, touch.y, touch.z), off=off, left_out=out
                )
                for touch, off, out in zip(
                    result.touches, result.fit.off_mm, result.fit.left_out_mm, strict=True
                )
            ),
            "kept": kept,
            "notes": result.calibration.notes,
        }
    )

"""Where a camera hangs: from flat things whose places are known, and whose pixels it sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.camera_place import hull
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.desk_cards import SeenMarks, corners_of, desk_marks
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.markers import CORNERS, LAID_CARDS, Laid
from dobotkit.opencv import cv2

__all__ = ["FEWEST_CARDS", "calibration_from_cards", "left_out_mm", "outline_mm", "pose"]

Array = NDArray[np.float64]

FEWEST_CARDS = 3
"""So many cards have to be seen: two lie on a line, about which a plane can turn."""

_ON_IT_PX = 3.0
_CORNERS_OF_A_MARKER = 4


def pose(lens: Lens, places_mm: Array, points_px: Array, height_mm: float) -> tuple[Array, Array]:
    """Find how a camera hangs above a level plane.

    Parameters
    ----------
    lens:
        Its lens.
    places_mm, points_px:
        At least four places (n, 2) on the plane, not on one line, and their pixels (n, 2).
    height_mm:
        The z of that plane.

    Returns
    -------
    tuple
        ``rvec`` and ``tvec`` (3,) of a :class:`Calibration`.

    Raises
    ------
    CalibrationFailed
        No place of a camera explains what is seen.
    """
    middle = places_mm.mean(axis=0)
    flat = np.column_stack([places_mm - middle, np.zeros(len(places_mm))])
    straight = lens.directions(points_px)
    fits: list[tuple[float, Calibration]] = []
    if np.isfinite(straight).all():
        _, turns, shifts, _ = cv2.solvePnPGeneric(
            flat, straight, np.eye(3), np.zeros(5), flags=cv2.SOLVEPNP_IPPE
        )
        # A plane seen from afar looks alike from two sides.
        for turn, shift in zip(turns, shifts, strict=True):
            rvec, tvec = cv2.solvePnPRefineLM(
                flat, points_px, lens.matrix, np.array(lens.distortion), turn, shift
            )
            found = Calibration(
                lens,
                np.asarray(rvec, float),
                np.asarray(tvec, float),
                0.0,
                np.empty((0, 2)),
                None,
                "",
            )
            off = np.sqrt(((found.image_from_table(flat) - points_px) ** 2).sum(axis=1).mean())
            if found.camera_place_mm[2] > 0 and off < _ON_IT_PX:
                fits.append((float(off), found))
    if fits:
        _, found = min(fits, key=lambda fit: fit[0])
        return found.rvec, found.tvec - found.rotation @ [*middle, height_mm]
    raise CalibrationFailed(
        "What the camera shows of the cards or the board does not fit together.",
        "Lay them flat, print them at their true size, and look again.",
    )


def calibration_from_cards(
    seen: SeenMarks, lens: Lens, height_mm: float, laid: Sequence[Laid] = LAID_CARDS
) -> Calibration:
    """Calibrate from cards whose places are known.

    Parameters
    ----------
    seen:
        The markers in a picture.
    lens:
        The camera's lens.
    height_mm:
        The z of the table in the arm's frame.
    laid:
        The cards and their places.

    Raises
    ------
    CalibrationFailed
        Too few cards are seen, or they do not fit together.
    """
    numbers, places_mm, points_px = corners_of(laid, seen)
    if len(numbers) < FEWEST_CARDS:
        shown = "no card" if not numbers else "1 card" if len(numbers) == 1 else "2 cards"
        raise CalibrationFailed(
            f"The camera sees {shown} of the {len(laid)} that lie on the table; "
            f"it needs {FEWEST_CARDS}.",
            "Take away what hides them, move the arm aside, make more light, and look again.",
        )
    rvec, tvec = pose(lens, places_mm, points_px, height_mm)
    return Calibration(
        lens,
        rvec,
        tvec,
        height_mm,
        outline_mm(laid),
        left_out_mm(lens, places_mm, points_px),
        f"{len(numbers)} cards on the table",
        tuple(laid),
        desk_marks(seen),
        lens.notes,
    )


def outline_mm(laid: Iterable[Laid]) -> Array:
    """Return the outline of what belongs to a table, (n, 2): around its corner cards.

    Where fewer than three of them are there, around whatever lies there.
    """
    every = list(laid)
    corners = [one for one in every if one.card in CORNERS]
    around = corners if len(corners) >= FEWEST_CARDS else every
    return np.array(hull(point for one in around for point in one.outline_mm)).reshape(-1, 2)


def left_out_mm(lens: Lens, places_mm: Array, points_px: Array) -> float | None:
    """Leave one marker out, predict where it is from the others, and compare.

    Parameters
    ----------
    lens:
        The camera's lens.
    places_mm, points_px:
        Four corners for each marker, (4 n, 2), on the table and in the picture.

    Returns
    -------
    float or None
        The root of the mean square over all corners in mm, None with fewer than four
        markers: three do not say enough of a fourth.
    """
    count = len(places_mm)
    if count <= FEWEST_CARDS * _CORNERS_OF_A_MARKER:
        return None
    squares: list[float] = []
    borders = [*range(0, count, _CORNERS_OF_A_MARKER), count]
    for first, end in pairwise(borders):
        others = np.r_[0:first, end:count]
        rvec, tvec = pose(lens, places_mm[others], points_px[others], 0.0)
        found = Calibration(lens, rvec, tvec, 0.0, np.empty((0, 2)), None, "")
        off = found.table_from_image(points_px[first:end], 0.0) - places_mm[first:end]
        squares.extend((off**2).sum(axis=1).tolist())
    return float(np.sqrt(np.mean(squares)))

"""Measures a lens from looks at the board, and says what such looks cannot tell.

One look straight down on a flat sheet cannot tell a long lens far away from a short one
close by. So every unknown of the lens is given up again whose uncertainty, as the least
squares tell it, is larger than what is useful; the lens then says what was assumed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.eyes.desk_cards import SeenMarks, corners_of
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.markers import BOARD, Laid
from dobotkit.opencv import cv2

__all__ = ["FEWEST_MARKS", "lens_from_looks"]

FEWEST_MARKS: Final = 6
"""So many markers of the board a look has to show."""

_FLAT = Laid(BOARD, (0.0, 0.0), 0.0)
# What an unknown may be uncertain by (one standard deviation) and still be used: the focal
# length as a share of itself, the middle as a share of the width, and what the distortion
# does at the edge of the picture as a share of the distance from its middle.
_FOCAL: Final = 0.01
_MIDDLE: Final = 0.01
_BEND: Final = 0.01
_WORST_PX: Final = 1.5
# How many degrees from straight down one look has to be at least, to tell the focal length:
# straight down, the least squares can end in a hole and take themselves for certain there.
_ASLANT: Final = 12.0
# Focal lengths as shares of the picture's width: 115° to 19° wide. What is outside is no webcam.
_SHORTEST: Final = 0.32
_LONGEST: Final = 3.0


class _Model(NamedTuple):
    fixed: tuple[str, ...]
    note: str


_STRAIGHT = "the lens was taken to be free of distortion"
_CENTRED = "its axis was taken to be in the middle of the picture"
_GUESSED = (
    "how wide it looks was taken to be what most webcams have. Places on the table are "
    "right; tops of blocks can be off by two or three millimetres. Lay a book under one edge of "
    "the board and look once more: that tells it"
)
# From all that can be known to the least.
_MODELS: Final = (
    _Model(("K3",), ""),
    _Model(("K3", "TANGENT"), ""),
    _Model(("K2", "K3", "TANGENT"), ""),
    _Model(("K2", "K3", "TANGENT", "MIDDLE"), _CENTRED),
    _Model(("K1", "K2", "K3", "TANGENT", "MIDDLE"), f"{_CENTRED}, and {_STRAIGHT}"),
    _Model(("K2", "K3", "TANGENT", "MIDDLE", "FOCAL"), f"{_CENTRED}, and {_GUESSED}"),
    _Model(("K1", "K2", "K3", "TANGENT", "MIDDLE", "FOCAL"), f"{_STRAIGHT}, and {_GUESSED}"),
)


def lens_from_looks(looks: Sequence[SeenMarks], size: tuple[int, int]) -> Lens:
    """Measure a lens.

    Parameters
    ----------
    looks:
        The markers that each picture shows; the board may lie or be held otherwise each time.
    size:
        Width and height of the pictures in pixels.

    Returns
    -------
    Lens
        With what could not be told from these looks in its ``notes``.

    Raises
    ------
    CalibrationFailed
        No look shows enough of the board, or it is not flat.
    """
    boards: list[NDArray[np.float32]] = []
    pictures: list[NDArray[np.float32]] = []
    for seen in looks:
        numbers, places_mm, points_px = corners_of([_FLAT], seen)
        if len(numbers) >= FEWEST_MARKS:
            flat = np.column_stack([places_mm, np.zeros(len(places_mm))])
            boards.append(flat.astype(np.float32))
            pictures.append(points_px.astype(np.float32))
    if not boards:
        raise CalibrationFailed(
            f"Of the board's {len(BOARD.marks)} markers fewer than {FEWEST_MARKS} can be seen.",
            "Lay the whole board into the picture, flat, with nothing on it, and make light.",
        )
    for model in _MODELS:
        lens = _fitted(boards, pictures, size, model)
        if lens is not None:
            return lens
    raise CalibrationFailed(
        "The board's markers are not where those of a flat sheet would be.",
        "Lay it flat, print it at its true size, and look again.",
    )


def _fitted(
    boards: list[NDArray[np.float32]],
    pictures: list[NDArray[np.float32]],
    size: tuple[int, int],
    model: _Model,
) -> Lens | None:
    """Fit one model; None where these looks cannot tell what it leaves open."""
    flags = {
        "K1": cv2.CALIB_FIX_K1,
        "K2": cv2.CALIB_FIX_K2,
        "K3": cv2.CALIB_FIX_K3,
        "TANGENT": cv2.CALIB_ZERO_TANGENT_DIST,
        "MIDDLE": cv2.CALIB_FIX_PRINCIPAL_POINT,
        "FOCAL": cv2.CALIB_FIX_FOCAL_LENGTH,
    }
    start = Lens.usual(size)
    try:
        rms, matrix, bends, turns, _, spread, _, _ = cv2.calibrateCameraExtended(
            boards,
            pictures,
            size,
            start.matrix,
            np.zeros(5),
            flags=sum(flags[name] for name in model.fixed)
            | cv2.CALIB_USE_INTRINSIC_GUESS
            | cv2.CALIB_FIX_ASPECT_RATIO,
        )
    except cv2.error:  # the looks are too much alike for so many unknowns
        return None
    focal, cx, cy = float(matrix[0, 0]), float(matrix[0, 2]), float(matrix[1, 2])
    k1, k2, p1, p2, k3 = (float(value) for value in np.ravel(bends)[:5])
    doubts = np.ravel(spread)[:9]
    edge = size[0] / 2 / focal
    known = (
        np.isfinite(doubts).all()
        and rms < _WORST_PX
        and _SHORTEST < focal / size[0] < _LONGEST
        and (
            "FOCAL" in model.fixed
            or max(_aslant(np.asarray(turn, float)) for turn in turns) > _ASLANT
        )
        and max(doubts[:2]) < _FOCAL * focal
        and max(doubts[2:4]) < _MIDDLE * size[0]
        and max(doubts[4] * edge**2, doubts[5] * edge**4, *(doubts[6:8] * edge)) < _BEND
    )
    if not known:
        return None
    count = len(boards)
    return Lens(
        (focal, focal),
        (cx, cy),
        (k1, k2, p1, p2, k3),
        size,
        "one look at the board" if count == 1 else f"{count} looks at the board",
        (f"Of the lens not everything can be told from this: {model.note}.",) if model.note else (),
    )


def _aslant(turn: NDArray[np.float64]) -> float:
    """How far from straight down a look is, in degrees."""
    matrix, _ = cv2.Rodrigues(turn)
    return math.degrees(math.acos(min(1.0, abs(float(matrix[2, 2])))))

"""Where the table is in a picture: the squares behind which there is certainly nothing else."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.calibration import Calibration

__all__ = ["CELL_PX", "Mask", "allowed", "cells_of", "is_inside", "whole"]

CELL_PX: Final = 4
"""Width and height of the squares of a picture that are shown or covered as one."""

_MARGIN_MM = 4.0
# Two places are certain to be the same if they are no farther apart than this (px).
_SAME_PX = 0.5
_SAME_MM = 1e-6
_SMALLEST_MM2 = 100.0

Mask = NDArray[np.bool_]


# The last calibration and its squares: each is used for many pictures, and holds none.
_last: tuple[Calibration, Mask] | None = None


def cells_of(calibration: Calibration) -> Mask:
    """Return the squares of the picture that are table with all four corners, rows × columns.

    Parameters
    ----------
    calibration:
        Where the table is. All are False where it does not know.
    """
    global _last  # noqa: PLW0603 - one pair, replaced as a whole, so that no two threads mix it
    last = _last
    if last is not None and last[0] is calibration:
        return last[1]
    cells = _table_cells(calibration)
    _last = (calibration, cells)
    return cells


def allowed(calibration: Calibration) -> Mask:
    """Return which pixels are certain to have the table behind them.

    Parameters
    ----------
    calibration:
        Where the table is.

    Returns
    -------
    ndarray
        Height × width, of bool. All False where it does not know.
    """
    return whole(cells_of(calibration), calibration.size)


def whole(cells: Mask, size: tuple[int, int]) -> Mask:
    """Return squares as pixels: height × width."""
    width, height = size
    whole = np.repeat(np.repeat(cells, CELL_PX, axis=0), CELL_PX, axis=1)
    return np.ascontiguousarray(whole[:height, :width])


def is_inside(cells: Mask, box: Box) -> bool:
    """Whether all of a box is in squares that are allowed.

    Parameters
    ----------
    cells:
        Rows × columns of squares.
    box:
        In pixels of the frame.
    """
    rows, columns = cells.shape
    left, top = math.floor(box.x / CELL_PX), math.floor(box.y / CELL_PX)
    right = math.ceil((box.x + box.width) / CELL_PX)
    bottom = math.ceil((box.y + box.height) / CELL_PX)
    if left < 0 or top < 0 or right > columns or bottom > rows:
        return False
    return bool(cells[top:bottom, left:right].all()) and right > left and bottom > top


def _table_cells(calibration: Calibration) -> Mask:
    width, height = calibration.size
    inner = _shrunk(calibration.polygon_mm)
    if inner is None:
        return np.zeros((-(-height // CELL_PX), -(-width // CELL_PX)), np.bool_)
    # One more than fits: the last pixels have corners around them as well.
    xs = np.arange(0, width + CELL_PX, CELL_PX)
    ys = np.arange(0, height + CELL_PX, CELL_PX)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2).astype(float)
    # Pixels are squares: their middles are at whole numbers, their corners half of one beside.
    grid -= 0.5
    places = calibration.table_from_image(grid, calibration.height_mm)
    back = calibration.image_from_table(
        np.column_stack([places, np.full(len(places), calibration.height_mm)])
    )
    with np.errstate(invalid="ignore"):
        # Far from the middle a lens formula can fold back: there both ways do not agree.
        same = np.linalg.norm(back - grid, axis=1) < _SAME_PX
    inside = np.all(np.isfinite(places), axis=1) & same & _inside(places, inner)
    corners = inside.reshape(len(ys), len(xs))
    return np.asarray(
        corners[:-1, :-1] & corners[:-1, 1:] & corners[1:, :-1] & corners[1:, 1:], np.bool_
    )


def _shrunk(polygon_mm: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return the sides of an outline, moved inwards by the margin; None if it is no outline.

    Each row a, b, c: a place (x, y) is inside if a·x + b·y ≥ c for all rows.
    """
    corners = np.asarray(polygon_mm, float).reshape(-1, 2)
    if len(corners) < 3 or not np.isfinite(corners).all():  # noqa: PLR2004 - a triangle at least
        return None
    ends = np.roll(corners, -1, axis=0)
    twice = float(np.sum(corners[:, 0] * ends[:, 1] - ends[:, 0] * corners[:, 1]))
    if abs(twice) / 2 < _SMALLEST_MM2:
        return None
    sides = (ends - corners) * np.sign(twice)
    lengths = np.linalg.norm(sides, axis=1)
    if not lengths.all():
        return None
    inwards = np.column_stack([-sides[:, 1], sides[:, 0]]) / lengths[:, None]
    far = np.einsum("ij,ij->i", inwards, corners)
    # An outline with a bay is none: half planes do not say what is inside of it.
    if (inwards @ corners.T - far[:, None] < -_SAME_MM).any():
        return None
    return np.column_stack([inwards, far + _MARGIN_MM])


def _inside(places: NDArray[np.float64], sides: NDArray[np.float64]) -> Mask:
    with np.errstate(invalid="ignore"):
        distances = places @ sides[:, :2].T - sides[:, 2]
        return np.asarray((distances >= 0).all(axis=1), np.bool_)

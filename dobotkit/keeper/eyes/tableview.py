"""The table seen from straight above, to look for things in.

What stands on the table is not in its plane: in this view it leans away from the camera.
It tells where things are about; how exactly they lie is measured in the picture itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.markers import LAID_CARDS
from dobotkit.opencv import cv2

__all__ = ["TableView", "table_view"]

# As large as this is a pixel of the view: a usual block is seventeen wide.
_MM: Final = 1.5
# The way through the lens is computed for every eighth pixel; in between it is straight.
_COARSE: Final = 8
_LARGEST_MM: Final = 1200.0


@dataclass(frozen=True, slots=True)
class TableView:
    """The table's plane as a picture; row after row along x, column after column along y.

    Attributes
    ----------
    pixels:
        uint8 (h, w, 3), blue, green, red.
    low_mm:
        The x of the first row and the y of the first column.
    inside:
        uint8 (h, w): 255 where the camera sees the table.
    """

    pixels: Pixels
    low_mm: tuple[float, float]
    inside: NDArray[np.uint8]

    @property
    def mm(self) -> float:
        """How many mm a pixel of it is wide."""
        return _MM

    def view_from_table(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points x, y of the table's plane (n, 2) → column, row of this view (n, 2)."""
        return (points_mm[:, ::-1] - (self.low_mm[1], self.low_mm[0])) / _MM

    def table_from_view(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Column, row of this view (n, 2) → x, y in mm on the table's plane (n, 2)."""
        return points[:, ::-1] * _MM + self.low_mm


def table_view(pixels: Pixels, calibration: Calibration) -> TableView:
    """See the table of a frame from straight above.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3).
    calibration:
        Of the camera that took it.

    Returns
    -------
    TableView
        Of the table's polygon; of where cards usually lie, if it has none.
    """
    outline = calibration.polygon_mm
    if not len(outline):
        outline = np.array([corner for laid in LAID_CARDS for corner in laid.outline_mm])
    low, high = outline.min(0), outline.max(0)
    high = np.minimum(high, low + _LARGEST_MM)
    rows, columns = (int(n) for n in np.ceil((high - low) / _MM) + 1)
    xs = low[0] + np.arange(-(-rows // _COARSE) + 1) * _COARSE * _MM
    ys = low[1] + np.arange(-(-columns // _COARSE) + 1) * _COARSE * _MM
    grid = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1).reshape(-1, 2)
    flat = np.column_stack([grid, np.full(len(grid), calibration.height_mm)])
    coarse = calibration.image_from_table(flat).reshape(len(xs), len(ys), 2).astype(np.float32)
    coarse = np.nan_to_num(coarse, nan=-1e4)
    # Coarse nodes lie at the multiples of 8; an affine warp puts them exactly there.
    shrink = np.array([[1 / _COARSE, 0, 0], [0, 1 / _COARSE, 0]], dtype=np.float32)
    fine = cv2.warpAffine(
        coarse, shrink, (columns, rows), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    first, second = cv2.convertMaps(fine[..., 0].copy(), fine[..., 1].copy(), cv2.CV_16SC2)
    seen = cv2.remap(
        pixels, first, second, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0
    )
    height, width = pixels.shape[:2]
    inside = (
        (fine[..., 0] >= 1) & (fine[..., 0] < width - 2)
        & (fine[..., 1] >= 1) & (fine[..., 1] < height - 2)
    ).astype(np.uint8) * 255  # fmt: skip
    return TableView(np.asarray(seen, np.uint8), (float(low[0]), float(low[1])), inside)

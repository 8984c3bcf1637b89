"""Markers and codes on a card: black squares on white."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dobotkit.markers import DICTIONARY, MODULES
from dobotkit.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.card_layouts import CardMark, Rectangle

__all__ = ["draw_code", "draw_mark"]


def draw_mark(picture: NDArray[np.uint8], mark: CardMark, px_per_mm: float) -> None:
    """Draw a marker into a picture (h, w, 3)."""
    (x, y), size = mark.middle_mm, mark.size_mm
    place = (x - size / 2, y - size / 2, size, size)
    _lay(picture, _marker(mark.number), place, px_per_mm)


def draw_code(
    picture: NDArray[np.uint8], text: str, code: tuple[Rectangle, str], px_per_mm: float
) -> None:
    """Draw a code into a picture (h, w, 3)."""
    place, kind = code
    _lay(picture, code_squares(text, kind), place, px_per_mm)


@lru_cache(maxsize=64)
def _marker(number: int) -> NDArray[np.uint8]:
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    return np.asarray(dictionary.generateImageMarker(number, MODULES), np.uint8)


@lru_cache(maxsize=64)
def code_squares(text: str, kind: str) -> NDArray[np.uint8]:
    """Return a code, (rows, columns) uint8: 0 where it is black, 255 where it is white."""
    import zxingcpp  # noqa: PLC0415 - loaded when there is something to draw

    if kind == "QR":
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    else:
        code = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.PDF417, options="columns=4,rows=12"
        )
    squares = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    return np.array(squares, np.uint8)


def _lay(
    picture: NDArray[np.uint8], squares: NDArray[np.uint8], place: Rectangle, px_per_mm: float
) -> None:
    """Lay black and white squares into a rectangle: edges that cross a pixel make it grey."""
    left, top, wide, high = (side * px_per_mm for side in place)
    rows, columns = squares.shape
    # Eight times as fine, and the mean: OpenCV's own resizing knows no shift by less than a pixel.
    x0, y0 = int(left), int(top)
    x1, y1 = int(np.ceil(left + wide)), int(np.ceil(top + high))
    fine = 8
    across = ((np.arange(x0 * fine, x1 * fine) + 0.5) / fine - left) / wide * columns
    down = ((np.arange(y0 * fine, y1 * fine) + 0.5) / fine - top) / high * rows
    column, row = np.floor(across).astype(int), np.floor(down).astype(int)
    large = squares[np.clip(row, 0, rows - 1)][:, np.clip(column, 0, columns - 1)]
    large[(row < 0) | (row >= rows)] = 255
    large[:, (column < 0) | (column >= columns)] = 255
    small = cv2.resize(large, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    picture[y0:y1, x0:x1] = small[:, :, None]

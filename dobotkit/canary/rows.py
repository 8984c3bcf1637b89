"""How rows of pixels lie in memory and in files that are not compressed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dobotkit.canary.canary import FINE, Canary, Pixels
from dobotkit.canary.spellings import base64_pieces
from dobotkit.opencv import cv2

__all__ = ["LAYOUTS", "Layout", "pieces_of"]

# A piece is so many pixels of one row: so much of a picture must be left whole.
_PIECE = 12
_STARTS = (2, 30)
_EVERY = 2  # rows


@dataclass(frozen=True)
class Layout:
    """One way in which pixels stand in a row.

    Attributes
    ----------
    id, title:
        For programs, and for people.
    write:
        Turns a picture (BGR, as OpenCV has it), or a piece of one row of it, into bytes.
    pieces:
        What is looked for, of a piece; by default what `write` makes of it.
    """

    id: str
    title: str
    write: Callable[[Pixels], bytes]
    pieces: Callable[[Pixels], tuple[bytes, ...]] | None = None

    def needles(self, piece: Pixels) -> tuple[bytes, ...]:
        """Return the bytes that show that this piece, 1 × n × 3, stands somewhere."""
        return (self.write(piece),) if self.pieces is None else self.pieces(piece)


def pieces_of(canary: Canary) -> list[Pixels]:
    """Return the pieces of the fine patch that are looked for, each 1 × 12 × 3."""
    fine = canary.picture[FINE]
    return [
        fine[row : row + 1, start : start + _PIECE]
        for row in range(0, fine.shape[0], _EVERY)
        for start in _STARTS
    ]


def _as(code: str | None, dtype: Any = np.uint8, scale: float = 1.0) -> Callable[[Pixels], bytes]:  # noqa: ANN401 - numpy's own
    def write(picture: Pixels) -> bytes:
        turned: NDArray[Any] = (
            picture if code is None else cv2.cvtColor(picture, getattr(cv2, code))
        )
        if dtype is not np.uint8:
            turned = turned.astype(dtype) * np.asarray(scale, dtype)
        return turned.tobytes()

    return write


def _mirrored(code: str | None) -> Callable[[Pixels], bytes]:
    straight = _as(code)
    return lambda picture: straight(np.ascontiguousarray(picture[:, ::-1]))


def _planes(picture: Pixels) -> bytes:
    return b"".join(picture[..., channel].tobytes() for channel in range(3))


def _plane_pieces(piece: Pixels) -> tuple[bytes, ...]:
    return tuple(piece[..., channel].tobytes() for channel in range(3))


def _numbers(separator: str) -> Callable[[Pixels], bytes]:
    return lambda picture: separator.join(str(one) for one in picture.ravel().tolist()).encode()


def _number_list(picture: Pixels) -> bytes:
    return json.dumps(picture.ravel().tolist()).strip("[]").encode()


def _base64(picture: Pixels) -> bytes:
    # A notebook keeps the bytes of a widget's arrays in this form.
    return base64_pieces(picture.tobytes())[1]


def _base64_needles(piece: Pixels) -> tuple[bytes, ...]:
    rgb = np.ascontiguousarray(piece[..., ::-1])
    return base64_pieces(piece.tobytes()) + base64_pieces(rgb.tobytes())


def _hex(picture: Pixels) -> bytes:
    return picture.tobytes().hex().encode()


def _hex_needles(piece: Pixels) -> tuple[bytes, ...]:
    return _hex(piece), _hex(piece).upper()


LAYOUTS: tuple[Layout, ...] = (
    Layout("rows-bgr", "pixels as OpenCV has them, blue first", _as(None)),
    Layout("rows-rgb", "pixels, red first", _as("COLOR_BGR2RGB")),
    Layout("rows-bgra", "pixels with transparency, blue first", _as("COLOR_BGR2BGRA")),
    Layout("rows-rgba", "pixels with transparency, red first", _as("COLOR_BGR2RGBA")),
    Layout("rows-grey", "grey pixels", _as("COLOR_BGR2GRAY")),
    Layout("rows-planes", "each colour by itself", _planes, _plane_pieces),
    Layout("rows-bgr-mirrored", "mirrored pixels, blue first", _mirrored(None)),
    Layout("rows-rgb-mirrored", "mirrored pixels, red first", _mirrored("COLOR_BGR2RGB")),
    Layout("rows-grey-mirrored", "mirrored grey pixels", _mirrored("COLOR_BGR2GRAY")),
    Layout("rows-float32", "pixels as short fractional numbers", _as(None, np.float32)),
    Layout("rows-float64", "pixels as long fractional numbers", _as(None, np.float64)),
    Layout("rows-float32-unit", "short fractions from 0 to 1", _as(None, np.float32, 1 / 255)),
    Layout("rows-float64-unit", "long fractions from 0 to 1", _as(None, np.float64, 1 / 255)),
    Layout("rows-int64", "pixels as whole numbers of eight bytes", _as(None, np.int64)),
    Layout("rows-int32", "pixels as whole numbers of four bytes", _as(None, np.int32)),
    Layout("rows-list", "pixels as a list of numbers", _number_list),
    Layout("rows-list-tight", "the same without spaces", _numbers(",")),
    Layout("rows-numbers", "pixels as numbers between spaces", _numbers(" ")),
    Layout(
        "rows-text",
        "pixels taken for letters (as old pickles have them)",
        lambda picture: picture.tobytes().decode("latin-1").encode(),
    ),
    Layout(
        "rows-python",
        "pixels as Python shows bytes",
        lambda picture: repr(picture.tobytes())[2:-1].encode(),
    ),
    Layout("rows-base64", "pixels in base64", _base64, _base64_needles),
    Layout("rows-hex", "pixels in hexadecimal", _hex, _hex_needles),
)
"""Every way in which uncompressed pixels are looked for."""

"""Pictures in data: cut out, decoded, and compared with the coarse patch of a canary."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dobotkit.canary.canary import BLOCKS, Canary, Pixels
from dobotkit.opencv import cv2

__all__ = ["Comparer", "picture_at"]

# The patch is made so small for comparing that it is quick, and still has all its squares.
_SIDE = 2 * BLOCKS
# By how much a picture may have been made larger or smaller, from a third to five times, the
# likeliest first; the steps between move the outermost squares by less than half of one.
_SIZES = tuple(sorted((0.34 * 1.12**step for step in range(24)), key=lambda size: abs(size - 1)))
# What is larger is made smaller first: photographs have ten times as many pixels as screens.
_LONGEST = 1280
# How alike two patches have to be, from −1 to 1. Squares that were drawn by chance, or a
# photograph, come to 0.5 at most; a poor JPEG of a copy of any size to 0.8 at least.
_ALIKE = 0.68
_PATCH = 64
# No picture of a screen is larger; a damaged header may say anything (pixels, bytes).
_MOST_PIXELS = 40_000_000
_MOST_BYTES = 64 << 20
_HEAD_OF_BMP = 26  # the shortest one (bytes)
_CHUNK_HEAD, _CHUNK_REST = 8, 4  # of a PNG file (bytes)
_FRAME, _SCAN = 0xC0, 0xDA  # the first marker of a JPEG file, and that of its data


class Comparer:
    """Says whether a picture shows the coarse patch of a canary, at any usual size.

    Parameters
    ----------
    canary:
        Whose patch; it may also be mirrored, turned by quarters, or negative.
    """

    def __init__(self, canary: Canary) -> None:
        patch = cv2.resize(canary.coarse, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
        turned = [np.rot90(patch, quarters) for quarters in range(4)]
        self._patches = [
            np.ascontiguousarray(one) for square in turned for one in (square, square[:, ::-1])
        ]

    def shows(self, picture: Pixels) -> bool:
        """Whether the patch is in a picture, h × w or h × w × channels."""
        grey: NDArray[Any] = _grey(picture)
        shrink = _LONGEST / max(grey.shape)
        if shrink < 1:
            grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        for size in _SIZES:
            factor = _SIDE / (_PATCH * size)
            height, width = (round(length * factor) for length in grey.shape[:2])
            if min(height, width) < _SIDE:
                continue
            how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
            small = cv2.resize(grey, (width, height), interpolation=how)
            for patch in self._patches:
                match = cv2.matchTemplate(small, patch, cv2.TM_CCOEFF_NORMED)
                low, high, _, _ = cv2.minMaxLoc(match)
                if max(high, -low) >= _ALIKE:
                    return True
        return False


def picture_at(data: bytes, at: int, kind: str) -> tuple[Pixels | None, int]:
    """Decode the picture that begins at a place; None if there is none after all.

    Parameters
    ----------
    data:
        What it stands in.
    at:
        Where its first byte is.
    kind:
        What it seems to be: ``png``, ``jpeg``, ``riff``, ``bmp`` or ``npy``.

    Returns
    -------
    tuple
        The picture, and where it ends.
    """
    end = _end_of(data, at, kind)
    if end is None:
        return None, at + 2
    if kind == "npy":
        return _array(data, at), end
    raw = np.frombuffer(data, np.uint8, end - at, at)
    try:
        picture = cv2.imdecode(raw, cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    return (None if picture is None else picture.astype(np.uint8)), end


def _grey(picture: Pixels) -> Pixels:
    colours = 3
    if picture.ndim == 2:  # noqa: PLR2004 - rows and columns
        return picture
    if picture.shape[2] < colours:
        return np.ascontiguousarray(picture[..., 0])
    # The patch has no colour, so the order of the channels does not matter.
    mean: Pixels = picture[..., :colours].mean(axis=2).astype(np.uint8)
    return mean


def _end_of(data: bytes, at: int, kind: str) -> int | None:
    limit = min(len(data), at + _MOST_BYTES)
    find = {"png": _end_of_png, "jpeg": _end_of_jpeg, "riff": _end_of_webp, "bmp": _end_of_bmp}
    return find[kind](data, at, limit) if kind in find else limit


def _end_of_webp(data: bytes, at: int, limit: int) -> int | None:
    if data[at + 8 : at + 12] != b"WEBP":
        return None
    return min(limit, at + 8 + int.from_bytes(data[at + 4 : at + 8], "little"))


def _end_of_bmp(data: bytes, at: int, limit: int) -> int | None:
    size = int.from_bytes(data[at + 2 : at + 6], "little")
    start = int.from_bytes(data[at + 10 : at + 14], "little")
    # Two letters are everywhere; a size, four zeros and a place within it are not.
    if data[at + 6 : at + 10] != bytes(4) or not _HEAD_OF_BMP <= start < size <= _MOST_BYTES:
        return None
    return min(limit, at + size)


def _end_of_png(data: bytes, at: int, limit: int) -> int | None:
    place = at + len(b"\x89PNG\r\n\x1a\n")
    while place + _CHUNK_HEAD <= limit:
        length = int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        if not name.isalpha():
            return None
        place += _CHUNK_HEAD + length + _CHUNK_REST
        if name == b"IEND":
            break
    return min(place, limit)


def _end_of_jpeg(data: bytes, at: int, limit: int) -> int | None:
    place = at + 2
    while data[place : place + 1] == b"\xff" and place + 4 < limit:
        marker = data[place + 1]
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == _SCAN:
            # In the picture's own data, no FF is followed by D9.
            end = data.find(b"\xff\xd9", place, limit)
            return limit if end < 0 else end + 2
        if marker < _FRAME:
            break
    return None


def _array(data: bytes, at: int) -> Pixels | None:
    """A picture in the file format of NumPy; no other arrays."""
    wide = data[at + 6 : at + 7] != b"\x01"
    begin = at + (12 if wide else 10)
    length = int.from_bytes(data[at + 8 : begin], "little")
    try:
        head = ast.literal_eval(data[begin : begin + length].decode("latin-1").strip())
        dtype, shape = np.dtype(head["descr"]), tuple(head["shape"])
        if dtype.hasobject or len(shape) not in (2, 3) or not 0 < np.prod(shape) <= _MOST_PIXELS:
            return None
        values: NDArray[np.generic] = np.frombuffer(
            data, dtype, int(np.prod(shape)), begin + length
        ).reshape(shape, order="F" if head["fortran_order"] else "C")
        numbers = values.astype(np.float32)
    except (ValueError, KeyError, TypeError, SyntaxError):
        return None
    if len(shape) == 3 and shape[0] <= 4 < shape[2]:  # noqa: PLR2004 - channels come first
        numbers = np.moveaxis(numbers, 0, 2)
    if not np.isfinite(numbers).all():
        return None
    if numbers.max() <= 1:
        numbers = numbers * 255
    return np.clip(numbers, 0, 255).astype(np.uint8)

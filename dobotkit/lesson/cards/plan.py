"""A drawn picture of a table that no camera has seen: cards and bins, as covers would show them."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.scene import Picture
from dobotkit.things import Thing

__all__ = ["box_of", "draw_near", "draw_table"]

_WIDE, _HIGH = 1280, 720
# As the camera stands: in front of the arm, so that x runs down and y to the right.
_PX_PER_MM: Final = 2.4
_MIDDLE, _TOP_X = _WIDE / 2, 70.0  # px; mm, at the upper edge
_TABLE: Final = (108.0, 335.0, -230.0, 230.0)  # mm: x from, to; y from, to
_NEAR: Final = Box(140.0, 60.0, 1000.0, 600.0)

_Colour = tuple[int, int, int]
_GROUND: Final[_Colour] = (74, 74, 78)  # red, green, blue
_WOOD: Final[_Colour] = (212, 188, 150)
_COVER: Final[_Colour] = (128, 128, 128)
_PAPER: Final[_Colour] = (250, 250, 250)
_BINS: Final[Mapping[str, _Colour]] = {"green": (56, 132, 74), "blue": (43, 92, 178)}


def draw_table(things: Sequence[Thing], note: str) -> Picture:
    """Draw where things lie on a table.

    Parameters
    ----------
    things:
        Bins and cards; the later ones lie above the others.
    note:
        What the picture is.
    """
    pixels = _plain(_GROUND)
    x, end_x, y, end_y = _TABLE
    middle = ((x + end_x) / 2, (y + end_y) / 2)
    _lay(pixels, middle, (end_x - x, end_y - y), 0.0, _WOOD)
    for thing in things:
        colour = _BINS.get(thing.colour, _COVER) if thing.kind == "bin" else _COVER
        _lay(pixels, thing.place[:2], thing.size[:2], thing.angle, colour)
    return _picture(pixels, note)


def draw_near(note: str) -> Picture:
    """Draw a card from near by: its cover, and nothing else."""
    pixels = _plain(_PAPER)
    left, top, wide, high = (round(value) for value in _NEAR)
    pixels[top : top + high, left : left + wide] = _COVER
    return _picture(pixels, note)


def box_of(thing: Thing | None) -> Box:
    """Return where a thing is in the drawing, in pixels; of None, the card from near by."""
    if thing is None:
        return _NEAR
    turn = math.radians(thing.angle)
    length, width, _ = thing.size
    along = abs(length * math.cos(turn)) + abs(width * math.sin(turn))
    across = abs(length * math.sin(turn)) + abs(width * math.cos(turn))
    x, y, _ = thing.place
    wide, high = across * _PX_PER_MM, along * _PX_PER_MM
    return Box(
        _MIDDLE + y * _PX_PER_MM - wide / 2, (x - _TOP_X) * _PX_PER_MM - high / 2, wide, high
    )


def _plain(colour: _Colour) -> NDArray[np.uint8]:
    return np.full((_HIGH, _WIDE, 3), colour, np.uint8)


def _lay(
    pixels: NDArray[np.uint8],
    middle: Sequence[float],
    size: Sequence[float],
    angle: float,
    colour: _Colour,
) -> None:
    """Paint a rectangle that is given in mm in the arm's frame."""
    rows, columns = np.ogrid[:_HIGH, :_WIDE]
    x, y = rows / _PX_PER_MM + _TOP_X - middle[0], (columns - _MIDDLE) / _PX_PER_MM - middle[1]
    turn = math.radians(angle)
    along = x * math.cos(turn) + y * math.sin(turn)
    across = y * math.cos(turn) - x * math.sin(turn)
    pixels[(abs(along) <= size[0] / 2) & (abs(across) <= size[1] / 2)] = colour


def _picture(pixels: NDArray[np.uint8], note: str) -> Picture:
    """Write the pixels as a PNG file; without OpenCV, which no lesson but the sixth needs."""
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    data = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return Picture(b"\x89PNG\r\n\x1a\n" + data, _WIDE, _HIGH, note, "image/png")

"""What a card is printed on: fine lines that are hard to draw by hand, and the state's emblem."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.card_layouts import LAYOUTS
from dobotkit.opencv import cv2
from dobotkit.simulator.specimens.styles import STYLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.card_layouts import Layout, Rectangle
    from dobotkit.simulator.specimens.styles import Colour

__all__ = ["SHIFT", "card_paper", "rounded"]

SHIFT: Final = 5
"""Fractions of a pixel that OpenCV is given places in, as bits."""

_STEPS: Final = 240
_WHITE: Final = (255, 255, 255)
# White around a marker, in mm: more than one of its modules.
_AROUND: Final = 1.65


@lru_cache(maxsize=12)
def card_paper(name: str, px_per_mm: float) -> NDArray[np.uint8]:
    """Return a layout's empty card, (h, w, 3) uint8; it can be read only."""
    layout, style = LAYOUTS[name], STYLES[name]
    wide, high = (round(side * px_per_mm) for side in layout.size_mm)
    down = np.linspace(0, 1, high, dtype=np.float32)[:, None, None] ** 1.3
    upper, lower = np.array(style.upper, np.float32), np.array(style.lower, np.float32)
    paper = np.repeat(upper + (lower - upper) * down, wide, axis=1)
    zone = round((layout.mrz_lines[0][1] - 1.2) * px_per_mm)
    strength = np.full((high, 1), 0.34, np.float32)
    strength[zone:] = 0.11  # letters are read there
    for colour, lines in zip(style.waves, (_waves(layout), _rosette(layout)), strict=True):
        mask = _mask((high, wide), lines, px_per_mm, 0.085)
        share = (mask.astype(np.float32) / 255 * strength)[:, :, None]
        paper += share * (np.array(colour, np.float32) - paper)
    picture: NDArray[np.uint8] = np.clip(paper + 0.5, 0, 255).astype(np.uint8)
    for mark in layout.marks:
        (x, y), side = mark.middle_mm, mark.size_mm + 2 * _AROUND
        rounded(picture, (x - side / 2, y - side / 2, side, side), 1.0, _WHITE, px_per_mm)
    left, top, width, height = layout.code[0]
    rim = 1.6 if layout.code[1] == "QR" else 0.9
    place = (left - rim, top - rim, width + 2 * rim, height + 2 * rim)
    rounded(picture, place, 0.6, _WHITE, px_per_mm)
    _emblem(picture, layout.emblem, style.strong, px_per_mm)
    picture.setflags(write=False)
    return picture


def rounded(
    picture: NDArray[np.uint8], place: Rectangle, corner: float, ink: Colour, px_per_mm: float
) -> None:
    """Fill a rectangle with round corners; all in mm but the picture."""
    cv2.fillPoly(picture, [_round_outline(place, corner, px_per_mm)], ink, cv2.LINE_AA, SHIFT)


def _round_outline(place: Rectangle, corner: float, px_per_mm: float) -> NDArray[np.int32]:
    left, top, wide, high = place
    turn = np.linspace(0, np.pi / 2, 10)
    points = []
    for quarter, (x, y) in enumerate(
        (
            (left + wide - corner, top + high - corner),
            (left + corner, top + high - corner),
            (left + corner, top + corner),
            (left + wide - corner, top + corner),
        )
    ):
        angle = turn + quarter * np.pi / 2
        points.append(np.stack((x + corner * np.cos(angle), y + corner * np.sin(angle)), axis=1))
    return _fixed(np.concatenate(points), px_per_mm)


def _fixed(points: NDArray[np.float64], px_per_mm: float) -> NDArray[np.int32]:
    """Points in mm as OpenCV takes fractions of a pixel: counted from a pixel's middle."""
    return np.rint((points * px_per_mm - 0.5) * 2**SHIFT).astype(np.int32)


def _mask(
    shape: tuple[int, int], lines: list[NDArray[np.float64]], px_per_mm: float, wide: float
) -> NDArray[np.uint8]:
    """Draw lines, each (n, 2) in mm and `wide` mm wide, as how much of a pixel they cover."""
    # Lines are thinner than a pixel may be: drawn twice as fine, and one pixel wide at least.
    high, across = shape
    mask = np.zeros((2 * high, 2 * across), np.uint8)
    width = max(1, round(2 * px_per_mm * wide))
    fixed = [_fixed(line, 2 * px_per_mm) for line in lines]
    cv2.polylines(
        mask, fixed, isClosed=False, color=255, thickness=width, lineType=cv2.LINE_AA, shift=SHIFT
    )
    return np.asarray(cv2.resize(mask, (across, high), interpolation=cv2.INTER_AREA), np.uint8)


def _waves(layout: Layout) -> list[NDArray[np.float64]]:
    """Waves from edge to edge, each a little later than the one above it."""
    wide, high = layout.size_mm
    x = np.linspace(0, wide, _STEPS)
    seed = 1 + list(LAYOUTS).index(layout.name)
    lines = []
    for count in range(round(high / 1.15) + 8):
        y = 1.15 * (count - 4)
        swing = 2.3 * np.sin(x / wide * (5 + seed) + count * 0.12)
        swing += 0.9 * np.sin(x / wide * (17 + 2 * seed) - count * 0.31)
        lines.append(np.stack((x, y + swing), axis=1))
    return lines


def _rosette(layout: Layout) -> list[NDArray[np.float64]]:
    """A rose of one line that runs around many times, behind the printed fields."""
    wide, _ = layout.size_mm
    zone = layout.mrz_lines[0][1]
    seed = 1 + list(LAYOUTS).index(layout.name)
    places = ((0.58 if layout.name != "pupil" else 0.42) * wide, 0.5 * zone)
    turn = np.linspace(0, 2 * np.pi, 3000)
    petals = 11 + 2 * seed
    lines = []
    for ring in range(14):
        phase = ring * 2 * np.pi / 14
        far = zone * (0.33 + 0.1 * np.sin(petals * turn + phase) + 0.05 * np.cos(3 * turn + phase))
        x, y = places[0] + 1.25 * far * np.cos(turn), places[1] + far * np.sin(turn)
        lines.append(np.stack((x, y), axis=1))
    return lines


def _emblem(picture: NDArray[np.uint8], place: Rectangle, ink: Colour, px_per_mm: float) -> None:
    """Draw Utopia's emblem: a shield, and in it the sun over an island in the sea."""
    left, top, wide, high = place
    unit = min(wide / 8, high / 10)
    corner = np.array((left + (wide - 8 * unit) / 2, top + (high - 10 * unit) / 2))

    def at(*points: tuple[float, float]) -> NDArray[np.int32]:
        return _fixed(corner + unit * np.array(points), px_per_mm)

    side = np.linspace(0, 1, 14)
    lower = [(8 - 4 * s**1.7, 5 + 5 * s**0.75) for s in side]
    shield = [(0.0, 0.6), (4.0, 0.0), (8.0, 0.6), *lower, *((8 - x, y) for x, y in lower[::-1])]
    pale = tuple(round(255 - (255 - one) * 0.12) for one in ink)
    cv2.fillPoly(picture, [at(*shield)], ink, cv2.LINE_AA, SHIFT)
    middle = np.array((4.0, 4.6))
    inner = [tuple(middle + (np.array(point) - middle) * 0.9) for point in shield]
    cv2.fillPoly(picture, [at(*inner)], pale, cv2.LINE_AA, SHIFT)
    turn = np.linspace(np.pi, 2 * np.pi, 30)
    sun = [(4 + 1.35 * np.cos(a), 4.5 + 1.35 * np.sin(a)) for a in turn]
    cv2.fillPoly(picture, [at(*sun)], ink, cv2.LINE_AA, SHIFT)
    width = max(1, round(0.32 * unit * px_per_mm))
    for ray in np.linspace(np.pi * 1.08, np.pi * 1.92, 7):
        ends = [(4 + far * np.cos(ray), 4.5 + far * np.sin(ray)) for far in (1.8, 2.7)]
        cv2.polylines(picture, [at(*ends)], False, ink, width, cv2.LINE_AA, SHIFT)
    island = [(1.4, 5.6), (2.6, 4.6), (3.2, 4.9), (4.3, 3.7), (5.3, 4.8), (5.8, 4.6), (6.6, 5.6)]
    cv2.fillPoly(picture, [at(*island)], ink, cv2.LINE_AA, SHIFT)
    for row, reach in enumerate((2.75, 2.1, 1.2)):
        x = np.linspace(-reach, reach, 40)
        y = 6.35 + 0.95 * row + 0.2 * np.sin(x * 4.4 + row)
        sea = np.stack((4 + x, y), axis=1)
        cv2.polylines(
            picture, [_fixed(corner + unit * sea, px_per_mm)], False, ink, width, cv2.LINE_AA, SHIFT
        )

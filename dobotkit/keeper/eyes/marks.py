"""ArUco markers and AprilTags in a frame: numbers, corners, and where they lie.

OpenCV's own detector compares each candidate with each marker of a dictionary, one after
the other: tens of milliseconds with a thousand markers. Here candidates are found once for
both families, all are read in one go, and a number is looked up among all at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.keeper.eyes.squares import find_squares, sharpened
from dobotkit.markers import DICTIONARY, Card
from dobotkit.opencv import cv2

__all__ = ["MOST_MARKS", "FoundMark", "card_from_marks", "find_marks", "lie_of", "read_squares"]

Doubles = NDArray[np.float64]
Grey = NDArray[np.uint8]

_FAMILIES: Final = {"aruco": DICTIONARY, "apriltag": "DICT_APRILTAG_36h11"}
# Each small square is looked at in nine places.
_WITHIN: Final = (0.28, 0.5, 0.72)
# Black and white of a marker are further apart than this, of 255.
_CONTRAST: Final = 24.0
# Of the black frame as many squares may look white: a glint, a fold.
_BAD_FRAME: Final = 2
_SMALL: Final = 1000
# Large markers close to the camera need the second; a desk has more cards than this.
_AROUND: Final = (23, 49)
_ENOUGH: Final = 4
# A desk has some dozens of either; each one more costs time.
_MOST_SQUARES: Final = 4000
MOST_MARKS: Final = 120
"""As many markers of a frame are looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundMark:
    """A marker in a frame.

    Attributes
    ----------
    family:
        ``"aruco"`` or ``"apriltag"``.
    number:
        Its number in its dictionary.
    corners_px:
        (4, 2) float64: top left, top right, bottom right, bottom left as it is read.
    """

    family: str
    number: int
    corners_px: Doubles

    @property
    def box_px(self) -> tuple[int, int, int, int]:
        """x, y, width and height of what it covers, in pixels."""
        low, high = np.floor(self.corners_px.min(0)), np.ceil(self.corners_px.max(0))
        return (int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))

    def on_plane(self, calibration: Calibration, z_mm: float) -> tuple[float, float, float, float]:
        """Where it lies if it lies on that plane: x, y in mm, angle in degrees, side in mm."""
        return lie_of(calibration.table_from_image(self.corners_px, z_mm))


def lie_of(corners_mm: Doubles) -> tuple[float, float, float, float]:
    """How a marker with these corners (4, 2) lies: x, y in mm, angle in degrees, side in mm."""
    a, b, c, d = corners_mm
    x, y = (a + b + c + d) / 4
    along, up = b + c - a - d, a + b - c - d
    # Its x axis, and its y axis turned back by a right angle, count alike.
    angle = math.degrees(math.atan2(along[1] - up[0], along[0] + up[1]))
    side = (math.dist(a, b) + math.dist(b, c) + math.dist(c, d) + math.dist(d, a)) / 4
    return (float(x), float(y), angle, side)


def find_marks(pixels: Pixels, families: Sequence[str] = ("aruco", "apriltag")) -> list[FoundMark]:
    """Find markers: those on the desk's cards, on the board, and on things.

    Parameters
    ----------
    pixels:
        The frame, uint8 (h, w, 3), blue, green, red.
    families:
        Which ones to look for: ``"aruco"``, ``"apriltag"``.

    Returns
    -------
    list of FoundMark
        In the order of family and number. A number may be there more than once. At most
        :data:`MOST_MARKS`: a sheet full of them must not keep the keeper busy.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    # Small markers of a small picture have few pixels to a square.
    scale = 2 if grey.shape[1] < _SMALL else 1
    large = grey
    if scale > 1:
        large = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale), np.uint8)
    try:
        found: list[tuple[str, int, Doubles]] = []
        for around in _AROUND:
            squares = (find_squares(large, around)[:_MOST_SQUARES] + 0.5) / scale - 0.5
            for family in families:
                for number, square, turn in read_squares(grey, squares, family):
                    corners = np.roll(squares[square], -turn, axis=0)
                    if len(found) < MOST_MARKS and not any(
                        _same(corners, other) for _, _, other in found
                    ):
                        found.append((family, number, corners))
            if len(found) >= _ENOUGH:
                break
        if found:
            sharp = sharpened(grey, np.array([corners for _, _, corners in found]))
        marks = [FoundMark(f, n, sharp[k]) for k, (f, n, _) in enumerate(found)]
    finally:
        wipe(grey, large)
    return sorted(marks, key=lambda mark: (mark.family, mark.number))


def _same(corners: Doubles, other: Doubles) -> bool:
    """Whether two quadrilaterals are about the same: a frame has an inner and an outer edge."""
    size = np.linalg.norm(other[2] - other[0])
    return bool(np.linalg.norm(corners.mean(0) - other.mean(0)) < 0.15 * size)


@lru_cache(maxsize=2)
def _codes(family: str) -> tuple[NDArray[np.uint64], int, int]:
    """All markers' squares as bits of numbers, how many to a side, and how many may be wrong."""
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, _FAMILIES[family]))
    side = int(dictionary.markerSize)
    worth = (1 << np.arange(side * side, dtype=np.uint64))[::-1]
    rows = np.array(
        [
            cv2.aruco.Dictionary.getBitsFromByteList(row[None], side).ravel()
            for row in dictionary.bytesList
        ],
        dtype=np.uint64,
    )
    codes = (rows * worth).sum(axis=1, dtype=np.uint64)
    return codes, side, int(dictionary.maxCorrectionBits)


def read_squares(
    grey: Grey, squares: Doubles, family: str, *, wrong: int = 2
) -> list[tuple[int, int, int]]:
    """Which squares are markers.

    Parameters
    ----------
    grey:
        The frame in grey, uint8 (h, w).
    squares:
        (n, 4, 2) pixels, clockwise.
    family:
        ``"aruco"`` or ``"apriltag"``.
    wrong:
        How many of a marker's small squares may look wrong.

    Returns
    -------
    list
        Number, index of the square, and by how many corners it is turned: rolled back by so
        many, the corners begin with the top left one.
    """
    if not len(squares):
        return []
    codes, side, may_err = _codes(family)
    cells = side + 2
    steps = (np.arange(cells)[:, None] + np.array(_WITHIN)[None]).ravel() / cells
    u, v = np.meshgrid(steps, steps)
    places = np.column_stack([u.ravel(), v.ravel()])
    at = _inside(squares, places).astype(np.float32)
    values = cv2.remap(grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR).astype(np.float32)
    many = len(_WITHIN)
    means = values.reshape(-1, cells, many, cells, many).mean(axis=(2, 4))
    low, high = np.percentile(means.reshape(len(means), -1), (8, 92), axis=1)
    white = means > ((low + high) / 2)[:, None, None]
    frame = np.ones((cells, cells), dtype=bool)
    frame[1:-1, 1:-1] = False
    fits = (high - low > _CONTRAST) & (white[:, frame].sum(1) <= _BAD_FRAME)
    worth = (1 << np.arange(side * side, dtype=np.uint64))[::-1]
    found = []
    for index in np.flatnonzero(fits):
        inner = white[index, 1:-1, 1:-1]
        turned = np.array(
            [(np.rot90(inner, turn).astype(np.uint64).ravel() * worth).sum() for turn in range(4)],
            dtype=np.uint64,
        )
        differ = np.bitwise_count(codes[None] ^ turned[:, None])
        turn, number = divmod(int(np.argmin(differ)), len(codes))
        if differ[turn, number] <= min(may_err, wrong):
            found.append((number, int(index), turn))
    return found


def _inside(squares: Doubles, places: Doubles) -> Doubles:
    """Places (m, 2) of a square of side 1 in each seen square (n, 4, 2): (n, m, 2) pixels."""
    a, b, c, d = (squares[:, k] for k in range(4))
    # Heckbert's projective map of the unit square.
    bend = a - b + c - d
    side, other = b - c, d - c
    size = side[:, 0] * other[:, 1] - other[:, 0] * side[:, 1]
    size = np.where(size == 0.0, 1e-9, size)
    g = (bend[:, 0] * other[:, 1] - other[:, 0] * bend[:, 1]) / size
    h = (side[:, 0] * bend[:, 1] - bend[:, 0] * side[:, 1]) / size
    along = b - a + g[:, None] * b
    down = d - a + h[:, None] * d
    u, v = places[None, :, 0, None], places[None, :, 1, None]
    above = along[:, None] * u + down[:, None] * v + a[:, None]
    return above / (g[:, None, None] * u + h[:, None, None] * v + 1.0)


def card_from_marks(
    card: Card, calibration: Calibration, marks: Sequence[FoundMark]
) -> Callable[[Doubles], Doubles] | None:
    """Where points of a card are in the picture, if its marker is seen.

    Parameters
    ----------
    card:
        A card with one marker.
    calibration:
        Whose ``height_mm`` is the plane that the card lies on.
    marks:
        What was found in the frame.

    Returns
    -------
    callable or None
        From points (n, 2) of the card in mm to (n, 2) pixels.
    """
    wanted = card.marks[0]
    seen = [m for m in marks if m.family == "aruco" and m.number == wanted.number]
    if len(seen) != 1:
        return None
    x, y, angle, side = seen[0].on_plane(calibration, calibration.height_mm)
    if not 0.8 < side / wanted.size_mm < 1.25:  # noqa: PLR2004 - not lying on the table
        return None
    along, across = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turn = np.array([[along, across], [-across, along]])

    def image_from_card(points_mm: Doubles) -> Doubles:
        points = (points_mm - np.asarray(wanted.middle_mm)) @ turn + (x, y)
        flat = np.column_stack([points, np.full(len(points), calibration.height_mm)])
        return calibration.image_from_table(flat)

    return image_from_card

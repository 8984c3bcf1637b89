"""What a picture may show: the one place where a frame becomes a picture that may be seen.

It is an allow-list. Of the virtual camera, whose people are invented, everything is shown. Of
any other source, in school and adult mode alike, a pixel is shown if it is certain that the
table is behind it: inside the outline of the table that the calibration knows, with a margin.
All others have one colour. Without a calibration not one pixel is shown: the picture is drawn
from what was found. If anything fails or takes too long, the picture is blank.

What it cannot know without a finder for people: what is between the camera and the table. See
LIMITS.md.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.frame import Frame, Pixels, wipe
from dobotkit.keeper.eyes.sources.source import Kind
from dobotkit.opencv import cv2

__all__ = [
    "COVERED",
    "LARGEST",
    "Covered",
    "Drawn",
    "allowed",
    "blank",
    "on_the_table",
    "picture_for",
]

COVERED: Final = (128, 128, 128)
"""The colour of all that is not shown: blue, green, red."""

LARGEST: Final = 1 << 20
"""Bytes that a picture may have."""

LIMIT_S: Final = 2.0
"""A cover that takes longer than this is not trusted; the picture is blank."""

_MARGIN_MM = 4.0
# Two places are certain to be the same if they are no farther apart than this (px).
_SAME_PX = 0.5
# The table is looked for in steps of so many pixels: what lies between is shown only if all
# four corners around it are table.
_STEP_PX = 4
# The finest that is not larger than may leave.
_QUALITIES = (90, 75, 50, 25)
_PAPER = (250, 250, 250)
_INK = (90, 90, 90)
_SMALLEST_MM2 = 100.0
_SAME_MM = 1e-6

Mode = Literal["school", "adult"]
Shows = Literal["everything", "table", "drawing", "nothing"]
Mask = NDArray[np.bool_]


class Covered(NamedTuple):
    """A picture that may be seen.

    Attributes
    ----------
    data:
        JPEG, with nothing in it but its size and its pixels.
    shows:
        What it shows: ``"everything"``; the ``"table"`` alone; a ``"drawing"`` of what was
        found; or ``"nothing"``, because covering failed or took too long.
    """

    data: bytes
    shows: Shows


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that was found, for a picture that is drawn.

    Attributes
    ----------
    box:
        Where it is, in pixels of the frame.
    colour:
        Blue, green, red; None for its outline alone.
    """

    box: Box
    colour: tuple[int, int, int] | None = None


def picture_for(
    frame: Frame,
    found: Sequence[Drawn],
    calibration: Calibration | None,
    *,
    kind: Kind,
    mode: Mode,
) -> Covered:
    """Return the picture of a frame that may be seen, as JPEG without a word beside the pixels.

    Parameters
    ----------
    frame:
        It is read and neither changed nor kept.
    found:
        What to draw where nothing may be shown.
    calibration:
        Where the table is; None if nobody knows, or if that does not hold any more.
    kind:
        What took the frame. Anything but ``"virtual"`` shows the table alone.
    mode:
        School or adult. Both show the same so far: nothing finds people yet, and what is not
        found cannot be covered.

    Returns
    -------
    Covered
        Never with a pixel that is not allowed.
    """
    del mode
    size = frame.size
    covered: Pixels | None = None
    began = time.monotonic()
    try:
        covered, shows = _covered(frame, found, calibration, kind)
        picture = Covered(_encoded(covered), shows)
    except Exception:  # noqa: BLE001 - whatever went wrong, and without its words: nothing is shown
        return Covered(blank(size), "nothing")
    else:
        late = kind != "virtual" and time.monotonic() - began > LIMIT_S
        return Covered(blank(size), "nothing") if late else picture
    finally:
        if covered is not None and covered is not frame.pixels:
            wipe(covered)


def blank(size: tuple[int, int]) -> bytes:
    """Return a picture that shows nothing.

    Parameters
    ----------
    size:
        Width and height in pixels.
    """
    width, height = size
    return _encoded(np.full((height, width, 3), COVERED, np.uint8))


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
    width, height = calibration.size
    nothing = np.zeros((height, width), np.bool_)
    inner = _shrunk(calibration.polygon_mm)
    if inner is None:
        return nothing
    # One more than fits: the last pixels have corners around them as well.
    xs = np.arange(0, width + _STEP_PX, _STEP_PX)
    ys = np.arange(0, height + _STEP_PX, _STEP_PX)
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
    cells = corners[:-1, :-1] & corners[:-1, 1:] & corners[1:, :-1] & corners[1:, 1:]
    whole = np.repeat(np.repeat(cells, _STEP_PX, axis=0), _STEP_PX, axis=1)
    return np.ascontiguousarray(whole[:height, :width])


def on_the_table(calibration: Calibration | None, box: Box) -> bool:
    """Whether all of a box is where a picture of a real source would be shown.

    What is printed beside the table, perhaps on a person's badge, is not told either.

    Parameters
    ----------
    calibration:
        Where the table is; None if nobody knows.
    box:
        In pixels of the frame.
    """
    if calibration is None:
        return False
    mask = _mask_of(calibration)
    height, width = mask.shape
    left, top = math.floor(box.x), math.floor(box.y)
    right, bottom = math.ceil(box.x + box.width), math.ceil(box.y + box.height)
    if left < 0 or top < 0 or right > width or bottom > height:
        return False
    return bool(mask[top:bottom, left:right].all()) and right > left and bottom > top


def _covered(
    frame: Frame, found: Sequence[Drawn], calibration: Calibration | None, kind: Kind
) -> tuple[Pixels, Shows]:
    if kind == "virtual" and frame.source == "virtual":
        return frame.pixels, "everything"
    if calibration is None:
        return _drawing(frame.size, found), "drawing"
    if calibration.size != frame.size:
        raise ValueError("the calibration is for pictures of another size")
    mask = _mask_of(calibration)
    if not mask.any():
        return _drawing(frame.size, found), "drawing"
    covered = np.full(frame.pixels.shape, COVERED, np.uint8)
    # Only what is allowed is ever copied.
    cv2.copyTo(frame.pixels, mask.view(np.uint8), covered)
    return covered, "table"


def _drawing(size: tuple[int, int], found: Sequence[Drawn]) -> Pixels:
    width, height = size
    paper = np.full((height, width, 3), _PAPER, np.uint8)
    for one in found:
        left, top = round(one.box.x), round(one.box.y)
        right, bottom = round(one.box.x + one.box.width), round(one.box.y + one.box.height)
        if one.colour is not None:
            cv2.rectangle(paper, (left, top), (right, bottom), one.colour, cv2.FILLED)
        cv2.rectangle(paper, (left, top), (right, bottom), _INK, 2)
    return paper


def _encoded(pixels: Pixels) -> bytes:
    for quality in _QUALITIES:
        done, data = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))
        if done and data.size <= LARGEST:
            return bytes(data)
    raise ValueError("the picture could not be encoded")


# The last calibration and its mask: each is used for many pictures, and holds none.
_last: tuple[Calibration, Mask] | None = None


def _mask_of(calibration: Calibration) -> Mask:
    global _last  # noqa: PLW0603 - one pair, replaced as a whole, so that no two threads mix it
    last = _last
    if last is not None and last[0] is calibration:
        return last[1]
    mask = allowed(calibration)
    _last = (calibration, mask)
    return mask


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

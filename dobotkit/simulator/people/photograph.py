"""Pictures for measuring: one person before a plain wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.appearance import NEUTRAL, Appearance
from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.drawing import portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.simulator.people.person import Person

__all__ = ["photograph"]

# Heights of portraits, so that a face in a picture of 480 rows is 120 to 160 pixels wide.
_HEIGHTS: Final = (400, 440, 480, 520)


def photograph(
    person: Person, appearance: Appearance = NEUTRAL, size: tuple[int, int] = (640, 480)
) -> NDArray[np.uint8]:
    """Return a picture of a person, (h, w, 3) uint8, blue, green, red; `size` is (w, h).

    How large and where they are, how sharp and noisy it is and the colour of the wall follow
    from who it is and how they appear: the same picture every time.
    """
    width, height = size
    draw = Draws(person.looks.seed, repr(appearance), "photograph")
    tall = round(_HEIGHTS[int(draw.between(0, len(_HEIGHTS)))] * height / 480)
    who = portrait(person, appearance, height=tall)
    grey = draw.between(90, 215)
    wall = np.array([grey + draw.between(-18, 18) for _ in range(3)], np.float32)
    slope = np.linspace(1 + draw.between(-0.12, 0.12), 1, width, dtype=np.float32)
    picture = np.repeat((slope[:, None] * wall)[None], height, axis=0)
    middle = width / 2 + draw.between(-0.12, 0.12) * width
    top = height - tall if tall <= height else -round(draw.between(0.1, 0.5) * (tall - height))
    left = round(middle - who.shape[1] / 2)
    _lay(picture, who, left, max(top, -round(0.06 * tall)) if tall > height else top)
    blur = draw.between(0.3, 0.9)
    soft = cv2.GaussianBlur(picture, (0, 0), blur)
    grain = draw.between(0.6, 2.2) * 3.4 * (draw.many(height, width, 1) - 0.5)
    return np.asarray(np.clip(soft + grain + 0.5, 0, 255), np.uint8)


def _lay(picture: NDArray[np.float32], who: NDArray[np.uint8], left: int, top: int) -> None:
    height, width = picture.shape[:2]
    tall, wide = who.shape[:2]
    rows = slice(max(0, top), min(height, top + tall))
    columns = slice(max(0, left), min(width, left + wide))
    part = who[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    there = picture[rows, columns]
    share = np.asarray(part[:, :, 3:], np.float32) / np.float32(255)
    picture[rows, columns] = there + share * (part[:, :, :3] - there)

"""The drawn face on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.appearance import NEUTRAL
from dobotkit.simulator.people.drawing import portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.card_layouts import Rectangle
    from dobotkit.simulator.people.person import Person

__all__ = ["draw_portrait"]

# Rows of the portrait that is drawn: enough for paper, and 30 of them take seconds.
_ROWS: Final = 320
_WALL: Final = (226, 221, 212)


def draw_portrait(
    picture: NDArray[np.uint8], person: Person, place: Rectangle, px_per_mm: float
) -> None:
    """Draw somebody's face before a light wall into a picture (h, w, 3)."""
    who = portrait(person, NEUTRAL, height=_ROWS)
    share = who[:, :, 3:].astype(np.float32) / 255
    shown = share * who[:, :, :3] + (1 - share) * np.array(_WALL, np.float32)
    left, top, wide, high = (round(side * px_per_mm) for side in place)
    # The head is in the middle of a portrait: of what is too much, both sides lose as much.
    rows, columns = shown.shape[:2]
    cut_wide = min(columns, round(rows * wide / high))
    cut_high = min(rows, round(columns * high / wide))
    x = (columns - cut_wide) // 2
    part = shown[:cut_high, x : x + cut_wide]
    way = cv2.INTER_AREA if high < cut_high else cv2.INTER_CUBIC
    sized = cv2.resize(part, (wide, high), interpolation=way)
    picture[top : top + high, left : left + wide] = np.clip(sized + 0.5, 0, 255).astype(np.uint8)

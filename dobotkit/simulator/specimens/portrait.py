"""The drawn face on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dobotkit.opencv import cv2
from dobotkit.simulator.people.appearance import NEUTRAL
from dobotkit.simulator.people.drawing import portrait
from dobotkit.simulator.specimens.paper import rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dobotkit.card_layouts import Rectangle
    from dobotkit.simulator.people.person import Person
    from dobotkit.simulator.specimens.styles import Style

__all__ = ["draw_portrait"]

# Of a portrait's rows, which are shown: from a little above the hair to below the chin.
_ABOVE: Final = 0.035
_SHOWN: Final = 0.74
# Rows of portraits that are drawn: of two sizes, so that they can be kept.
_ROWS: Final = (400, 640)
_FRAME_MM: Final = 0.18


def draw_portrait(
    picture: NDArray[np.uint8], person: Person, place: Rectangle, style: Style, px_per_mm: float
) -> None:
    """Draw somebody's face before a light wall into a picture (h, w, 3)."""
    left, top, wide, high = (round(side * px_per_mm) for side in place)
    all_rows = _ROWS[int(high > _SHOWN * _ROWS[0])]
    who = portrait(person, NEUTRAL, height=all_rows)
    first = int(np.flatnonzero((who[:, :, 3] > 40).any(axis=1))[0])
    first = max(0, min(first - round(_ABOVE * all_rows), round((1 - _SHOWN) * all_rows)))
    rows = round(_SHOWN * all_rows)
    columns = min(who.shape[1], round(rows * wide / high))
    aside = (who.shape[1] - columns) // 2
    who = who[first : first + rows, aside : aside + columns]
    glow = np.linspace(1.03, 0.93, rows, dtype=np.float32)[:, None, None]
    share = who[:, :, 3:].astype(np.float32) / 255
    shown = share * who[:, :, :3] + (1 - share) * glow * np.array(style.wall, np.float32)
    way = cv2.INTER_AREA if high < rows else cv2.INTER_CUBIC
    sized = cv2.resize(shown, (wide, high), interpolation=way)
    x, y, width, height = place
    frame = (x - _FRAME_MM, y - _FRAME_MM, width + 2 * _FRAME_MM, height + 2 * _FRAME_MM)
    rounded(picture, frame, 0.3, style.strong, px_per_mm)
    picture[top : top + high, left : left + wide] = np.clip(sized + 0.5, 0, 255).astype(np.uint8)

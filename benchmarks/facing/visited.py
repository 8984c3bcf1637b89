"""A table with people at it, as a picture file that a camera is.

The table is rendered, the people are drawn from their numbers and do not exist.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.seeing.filmed import film
from dobotkit.opencv import cv2
from dobotkit.simulator.people import Appearance, Person, portrait

__all__ = ["PEOPLE", "visited"]

PEOPLE = (2, 11)
"""Who stands at the table."""

# Where the portraits stand: their middles, as a share of the width, and how high they are, as one
# of the height. Beside the table nothing of it is hidden; over it are clothes that may be blocks.
_BESIDE = ((0.06, 0.94), 0.25)
_OVER = ((0.32, 0.68), 0.3)


def visited(folder: Path, size: tuple[int, int], *, over: bool = False) -> Path:
    """Render a table with blocks and two people at it; return the picture's path.

    Parameters
    ----------
    folder:
        Where the picture is written.
    size:
        Its width and height in pixels.
    over:
        Whether they lean over the table, and do not stand beside it.
    """
    path = film(folder, size)
    picture = cv2.imread(str(path))
    width, height = size
    places, tall = _OVER if over else _BESIDE
    for number, place in zip(PEOPLE, places, strict=True):
        person = Person(number)
        who = portrait(person, Appearance.of(person, 0), height=round(tall * height))
        left = round(np.clip(place * width - who.shape[1] / 2, 0, width - who.shape[1]))
        part = picture[: who.shape[0], left : left + who.shape[1]]
        share = who[:, :, 3:] / 255.0
        part[:] = np.rint(part * (1 - share) + who[:, :, :3] * share)
    cv2.imwrite(str(path), picture)
    return path

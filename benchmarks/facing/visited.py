"""A table with people beside it, as a picture file that a camera is.

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

# Where the portraits stand: their middles, as a share of the width, and how high they are, as
# one of the height. Between them are arm and cards, which have to be seen.
_PLACES = (0.32, 0.68)
_TALL = 0.3


def visited(folder: Path, size: tuple[int, int]) -> Path:
    """Render a table with blocks, with two people at its upper corners; return the picture's path.

    Parameters
    ----------
    folder:
        Where the picture is written.
    size:
        Its width and height in pixels.
    """
    path = film(folder, size)
    picture = cv2.imread(str(path))
    width, height = size
    for number, place in zip(PEOPLE, _PLACES, strict=True):
        person = Person(number)
        who = portrait(person, Appearance.of(person, 0), height=round(_TALL * height))
        left = round(np.clip(place * width - who.shape[1] / 2, 0, width - who.shape[1]))
        part = picture[: who.shape[0], left : left + who.shape[1]]
        share = who[:, :, 3:] / 255.0
        part[:] = np.rint(part * (1 - share) + who[:, :, :3] * share)
    cv2.imwrite(str(path), picture)
    return path

"""Which of the markers in a picture belong to the cards and the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.keeper.eyes.marks import FoundMark, find_marks
from dobotkit.markers import BOARD_NUMBERS, LARGEST_THING_NUMBER, Laid

__all__ = ["SeenMarks", "corners_of", "desk_marks", "once_each", "seen_marks"]

Array = NDArray[np.float64]

SeenMarks = Mapping[int, Array]
"""Markers by number, each its four corners (4, 2) in pixels: top left, top right, bottom
right, bottom left, as the card is read."""


def seen_marks(pixels: Pixels) -> dict[int, Array]:
    """Find the markers of our dictionary in a picture: see :func:`once_each`.

    Parameters
    ----------
    pixels:
        Height × width × 3, uint8, blue, green, red.
    """
    return once_each(find_marks(pixels, ("aruco",)))


def once_each(marks: Iterable[FoundMark]) -> dict[int, Array]:
    """Return the ArUco markers by number; of a number that is there twice, none."""
    found: dict[int, Array] = {}
    twice: set[int] = set()
    for mark in marks:
        if mark.family == "aruco":
            if mark.number in found:
                twice.add(mark.number)
            found[mark.number] = mark.corners_px
    return {number: four for number, four in found.items() if number not in twice}


def desk_marks(seen: SeenMarks) -> dict[int, Array]:
    """Of the markers seen, those of cards that stay: not of things, and not of the board."""
    return {
        number: four
        for number, four in seen.items()
        if number > LARGEST_THING_NUMBER and number not in BOARD_NUMBERS
    }


def corners_of(laid: Iterable[Laid], seen: SeenMarks) -> tuple[list[int], Array, Array]:
    """Pair what is printed with what is seen.

    Parameters
    ----------
    laid:
        Cards, with their places.
    seen:
        Markers in a picture.

    Returns
    -------
    tuple
        The numbers of the markers that are both; their corners on the table (4 n, 2) in
        mm; the same corners in the picture (4 n, 2) in pixels.
    """
    numbers: list[int] = []
    places: list[Array] = []
    for one in laid:
        for mark in one.card.marks:
            if mark.number in seen:
                numbers.append(mark.number)
                places.append(np.array(one.table_from_card(mark.corners_mm)))
    if not numbers:
        return [], np.empty((0, 2)), np.empty((0, 2))
    return (
        numbers,
        np.concatenate(places),
        np.concatenate([np.asarray(seen[number], float) for number in numbers]),
    )

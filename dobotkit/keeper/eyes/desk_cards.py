"""Finds the markers of the cards and the board in a picture, and where cards lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.markers import BOARD_NUMBERS, DICTIONARY, LARGEST_THING_NUMBER, Laid
from dobotkit.opencv import cv2

__all__ = ["SeenMarks", "corners_of", "desk_marks", "seen_marks"]

Array = NDArray[np.float64]

SeenMarks = Mapping[int, Array]
"""Markers by number, each its four corners (4, 2) in pixels: top left, top right, bottom
right, bottom left, as the card is read."""

# Of a corner's neighbourhood, as a share of a module of the marker.
_NEIGHBOURHOOD = 0.5


def seen_marks(pixels: Pixels) -> dict[int, Array]:
    """Find every marker of our dictionary; of a number that is there twice, none.

    Parameters
    ----------
    pixels:
        Height × width × 3, uint8, blue, green, red.

    Returns
    -------
    dict
        Each number's corners (4, 2) in pixels, to a fraction of a pixel.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    try:
        return _marks_in(grey)
    finally:
        grey.fill(0)


def _marks_in(grey: NDArray[np.generic]) -> dict[int, Array]:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.relativeCornerRefinmentWinSize = _NEIGHBOURHOOD
    parameters.cornerRefinementMaxIterations = 50
    parameters.cornerRefinementMinAccuracy = 0.005
    # A marker of 15 mm in a small picture is hardly wider than 20 pixels.
    parameters.minMarkerPerimeterRate = 0.02
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    corners, numbers, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(grey)
    if numbers is None:
        return {}
    found: dict[int, Array] = {}
    twice: set[int] = set()
    for number, four in zip(np.asarray(numbers).ravel().tolist(), corners, strict=True):
        if number in found:
            twice.add(number)
        found[number] = np.asarray(four, float).reshape(4, 2)
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

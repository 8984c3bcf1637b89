"""Markers are found in one go, exactly, and nothing else is taken for one."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.keeper.eyes.marks import MOST_MARKS, find_marks
from dobotkit.opencv import cv2

DOTS = 20
GREY = 90


def drawn(family: str, number: int) -> np.ndarray:
    name = {"aruco": "DICT_5X5_1000", "apriltag": "DICT_APRILTAG_36h11"}[family]
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, name))
    side = dictionary.markerSize + 2
    return np.kron(
        cv2.aruco.generateImageMarker(dictionary, number, side), np.ones((DOTS, DOTS), np.uint8)
    )


def photo(marker: np.ndarray, corners: np.ndarray, size: tuple[int, int] = (1040, 400)):
    """Lay a marker with a white edge into a picture; light, not its numbers, is mixed."""
    paper = np.pad(marker, 2 * DOTS, constant_values=255)
    inner, outer = 2 * DOTS - 0.5, 2 * DOTS - 0.5 + len(marker)
    at = np.array([(inner, inner), (outer, inner), (outer, outer), (inner, outer)], np.float32)
    over = 3
    large = (np.asarray(corners) + 0.5) * over - 0.5
    way = cv2.getPerspectiveTransform(at, large.astype(np.float32))
    width, height = size[0] * over, size[1] * over
    seen = cv2.warpPerspective(
        paper, way, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=GREY
    )
    light = cv2.resize((seen / 255.0) ** 2.2, size, interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(1).normal(0, 1.5, light.shape)
    values = np.clip(light ** (1 / 2.2) * 255 + noise, 0, 255).astype(np.uint8)
    return cv2.cvtColor(values, cv2.COLOR_GRAY2BGR)


CORNERS = np.array([(500.3, 300.8), (541.0, 306.1), (535.7, 341.9), (496.4, 335.2)])


@pytest.mark.parametrize(("family", "number"), [("aruco", 7), ("aruco", 994), ("apriltag", 5)])
def test_number_and_corners(family, number):
    [mark] = find_marks(photo(drawn(family, number), CORNERS))
    assert (mark.family, mark.number) == (family, number)
    assert np.abs(mark.corners_px - CORNERS).max() < 0.3


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_the_first_corner_is_where_its_top_left_is(turn):
    turned = np.roll(CORNERS, -turn, axis=0)
    [mark] = find_marks(photo(drawn("aruco", 33), turned))
    assert np.abs(mark.corners_px - turned).max() < 0.3


def test_a_small_picture_is_enough():
    corners = (CORNERS - 480) * 0.55 + 480
    [mark] = find_marks(photo(drawn("aruco", 12), corners, (640, 480)))
    assert mark.number == 12
    assert np.abs(mark.corners_px - corners).max() < 0.3


def test_a_speck_of_dirt_does_no_harm_and_half_a_marker_is_none():
    dirty = drawn("aruco", 40)
    first = dirty[DOTS : 2 * DOTS, DOTS : 2 * DOTS]
    first[:] = 255 - first
    assert [mark.number for mark in find_marks(photo(dirty, CORNERS))] == [40]
    torn = drawn("aruco", 40)
    torn[: len(torn) // 2] = 255
    assert find_marks(photo(torn, CORNERS)) == []


def test_a_dark_square_is_no_marker():
    assert find_marks(photo(np.zeros((7 * DOTS, 7 * DOTS), np.uint8), CORNERS)) == []


def test_the_same_number_twice_is_there_twice():
    both = photo(drawn("aruco", 3), CORNERS)
    both[:, 640:] = photo(drawn("aruco", 3), CORNERS + np.array([300.0, 0.0]))[:, 640:]
    assert [mark.number for mark in find_marks(both)] == [3, 3]


def test_of_a_sheet_full_of_markers_no_more_are_read_than_a_desk_has():
    sheet = np.full((450, 450, 3), 230, np.uint8)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000)
    for number in range(225):
        row, column = divmod(number, 15)
        marker = cv2.aruco.generateImageMarker(dictionary, number, 21)
        sheet[30 * row + 4 : 30 * row + 25, 30 * column + 4 : 30 * column + 25] = marker[..., None]
    assert len(find_marks(sheet)) == MOST_MARKS

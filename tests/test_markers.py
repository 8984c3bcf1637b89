from __future__ import annotations

import math

import cv2
import pytest

from dobotkit import markers
from dobotkit.arm.reach import Reach
from dobotkit.markers import BOARD, CHECK, LAID_BOARD, LAID_CARDS, Card, Laid
from dobotkit.things import COLOURS

CARDS = [*(laid.card for laid in LAID_CARDS), BOARD]


def test_opencv_has_the_dictionary_with_every_number():
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, markers.DICTIONARY))
    assert dictionary.markerSize + 2 == markers.MODULES
    numbers = [mark.number for card in CARDS for mark in card.marks]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) > markers.LARGEST_THING_NUMBER
    assert max(numbers) < len(dictionary.bytesList)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_everything_is_on_its_card_and_a_marker_has_white_around_it(card: Card):
    for mark in card.marks:
        reach = mark.size_mm / 2 + mark.size_mm / markers.MODULES
        assert abs(mark.middle_mm[0]) + reach <= card.width_mm / 2
        assert abs(mark.middle_mm[1]) + reach <= card.height_mm / 2
        for other in (*card.patches, *card.crosses):
            apart = max(
                abs(mine - its) for mine, its in zip(mark.middle_mm, other.middle_mm, strict=True)
            )
            assert apart - other.size_mm / 2 - mark.size_mm / 2 >= 2.0
    for patch in card.patches:
        assert abs(patch.middle_mm[0]) + patch.size_mm / 2 < card.width_mm / 2
        assert abs(patch.middle_mm[1]) + patch.size_mm / 2 < card.height_mm / 2


def test_the_check_card_shows_every_colour_of_things_and_every_step():
    shown = {patch.colour for patch in CHECK.patches}
    assert shown == set(COLOURS) | set(markers.STEPS) == set(markers.INKS)


def test_cards_lie_on_the_rim_and_not_on_each_other():
    for laid in LAID_CARDS:
        xs, ys = zip(*laid.outline_mm, strict=True)
        assert min(xs) >= 130 - markers.RIM_MM
        assert max(xs) <= 330 + markers.RIM_MM
        assert max(map(abs, ys)) <= 220 + markers.RIM_MM
        assert min(xs) >= 330 or max(xs) <= 130 or min(map(abs, ys)) >= 220
        board_x, board_y = zip(*LAID_BOARD.outline_mm, strict=True)
        assert min(xs) >= max(board_x) or min(map(abs, ys)) >= max(board_y)


def test_the_arm_reaches_every_cross_and_above_it():
    reach = Reach()
    places = LAID_BOARD.table_from_card(cross.middle_mm for cross in BOARD.crosses)
    for x, y in places:
        for z in (-70.0, -30.0):
            reach.joints_for((x, y, z, 0.0))
    xs, ys = zip(*places, strict=True)
    assert max(ys) - min(ys) > 200
    assert max(xs) - min(xs) > 100


def test_a_turned_card_is_read_from_opposite_the_arm():
    laid = Laid(BOARD, (200.0, 10.0))
    (right, up) = laid.table_from_card([(1.0, 0.0), (0.0, 1.0)])
    assert right == pytest.approx((200.0, 11.0))
    assert up == pytest.approx((199.0, 10.0))


@pytest.mark.parametrize("angle", [0.0, 33.0, -90.0])
def test_laying_a_card_keeps_its_distances(angle: float):
    first, second = Laid(BOARD, (5.0, 6.0), angle).table_from_card([(0.0, 0.0), (30.0, 40.0)])
    assert math.dist(first, second) == pytest.approx(50.0)

"""The small markers of cards in pictures of a whole table: all cards are found, and no others."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.card_marks import all_card_marks, find_rough_marks, in_company
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.cards_by_marks import cards_by_marks
from dobotkit.keeper.eyes.closely import calibration_of_rig
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import shipped_scene
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.things import TableNow

DAY = date(2026, 11, 23)
ASIDE = (-90.0, -5.0, 60.0, 0.0)


def marks_in(picture: np.ndarray) -> list[FoundMark]:
    return in_company(all_card_marks(picture))


def laid(name: str) -> TableNow:
    scene = shipped_scene(name)
    return TableNow(scene.height, scene.things, scene.belt, edges=scene.edges)


@pytest.mark.parametrize("light", ["day", "dim", "bright", "shadow"])
def test_every_card_of_a_whole_table_is_found_in_each_light(light):
    table, rig = laid("id_cards"), Rig.usual().in_light(light)
    picture = render(table, ASIDE, rig, day=DAY)
    calibration = calibration_of_rig(rig, table)
    found = find_cards(picture)
    middles = [
        calibration.table_from_image(card.corners, table.height + 0.8).mean(axis=0)
        for card in found
    ]
    cards = [thing for thing in table.things if thing.specimen]
    assert len(found) == len(cards)
    for thing in cards:
        assert min(math.dist(thing.place[:2], middle) for middle in middles) < 2.0
    assert {card.found_by for card in found} == {"markers"}


@pytest.mark.parametrize("name", ["blocks", "belt", "sort", "cards"])
def test_on_a_table_without_specimens_there_are_none(name):
    assert marks_in(render(laid(name), ASIDE, Rig.usual())) == []


def test_a_marker_alone_is_none_and_two_of_a_card_are():
    picture = np.full((480, 640, 3), 200, np.uint8)
    card = draw(Specimen(3, on=DAY), px_per_mm=4)
    picture[100 : 100 + len(card), 100 : 100 + card.shape[1]] = card
    all_four = marks_in(picture)
    assert {mark.number for mark in all_four} == {mark.number for mark in LAYOUTS["student"].marks}
    for mark in all_four:
        [x, y] = mark.corners_px.mean(axis=0)
        [told] = [one for one in LAYOUTS["student"].marks if one.number == mark.number]
        u, v = told.middle_mm
        assert (x, y) == pytest.approx((100 + 4 * u - 0.5, 100 + 4 * v - 0.5), abs=0.5)
    picture[:, 170:] = 200  # two are left
    assert len(marks_in(picture)) == 2
    picture[160:] = 200  # one is left
    assert marks_in(picture) == []


def test_in_a_small_picture_two_rough_markers_that_fit_are_a_card():
    table, rig = laid("id_cards"), Rig.usual(640, 480)
    calibration = calibration_of_rig(rig, table)
    rough = find_rough_marks(render(table, ASIDE, rig, day=DAY))
    cards = [card for card in cards_by_marks(rough) if card.sure > 0.7]
    assert len(cards) >= 2
    for card in cards:
        middle = calibration.table_from_image(card.corners, table.height + 0.8).mean(axis=0)
        assert min(math.dist(thing.place[:2], middle) for thing in table.things) < 6.0
    assert find_rough_marks(render(table, ASIDE, Rig.usual(), day=DAY)) == []


@pytest.mark.parametrize("name", ["sort", "cards"])
def test_in_a_small_picture_without_specimens_none_fit(name):
    rough = find_rough_marks(render(laid(name), ASIDE, Rig.usual(640, 480)))
    assert [card for card in cards_by_marks(rough) if card.sure > 0.7] == []


def test_a_picture_without_anything_and_one_that_is_very_large():
    assert marks_in(np.zeros((1, 1, 3), np.uint8)) == []
    assert marks_in(np.zeros((2200, 3900, 3), np.uint8)) == []

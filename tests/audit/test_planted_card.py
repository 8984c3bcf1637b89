"""The card that an audit plants: what is looked for of it, and what nobody would find."""

from __future__ import annotations

import json

import pytest

from dobotkit.audit.planted_card import TEXT, PlantedCard, has_card
from dobotkit.canary import Canary, Scanner
from dobotkit.opencv import cv2
from dobotkit.simulator.scene import load_scene, shipped_scene
from dobotkit.simulator.specimens import draw

CANARY = Canary(1111)
CARD = PlantedCard.of(CANARY)


@pytest.fixture(scope="module")
def scanner():
    return Scanner(CANARY.with_words(**{TEXT: CARD.words}), has_card=has_card)


@pytest.fixture(scope="module")
def picture():
    return CARD.drawn(CANARY)


def found(scanner, data):
    return {find.what for find in scanner.scan(data)}


def test_it_follows_from_its_canary_and_lies_on_no_table_that_is_shipped():
    assert PlantedCard.of(Canary(1111)) == CARD
    others = [PlantedCard.of(Canary(seed)) for seed in range(40)]
    assert len({one.number for one in others}) > 35
    assert not any(one.specimen.expired for one in others)
    things = shipped_scene("id_cards").things
    shipped = {thing.specimen.number for thing in things if thing.specimen}
    assert len(shipped) == 6
    assert not shipped & {one.number for one in others}


def test_a_number_and_each_line_are_looked_for():
    assert {CARD.specimen.document_number, *CARD.specimen.lines} <= set(CARD.words)
    assert all(len(word) >= 8 for word in CARD.words)


def test_the_table_that_is_laid_with_it_is_one_and_says_nothing_of_it(scanner):
    [thing] = load_scene(CARD.table).things
    assert thing.specimen.number == CARD.number
    assert found(scanner, json.dumps(CARD.table).encode()) == set()


def test_it_is_seen_on_what_a_program_may_keep(scanner, picture):
    assert found(scanner, bytes(cv2.imencode(".png", picture)[1])) == {"picture", "card"}
    small = cv2.resize(picture, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    assert "card" in found(scanner, bytes(cv2.imencode(".jpg", small)[1]))
    empty = picture * 0 + 90
    assert found(scanner, bytes(cv2.imencode(".png", empty)[1])) == set()


def test_half_a_number_and_a_card_without_markers_are_not_found(scanner, picture):
    number = CARD.specimen.document_number
    assert found(scanner, f"it was {number}".encode()) == {TEXT}
    assert found(scanner, f"it ends in {number[3:]}".encode()) == set()
    zone = draw(CARD.specimen, px_per_mm=7)[-115:]
    assert found(scanner, bytes(cv2.imencode(".png", zone)[1])) == set()
    assert has_card(picture)

"""A card is read whole if it is a specimen, and not at all if it is anybody's own."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import numpy as np
import pytest

from dobotkit.keeper.eyes.card_text import CardText, read_card
from dobotkit.keeper.eyes.cards import FoundCard, find_cards, read_mrz
from dobotkit.opencv import cv2
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.photograph import photograph

TODAY = dt.date(2026, 11, 23)


def filmed(specimen, *, seed=1, size=(1280, 960), **how):
    """A photograph of a card, and where it is in it."""
    frame, corners = photograph(draw(specimen), seed=seed, size=size, **how)
    return frame, FoundCard(corners, True, specimen.layout, "markers", 1.0)


def laid(specimen, px_per_mm=8.0):
    """A card that fills its picture, seen from straight above."""
    card = draw(specimen, px_per_mm=px_per_mm)
    height, width = card.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    return card.copy(), FoundCard(corners, True, specimen.layout, "markers", 1.0)


@pytest.fixture(scope="module")
def passport():
    specimen = Specimen(10, layout="passport", on=TODAY)
    frame, card = filmed(specimen)
    before = frame.copy()
    text = read_card(frame, card)
    assert (frame == before).all()  # it is only read
    return specimen, text


def test_all_of_a_specimen_is_read(passport):
    specimen, text = passport
    assert text.trouble is None
    assert text.zone.lines == specimen.lines
    assert text.zone.valid
    assert text.layout == "passport"
    assert text.sure > 0.9
    assert text.code == specimen.code_text
    read = {name: line.text for name, line in text.fields.items()}
    # A name in other letters is not read.
    assert read == {name: one for name, one in specimen.fields.items() if name != "own script"}


def test_what_was_read_is_not_shown_copied_or_written_and_let_go_of(passport):
    _, text = passport
    assert repr(text) == "<what stands on a card>"
    for way in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            way(text)
    other = CardText(text.zone, text.fields, code=text.code)
    other.forget()
    assert (other.zone, dict(other.fields), other.code) == (None, {}, None)


@pytest.mark.parametrize(
    "fault", ["not reserved", pytest.param("other state", marks=pytest.mark.slow)]
)
def test_of_a_card_that_is_no_specimen_nothing_is_told(fault):
    text = read_card(*laid(Specimen(4, on=TODAY, fault=fault)))
    assert text.trouble == "no specimen"
    assert (text.zone, dict(text.fields), text.code) == (None, {}, None)


def test_a_wrong_check_digit_is_told_as_it_stands_there():
    specimen = Specimen(4, layout="pupil", on=TODAY, fault="check digit")
    text = read_card(*laid(specimen), fields=("number",), code=False)
    # Who needs one field reads one, and no code.
    assert (list(text.fields), text.code) == (["number"], None)
    assert text.zone.lines == specimen.lines
    assert not text.zone.valid
    assert text.fields["number"].text == specimen.document_number


@pytest.mark.slow
def test_a_date_that_was_printed_over_differs_from_the_zone():
    specimen = Specimen(8, on=TODAY, fault="altered date")
    text = read_card(*laid(specimen), fields=("birth",), code=False)
    assert text.zone.valid
    assert text.fields["birth"].text == specimen.fields["birth"]
    assert text.fields["birth"].text[-2:] != text.zone.birth.text[:2]


def test_what_is_too_small_says_so_and_is_not_read():
    text = read_card(*laid(Specimen(4, on=TODAY), px_per_mm=1.8))
    assert text.trouble == "too small"
    assert text.zone is None


def test_what_is_blurred_says_so():
    picture, card = laid(Specimen(4, on=TODAY))
    cv2.GaussianBlur(picture, (0, 0), 7, dst=picture)
    assert read_card(picture, card).trouble == "blurred"


@pytest.mark.slow
def test_what_is_covered_in_part_is_unclear():
    picture, card = laid(Specimen(4, on=TODAY))
    height, width = picture.shape[:2]
    picture[height * 2 // 3 :, width // 3 : width * 2 // 3] = 128  # a thumb
    text = read_card(picture, card)
    assert text.trouble == "unclear"
    assert text.zone is None


@pytest.mark.parametrize(
    ("layout", "turned"),
    [
        pytest.param("pupil", True, id="TD1"),
        pytest.param("permit", False, id="TD2", marks=pytest.mark.slow),
        pytest.param("passport", True, id="TD3", marks=pytest.mark.slow),
    ],
)
def test_a_zone_is_read_where_no_layout_is_known_either_way_up(layout, turned):
    specimen = Specimen(9, layout=layout, on=TODAY)
    picture, card = laid(specimen)
    # Edges are found less exactly than markers.
    corners = card.corners + np.array([(2, -3), (-2, 2), (3, -2), (-2, -3)], np.float32)
    found = FoundCard(np.roll(corners, 2 * turned, axis=0), False, None, "outline", 0.7)
    text = read_card(picture, found)
    assert text.zone.lines == specimen.lines
    assert (text.layout, dict(text.fields), text.code) == (None, {}, None)


@pytest.mark.slow
@pytest.mark.parametrize("turned", [False, True])
def test_a_zone_is_read_where_nothing_else_of_the_card_is_known(turned):
    specimen = Specimen(9, on=TODAY)
    picture, card = laid(specimen)
    lines = np.array(specimen.design.mrz_lines) * 8.0
    (left, top), (right, low) = lines[0, :2], lines[-1, :2] + lines[-1, 2:]
    band = np.array([(left, top), (right, top), (right, low), (left, low)], np.float32)
    band += np.array([(2, -3), (-2, 2), (3, 2), (-2, -3)], np.float32)
    zone = np.roll(band, 2 * turned, axis=0)
    text = read_card(picture, FoundCard(card.corners, False, None, "text", 0.6, zone))
    assert text.zone.lines == specimen.lines


def test_the_zone_alone_is_read_of_a_specimen_in_a_picture():
    specimen = Specimen(6, layout="residence", on=TODAY)
    frame, _ = photograph(draw(specimen), seed=3, size=(1280, 960), turn=180)
    read = read_mrz(frame)
    assert read.lines == specimen.lines
    assert read_mrz(np.full((480, 640, 3), 150, np.uint8)) is None


@pytest.mark.slow
def test_specimens_are_read_as_find_cards_finds_them():
    for number, layout in enumerate(("student", "pupil", "residence", "permit"), 20):
        specimen = Specimen(number, layout=layout, on=TODAY)
        frame, _ = photograph(
            draw(specimen), seed=number, size=(1280, 960), background="wood", turn=160
        )
        (card,) = find_cards(frame)
        text = read_card(frame, card)
        assert text.zone.lines == specimen.lines
        assert text.fields["expiry"].text == specimen.fields["expiry"]

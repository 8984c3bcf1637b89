"""SPECIMEN cards as pictures: everything is where the layout says, and can be read there."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
import zxingcpp

from dobotkit.card_layouts import LAYOUTS, PITCH_MM, Rectangle
from dobotkit.markers import DICTIONARY
from dobotkit.mrz import ALPHABET
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.drawing import _drawn
from dobotkit.simulator.specimens.names import SCRIPTS
from dobotkit.simulator.specimens.ocr_b import draw_line
from dobotkit.simulator.specimens.paper import card_paper
from dobotkit.simulator.specimens.words import _face, write

ON = dt.date(2026, 3, 31)
FINE = 12.0

each_layout = pytest.mark.parametrize("layout", LAYOUTS)


def cut(picture: np.ndarray, place: Rectangle, px_per_mm: float = FINE) -> np.ndarray:
    left, top, wide, high = (round(side * px_per_mm) for side in place)
    return picture[top : top + high, left : left + wide]


@each_layout
def test_opencv_finds_the_markers_where_the_layout_says(layout: str):
    card = Specimen(1, layout=layout, on=ON)
    picture = draw(card)
    assert picture.shape == (
        round(card.design.size_mm[1] * FINE), round(card.design.size_mm[0] * FINE), 3
    )  # fmt: skip
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    corners, numbers, _ = cv2.aruco.ArucoDetector(dictionary).detectMarkers(picture)
    found = dict(zip(np.ravel(numbers).tolist(), corners, strict=True))
    assert set(found) == {mark.number for mark in card.design.marks}
    for mark in card.design.marks:
        seen = (found[mark.number].reshape(4, 2) + 0.5) / FINE
        assert seen == pytest.approx(np.array(mark.corners_mm), abs=0.12)


@each_layout
@pytest.mark.parametrize("px_per_mm", [8.0, 12.0])
def test_the_code_holds_what_it_should(layout: str, px_per_mm: float):
    card = Specimen(2, layout=layout, on=ON)
    left, top, wide, high = card.design.code[0]
    # With the white around it, and no sharper than a lens makes it.
    part = cut(draw(card, px_per_mm=px_per_mm), (left - 0.8, top - 0.8, wide + 1.6, high + 1.6),
               px_per_mm)  # fmt: skip
    (code,) = zxingcpp.read_barcodes(cv2.GaussianBlur(part, (0, 0), 0.7))
    assert code.text == card.code_text
    assert code.valid
    if layout in {"student", "pupil"}:
        assert code.text == f"UTO:{card.document_number}"
    else:
        assert tuple(code.text.split("\n")) == card.lines


@each_layout
def test_words_stand_in_their_zones_and_nowhere_else(layout: str):
    empty = card_paper(layout, FINE)
    card = Specimen(2, layout=layout, on=ON)
    assert card.name.own
    changed = (abs(draw(card).astype(int) - empty) > 60).any(axis=2)
    for name, place in card.design.zones.items():
        assert cut(changed, place).any(), name
        # No letter is cut: the zone's right edge is free.
        left, top, wide, high = place
        assert not cut(changed, (left + wide, top, 0.3, high)).any(), name
    around = changed.copy()
    for mark in card.design.marks:
        (x, y), half = mark.middle_mm, mark.size_mm / 2
        rows = slice(round((y - half) * FINE) - 1, round((y + half) * FINE) + 1)
        around[rows, round((x - half) * FINE) - 1 : round((x + half) * FINE) + 1] = False
        # Around a marker all is white.
        white = cut(draw(card), (x - half - 0.5, y - half - 1.5, mark.size_mm + 1.0, 1.4))
        assert (white == 255).all()
    # Nothing is printed near the card's edge, where scissors go.
    edge = np.ones_like(around)
    inner = round(1.4 * FINE)
    edge[inner:-inner, inner:-inner] = False
    assert not around[edge].any()


def test_cards_of_two_people_differ_in_face_and_words_and_share_the_rest():
    one, other = draw(Specimen(1, on=ON)), draw(Specimen(6, on=ON))
    design = LAYOUTS["student"]
    for place in (design.portrait, design.zones["number"], design.mrz_lines[2], design.code[0]):
        assert not (cut(one, place) == cut(other, place)).all()
    for place in (design.title, design.word, design.emblem):
        assert (cut(one, place) == cut(other, place)).all()


def test_every_letter_of_the_zone_is_drawn_in_its_cell_and_like_no_other():
    cells = {}
    for letter in ALPHABET:
        cell = np.full((60, 60, 3), 255, np.uint8)
        # In the middle cell of three, its neighbours empty.
        draw_line(cell, letter, (1.0, 0.5, PITCH_MM, 4.0), FINE, (0, 0, 0))
        ink = np.argwhere(cell[..., 0] < 128)
        low, high = ink.min(axis=0) / FINE, ink.max(axis=0) / FINE
        assert low[1] > 1.0
        assert high[1] < 1.0 + PITCH_MM
        assert high[0] - low[0] <= 3.1
        cells[letter] = cv2.GaussianBlur(255 - cell[..., 0], (0, 0), 1.0).astype(float)
    for one in ALPHABET:
        for other in ALPHABET:
            if one < other:
                a, b = cells[one], cells[other]
                alike = (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())
                assert alike < 0.96, (one, other)


def test_every_letter_of_every_name_is_one_that_can_be_drawn():
    def drawn(letter: str) -> bytes:
        picture = np.full((40, 60, 3), 255, np.uint8)
        write(picture, letter, (0.2, 0.2, 4.5, 3.0), FINE, (0, 0, 0))
        return picture.tobytes()

    missing = drawn("\ue000")
    names = [Specimen(number, on=ON).name for number in range(1, 401)]
    assert {name.script for name in names} == set(SCRIPTS)
    letters = set(
        "".join(name.surname + name.surname.upper() + name.given + name.own for name in names)
    )
    assert missing not in {drawn(letter) for letter in letters - {" "}}


def test_names_from_right_to_left_begin_at_the_right():
    # What is drawn of "ab" begins with a; of two Hebrew letters with the second one.
    def drawn(text: str) -> np.ndarray:
        picture = np.full((40, 80, 3), 255, np.uint8)
        write(picture, text, (0.2, 0.2, 6.0, 3.0), FINE, (0, 0, 0))
        return picture[..., 0]

    first = drawn("ל")
    there = np.flatnonzero((drawn("לו") < 128).any(axis=0))
    alone = np.flatnonzero((first < 128).any(axis=0))
    end = there[-1] + 1
    wide = alone[-1] - alone[0] + 1
    both = drawn("לו")[:, end - wide : end] < 128
    assert (both == (first[:, alone[0] : alone[0] + wide] < 128)).mean() > 0.97


def test_arabic_names_need_no_letters_that_join():
    never_join = set("اأإآدذرزوةى ")
    for number in range(1, 401):
        name = Specimen(number, on=ON).name
        if name.script == "Arabic":
            for word in name.own.split():
                assert set(word[:-1]) <= never_join


def test_a_drawn_card_is_kept_and_cannot_be_changed():
    card = Specimen(3, on=ON)
    picture = draw(card)
    assert draw(Specimen(3, on=ON)) is picture
    assert draw(card, px_per_mm=4.0).shape == (216, 342, 3)
    with pytest.raises(ValueError, match="read-only"):
        picture[:] = 0


def test_without_the_large_face_latin_letters_are_written():
    faces = {name: _face(name) for name in ("uni", "sans", "of nobody")}
    assert faces["uni"].getName() == "uni"
    assert faces["of nobody"].getName() == faces["sans"].getName() == "sans"


def test_several_threads_draw_what_one_draws():
    cards = [Specimen(number, layout="permit", on=ON) for number in range(60, 66)]
    with ThreadPoolExecutor(3) as pool:
        at_once = list(pool.map(lambda card: draw(card, px_per_mm=5.0), cards))
    for card, picture in zip(cards, at_once, strict=True):
        assert (_drawn(card, 5.0) == picture).all()

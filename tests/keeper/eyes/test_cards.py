"""Cards are found where they are, whichever way they lie: several at once, some half hidden."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.cards import find_cards, rectify
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.opencv import cv2
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.grounds import ground
from dobotkit.simulator.specimens.photograph import lay_card, photograph

DAY = dt.date(2026, 9, 1)


def shared(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of two quadrilaterals (4, 2)."""
    one, other = np.float32(one), np.float32(other)
    both, _ = cv2.intersectConvexConvex(one, other)
    return float(both / (cv2.contourArea(one) + cv2.contourArea(other) - both))


@pytest.fixture(scope="module")
def card() -> np.ndarray:
    return draw(Specimen(3, on=DAY))


@pytest.mark.parametrize(
    ("layout", "background", "turn"),
    [
        ("student", "gravel", 180.0),
        pytest.param(*("pupil", "brick", -100.0), marks=pytest.mark.slow),
        pytest.param(*("residence", "grass", 63.0), marks=pytest.mark.slow),
        pytest.param(*("permit", "cloth", 20.0), marks=pytest.mark.slow),
        ("passport", "wood", -160.0),
    ],
)
def test_the_markers_of_a_card_tell_its_corners_and_which_way_up_it_is(layout, background, turn):
    drawn = draw(Specimen(5, layout=layout, on=DAY))
    frame, corners = photograph(
        drawn, seed=4, size=(1280, 720), background=background, turn=turn, tilt=30, fill=0.7
    )
    before = frame.copy()
    (found,) = find_cards(frame)
    assert (found.layout, found.found_by, found.upright) == (layout, "markers", True)
    assert shared(found.corners, corners) > 0.95
    # In this order: top left first.
    assert np.linalg.norm(found.corners - corners, axis=1).max() < 12
    assert (frame == before).all()


def test_a_card_is_taken_out_of_a_frame_upright_and_in_its_own_size(card):
    frame, _ = photograph(card, seed=1, size=(1280, 960), turn=140, tilt=20, noise=1.0)
    (found,) = find_cards(frame)
    flat = rectify(frame, found, px_per_mm=5)
    assert flat.shape == (270, 428, 3)
    wanted = cv2.resize(card, (428, 270), interpolation=cv2.INTER_AREA)
    rows, columns = slice(20, 250), slice(20, 408)
    one, other = (
        cv2.cvtColor(each[rows, columns], cv2.COLOR_BGR2GRAY).ravel() for each in (flat, wanted)
    )
    assert np.corrcoef(one, other)[0, 1] > 0.9


def test_cards_of_one_layout_carry_the_same_numbers_and_are_told_apart(card):
    picture = ground("wood", (1280, 720), 2)
    places = []
    for middle, turn in (((220, 180), 0), ((640, 160), 90), ((1030, 200), 200), ((400, 520), -30)):
        flat = np.array([(-135, -85), (135, -85), (135, 85), (-135, 85)]) * 1.1
        around = np.radians(turn)
        spin = np.array([(np.cos(around), np.sin(around)), (-np.sin(around), np.cos(around))])
        places.append(np.float32(flat @ spin + middle))
        lay_card(picture, card, places[-1])
    frame = np.uint8(np.clip(picture, 0, 255))
    found = [one for one in find_cards(frame) if one.found_by == "markers"]
    assert len(found) == len(places)
    for place in places:
        assert max(shared(one.corners, place) for one in found) > 0.95


@pytest.mark.parametrize("hidden", [(0,), pytest.param((1, 3), marks=pytest.mark.slow), (2, 3)])
def test_one_or_two_hidden_markers_do_not_matter(card, hidden):
    cut = card.copy()
    for number in hidden:
        middle = np.array(LAYOUTS["student"].marks[number].middle_mm) * 12
        cv2.circle(cut, tuple(np.round(middle).astype(int).tolist()), 80, (90, 120, 160), -1)
    frame, corners = photograph(cut, seed=9, background="cloth", turn=75, tilt=25)
    marks = find_marks(frame, ("aruco",))
    assert len(marks) == 4 - len(hidden)
    (found,) = find_cards(frame, marks=marks)
    assert found.layout == "student"
    assert shared(found.corners, corners) > 0.95


def test_a_card_below_another_one_is_found_by_the_two_markers_that_are_left(card):
    picture = ground("wood", (1280, 720), 4)
    below = np.float32([(300, 200), (700, 200), (700, 452), (300, 452)])
    lay_card(picture, card, below)
    above = below + np.float32([150, 40])
    lay_card(picture, card, above)
    found = [one for one in find_cards(np.uint8(np.clip(picture, 0, 255))) if one.layout]
    assert len(found) == 2
    for place in (below, above):
        assert max(shared(one.corners, place) for one in found) > 0.95

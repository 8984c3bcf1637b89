"""Between two searches covers stay where cards were, and grow as those may have moved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.geometry import Box
from dobotkit.keeper.eyes.card_cover import corners_of_box, grown, hide_cards, lies_on, padded
from dobotkit.keeper.eyes.found_card import FoundCard
from dobotkit.keeper.eyes.held_cards import EVERY, PAUSE_S, HeldCards
from dobotkit.keeper.eyes.hiding import COVERED
from dobotkit.opencv import cv2

PIXELS = np.full((240, 320, 3), 90, np.uint8)


class Clock:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def a_card(x: float = 60.0, y: float = 80.0, found_by: str = "outline") -> FoundCard:
    corners = corners_of_box(Box(x, y, 86.0, 54.0))
    return FoundCard(corners, upright=True, layout=None, found_by=found_by, sure=0.9)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(clock) -> HeldCards:
    return HeldCards(clock)


def covers(held, *cards, searched=True, live=True, codes=(), pixels=PIXELS):
    return held.with_held(pixels, cards, codes, searched=searched, live=live)


def hides(shapes, card: FoundCard) -> bool:
    page = np.zeros((480, 640, 3), np.uint8)
    hide_cards(page, shapes)
    return bool((page[inside(card.corners)] == COVERED).all())


def inside(corners: np.ndarray) -> np.ndarray:
    mask = np.zeros((480, 640), np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
    return mask == 1


def test_of_three_live_pictures_one_is_searched(held):
    due = []
    for _ in range(7):
        due.append(held.is_due(PIXELS, live=True, watched=False))
        covers(held, searched=due[-1])
    assert due == [True, False, False, True, False, False, True]
    assert held.is_due(PIXELS, live=False, watched=False)


def test_after_a_pause_or_in_another_size_it_is_searched_at_once(held, clock):
    covers(held, a_card())
    assert held.is_due(PIXELS[:120], live=True, watched=False)
    assert not held.is_due(PIXELS, live=True, watched=False)
    clock.now += PAUSE_S + 1
    assert held.is_due(PIXELS, live=True, watched=False)
    assert covers(held).shapes == ()


def test_what_has_changed_is_searched_where_somebody_may_hold_a_card(held):
    covers(held)
    changed = PIXELS.copy()
    changed[60:114, 100:186] = 200
    assert not held.is_due(changed, live=True, watched=False)
    assert held.is_due(changed, live=True, watched=True)
    covers(held)
    assert not held.is_due(PIXELS + np.uint8(2), live=True, watched=True)


def test_it_keeps_no_pixel(held):
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3)).astype(np.uint8)
    covers(held, pixels=noise)
    kept = held._fields
    # A field is 26 pixels wide, wider than most that is printed on a card.
    assert kept.size <= 24 * 18
    assert np.ptp(kept) < 40


def test_between_two_searches_a_cover_stays_and_grows(held, clock):
    card = a_card()
    covers(held, card)
    last = 0.0
    for _ in range(EVERY - 1):
        clock.now += 0.1
        seen = covers(held, searched=False)
        assert seen.cards == (card,)
        assert hides(seen.shapes, card)
        area = cv2.contourArea(seen.shapes[0])
        assert area > last
        last = area
    # As far as it may have been pushed meanwhile.
    assert hides(seen.shapes, a_card(60.0 + 4.0, 80.0))


def test_one_that_is_missed_once_stays_covered_and_is_told_no_more(held, clock):
    card = a_card()
    covers(held, card)
    clock.now += 1.0
    seen = covers(held)
    assert seen.cards == ()
    assert hides(seen.shapes, card)
    clock.now += 1.0
    assert covers(held).shapes == ()


def test_the_cover_of_a_card_that_moves_grows_as_it_does(held, clock):
    covers(held, a_card(20.0))
    clock.now += 0.2
    covers(held, a_card(60.0))
    clock.now += 0.1
    seen = covers(held, searched=False)
    # It goes on as fast as it went: 200 px in a second.
    assert hides(seen.shapes, a_card(80.0))


def test_a_single_look_holds_nothing_of_before(held):
    covers(held, a_card())
    assert covers(held, live=False).shapes == ()


def test_a_code_is_held_as_well_and_is_no_card(held, clock):
    seen = covers(held, codes=[corners_of_box(Box(10, 10, 40, 40))])
    assert (seen.cards, len(seen.shapes), len(seen.codes)) == ((), 0, 1)
    clock.now += 0.1
    assert len(covers(held, searched=False).codes) == 1


def test_forgotten_is_forgotten(held):
    covers(held, a_card())
    held.forget()
    assert held._fields is None
    assert covers(held, searched=False).shapes == ()


quads = st.tuples(
    st.floats(100, 500), st.floats(100, 400), st.floats(20, 200), st.floats(15, 150),
    st.floats(0, 6.3), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.booleans(),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(quads, st.sampled_from(["markers", "outline", "text"]))
def test_a_cover_is_larger_than_its_card_on_every_side(quad, found_by):
    x, y, wide, high, turn, lean, narrow, other_way = quad
    half = np.array(
        [(-1 + lean, -1), (1 + lean - narrow, -1), (1 - lean, 1), (-1 - lean + narrow, 1)]
    )
    half = half * (wide / 2, high / 2)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners = np.asarray(half @ spin + (x, y), np.float32)
    card = FoundCard(
        corners[::-1].copy() if other_way else corners,
        upright=False, layout=None, found_by=found_by, sure=0.5,
    )  # fmt: skip
    shape = padded(card)
    for corner in corners:
        assert cv2.pointPolygonTest(shape.reshape(-1, 1, 2), tuple(map(float, corner)), True) >= 3.0
    page = np.zeros((480, 640, 3), np.uint8)
    hide_cards(page, [shape])
    assert (page[inside(corners)] == COVERED).all()


def test_a_cover_may_reach_far_over_the_edge():
    page = np.zeros((480, 640, 3), np.uint8)
    far = np.array([(-9e5, -50.0), (500.0, -40.0), (480.0, 300.0), (-9e5, 310.0)], np.float32)
    hide_cards(page, [grown(far, 6.0)])
    assert (page[:290, :470] == COVERED).all()
    assert not page[400:].any()


def test_what_lies_on_a_card():
    shape = corners_of_box(Box(100, 100, 86, 54))
    assert lies_on(Box(110, 110, 20, 20), shape, 0.9)
    assert lies_on(Box(90, 90, 20, 20), shape)
    assert not lies_on(Box(90, 90, 20, 20), shape, 0.5)
    assert not lies_on(Box(190, 100, 20, 20), shape)
    assert lies_on(Box(120, 120, 0, 0), shape)

"""Cards that lie under others are covered as far as a marker of theirs is seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.card_marks import all_card_marks
from dobotkit.keeper.eyes.cards_by_marks import cards_by_marks
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.held import Held
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.marks import FoundMark
from dobotkit.keeper.eyes.stray_marks import covers_of_strays, marks_beside
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.things import Printed, TableNow, Thing

ASIDE = (-90.0, -5.0, 60.0, 0.0)
DAY = dt.date(2026, 11, 23)
EDGES = (130.0, 330.0, -220.0, 220.0)
RIG = Rig.usual(1280, 720)


def laid(*cards: tuple[float, float, float]) -> TableNow:
    """Lay cards onto each other: x, y and angle of each, the lowest first."""
    size = (*LAYOUTS["student"].size_mm, 0.8)
    things = [
        Thing(f"card-{n}", "card", "white", size, (x, y, -70.0 + 0.8 * n), angle,
              specimen=Printed(11 + n))
        for n, (x, y, angle) in enumerate(cards)
    ]  # fmt: skip
    return TableNow(height=-70.0, things=tuple(things), edges=EDGES)


def taken(table: TableNow) -> np.ndarray:
    return render(table, ASIDE, RIG, day=DAY)


@pytest.fixture(scope="module")
def pile():
    return laid((245.0, 10.0, 20.0), (255.0, -15.0, 110.0))


def test_what_looks_out_from_under_another_card_is_covered(pile):
    pixels = taken(pile)
    lower, upper = pile.things
    blank = taken(replace(pile, things=(replace(lower, specimen=None), upper)))
    printed = np.abs(pixels.astype(int) - blank).max(axis=2) > 30
    assert printed.sum() > 1000
    told = look(Frame(pixels.copy(), 0.0, "virtual"), None, kind="virtual").told.scene()
    shown = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    # Covers have one colour: nothing of the print is left.
    assert np.ptp(shown[printed].astype(int), axis=0).max() < 20


def test_it_holds_in_a_live_picture_too(pile):

    pixels, held = taken(pile), Held(clock=lambda: 5.0)
    for _ in range(4):
        looked = look(
            Frame(pixels.copy(), 0.0, "virtual"), None, kind="virtual", live=True, held=held
        )
        data = looked.told.picture.data
        shown = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert all_card_marks(shown) == []


def test_a_marker_of_a_found_card_asks_for_no_cover_of_its_own():
    marks = all_card_marks(taken(laid((230.0, 0.0, 33.0))))
    (card,) = cards_by_marks(marks)
    assert len(marks) == 4
    assert covers_of_strays(marks, [card]) == []
    # Without the card, each of them covers all of it.
    for shape in covers_of_strays(marks, []):
        for corner in card.corners:
            assert cv2.pointPolygonTest(shape, tuple(map(float, corner)), measureDist=False) > 0


def test_other_markers_belong_to_no_card():
    square = np.array([(10, 10), (40, 10), (40, 40), (10, 40)], float)
    other = [FoundMark("aruco", 7, square), FoundMark("apriltag", 801, square)]
    assert covers_of_strays(other, []) == []
    assert len(covers_of_strays([FoundMark("aruco", 801, square)], [])) == 1


def test_beside_a_card_a_small_marker_is_seen_closely():
    """Far back on the table, in a pile, markers are too small for the first look."""
    pixels = taken(laid((168.0, -164.0, 14.0), (167.0, -168.0, 80.0)))
    small = all_card_marks(pixels)
    more = marks_beside(pixels, cards_by_marks(small), small)
    assert more
    (x, y), half = np.mean(more[0].corners_px, axis=0), 10
    again = all_card_marks(
        cv2.resize(
            pixels[int(y) - 2 * half : int(y) + 2 * half, int(x) - 2 * half : int(x) + 2 * half],
            None, fx=4.0, fy=4.0, interpolation=cv2.INTER_CUBIC,
        )
    )  # fmt: skip
    assert [one.number for one in again] == [more[0].number]
    assert marks_beside(pixels, [], small) == []

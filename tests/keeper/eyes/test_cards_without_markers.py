"""Cards of other people carry no markers: they are found by their outline, and so covered."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.carding.other_cards import other_card
from benchmarks.seeing.tables import hard_table, usual_table
from dobotkit.card_layouts import LAYOUTS
from dobotkit.keeper.eyes.cards import find_cards
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.opencv import cv2
from dobotkit.simulator.camera.render import render
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.simulator.specimens.grounds import ground
from dobotkit.simulator.specimens.photograph import photograph
from tests.keeper.eyes.test_cards import DAY, shared


@pytest.mark.parametrize(
    ("kind", "background", "turn"),
    [
        ("identity card", "wood", 30.0),
        ("bank card", "gravel", -70.0),
        pytest.param(*("passport page", "grass", 200.0), marks=pytest.mark.slow),
        pytest.param(*("identity card", "brick", 90.0), marks=pytest.mark.slow),
    ],
)
def test_a_card_without_markers_is_found_by_its_outline(kind, background, turn):
    frame, corners = photograph(
        other_card(kind, 3), seed=5, size=(1280, 720), background=background, turn=turn, tilt=20
    )
    before = frame.copy()
    best = max(find_cards(frame), key=lambda one: shared(one.corners, corners))
    assert shared(best.corners, corners) > 0.9
    assert (best.layout, best.found_by, best.upright) == (None, "outline", False)
    # The long side comes first, so that it can be read one way or the other.
    assert np.linalg.norm(best.corners[1] - best.corners[0]) > np.linalg.norm(
        best.corners[2] - best.corners[1]
    )
    assert (frame == before).all()


@pytest.mark.parametrize("seed", [3, pytest.param(8, marks=pytest.mark.slow)])
def test_a_table_with_blocks_has_no_cards(seed):
    laid = (usual_table if seed % 2 else hard_table)(seed)
    frame = render(laid.table, laid.joints, laid.rig)
    assert find_marks(frame)
    assert find_cards(frame) == []


@pytest.mark.parametrize("paint", [(60, 60, 200), (240, 240, 240)])
def test_a_blank_card_is_none_since_nothing_stands_on_it(paint):
    blank = np.full((540, 856, 3), paint, np.uint8)
    frame, _ = photograph(blank, seed=2, size=(1280, 720), background="wood", turn=15)
    assert find_cards(frame) == []


@pytest.mark.parametrize("name", ["wood", pytest.param("gravel", marks=pytest.mark.slow)])
def test_a_ground_with_nothing_on_it_has_no_cards(name):
    assert find_cards(np.uint8(ground(name, (960, 540), 7))) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 30), (64, 64)])
def test_a_picture_too_small_for_a_card_has_none(size):
    lots = np.random.default_rng(0)
    assert find_cards(lots.integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)) == []


def test_noise_is_no_card():
    lots = np.random.default_rng(1)
    noise = lots.integers(0, 256, (480, 640, 3)).astype(np.uint8)
    assert find_cards(noise) == []
    assert find_cards(np.asarray(cv2.GaussianBlur(noise, (0, 0), 6), np.uint8)) == []


@pytest.mark.parametrize("turn", [0.0, pytest.param(215.0, marks=pytest.mark.slow)])
def test_a_card_of_which_only_the_zone_is_seen_is_found_by_that(turn):
    """A hand and a sleeve hide all but the lower part: no outline and no marker is left."""
    card = draw(Specimen(4, on=DAY))
    frame, corners = photograph(
        card, seed=2, size=(1280, 960), background="plain", turn=turn, fill=0.8, blur=0.5
    )
    high = corners[3] - corners[0]
    upper = np.array(
        [
            corners[0] - 2 * high,
            corners[1] - 2 * high,
            corners[1] + 0.66 * high,
            corners[0] + 0.66 * high,
        ]
    )
    cv2.fillPoly(frame, [np.round(upper).astype(np.int32)], (84, 96, 140))
    (found,) = find_cards(frame)
    assert (found.found_by, found.upright, found.layout) == ("text", False, None)
    lines = LAYOUTS["student"].mrz_lines
    left, top, wide, _ = lines[0]
    band = [(left, top), (left + wide, top), (left + wide, 50.9), (left, 50.9)]
    flat = np.float32([(0, 0), (85.6, 0), (85.6, 54), (0, 54)])
    view = cv2.getPerspectiveTransform(flat, corners)
    seen = cv2.perspectiveTransform(np.float32([band]), view)[0]
    assert shared(found.zone, seen) > 0.55
    # Whichever way up it is, the whole card is inside of what is to be covered.
    for corner in corners:
        assert cv2.pointPolygonTest(found.corners, tuple(map(float, corner)), True) > -0.04 * 900


def test_a_brick_may_look_like_a_card():
    assert find_cards(np.uint8(ground("brick", (960, 540), 1)))


def test_a_ticket_looks_like_a_card():
    ticket = np.full((540, 856, 3), (170, 220, 240), np.uint8)
    lines = ("ONE RIDE 5271 8830", "from here to there and back", "valid today until midnight")
    for row, words in enumerate((*lines, "keep this ticket, please")):
        at = (50, 120 + 110 * row)
        cv2.putText(ticket, words, at, cv2.FONT_HERSHEY_DUPLEX, 1.7, (40, 40, 40), 3, cv2.LINE_AA)
    frame, corners = photograph(ticket, seed=6, size=(1280, 720), background="wood", turn=4)
    (found,) = find_cards(frame)
    assert shared(found.corners, corners) > 0.9

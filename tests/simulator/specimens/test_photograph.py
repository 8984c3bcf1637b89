"""A photograph of a card is the same each time, and says truly where the corners are."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.opencv import cv2
from dobotkit.simulator.specimens.photograph import GROUNDS, photograph


def test_the_same_seed_makes_the_same_photograph_and_another_one_another():
    card = np.full((540, 856, 3), 240, np.uint8)
    frame, corners = photograph(card, seed=3, size=(320, 240), background="gravel", tilt=20)
    again, same = photograph(card, seed=3, size=(320, 240), background="gravel", tilt=20)
    other, _ = photograph(card, seed=4, size=(320, 240), background="gravel", tilt=20)
    assert (frame == again).all()
    assert (corners == same).all()
    assert (frame != other).any()


@pytest.mark.parametrize("turn", [0.0, 90.0, -140.0])
def test_the_corners_are_those_of_the_card_in_its_own_order(turn):
    card = np.full((540, 856, 3), 235, np.uint8)
    card[60:120, 60:120] = (0, 0, 255)
    frame, corners = photograph(card, seed=1, size=(640, 480), turn=turn, tilt=25, noise=0)
    flat = np.array([(0, 0), (856, 0), (856, 540), (0, 540)], np.float32)
    back = cv2.warpPerspective(frame, cv2.getPerspectiveTransform(corners, flat), (856, 540))
    spot = back[70:110, 70:110].reshape(-1, 3).mean(0)
    assert spot[2] > spot[0] + 80
    assert back[300:400, 300:500].min() > 120


def test_glare_is_white_and_noise_is_not():
    card = np.full((540, 856, 3), 120, np.uint8)
    plain, corners = photograph(card, seed=2, size=(320, 240), noise=0)
    shining, _ = photograph(card, seed=2, size=(320, 240), noise=0, glare=1.0)
    noisy, _ = photograph(card, seed=2, size=(320, 240), noise=12)
    inside = np.zeros((240, 320), np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    assert shining[inside == 1].max() == 255
    assert plain[inside == 1].max() < 170
    assert 8 < np.std(noisy.astype(int) - plain) < 14


def test_a_ground_that_nobody_drew_is_refused():
    assert len(GROUNDS) == 6
    with pytest.raises(ValueError, match="no ground is called 'sand'"):
        photograph(np.zeros((54, 86, 3), np.uint8), seed=1, background="sand")

"""The box over a face: opaque, of one colour, and larger than the face on every side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.keeper.eyes.hiding import COVERED, MARGINS, hidden_part, hide

SIZE = (320, 240)
LEAST = 0.15
number = st.floats(-400, 700)
length = st.floats(1, 500)


def test_every_margin_is_wide_enough():
    # With less, hair and chin were enough to know drawn people again.
    assert min(MARGINS) >= LEAST


@given(st.tuples(number, number, length, length))
def test_a_cover_hides_the_face_and_its_rim_and_nothing_else(face):
    x, y, width, height = face
    left, top, right, bottom = hidden_part(face, SIZE)
    assert 0 <= left <= right <= SIZE[0]
    assert 0 <= top <= bottom <= SIZE[1]
    assert left <= max(0, x - LEAST * width)
    assert top <= max(0, y - LEAST * height)
    assert right >= min(SIZE[0], x + width * (1 + LEAST))
    assert bottom >= min(SIZE[1], y + height * (1 + LEAST))
    pixels = np.random.default_rng(3).integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)
    before = pixels.copy()
    hide(pixels, [face])
    assert (pixels[top:bottom, left:right] == COVERED).all()
    pixels[top:bottom, left:right] = before[top:bottom, left:right]
    assert (pixels == before).all()


def test_no_two_faces_share_what_is_left_of_them():
    """Whatever is below a cover, the picture is the same."""
    faces = [(40.0, 40.0, 60.0, 80.0), (-20.0, 100.0, 50.0, 60.0), (300.0, 200.0, 60.0, 60.0)]
    pictures = []
    for seed in range(3):
        pixels = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        for face in faces:
            x, y, width, height = (round(value) for value in face)
            part = pixels[max(0, y) : y + height, max(0, x) : x + width]
            part[:] = np.random.default_rng(seed).integers(0, 255, part.shape, np.uint8)
        hide(pixels, faces)
        pictures.append(pixels)
    assert (pictures[0] == pictures[1]).all()
    assert (pictures[0] == pictures[2]).all()


def test_of_a_tiny_face_the_rim_is_hidden_as_well():
    assert hidden_part((100.0, 100.0, 4.0, 5.0), SIZE) == (96, 96, 108, 109)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_a_face_that_is_nowhere_is_an_error_and_no_picture(wrong):
    with pytest.raises((ValueError, OverflowError)):
        hide(np.zeros((10, 10, 3), np.uint8), [(wrong, 1.0, 2.0, 3.0)])

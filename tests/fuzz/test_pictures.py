"""Whatever file stands in for a camera, and whatever is before one: a look, or a clear error."""

from __future__ import annotations

import datetime as dt
import random
from typing import get_args

import numpy as np
import pytest

from dobotkit.errors import PictureError
from dobotkit.keeper.eyes.card_text import Trouble, read_card
from dobotkit.keeper.eyes.cards import FoundCard, find_cards, read_mrz
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.sources import open_source, stored
from dobotkit.keeper.eyes.sources.address import Address
from dobotkit.keeper.eyes.sources.opened import Fails
from dobotkit.keeper.eyes.sources.trouble import explain
from dobotkit.opencv import cv2
from dobotkit.simulator.specimens import Specimen, draw
from tests.fuzz.pictures import KINDS, noise, spoilt

DAY = dt.date(2026, 11, 23)
LARGEST = (1080, 1920)
SLOWER = ("grey, 16 bits", "one pixel", "colours with alpha")
SIZES = ((1, 1), (2, 1), (3, 3), (17, 9), (4096, 1), (1, 4096), (61, 47))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_becomes_one_of_three_bytes_a_pixel(kind):
    data, colour = KINDS[kind]
    pixels = stored.decoded(data)
    assert (pixels.dtype, pixels.ndim, pixels.shape[2]) == (np.uint8, 3, 3)
    assert all(there <= most for there, most in zip(pixels.shape, LARGEST, strict=False))
    if colour is not None:
        assert np.abs(pixels.astype(int) - colour).max() <= 1


def test_a_file_that_broke_is_a_picture_or_is_refused_with_a_word():
    rng = random.Random("pictures")
    refused, read = set(), 0
    for _ in range(10):
        for data, _colour in KINDS.values():
            try:
                pixels = stored.decoded(spoilt(rng, data))
            except Fails as error:
                refused.add(error.trouble)
            else:
                read += 1
                assert (pixels.dtype, pixels.shape[2]) == (np.uint8, 3)
                assert pixels.shape[0] <= LARGEST[0]
                assert pixels.shape[1] <= LARGEST[1]
    assert read > 10
    assert refused == {"format", "unreadable", "large"}
    for word in refused:
        error = explain(Address("file", "odd.png", name="odd.png"), word, first=True)
        assert isinstance(error, PictureError)
        assert error.advice


@pytest.mark.parametrize(
    "kind",
    ["JPEG, CMYK", *(pytest.param(one, marks=pytest.mark.slow) for one in SLOWER)],
)
def test_it_can_stand_in_for_a_camera(kind, tmp_path, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    data, _ = KINDS[kind]
    path = tmp_path / f"odd.{'jpg' if 'JPEG' in kind else 'png'}"
    path.write_bytes(data)
    source = open_source(str(path))
    try:
        frame = source.read()
        assert look(frame, None, kind="file").told.cards == ()
    finally:
        source.close()
    assert not frame.pixels.any()


def test_what_broke_and_stands_in_for_a_camera_is_said_in_words(tmp_path, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    data, _ = KINDS["colours"]
    path = tmp_path / "torn.png"
    path.write_bytes(data[: len(data) // 2])
    source = open_source(str(path))
    try:
        with pytest.raises(PictureError) as refused:
            source.read()
    finally:
        source.close()
    assert "damaged" in refused.value.what
    # What it is called is nothing for a notebook.
    assert "torn" not in str(refused.value)
    assert refused.value.advice


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_frame_is_too_odd_to_look_for_cards_and_to_read(size):
    for pixels in (noise(size, 7), np.zeros((size[1], size[0], 3), np.uint8)):
        before = pixels.copy()
        assert find_cards(pixels) == []
        assert read_mrz(pixels) is None
        assert np.array_equal(pixels, before)
        frame = Frame(pixels, 0.0, "file")
        assert look(frame, None, kind="file").told.cards == ()
        assert not pixels.any()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("corners", "layout"),
    [
        ([(5, 5), (5, 5), (5, 5), (5, 5)], "student"),
        ([(0, 0), (300, 0), (300, 1), (0, 1)], "student"),
        ([(-900, -900), (-500, -900), (-500, -650), (-900, -650)], "student"),
        ([(9000, 0), (9400, 0), (9400, 250), (9000, 250)], "passport"),
        ([(300, 0), (0, 0), (0, 200), (300, 200)], "pupil"),
        ([(0, 0), (300, 200), (300, 0), (0, 200)], "residence"),
        ([(-5000, -5000), (9000, -5000), (9000, 9000), (-5000, 9000)], "permit"),
        ([(5, 5), (5, 5), (5, 5), (5, 5)], None),
        ([(-900, -900), (-500, -900), (-500, -650), (-900, -650)], None),
    ],
)
def test_a_card_that_cannot_be_there_is_not_read(corners, layout):
    pixels = cv2.resize(draw(Specimen(12, on=DAY)), (320, 202))
    card = FoundCard(
        np.array(corners, np.float32), upright=True, layout=layout, found_by="markers", sure=0.9
    )
    text = read_card(pixels, card)
    assert text.zone is None
    assert not text.fields
    assert text.code is None
    assert text.trouble in get_args(Trouble)

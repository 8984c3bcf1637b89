"""What is handed over of the cards of one look, and why the others are not."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from dobotkit.keeper.eyes.card_readers import CardReaders
from dobotkit.keeper.eyes.card_reading import MOST, CardReading, _cut_out
from dobotkit.keeper.eyes.cards import FoundCard


def found(x: float, y: float, width: float, layout: str | None = "student") -> FoundCard:
    height = width * 54 / 85.6
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return FoundCard(np.array(corners, np.float32), np.bool_(True), layout, "markers", 0.9)


@pytest.fixture
def pixels():
    return np.random.default_rng(1).integers(0, 256, (720, 1280, 3), np.uint8)


# Takes a job, and says of each of its cards that it is valid.
VALID = """
import json, os, struct, sys
given = sys.stdin.buffer
job = json.loads(given.read(*struct.unpack("<I", given.read(4))))
for card in job["cards"]:
    height, width, depth = card["shape"]
    given.read(height * width * depth)
claims = {"asked": ["valid"], "valid": True, "sure": 1}
os.write(1, json.dumps([[claims, "not asked"] for _ in job["cards"]]).encode())
"""


@pytest.fixture
def reading():
    """What reads finds each card that it is given valid."""
    readers = CardReaders(command=(sys.executable, "-S", "-E", "-c", VALID))
    readers.begin("block")
    yield CardReading(readers, "block", ("valid",))
    readers.end("block")


def test_a_card_is_handed_over_with_a_little_around_it(pixels):
    cut, where = _cut_out(pixels, found(100, 80, 400))
    assert cut.base is None
    x, y = (round(one) for one in where["corners"][0])
    assert (cut == pixels[80 - y :, 100 - x :][: cut.shape[0], : cut.shape[1]]).all()
    assert 400 < cut.shape[1] < 460
    plain = json.loads(json.dumps(where))
    assert (plain["layout"], plain["upright"]) == ("student", True)
    # At the edge of the picture there is less around it.
    assert _cut_out(pixels, found(1000, 600, 400)).pixels.shape[:2] == (144, 304)
    # And of all of it a copy is handed over, which is overwritten.
    whole = _cut_out(pixels, found(0, 0, 1280)).pixels
    assert not np.shares_memory(whole, pixels)


def test_what_is_too_small_or_not_there_is_not_handed_over(pixels, reading):
    cards = [found(100, 80, 150), found(1270, 80, 300), found(100, 80, 150, None)]
    told = reading(pixels, cards)
    assert [one.not_read for one in told] == ["too small", "not in view", "too small"]
    assert all(one.claims is None for one in told)


def test_of_many_cards_the_first_ones_are_read_and_each_keeps_its_place(pixels, reading):
    before = pixels.copy()
    cards = [found(10 * n, 80, 150 if n == 1 else 300) for n in range(MOST + 3)]
    told = reading(pixels, cards)
    assert [one.not_read if one.claims is None else "" for one in told] == [
        "", "too small", *[""] * (MOST - 1), "too many", "too many",
    ]  # fmt: skip
    assert {one.claims.purpose for one in told if one.claims} == {"read-card"}
    # What is written onto the covers is no answer about anybody.
    assert {one.label for one in told} == {"read", "too small", "too many"}
    assert (pixels == before).all()

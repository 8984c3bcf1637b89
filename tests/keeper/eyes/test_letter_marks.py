"""Marks on letters are told by drawing them, and a plain letter stays plain."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.keeper.eyes.letter_marks import most_alike, settle_marks
from dobotkit.opencv import cv2
from dobotkit.simulator.specimens.words import write

PX_PER_MM = 12.0
PLACE = (1.0, 1.0, 40.0, 3.2)


def printed(text, soft):
    """A word as it is printed on a card, out of focus."""
    field = np.full((62, 504, 3), 236, np.uint8)
    write(field, text, PLACE, PX_PER_MM, (40, 30, 30))
    return cv2.GaussianBlur(field, (0, 0), soft)


@pytest.mark.parametrize("soft", [0.6, 1.8])
@pytest.mark.parametrize(
    ("read", "word"),
    [
        ("SKWINADLE", "SKWÍŇADLE"),
        ("DORWISK", "ĐORWIŚK"),
        ("LUBPLOM", "ĽUBPLØM"),
        ("ZLUDWIN", "ŽLŮDWÏN"),
        ("Jünráfu", "Jûnrafü"),
    ],
)
def test_each_letter_has_the_mark_that_it_is_printed_with(read, word, soft):
    alike = ("AÁÄÅ", "DĎĐ", "IÍÏ", "LĽŁ", "NÑŇ", "OÓØ", "SŚŞ", "UŮÜ", "ZŽŹ", "aáâ", "uûü")
    may = [next((these for these in alike if letter in these), letter) for letter in word]
    assert settle_marks(printed(word, soft), PLACE[3] * PX_PER_MM, read, may) == word


def test_two_letters_are_told_from_one_that_stands_for_both():
    texts = ["THRYTHRAEK", "ÞRYTHRAEK", "THRYTHRÆK", "ÞRYTHRÆK", "ÞRYÞRÆK"]
    for word in texts:
        assert most_alike(printed(word, 1.2), PLACE[3] * PX_PER_MM, texts) == word
    noise = np.random.default_rng(0).integers(0, 255, (62, 504, 3), np.uint8)
    assert most_alike(noise, PLACE[3] * PX_PER_MM, texts) == texts[0]


def test_what_is_not_that_word_is_left_as_it_was_read():
    noise = np.random.default_rng(0).integers(0, 255, (62, 504, 3), np.uint8)
    may = ["SŚ", "OØ", "L", "IÍ", "S"]
    assert settle_marks(noise, PLACE[3] * PX_PER_MM, "SOLIS", may) == "SOLIS"
    small = noise[:20, :30]
    assert settle_marks(small, PLACE[3] * PX_PER_MM, "SOLIS", may) == "SOLIS"

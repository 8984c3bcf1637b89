"""``lesson.tally``: it counts what a look has seen, and proves nothing of what it has not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dobotkit import lesson
from dobotkit.errors import WrongValue
from dobotkit.geometry import Point
from dobotkit.scene import Bin, Block, Scene

PROMISED = {"red": 1, "blue": 1}
BINS = (Bin("red", Point(190, 150, -70)), Bin("blue", Point(190, -150, -70)))
RED, BLUE = (Block(one.colour, one.position) for one in BINS)


def of(*blocks, bins=BINS):
    return lesson.tally(PROMISED, Scene(blocks, bins=bins))


def test_both_in_their_bins():
    tally = of(RED, BLUE)
    assert (tally.promised, tally.seen, tally.sorted, tally.unsure) == (2, 2, 2, 0)
    assert tally.proved
    assert tally.below == "Proved by this look: all 2 lie in the bin of their colour."


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ((), "2 of 2 are not seen"),
        ((RED,), "1 of 2 is not seen: fallen, hidden"),
        ((RED, replace(BLUE, position=Point(250, 0, -70))), "1 is not in the bin of its colour."),
        ((RED, replace(BLUE, position=RED.position)), "1 is not in the bin of its colour."),
        ((RED, replace(BLUE, sure=0.4)), "1 of 2 is not seen"),
        ((RED, replace(BLUE, sure=0.4)), "Of 1 the camera is not sure."),
        ((RED, RED, BLUE), "1 more is there than promised."),
        ((RED, BLUE, Block("unknown", Point(250, 0, -70))), "1 more is there than promised."),
    ],
)
def test_what_is_not_proved(blocks, words):
    tally = of(*blocks)
    assert not tally.proved
    assert tally.below.startswith("Not proved. ")
    assert words in tally.below


def test_a_bin_that_was_not_seen_holds_nothing():
    tally = of(RED, BLUE, bins=BINS[:1])
    assert (tally.seen, tally.sorted, tally.proved) == (2, 1, False)


def test_one_more_and_one_less_is_not_as_promised():
    more = replace(RED, position=Point(200, 160, -70))
    tally = of(RED, more)
    assert not tally.proved
    assert "1 of 2 is not seen" in tally.below


def test_it_reads_as_a_table():
    assert str(of(RED)) == (
        "colour  promised  seen  in its bin  unsure  not seen\n"
        "red     1         1     1           0       0\n"
        "blue    1         0     0           0       1\n"
        "Not proved. 1 of 2 is not seen: fallen, hidden, or in a place where the camera "
        "cannot look."
    )


@pytest.mark.parametrize("promised", [3, {"red": -1}, {"pink": 1}, {"red": "two"}, ["red"]])
def test_a_promise_is_numbers_for_colours(promised):
    with pytest.raises(WrongValue, match="how many of which colour"):
        lesson.tally(promised, Scene())


def test_a_tally_is_of_a_scene():
    with pytest.raises(WrongValue, match=r"camera\.look"):
        lesson.tally(PROMISED, (RED, BLUE))

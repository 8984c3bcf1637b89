"""Bins that were seen: which is found, what lies in one, and its parts."""

from __future__ import annotations

import math

import pytest

from dobotkit.errors import NotSeen, WrongValue
from dobotkit.geometry import Point
from dobotkit.scene import Bin, Block, Scene

HOME = Bin("red", Point(200.0, 100.0, -70.0), angle=30.0, size=(90.0, 70.0, 20.0))


def beside(along, across):
    """A block so many mm along the length of the bin and across it."""
    turn = math.radians(30)
    x = 200 + along * math.cos(turn) - across * math.sin(turn)
    return Block("red", Point(x, 100 + along * math.sin(turn) + across * math.cos(turn), -68.0))


@pytest.mark.parametrize(
    ("along", "across", "inside"),
    [(0, 0, True), (44, 34, True), (-44, -34, True), (46, 0, False), (0, 36, False)],
)
def test_it_contains_what_has_its_middle_in_it(along, across, inside):
    assert HOME.contains(beside(along, across)) is inside


def test_two_parts_lie_side_by_side_along_the_longer_side():
    one, two = HOME.part(1, of=2), HOME.part(2, of=2)
    assert math.dist(one.position, two.position) == pytest.approx(36)
    assert one.contains(beside(-18, 0))
    assert not one.contains(beside(18, 0))
    assert two.contains(beside(18, 0))
    assert (one.colour, one.angle, one.position.z) == ("red", 30.0, -70.0)


def test_the_longer_side_may_be_the_width():
    across = Bin("blue", Point(290.0, 120.0, -70.0), size=(60.0, 80.0, 20.0))
    assert across.part(2, of=2).position == pytest.approx((290, 138, -70))
    assert across.part(1, of=4).size == (60.0, 20.0, 20.0)


@pytest.mark.parametrize(("number", "of"), [(0, 2), (3, 2), (1, 0), (1.0, 2), ("1", 2), (True, 2)])
def test_there_is_no_such_part(number, of):
    with pytest.raises(WrongValue, match="counted from 1"):
        HOME.part(number, of=of)


def test_the_surest_bin_of_a_colour_is_found():
    other = Bin("red", Point(0.0, 0.0, -70.0), sure=0.6)
    assert Scene(bins=(other, HOME)).find_bin("red") is HOME


@pytest.mark.parametrize(
    ("bins", "words"),
    [
        ((), r"no red bin.*arm\.look_from"),
        ((Bin("blue", HOME.position),), "bins of these colours: blue"),
        ((Bin("red", HOME.position, sure=0.3),), "only 30% sure"),
    ],
)
def test_what_is_not_seen_is_said(bins, words):
    with pytest.raises(NotSeen, match=f"(?s){words}"):
        Scene(bins=bins).find_bin("red")


def test_a_colour_that_nothing_can_have():
    with pytest.raises(WrongValue, match="Choose one of"):
        Scene().find_bin("pink")

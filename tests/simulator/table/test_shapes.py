"""Footprints: distances, ways until they touch, what they share."""

from __future__ import annotations

from math import cos, hypot, inf, radians, sin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dobotkit.simulator.table.shapes import disc, free_way, gap, hull, inside, overlap, rectangle
from dobotkit.things import TableNow, Thing

from .bench import block
from .overlaps import Piece, overlaps, shared

SIZES = st.floats(2, 60)
SPOTS = st.floats(-60, 60)
ANGLES = st.floats(0, 360) | st.sampled_from([0.0, 45.0, 90.0])


@st.composite
def shapes(draw):
    """A footprint, and the same as the independent finder has it."""
    x, y, angle, a = draw(SPOTS), draw(SPOTS), draw(ANGLES), draw(SIZES)
    if draw(st.booleans()):
        return disc(a).placed(x, y, angle), Piece("a", x, y, 0, 1, a / 2, None, 0)
    b = draw(SIZES)
    return rectangle(a, b).placed(x, y, angle), Piece("a", x, y, 0, 1, a / 2, b / 2, angle)


@settings(max_examples=300, deadline=None)
@given(shapes(), shapes())
def test_whether_two_overlap_is_what_another_way_of_reckoning_says(one, other):
    (a, p), (b, q) = one, other
    deep = shared(p, q)
    assume(abs(deep) > 1e-6)
    assert (gap(a, b) < 0) == (deep > 0)
    assert gap(a, b) == pytest.approx(gap(b, a))


@settings(max_examples=300, deadline=None)
@given(shapes(), shapes(), ANGLES)
def test_the_way_until_they_touch(one, other, angle):
    (a, _), (b, _) = one, other
    assume(gap(a, b) > 1e-6)
    heading = (cos(radians(angle)), sin(radians(angle)))
    way, first = free_way(a, heading, [b], 300.0)

    def after(distance: float) -> float:
        return gap(a.moved(heading[0] * distance, heading[1] * distance), b)

    assert min(after(way * k / 40) for k in range(41)) >= -1e-9
    if first is None:
        assert min(after(k) for k in range(300)) > -1e-3
    else:
        assert after(way) < 1e-5


def test_who_touches_slides_along_and_comes_off_but_goes_no_deeper():
    a, b = rectangle(20, 20), rectangle(20, 20).moved(20, 0)
    assert free_way(a, (0.0, 1.0), [b], 50.0) == (50.0, None)
    assert free_way(a, (-1.0, 0.0), [b], 50.0) == (50.0, None)
    assert free_way(a, (1.0, 0.0), [b], 50.0) == (0.0, 0)


def test_the_first_of_several_is_named():
    others = [rectangle(10, 10).moved(60, 0), rectangle(10, 10).moved(40, 0)]
    way, first = free_way(rectangle(10, 10), (1.0, 0.0), others, 100.0)
    assert way == pytest.approx(30, abs=1e-5)
    assert first == 1
    assert free_way(rectangle(10, 10), (1.0, 0.0), others, 20.0) == (20.0, None)
    assert free_way(rectangle(10, 10), (0.0, 1.0), others, inf) == (inf, None)


def test_what_two_share():
    shared_corners = overlap(rectangle(20, 20), rectangle(20, 20).moved(15, 15))
    assert sorted(hull(shared_corners)) == [(5, 5), (5, 10), (10, 5), (10, 10)]
    assert overlap(rectangle(20, 20), rectangle(20, 20).moved(30, 0)) == []
    round_one = overlap(disc(20), rectangle(100, 100))
    assert all(hypot(*spot) == pytest.approx(10) for spot in round_one)
    assert inside((0, 0), hull(round_one), 0)
    assert not inside((11, 0), hull(round_one), 0)
    assert not inside((0, 0), [], 0)


def test_the_finder_of_overlaps_finds_them():
    """Positive control: without it, no property test below means anything."""

    def table(*things: Thing) -> TableNow:
        return TableNow(-70.0, things)

    cylinder = Thing("c", "cylinder", "red", (20, 20, 20), (200.0, 0.0, -70.0))
    tray = Thing("t", "bin", "grey", (80, 60, 20), (200.0, 0.0, -70.0))
    for one, other in (
        (block("a", 200, 0), block("b", 224.9, 0)),
        (block("a", 200, 0), block("b", 200, 0, -70 + 24.9)),
        (block("a", 200, 0, angle=45.0), block("b", 229.9, 0)),
        (cylinder, block("b", 222.4, 0)),
        (cylinder, Thing("d", "cylinder", "red", (20, 20, 20), (213.0, 13.0, -70.0))),
        (tray, block("b", 200, 0, -70 + 1.9)),
        (tray, block("b", 230, 0, -70 + 2)),
        (block("a", 200, 0), block("b", 200, 0)),
    ):
        assert len(overlaps(table(one, other))) >= 1, (one, other)
    for one, other in (
        (block("a", 200, 0), block("b", 225, 0)),
        (block("a", 200, 0), block("b", 200, 0, -45)),
        (cylinder, block("b", 222.5, 0)),
        (tray, block("b", 200, 0, -68)),
    ):
        assert overlaps(table(one, other)) == [], (one, other)

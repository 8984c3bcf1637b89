"""Solids as both eyes see them, and as the browser does."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.widgets import solids as solids_file
from dobotkit.widgets.solids import ABOVE, Solid, beside, hull, see

STILL = (0.0, 0.0, 0.0, 0.0)
CUBE = Solid("thing-red", (200.0, 50.0, -70.0), (20.0, 20.0, 25.0), letter="R")


def outline(solid, eye, anchor=STILL):
    [seen] = see([solid], eye, anchor)
    return sorted(tuple(round(part, 6) for part in spot) for spot in seen.outline)


def test_from_above_it_is_its_footprint():
    assert outline(CUBE, ABOVE) == [(-60, 190), (-60, 210), (-40, 190), (-40, 210)]


def test_from_the_side_it_is_as_wide_as_it_is_turned():
    low, high = -70.0, -45.0
    assert outline(CUBE, beside(0)) == [(190, low), (190, high), (210, low), (210, high)]
    assert outline(CUBE, beside(90)) == [(40, low), (40, high), (60, low), (60, high)]
    wide = 10 * math.sqrt(2)
    us = [u for u, _ in outline(CUBE, beside(45))]
    assert (max(us) - min(us)) / 2 == pytest.approx(wide)


def test_what_the_arm_s_plane_does_not_cut_is_faint():
    bearing = math.degrees(math.atan2(50, 200))
    for angle, faint in ((bearing, False), (0, True), (90, True), (bearing + 2, False)):
        [seen] = see([CUBE], beside(angle), STILL)
        assert seen.faint is faint, angle
    [seen] = see([CUBE], ABOVE, STILL)
    assert not seen.faint


def test_what_is_carried_goes_and_turns_with_the_anchor():
    hangs = Solid("thing-red", (5.0, 0.0, -25.0), (20.0, 10.0, 25.0), 30.0, carried=True)
    standing = Solid("thing-red", (200.0, 15.0, 25.0), (20.0, 10.0, 25.0), 120.0)
    anchor = (200.0, 10.0, 50.0, 90.0)
    for eye in (ABOVE, beside(0), beside(33)):
        assert far_apart(outline(hangs, eye, anchor), outline(standing, eye)) < CLOSE


def test_of_a_box_only_the_cut_is_seen_from_the_side():
    box = Solid("closed-box", (200.0, 0.0, 0.0), (40.0, 100.0, 10.0), look="section")
    assert outline(box, beside(0)) == [(180, 0), (180, 10), (220, 0), (220, 10)]
    assert see([box], beside(60), STILL) == []
    assert len(outline(box, ABOVE)) == 4
    ground = Solid("table", (200.0, 0.0, 0.0), (40.0, 100.0, 10.0), look="ground")
    assert outline(ground, beside(0)) == outline(box, beside(0))
    assert see([ground], ABOVE, STILL) == []


def test_the_nearest_is_drawn_last():
    low, high = CUBE, Solid("thing-blue", (200.0, 50.0, -45.0), (20.0, 20.0, 25.0))
    assert [seen.solid for seen in see([high, low], ABOVE, STILL)] == [low, high]


def test_an_outline_has_only_corners():
    assert len(hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1), (1, 0), (0, 0)])) == 4


numbers = st.floats(-300, 300).map(lambda value: round(value, 1))
sizes = st.floats(1, 90).map(lambda value: round(value, 1))
angles = st.floats(-180, 180).map(lambda value: round(value, 1))
some_solids = st.lists(
    st.builds(
        Solid,
        st.just("thing-red"),
        st.tuples(numbers, numbers, numbers),
        st.tuples(sizes, sizes, sizes),
        angles,
        look=st.sampled_from(["whole", "open", "section", "ground"]),
        round=st.booleans(),
        marked=st.booleans(),
        carried=st.booleans(),
    ),
    max_size=6,
    unique=True,
)

# Where two corners are closer to one line than this, either side may leave one out (mm).
CLOSE = 0.05


def far_apart(one, other):
    """How far the corners of one outline are from those of another, at most."""
    return max(
        (min(math.dist(a, b) for b in other) for a in one), default=0.0 if not other else math.inf
    )


@pytest.mark.browser
def test_the_browser_sees_the_same(page):
    script = Path(solids_file.__file__).with_name("solids.js").read_text(encoding="utf-8")
    page.add_script_tag(content=script)

    @settings(max_examples=60, deadline=None)
    @given(some_solids, st.none() | angles, st.tuples(numbers, numbers, numbers, angles))
    def same(solids, j1, anchor):
        eye = ABOVE if j1 is None else beside(j1)
        here = see(solids, eye, anchor)
        data = [{**solid.data(), "n": n} for n, solid in enumerate(solids)]
        there = page.evaluate(
            "all => see(...JSON.parse(all))", json.dumps([data, eye.data(), anchor])
        )
        by_number = {one["solid"]["n"]: one for one in there}
        assert by_number.keys() == {solids.index(one.solid) for one in here}
        for seen in here:
            other = by_number[solids.index(seen.solid)]
            assert bool(other.get("faint")) is seen.faint
            for mine, its in (
                (seen.outline, other["outline"]),
                (seen.inside, other["inside"]),
                (seen.marker, other["marker"]),
            ):
                assert max(far_apart(mine, its), far_apart(its, mine)) < 1.0

    same()

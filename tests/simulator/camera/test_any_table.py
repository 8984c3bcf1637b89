"""Whatever a scene may hold, the virtual camera takes a picture of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.camera import LIGHTS, Rig, render
from dobotkit.simulator.camera.hard import HARD, hard_rig
from dobotkit.things import COLOURS, KINDS, Belt, Printed, TableNow, Thing

TINY = Rig.usual(96, 72)

far = st.floats(-600, 600)
places = st.tuples(far, far, far)
sizes = st.tuples(*[st.floats(0.1, 400)] * 3)
things = st.builds(
    lambda kind, colour, size, place, angle, marker, printed: Thing(
        "it", kind, colour, (size[0], size[0], size[2]) if kind == "cylinder" else size,
        place, angle, marker, specimen=printed if kind == "card" else None,
    ),
    st.sampled_from(KINDS), st.sampled_from(COLOURS), sizes, places, st.floats(-360, 360),
    st.none() | st.integers(0, 249),
    st.none() | st.builds(Printed, st.just(3), st.sampled_from(["pupil", "passport"])),
)  # fmt: skip
belts = st.builds(
    Belt, places, st.tuples(*[st.floats(9, 1200)] * 3), st.floats(-360, 360), st.floats(-99, 99)
)
tables = st.builds(
    TableNow,
    st.floats(-600, 600),
    st.lists(things, max_size=4).map(tuple),
    st.none() | belts,
    edges=st.sampled_from([(130.0, 330.0, -220.0, 220.0), (0.0,) * 4, (200.0, 210.0, -600, 600)]),
)
joints = st.tuples(
    st.floats(-135, 135), st.floats(-20, 90), st.floats(-20, 100), st.floats(-150, 150)
)


@settings(max_examples=20, deadline=None)
@given(tables, st.none() | joints, st.sampled_from([*LIGHTS, *HARD]), st.booleans())
def test_a_picture_is_taken_of_any_table(table, joints, light, above):
    rig = TINY.in_light(light) if light in LIGHTS else hard_rig(light, TINY)
    rig = rig.above(table.height) if above else rig
    picture = render(table, joints, rig, day=date(2026, 11, 23))
    assert picture.shape == (72, 96, 3)
    assert picture.dtype == np.uint8


@settings(max_examples=20, deadline=None)
@given(
    st.tuples(st.floats(70, 390), st.floats(-280, 280), st.floats(-600, 600)),
    st.tuples(*[st.floats(10, 400)] * 2),
    st.none() | st.floats(-360, 360),
)
def test_from_near_by_a_picture_is_taken_of_any_place(place, size, angle):
    rig = TINY.above(place[2]).closely(place, size, angle)
    there = rig.image_from_table(np.array([place]))
    assert there == pytest.approx(np.array([rig.middle_px]), abs=0.01)
    card = Thing("it", "card", "white", (*size, 0.8), place, angle or 0.0, specimen=Printed(3))
    table = TableNow(place[2], (card,), edges=(130.0, 330.0, -220.0, 220.0))
    assert render(table, None, rig, day=date(2026, 11, 23)).shape == (72, 96, 3)


def test_a_bin_that_is_narrower_than_two_walls_has_room_in_it():
    bins = [Thing("bin", "bin", "red", (wide, 8.0, 1.0), (200.0, 0.0, 0.0), 0.0, None)
            for wide in (0.1, 1.0, 3.0)]  # fmt: skip
    for one in bins:
        assert render(TableNow(0.0, (one,)), None, TINY).shape == (72, 96, 3)


@pytest.mark.parametrize("height", [-138.0, 0.0, 120.0])
def test_a_rig_above_a_higher_table_sees_its_cards_where_they_were(height):
    places = np.array([(100.0, 250.0, 0.0), (360.0, -250.0, 0.0), (230.0, 0.0, 30.0)])
    usual = TINY.image_from_table(np.add(places, (0, 0, -70)))
    assert TINY.above(height).image_from_table(np.add(places, (0, 0, height))) == pytest.approx(
        usual
    )


def test_the_lowest_card_is_on_the_board_of_a_small_table_too():
    small = TableNow(-70.0, edges=(180.0, 260.0, -60.0, 60.0))
    rig = replace(Rig.usual(640, 480), noise=0.0)
    picture = render(small, None, rig).astype(int)
    [(u, v)] = rig.image_from_table(np.array([(360.0, 150.0, -70.0)])).round().astype(int)
    blue, _, red = picture[v, u]
    assert red > blue + 20  # wood, between two cards

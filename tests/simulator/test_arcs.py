"""Arcs and circles, through the wire."""

import struct
from dataclasses import replace
from itertools import pairwise
from math import cos, dist, hypot, pi, sin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.motion import Arc, LineMove, LineSpeeds
from dobotkit.simulator.profile import MAGICIAN

from .host import MOVL_XYZ, Host

LINKAGE = Linkage(MAGICIAN)
CUP = MAGICIAN.tool
SPEEDS = LineSpeeds(100, 100, 90, 90, 200, 180)


def arc(host, middle, end):
    return host.queue(101, struct.pack("<8f", *middle, *end))


def circle(host, middle, end, turns):
    return host.queue(102, struct.pack("<8fI", *middle, *end, turns))


@pytest.fixture
def arc_host(moving_host):
    """An arm at (200, 0, 50) that goes round arcs at 100 mm/s and mm/s²."""
    moving_host.write(100, struct.pack("<4f", *[100] * 4))
    moving_host.write(103, struct.pack("<2f", 100, 100))
    return moving_host


def trace(host, tick=0.02):
    places = [host.xyzr]
    while not host.arm.idle:
        host.wait(tick)
        places.append(host.xyzr)
    return places


def test_half_a_circle(arc_host):
    # about (230, 0, 50), with a radius of 30 mm
    index = arc(arc_host, (230, 30, 50, 0), (260, 0, 50, 20))
    places = trace(arc_host, 0.01)
    assert len(places) * 0.01 == pytest.approx(30 * pi / 100 + 1, abs=0.03)
    assert arc_host.xyzr == pytest.approx((260, 0, 50, 20), abs=1e-4)
    assert arc_host.index == index
    assert all(hypot(x - 230, y) == pytest.approx(30, abs=1e-3) for x, y, _, _ in places)
    assert min(y for _, y, _, _ in places) > -1e-3
    assert all(z == pytest.approx(50, abs=1e-3) for _, _, z, _ in places)
    turns = [r for _, _, _, r in places]
    assert turns == sorted(turns)


def test_the_other_way_round_and_most_of_the_circle(arc_host):
    arc(arc_host, (230, -30, 50, 0), (230, 30, 50, 0))
    places = trace(arc_host)
    assert len(places) * 0.02 == pytest.approx(30 * 1.5 * pi / 100 + 1, abs=0.05)
    assert min(y for _, y, _, _ in places) == pytest.approx(-30, abs=0.05)
    assert max(x for x, _, _, _ in places) == pytest.approx(260, abs=0.05)


def test_an_arc_that_stands_upright(arc_host):
    arc(arc_host, (220, 20, 70, 0), (200, 40, 50, 0))
    for x, y, z, _ in trace(arc_host):
        assert dist((x, y, z), (200, 20, 50)) == pytest.approx(20, abs=10)
    assert arc_host.xyzr == pytest.approx((200, 40, 50, 0), abs=1e-4)


def test_a_circle_comes_back_as_often_as_told(arc_host):
    circle(arc_host, (230, 30, 50, 0), (260, 0, 50, 77), 3)
    crossings = [b[1] < 0 <= a[1] for a, b in pairwise(trace(arc_host))]
    assert sum(crossings) == 3
    assert arc_host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_no_turn_of_a_circle_is_no_move(arc_host):
    index = circle(arc_host, (230, 30, 50, 0), (260, 0, 50, 0), 0)
    assert arc_host.arm.idle
    assert arc_host.index == index


def test_four_thousand_million_turns_are_planned_in_no_time(arc_host):
    circle(arc_host, (230, 30, 50, 0), (260, 0, 50, 0), 2**32 - 1)
    arc_host.wait(1e6)
    x, y, _, _ = arc_host.xyzr
    assert hypot(x - 230, y) == pytest.approx(30, abs=1e-3)
    arc_host.write(242)
    arc_host.finish()
    assert arc_host.alarms == set()


def test_ratios_of_arcs(arc_host):
    arc_host.write(103, struct.pack("<2f", 50, 500))
    arc(arc_host, (230, 30, 50, 0), (260, 0, 50, 0))
    assert arc_host.finish() == pytest.approx(30 * pi / 50 + 0.5, abs=0.011)
    assert arc_host.ask(103, "2f") == (50, 500)


def test_until_they_are_set_arcs_go_as_fast_as_lines(host):
    host.go(MOVL_XYZ, 200, 0, 50)
    assert host.ask(100, "4f") == (300, 200, 400, 200)
    assert host.ask(103, "2f") == (50, 50)
    host.write(100, struct.pack("<4f", *[1000] * 4))
    assert host.ask(100, "4f") == (300, 200, 400, 300)


HERE = (200, 0, 50, 0)


@pytest.mark.parametrize(
    ("middle", "end", "alarm"),
    [
        (HERE, (230, 0, 50, 0), 0x13),
        ((230, 30, 50, 0), HERE, 0x13),
        ((230, 30, 50, 0), (230, 30, 50, 0), 0x14),
        ((220, 0, 50, 0), (240, 0, 50, 0), 0x14),
        ((240, 0, 50, 0), (220, 0, 50, 0), 0x14),
        ((200, 0, 50, 30), (240, 0, 50, 0), 0x14),
        ((float("nan"), 0, 50, 30), (240, 0, 50, 0), 0x14),
        ((200, 10, 50, 30), (240, 0, 50, float("inf")), 0x14),
    ],
)
@pytest.mark.parametrize("turns", [None, 1])
def test_points_that_make_no_arc(arc_host, middle, end, alarm, turns):
    before = arc_host.pose
    index = arc(arc_host, middle, end) if turns is None else circle(arc_host, middle, end, turns)
    assert arc_host.alarms == {alarm}
    assert arc_host.index == index
    assert arc_host.pose == before


def test_an_arc_stops_where_it_leaves_the_reach(arc_host):
    arc(arc_host, (300, 100, 50, 0), (400, 0, 50, 0))
    arc_host.wait(0.5)
    assert arc_host.alarms == set()
    arc_host.finish()
    assert arc_host.alarms == {0x22}
    x, y, _, _ = arc_host.xyzr
    assert hypot(x - 300, y) == pytest.approx(100, abs=1e-3)
    assert y > 10


def test_an_arc_past_the_length_of_the_links():
    free = replace(MAGICIAN, low=(-180,) * 4, high=(180,) * 4, stretch=180.0, fold=180.0)
    host = Host(free)
    host.go(MOVL_XYZ, 200, 0, 50)
    arc(host, (350, 150, 50, 0), (500, 0, 50, 0))
    host.finish()
    assert host.alarms == {0x21}


def test_force_stop_brakes_along_the_arc(arc_host):
    arc(arc_host, (230, 30, 50, 0), (260, 0, 50, 0))
    arc_host.wait(0.9)  # 40.5 mm, at 90 mm/s
    arc_host.write(242)
    assert arc_host.finish() == pytest.approx(0.45, abs=0.011)
    angle = (40.5 + 90 * 90 / 400) / 30
    expected = (230 - 30 * cos(angle), 30 * sin(angle), 50, 0)
    assert arc_host.xyzr == pytest.approx(expected, abs=1e-3)


inside = st.tuples(st.floats(215, 250), st.floats(-60, 60), st.floats(0, 50), st.floats(-30, 30))


@given(start=inside, middle=inside, end=inside, t=st.floats(0, 1))
@settings(deadline=None, max_examples=60)
def test_an_arc_goes_through_its_points_at_its_speed(start, middle, end, t):
    try:
        course = Arc(LINKAGE, CUP, start, middle, end, step=1.0)
    except ValueError:
        assume(False)
    assume(course.length < 1000)
    assert course.place(0, 0) == pytest.approx(start, abs=1e-6)
    assert course.place(course.length, course.turn) == pytest.approx(end, abs=1e-5)
    ways = [course.length * k / 400 for k in range(401)]
    assert min(dist(course.place(way, 0)[:3], middle[:3]) for way in ways) < course.length / 300

    move = LineMove.plan(LINKAGE.inverse(start, CUP), course, SPEEDS)

    def place(activity, t):
        return LINKAGE.forward(activity.joints(t), CUP)

    dt = move.duration / 50
    for k in range(50):
        step = dist(place(move, k * dt)[:3], place(move, (k + 1) * dt)[:3])
        assert step <= 100 * dt + 1e-5
    t *= move.duration
    stop = move.brake(t)
    assert place(stop, 0) == pytest.approx(place(move, t), abs=1e-5)

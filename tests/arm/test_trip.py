"""The ways of pick and place: up, across, straight down, and all of it in reach."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dobotkit.arm.reach import Reach
from dobotkit.arm.trip import plan_trip
from dobotkit.errors import OutOfReach

REACH = Reach()


@st.composite
def targets(draw, low=-60.0, high=60.0):
    radius, bearing = draw(st.floats(120, 320)), math.radians(draw(st.floats(-80, 80)))
    spot = (radius * math.cos(bearing), radius * math.sin(bearing), draw(st.floats(low, high)), 0.0)
    assume(REACH.contains(spot))
    return spot


def passes(check):
    try:
        check()
    except OutOfReach:
        return False
    return True


@given(targets(), targets(high=0), st.floats(5, 80))
@settings(deadline=None)
def test_what_is_allowed_is_in_reach_all_the_way(start, end, lift):
    above = end[2] + lift
    trip = plan_trip(start, end, above=above, down=True, back=True, reach=REACH)
    places = trip.places
    if not passes(lambda: trip.check(REACH.check_line)):
        with pytest.raises(OutOfReach, match=r"^On the way "):
            trip.check(REACH.check_line)
        return
    assert all(passes(lambda a=a, b=b: REACH.check_line(a, b)) for a, b in pairwise(places))
    assert trip.there[-1].end == end
    # Straight down from above, and straight up again; never lower before.
    for corner in (places[-3], places[-1]):
        assert corner[:2] == pytest.approx(end[:2], abs=1e-3)
        assert corner[2] == pytest.approx(above)
    assert all(place[2] >= min(above, start[2]) - 1e-3 for place in places[:-2])
    # First of all up, where it stands too low; outwards too, where the arm is folded.
    if start[2] < above - 1e-3:
        assert places[1][2] == pytest.approx(above)
        assert math.hypot(*places[1][:2]) >= math.hypot(*start[:2]) - 1e-3


def test_round_the_base_where_a_line_would_be_too_close():
    start, end = (60.0, 200.0, 40.0, 0.0), (60.0, -200.0, -35.0, 0.0)
    with pytest.raises(OutOfReach):
        REACH.check_line(start, (*end[:2], 40.0, 0.0))
    trip = plan_trip(start, end, above=40, down=True, back=True, reach=REACH)
    trip.check(REACH.check_line)
    assert [leg.name for leg in trip.there].count("On the way across") == 2


def test_a_lift_that_is_too_high_is_named():
    trip = plan_trip(
        (250.0, 0.0, 0.0, 0.0),
        (310.0, 0.0, -60.0, 0.0),
        above=120,
        down=True,
        back=True,
        reach=REACH,
    )
    with pytest.raises(OutOfReach, match=r"^On the way across: "):
        trip.check(REACH.check_line)


def test_above_the_place_it_goes_only_down():
    start, end = (200.0, 0.0, 30.0, 0.0), (200.0, 0.0, -30.0, 0.0)
    trip = plan_trip(start, end, above=30, down=True, back=False, reach=REACH)
    assert trip.places == [start, end]


def test_a_folded_arm_comes_up_and_out():
    start, end = (133.6, 0.0, 1.3, 0.0), (200.0, 60.0, -35.0, 0.0)
    trip = plan_trip(start, end, above=20, down=True, back=True, reach=REACH)
    trip.check(REACH.check_line)
    x, y, z, _ = trip.there[0].end
    assert (y, z) == (0, 20)
    assert 150 < x < 155

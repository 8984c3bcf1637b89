"""Refusals: they come in time, name the right limit, and their advice works."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dobotkit.arm.kinematics import forward
from dobotkit.arm.reach import Limits, Reach
from dobotkit.errors import OutOfReach

REACH = Reach()
POINTS = st.tuples(
    st.floats(-400, 400), st.floats(-400, 400), st.floats(-200, 250), st.floats(-90, 90)
)


@pytest.mark.parametrize(
    ("target", "limit"),
    [
        pytest.param((400, 0, 0, 0), "reach", id="too far"),
        pytest.param((-10, 250, 0, 0), "j1", id="behind the arm"),
        pytest.param((200, 0, 100, 0), "j2", id="famous wrong one: j2 would be -1.05"),
        pytest.param((250, 0, 180, 0), "j3", id="too high"),
        pytest.param((200, 0, 0, 120), "j4", id="wrist turned too far"),
        pytest.param((*forward(0, 75, 10, 0)[:3], 0), "j2-j3", id="stretched: 75 - 10 = 65"),
        pytest.param((*forward(0, 5, 80, 0)[:3], 0), "j3-j2", id="folded: 80 - 5 = 75"),
        pytest.param((math.nan, 0, 0, 0), "reach", id="not a number"),
    ],
)
def test_each_limit_is_named(target, limit):
    with pytest.raises(OutOfReach) as caught:
        REACH.joints_for(target)
    assert caught.value.limit == limit
    assert not caught.value.low <= caught.value.value <= caught.value.high
    assert caught.value.what.endswith(".")
    assert caught.value.advice.endswith(".")


def test_the_limits_themselves_are_allowed():
    limits = Limits()
    for j1 in limits.j1:
        for j2, j3 in [(0, 70), (85, 30), (45, -10), (85, 90), (20, 90)]:
            target = forward(j1, j2, j3, -j1)
            assert REACH.joints_for(target) == pytest.approx((j1, j2, j3, -j1), abs=1e-6)


@given(target=POINTS)
def test_contains_agrees_with_the_limits(target):
    try:
        j1, j2, j3, j4 = REACH.joints_for(target)
    except OutOfReach:
        assert not REACH.contains(target)
        return
    assert REACH.contains(target)
    limits, slack = REACH.limits, 1e-3
    for value, (low, high) in zip(
        (j1, j2, j3, j4), (limits.j1, limits.j2, limits.j3, limits.j4), strict=True
    ):
        assert low - slack <= value <= high + slack
    assert -limits.fold - slack <= j2 - j3 <= limits.stretch + slack
    assert forward(j1, j2, j3, j4) == pytest.approx(target, abs=1e-6)


@given(target=POINTS)
def test_a_suggested_point_can_be_reached(target):
    try:
        REACH.joints_for(target)
    except OutOfReach as error:
        found = re.search(r"try \((\S+), (\S+), (\S+)\)", error.advice)
        assume(found)
        x, y, z = (float(number) for number in found.groups())
        assert REACH.contains((x, y, z, target[3]))


@given(z=st.floats(-134, 159), part=st.floats(0, 1), bearing=st.floats(-90, 90))
def test_radii_hold_in_every_direction(z, part, bearing):
    z = round(z, 1)
    for low, high in REACH.radii(z):
        rho = low + (high - low) * part
        angle = math.radians(bearing)
        assert REACH.contains((rho * math.cos(angle), rho * math.sin(angle), z, bearing))
    for low, high in REACH.radii(z):
        assert not REACH.contains((low - 0.5, 0, z, 0))
        assert not REACH.contains((high + 0.5, 0, z, 0))


def test_heights_hold():
    [(low, high)] = REACH.heights(250)
    assert REACH.contains((250, 0, low, 0))
    assert REACH.contains((250, 0, high, 0))
    assert not REACH.contains((250, 0, low - 0.5, 0))
    assert not REACH.contains((250, 0, high + 0.5, 0))


def test_the_outline_is_closed():
    outline = REACH.outline()
    assert outline[0] == outline[-1]


@given(rho=st.floats(50, 380), z=st.floats(-200, 220))
def test_what_the_outline_encloses_is_what_can_be_reached(rho, z):
    outline = REACH.outline()
    sides = list(pairwise(outline))
    assume(min(distance_to(side, rho, z) for side in sides) > 0.5)
    # Even-odd rule: how many sides does a ray to the right cross?
    crossings = sum(
        (z1 > z) != (z2 > z) and rho < r1 + (r2 - r1) * (z - z1) / (z2 - z1)
        for (r1, z1), (r2, z2) in sides
    )
    assert (crossings % 2 == 1) == REACH.contains((rho, 0, z, 0))


def distance_to(side, x, y):
    (x1, y1), (x2, y2) = side
    dx, dy = x2 - x1, y2 - y1
    length2 = dx * dx + dy * dy
    t = 0.0 if length2 == 0 else min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / length2))
    return math.hypot(x - x1 - t * dx, y - y1 - t * dy)


class TestLines:
    def test_a_free_line_passes(self):
        REACH.check_line((200, -150, 0, 0), (200, 150, 0, 0))

    def test_both_ends_reachable_and_the_middle_not(self):
        start, end = (0.0, 200.0, 0.0, 0.0), (0.0, -200.0, 0.0, 0.0)
        assert REACH.contains(start)
        assert REACH.contains(end)
        with pytest.raises(OutOfReach, match="not on a straight way") as caught:
            REACH.check_line(start, end)
        x, y, _ = caught.value.at
        assert math.hypot(x, y) < 120
        assert "two moves" in caught.value.advice

    def test_a_dip_of_a_few_millimetres_is_found(self):
        low, _ = REACH.radii(0.0)[0]
        # The chord between two points just outside the inner circle.
        rho, angle = low + 1.0, math.radians(20)
        start = (rho * math.cos(angle), -rho * math.sin(angle), 0.0, 0.0)
        end = (start[0], -start[1], 0.0, 0.0)
        with pytest.raises(OutOfReach, match="straight way"):
            REACH.check_line(start, end)

    def test_an_arm_outside_may_come_straight_in(self):
        REACH.check_line((100, 0, 0, 0), (200, 0, 0, 0))

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            pytest.param((100, 60, 0, 0), (100, -80, 0, 0), id="past the base, ever closer"),
            pytest.param((0, 117.4, 0, 0), (117.4, 20, 0, 0), id="a chord that cuts the corner"),
            pytest.param((-20, 200, 0, 0), (-5, -200, 0, 0), id="round the back"),
        ],
    )
    def test_but_not_go_farther_out(self, start, end):
        end = end if REACH.contains(end) else (end[0] + 60, end[1], *end[2:])
        assert not REACH.contains(start)
        with pytest.raises(OutOfReach, match="leads farther out") as caught:
            REACH.check_line(start, end)
        assert "home" in caught.value.advice

    def test_nor_out_again_on_the_other_side(self):
        with pytest.raises(OutOfReach, match="straight way"):
            # Starts behind the arm's left limit, comes in, and passes the base.
            REACH.check_line((-1, 200, 0, 0), (60, -200, 0, 0))

    def test_turning_on_the_spot_is_checked_too(self):
        with pytest.raises(OutOfReach) as caught:
            REACH.check_line((200, 0, 0, 0), (200, 0, 0, 100))
        assert caught.value.limit == "j4"

    def test_the_end_is_judged_first(self):
        with pytest.raises(OutOfReach) as caught:
            REACH.check_line((0, 200, 0, 0), (0, -400, 0, 0))
        assert caught.value.limit == "reach"
        assert "straight way" not in caught.value.what


class TestWords:
    """What a refusal tells is true, also in its last digit."""

    @given(x=st.integers(0, 100) | st.integers(331, 400), z=st.integers(-1340, 1600))
    @settings(max_examples=60)
    def test_the_numbers_of_the_advice_are_inside(self, x, z):
        z /= 10
        with pytest.raises(OutOfReach) as caught:
            REACH.joints_for((x, 0, z, 0))
        words = r"At height z=(\S+) it can be (\d+) to (\d+) mm from the base"
        height, *distances = re.search(words, caught.value.advice).groups()
        assert float(height) == z
        for distance in map(int, distances):
            assert REACH.contains((distance, 0, z, 0))

    def test_an_angle_is_not_rounded_into_what_is_allowed(self):
        x, y, z, r = forward(0, -0.04, 30, 0)
        with pytest.raises(OutOfReach, match=r"turn to -0\.040°, and it goes from 0°"):
            REACH.joints_for((x, y, z, r))
        x, y, z, r = forward(0, 70, 14.96, 0)
        with pytest.raises(OutOfReach, match=r"= 55\.040°, and at most 55°"):
            REACH.joints_for((x, y, z, r))

    @pytest.mark.parametrize("target", [(400, 0, 0, 0), (200, 0, 100, 0), (330, 0, 0, 0)])
    def test_the_reason_is_a_part_of_the_whole(self, target):
        with pytest.raises(OutOfReach) as caught:
            REACH.joints_for(target)
        assert caught.value.reason in caught.value.what
        assert caught.value.target == caught.value.at == target[:3]

    def test_a_way_tells_its_end_and_where_it_fails(self):
        with pytest.raises(OutOfReach) as caught:
            REACH.check_line((150, -200, 50, 0), (150, 200, 50, 0))
        assert caught.value.target == (150, 200, 50)
        assert caught.value.at == pytest.approx((150, -98, 50))
        assert caught.value.reason in caught.value.what

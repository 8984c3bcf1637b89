"""What exactly is a limit, to the last digit, and what an error tells about it."""

import math

import pytest

from dobotkit.arm.kinematics import forward
from dobotkit.arm.reach import Limits, Reach
from dobotkit.errors import OutOfReach

REACH = Reach()
BARE = Reach(tool=(0.0, 0.0, 0.0))
# As far past a limit as 32-bit floats may put an arm that stands on it.
SLACK = 1e-3
# 135 sin 45° + 147 cos 45°, 135 cos 45° − 147 sin 45°
HOME_BARE = (282 * math.sqrt(0.5), 0.0, -12 * math.sqrt(0.5), 0.0)


def broken(*joints, reach=REACH):
    return [name for name, *_ in reach._broken(joints)]


@pytest.mark.parametrize(
    ("name", "low", "high"), [("j1", -90, 90), ("j2", 0, 85), ("j3", -10, 90), ("j4", -90, 90)]
)
def test_joints_end_where_the_guide_says(name, low, high):
    at = ("j1", "j2", "j3", "j4").index(name)
    # Neither stretched nor folded, at either end.
    others = {"j2": {0: 40.0, 85: 60.0}, "j3": {-10: 20.0, 90: 50.0}}

    def joints(value, end):
        result = [0.0, 45.0, 45.0, 0.0]
        result[at] = value
        if name in others:
            result[{"j2": 2, "j3": 1}[name]] = others[name][end]
        return result

    for end, outward in ((low, -1), (high, 1)):
        assert broken(*joints(float(end), end)) == []
        assert broken(*joints(end + outward * SLACK, end)) == []
        assert broken(*joints(end + outward * SLACK * 1.01, end)) == [name]


@pytest.mark.parametrize(
    ("edge", "beyond", "name"),
    [
        ((0.0, 55.0 + SLACK, 0.0, 0.0), (0.0, 55.0 + SLACK * 1.01, 0.0, 0.0), "j2-j3"),
        ((0.0, 0.0, 70.0 + SLACK, 0.0), (0.0, 0.0, 70.0 + SLACK * 1.01, 0.0), "j3-j2"),
    ],
)
def test_so_do_stretch_and_fold(edge, beyond, name):
    assert broken(*edge) == []
    assert broken(*beyond) == [name]


def test_all_limits_that_are_broken_are_named_in_order():
    assert broken(100, 90, -20, -100) == ["j1", "j2", "j3", "j4", "j2-j3"]
    assert broken(0, -5, 95, 0) == ["j2", "j3", "j3-j2"]
    tight = Reach(limits=Limits(stretch=-1.0, fold=0.0))
    assert broken(0, 45, 45.5, 0, reach=tight) == ["j2-j3", "j3-j2"]


@pytest.mark.parametrize(
    ("joints", "limit", "allowed", "words"),
    [
        (
            (120, 45, 45, -30),
            "j1",
            (-90, 90),
            "the base (j1) would have to turn to 120.0°, and it goes from -90° to 90°",
        ),
        (
            (0, -3, 45, 0),
            "j2",
            (0, 85),
            "the rear arm (j2) would have to turn to -3.0°, and it goes from 0° to 85°",
        ),
        (
            (10, 61, 2, 20),
            "j2-j3",
            (-70, 55),
            "stretched too far (j2 − j3 = 59.0°, and at most 55° is possible)",
        ),
        (
            (-10, 10, 82, 5),
            "j3-j2",
            (-55, 70),
            "folded too far (j3 − j2 = 72.0°, and at most 70° is possible)",
        ),
    ],
)
def test_an_error_tells_the_limit_what_was_needed_and_what_is_allowed(
    joints, limit, allowed, words
):
    target = forward(*joints)
    needed = {"j1": joints[0], "j2": joints[1], "j2-j3": joints[1] - joints[2]}
    with pytest.raises(OutOfReach) as caught:
        REACH.joints_for(target)
    error = caught.value
    assert (error.limit, error.low, error.high) == (limit, *allowed)
    assert error.value == pytest.approx(needed.get(limit, joints[2] - joints[1]))
    assert error.at == target[:3]
    assert words in error.what


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_place_is_refused_as_such(at, value):
    target = [200.0, 0.0, 50.0, 0.0]
    target[at] = value
    with pytest.raises(OutOfReach, match="is not a place") as caught:
        REACH.joints_for(tuple(target))
    error = caught.value
    assert (error.limit, error.low, error.high) == ("reach", 0.0, 282.0)
    assert math.isnan(error.value)
    assert [repr(v) for v in error.at] == [repr(v) for v in target[:3]]
    assert error.advice == "Check how the numbers were calculated."


class TestTheToolCounts:
    def test_for_a_target(self):
        assert BARE.joints_for(HOME_BARE) == pytest.approx((0, 45, 45, 0))
        ahead = (HOME_BARE[0] + 59.7, *HOME_BARE[1:])
        assert REACH.joints_for(ahead) == pytest.approx((0, 45, 45, 0))

    def test_for_a_way(self):
        start, end = (200.0, 0.0, -20.0, 0.0), (100.0, 0.0, -20.0, 0.0)
        BARE.check_line(start, end)
        assert not REACH.contains(end)
        # The other way round: what the cup can reach, and nothing alone cannot.
        start, end = (300.0, -60.0, 0.0, 0.0), (300.0, 60.0, 0.0, 0.0)
        REACH.check_line(start, end)
        with pytest.raises(OutOfReach):
            BARE.check_line(start, end)


def nearest(z=0.0):
    return REACH.radii(z)[0][0]


def chord(length):
    """A way of this length from one side to the other, with both ends on the inner edge."""
    half = length / 2
    x = math.sqrt((nearest() + 0.0005) ** 2 - half**2)
    return (x, -half, 0.0, 0.0), (x, half, 0.0, 0.0)


@pytest.mark.parametrize("length", [4.0, 6.0, 10.0])
def test_a_dip_at_the_very_beginning_of_a_way_is_found(length):
    start, end = chord(length)
    assert REACH.contains(start)
    assert REACH.contains(end)
    with pytest.raises(OutOfReach, match="not on a straight way") as caught:
        REACH.check_line(start, end)
    assert caught.value.limit == "j2"
    # The first of the points, which are 2 mm apart at most.
    assert caught.value.at[1] == pytest.approx(start[1] + 2.0)


def test_a_way_to_where_the_arm_is():
    REACH.check_line((200.0, 0.0, 50.0, 0.0), (200.0, 0.0, 50.0, 0.0))

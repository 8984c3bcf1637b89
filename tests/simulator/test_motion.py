from dataclasses import replace
from itertools import pairwise
from math import dist, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.alarms import Alarm
from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.motion import JointMove, Legs, LineMove, LineSpeeds, Pause, Track
from dobotkit.simulator.profile import MAGICIAN

LINKAGE = Linkage(MAGICIAN)
CUP = MAGICIAN.tool
SPEEDS = LineSpeeds(100, 100, 90, 90, 200, 180)
ZERO = (0.0, 0.0, 0.0, 0.0)

angles = st.tuples(*[st.integers(-9000, 9000).map(lambda n: n / 100)] * 4)
rates = st.tuples(*[st.floats(1, 400)] * 4)


def joint_move(start, end, velocity=(100,) * 4, acceleration=(200,) * 4, brakes=(400,) * 4):
    return JointMove.plan(start, end, velocity=velocity, acceleration=acceleration, brakes=brakes)


def line(start, end, speeds=SPEEDS, tool=CUP):
    track = Track(LINKAGE, tool, start, end, MAGICIAN.path_step)
    return LineMove.plan(LINKAGE.inverse(start, tool), track, speeds)


def place(move, t, tool=CUP):
    return LINKAGE.forward(move.joints(t), tool)


def moments(move, n=60):
    return [move.duration * k / n for k in range(n + 1)]


@given(start=angles, end=angles, velocity=rates, acceleration=rates)
@settings(deadline=None)
def test_joints_start_and_stop_together_within_their_limits(start, end, velocity, acceleration):
    move = joint_move(start, end, velocity, acceleration)
    assert move.joints(0) == start
    assert move.joints(move.duration) == pytest.approx(end, abs=1e-9)
    dt = move.duration / 60 or 1.0
    path = [move.joints(t) for t in moments(move)]
    for joint in range(4):
        way = [p[joint] for p in path]
        assert way in (sorted(way), sorted(way, reverse=True))
        rate = [(b - a) / dt for a, b in pairwise(way)]
        assert all(abs(r) <= velocity[joint] * (1 + 1e-6) + 1e-6 for r in rate)
        changes = [(b - a) / dt for a, b in pairwise(rate)]
        assert all(abs(c) <= acceleration[joint] * (1 + 1e-6) + 1e-3 for c in changes)
        if start[joint] != end[joint]:
            # nobody is finished before the slowest is
            assert way[-2] != pytest.approx(end[joint], abs=abs(start[joint] - end[joint]) * 1e-5)


def test_the_slowest_joint_sets_the_time():
    move = joint_move(ZERO, (10, 10, 10, 10), velocity=(5, 100, 100, 100), acceleration=(5,) * 4)
    assert move.duration == 3  # 10/5 + 5/5
    assert move.joints(1.5) == pytest.approx((5, 5, 5, 5))


def test_a_move_to_where_it_is_takes_no_time():
    assert joint_move(ZERO, ZERO).duration == 0
    assert line((200, 0, 50, 0), (200, 0, 50, 0)).duration == 0


@pytest.mark.parametrize("velocity", [0.0, -1.0, float("nan")])
def test_without_speed_a_move_never_ends(velocity):
    move = joint_move(ZERO, (10.0, 0.0, 0.0, 0.0), velocity=(velocity,) * 4)
    assert move.duration == inf
    assert move.joints(1e6) == ZERO
    assert move.brake(1e6).duration == 0
    slow = line((200, 0, 50, 0), (210, 0, 50, 0), SPEEDS._replace(velocity=velocity))
    assert slow.duration == inf
    assert place(slow, 1e6) == pytest.approx((200, 0, 50, 0))


inside = st.tuples(st.floats(205, 260), st.floats(-80, 80), st.floats(-20, 60), st.floats(-30, 30))


@given(start=inside, end=inside)
@settings(deadline=None)
def test_a_line_is_straight_and_keeps_its_speeds(start, end):
    move = line(start, end)
    assert move.alarm is None
    assert place(move, 0) == pytest.approx(start, abs=1e-6)
    assert place(move, move.duration) == pytest.approx(end, abs=1e-6)
    length = dist(start[:3], end[:3])
    dt = move.duration / 60 or 1.0
    path = [place(move, t) for t in moments(move)]
    gone = [dist(start[:3], p[:3]) for p in path]
    for p, g in zip(path, gone, strict=True):
        assert g + dist(p[:3], end[:3]) == pytest.approx(length, abs=1e-5)
    for quantity, v, a in ((gone, 100, 100), ([p[3] for p in path], 90, 90)):
        steps = [b - a for a, b in pairwise(quantity)]
        assert all(s >= -1e-6 for s in steps) or all(s <= 1e-6 for s in steps)
        assert all(abs(s) <= v * dt + 1e-6 for s in steps)
        bends = [b - a for a, b in pairwise(steps)]
        assert all(abs(b) <= a * dt * dt * (1 + 1e-6) + 1e-5 for b in bends)


def test_turning_may_take_longer_than_going():
    move = line((200, 0, 50, -80), (201, 0, 50, 80))
    assert move.duration == pytest.approx(160 / 90 + 1)
    assert place(move, move.duration / 2) == pytest.approx((200.5, 0, 50, 0), abs=1e-6)


@pytest.mark.parametrize(
    ("start", "end", "alarm", "limit"),
    [
        ((200, 0, 0, 0), (600, 0, 0, 0), Alarm.MOVE_LIMIT, "j2-j3"),
        ((200, 0, 0, 0), (200, 0, 200, 0), Alarm.MOVE_LIMIT, "j2"),
        ((200, 0, -60, 0), (60, 0, -60, 0), Alarm.MOVE_LIMIT, "j3"),
        ((200, 0, -10, 0), (60, 0, -10, 0), Alarm.MOVE_LIMIT, "j3-j2"),
        ((200, 0, 50, 0), (200, 0, 50, 200), Alarm.MOVE_LIMIT, "j4"),
        ((100, 150, 0, 60), (-100, 150, 0, 60), Alarm.MOVE_LIMIT, "j1"),
    ],
)
def test_a_line_that_leaves_the_reach_starts_and_stops_there(start, end, alarm, limit):
    move = line(start, end)
    assert move.alarm is alarm
    assert 0 < move.duration < inf
    for t in moments(move):
        assert LINKAGE.broken_limit(move.joints(t)) is None
    x, y, z, r = place(move, move.duration)
    # a little further on, that limit is broken
    dx, dy, dz, dr = (1e-4 * (b - a) for a, b in zip(start, end, strict=True))
    beyond = LINKAGE.inverse((x + dx, y + dy, z + dz, r + dr), CUP)
    assert LINKAGE.broken_limit(beyond) == limit
    assert move.joints(move.duration + 1) == move.joints(move.duration)


def test_a_line_out_of_the_links_length_has_the_other_alarm():
    # With no tool and no limits in the way there is only the length of the links.
    free = replace(MAGICIAN, low=(-180,) * 4, high=(180,) * 4, stretch=180.0, fold=180.0)
    linkage = Linkage(free)
    start = (200.0, 0.0, 0.0, 0.0)
    track = Track(linkage, (0, 0, 0), start, (400.0, 0.0, 0.0, 0.0), 1.0)
    move = LineMove.plan(linkage.inverse(start, (0, 0, 0)), track, SPEEDS)
    assert move.alarm is Alarm.MOVE_NO_SOLUTION
    assert linkage.forward(move.joints(move.duration), (0, 0, 0))[0] == pytest.approx(282, abs=1e-3)


def test_a_line_that_leaves_the_reach_only_for_a_bit_is_noticed():
    """Both ends can be reached, but in between it comes too near to the base."""
    for x in (90.0, 110.0, 117.0):
        move = line((x, -160.0, 0.0, -50.0), (x, 160.0, 0.0, 50.0))
        assert move.alarm is Alarm.MOVE_LIMIT
        assert place(move, move.duration)[1] < 0
    assert line((120.0, -160.0, 0.0, -50.0), (120.0, 160.0, 0.0, 50.0)).alarm is None


@pytest.mark.parametrize("length", [1e3, 1e9, 3e38])
@pytest.mark.parametrize("acceleration", [400.0, 1e-3, 1e-30])
def test_absurd_lines_are_planned_all_the_same(length, acceleration):
    speeds = SPEEDS._replace(acceleration=acceleration)
    move = line((200, 0, 0, 0), (length, 0, 0, 0), speeds)
    assert move.alarm is Alarm.MOVE_LIMIT
    assert place(move, move.duration)[0] == pytest.approx(328.9, abs=0.5)


@given(t=st.floats(0, 1), end=angles)
@settings(deadline=None)
def test_joints_brake_together_and_not_harder_than_told(t, end):
    move = joint_move(ZERO, end)
    t *= move.duration
    stop = move.brake(t)
    h = 1e-5
    speed = [(b - a) / h for a, b in zip(move.joints(t), move.joints(t + h), strict=True)]
    assert stop.joints(0) == pytest.approx(move.joints(t))
    assert stop.duration <= max(map(abs, speed)) / 400 + 1e-3
    for joint, v in enumerate(speed):
        ahead = stop.joints(stop.duration)[joint] - stop.joints(0)[joint]
        assert ahead == pytest.approx(v * stop.duration / 2, abs=1e-3)
        # it does not go past the target
        assert abs(stop.joints(stop.duration)[joint]) <= abs(end[joint]) + 1e-9


def test_a_line_brakes_along_itself():
    move = line((200, -80, 50, 0), (200, 80, 50, 0))
    stop = move.brake(1.0)  # at full speed: 100 mm/s, braked with 200 mm/s²
    assert stop.duration == pytest.approx(0.5)
    assert place(stop, 0) == pytest.approx((200, -30, 50, 0))
    assert place(stop, 0.25) == pytest.approx((200, -30 + 18.75, 50, 0))
    assert place(stop, 0.5) == pytest.approx((200, -5, 50, 0))
    assert stop.alarm is None
    again = stop.brake(0.25)  # braking twice is no harder
    assert place(again, again.duration) == pytest.approx((200, -5, 50, 0))


def test_braking_just_before_the_end_of_the_reach_may_meet_it():
    speeds = SPEEDS._replace(brake=10)
    move = line((250, 0, 0, 0), (600, 0, 0, 0), speeds)
    stop = move.brake(move.duration - 0.01)
    assert stop.alarm is Alarm.MOVE_LIMIT
    assert stop.joints(stop.duration) == pytest.approx(move.joints(move.duration), abs=1e-6)


def test_legs_follow_each_other():
    legs = Legs((line((200, 0, 0, 0), (200, 0, 40, 0)), line((200, 0, 40, 0), (200, 60, 40, 0))))
    first = line((200, 0, 0, 0), (200, 0, 40, 0)).duration
    assert place(legs, first) == pytest.approx((200, 0, 40, 0))
    assert place(legs, first / 2)[1] == pytest.approx(0, abs=1e-9)
    assert place(legs, first + 0.2)[2] == pytest.approx(40)
    assert place(legs, legs.duration) == pytest.approx((200, 60, 40, 0))
    stop = legs.brake(first / 2)
    assert place(stop, stop.duration)[2] < 40
    later = legs.brake(first + 0.5)  # 12.5 mm along the second leg, at 50 mm/s
    assert place(later, 0) == pytest.approx((200, 12.5, 40, 0))
    assert place(later, later.duration) == pytest.approx((200, 18.75, 40, 0))


def test_no_leg_follows_one_that_left_the_reach():
    legs = Legs((line((200, 0, 0, 0), (400, 0, 0, 0)), line((200, 0, 0, 0), (200, 60, 0, 0))))
    assert legs.alarm is Alarm.MOVE_LIMIT
    assert place(legs, legs.duration)[0] == pytest.approx(328.9, abs=0.5)


def test_a_pause_is_over_when_the_brake_is_applied():
    pause = Pause(ZERO, 5.0)
    assert pause.joints(2) == ZERO
    assert pause.brake(2).duration == 0
    assert pause.brake(2).joints(0) == ZERO

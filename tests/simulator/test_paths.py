"""Continuous paths: speed, corners, and what happens to them on the way."""

import struct
from dataclasses import replace
from itertools import pairwise
from math import cos, dist, inf, pi, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.motion import PathMove, Segment, Track
from dobotkit.simulator.movement import Path
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy

from .host import MOVJ_XYZ, MOVL_XYZ, Host

LINKAGE = Linkage(MAGICIAN)
CUP = MAGICIAN.tool
RELATIVE, ABSOLUTE = 0, 1


def cp(host, x, y, z, *, velocity=100, mode=ABSOLUTE):
    return host.queue(91, struct.pack("<B4f", mode, x, y, z, velocity))


def set_cp(host, acceleration=100, velocity=100, third=100, real_time=0):
    host.write(90, struct.pack("<3fB", acceleration, velocity, third, real_time))


def in_one_go(host, *points, velocity=100, mode=ABSOLUTE):
    """Queue points while the queue stands, so that all of them are known from the start."""
    host.write(241)
    indices = [cp(host, *point, velocity=velocity, mode=mode) for point in points]
    host.write(240)
    return indices


def along_y(*ys):
    return [(200, y, 50) for y in ys]


def circle(n, radius=30, centre=(220, 0), z=50):
    return [
        (centre[0] + radius * cos(2 * pi * k / n), centre[1] + radius * sin(2 * pi * k / n), z)
        for k in range(n + 1)
    ]


def speeds_of(host, tick=0.01):
    """Let the arm finish; return the speed of the end effector (mm/s) in each tick."""
    places = [host.xyzr[:3]]
    while not host.arm.idle:
        host.wait(tick)
        places.append(host.xyzr[:3])
    return [dist(a, b) / tick for a, b in pairwise(places)]


def test_points_on_a_line_are_one_movement(moving_host):
    last = in_one_go(moving_host, *along_y(*range(10, 101, 10)))[-1]
    # 100 mm at 100 mm/s and mm/s²: ten stops would cost 0.63 s each instead of 0.1
    assert moving_host.finish() == pytest.approx(2, abs=0.011)
    assert moving_host.xyzr[:3] == pytest.approx((200, 100, 50), abs=1e-4)
    assert moving_host.index == last


def test_each_command_ends_as_the_arm_passes_its_point(moving_host):
    indices = in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    passed = {}
    while not moving_host.arm.idle:
        passed.setdefault(moving_host.index, moving_host.xyzr[1])
        moving_host.wait(0.002)
    for index, y in zip(indices[:-1], range(10, 100, 10), strict=True):
        assert passed[index] == pytest.approx(y, abs=0.25)


def test_each_command_has_its_own_speed(moving_host):
    moving_host.write(241)
    for y, velocity in ((40, 80), (80, 20), (120, 60)):
        cp(moving_host, 200, y, 50, velocity=velocity)
    moving_host.write(240)
    speeds = []
    while not moving_host.arm.idle:
        before = moving_host.xyzr[1]
        moving_host.wait(0.01)
        speeds.append((before, (moving_host.xyzr[1] - before) / 0.01))
    assert max(v for y, v in speeds if y < 40) > 58  # up from rest, down to 20 in time
    assert max(v for y, v in speeds if 40 <= y < 79.5) == pytest.approx(20, abs=0.1)
    assert max(v for y, v in speeds if y >= 80) == pytest.approx(60, abs=0.1)


def test_a_point_that_comes_on_the_way_is_joined_without_slowing_down(moving_host):
    cp(moving_host, 200, 60, 50)
    moving_host.wait(0.7)  # 24.5 mm, at 70 mm/s; it would brake from 77.5 mm/s at 30 mm
    cp(moving_host, 200, 100, 50)
    speeds = speeds_of(moving_host)
    assert max(speeds) == pytest.approx(100, abs=0.6)
    assert len(speeds) * 0.01 + 0.7 == pytest.approx(2, abs=0.011)


def test_a_point_that_comes_while_it_brakes_speeds_it_up_again(moving_host):
    cp(moving_host, 200, 60, 50)
    moving_host.wait(1.4)
    slow = sqrt(60 * 100) - (1.4 - sqrt(0.6)) * 100
    cp(moving_host, 200, 140, 50)
    speeds = speeds_of(moving_host)
    assert speeds[0] == pytest.approx(slow, abs=1)
    assert speeds[20] == pytest.approx(slow + 20, abs=1)


def test_a_point_that_comes_too_late_is_a_movement_of_its_own(moving_host):
    cp(moving_host, 200, 25, 50)
    moving_host.wait(1.2)
    cp(moving_host, 200, 50, 50)
    assert moving_host.finish() == pytest.approx(1, abs=0.011)


def test_a_relative_point_counts_from_the_end_of_the_one_before(moving_host):
    in_one_go(moving_host, (0, 30, 0), (10, 0, 5), (0, -10, 0), mode=RELATIVE)
    moving_host.wait(0.3)
    cp(moving_host, 10, 0, 0, mode=RELATIVE)
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((220, 20, 55), abs=1e-4)


def test_corners_are_taken_slowly(moving_host):
    in_one_go(moving_host, (200, 30, 50), (230, 30, 50), (230, 60, 50))
    slowest = {}
    while not moving_host.arm.idle:
        before = moving_host.xyzr[:3]
        moving_host.wait(0.005)
        after = moving_host.xyzr[:3]
        at = min(((200, 30, 50), (230, 30, 50)), key=lambda corner: dist(corner, after))
        if dist(at, after) < 1:
            gone = sum(abs(b - a) for a, b in zip(before, after, strict=True))  # round the corner
            slowest[at] = min(slowest.get(at, inf), gone / 0.005)
    # The velocity jumps by 100 mm/s² × 40 ms, which is √2 times the speed at a right angle.
    assert slowest == {
        (200, 30, 50): pytest.approx(4 / sqrt(2), rel=0.1),
        (230, 30, 50): pytest.approx(4 / sqrt(2), rel=0.1),
    }


def test_going_back_the_same_way_is_a_right_angle_too(moving_host):
    in_one_go(moving_host, *along_y(50, 0))
    # 50 mm and back, nearly coming to rest: 4/√2 mm/s at the turn
    assert moving_host.finish() == pytest.approx(4 * sqrt(50 / 100), abs=0.06)


def test_a_fine_curve_is_taken_fast_and_a_coarse_one_slowly(moving_host):
    moving_host.go(MOVL_XYZ, *circle(1)[0])
    moving_host.write(245)
    fine = in_one_go(moving_host, *circle(30)[1:])
    speeds = speeds_of(moving_host)
    assert moving_host.index == fine[-1]
    allowed = 4 / (2 * sin(pi / 30))
    assert max(speeds) > allowed
    assert sorted(speeds)[len(speeds) // 2] > 0.9 * allowed
    in_one_go(moving_host, *circle(6)[1:])
    assert min(speeds_of(moving_host)) < 4


def test_looking_ahead_is_faster_than_stopping_at_each_point():
    def seconds(points, *, stops):
        host = Host()
        host.go(MOVL_XYZ, *points[0])
        set_cp(host)
        host.write(241)
        for point in points[1:]:
            cp(host, *point)
            if stops:
                host.queue(110, struct.pack("<I", 0))
            if host.ask(247, "I")[0] <= 2:
                host.write(240)
                host.finish()
                host.write(241)
        host.write(240)
        host.finish()
        return host.arm.time

    points = circle(29)
    assert seconds(points, stops=False) < 0.6 * seconds(points, stops=True)


def test_the_speed_parameter_limits_the_speed(moving_host):
    set_cp(moving_host, velocity=30)
    cp(moving_host, 200, 90, 50, velocity=80)
    assert max(speeds_of(moving_host)) == pytest.approx(30, abs=0.1)


def test_a_velocity_of_zero_means_the_speed_parameter(moving_host):
    set_cp(moving_host, velocity=30)
    cp(moving_host, 200, 90, 50, velocity=0)
    assert max(speeds_of(moving_host)) == pytest.approx(30, abs=0.1)


def test_the_velocity_of_a_command_may_count_for_nothing():
    host = Host(replace(MAGICIAN, path=Path(velocity_counts=False)))
    host.go(MOVL_XYZ, 200, 0, 50)
    cp(host, 200, 140, 50, velocity=10)
    assert max(speeds_of(host)) == pytest.approx(100, abs=0.6)


def test_in_real_time_each_segment_takes_its_period(moving_host):
    set_cp(moving_host, acceleration=400, velocity=100, third=500, real_time=1)
    # 20 mm in 500 ms each, round corners too
    in_one_go(moving_host, (200, 20, 50), (220, 20, 50), (220, 40, 50), (240, 40, 50))
    assert moving_host.finish() == pytest.approx(4 * 0.5 + 0.1, abs=0.011)
    set_cp(moving_host, acceleration=400, velocity=100, third=0, real_time=1)
    cp(moving_host, 240, 0, 50)
    assert max(speeds_of(moving_host)) == pytest.approx(100, abs=1)


@pytest.mark.parametrize(("keeps_wrist", "r"), [(True, 5 + 26.565051), (False, 5)])
def test_j4_stands_still_or_r_does(keeps_wrist, r):
    host = Host(replace(MAGICIAN, path=Path(keeps_wrist=keeps_wrist)))
    host.go(MOVJ_XYZ, 200, 0, 50, 5)
    in_one_go(host, (200, 50, 50), (200, 100, 50))
    host.finish()
    assert host.xyzr == pytest.approx((200, 100, 50, r), abs=1e-3)


def test_what_is_not_a_path_ends_it(moving_host):
    moving_host.write(241)
    cp(moving_host, 200, 25, 50)
    moving_host.queue(62, b"\x01\x01")
    last = cp(moving_host, 200, 50, 50)
    moving_host.write(240)
    assert moving_host.finish() == pytest.approx(2, abs=0.011)
    assert moving_host.index == last


def test_another_tool_ends_it(moving_host):
    cp(moving_host, 200, 25, 50)
    moving_host.wait(0.1)
    moving_host.set_tool(69.7)
    cp(moving_host, 210, 50, 50)
    slowest = min(speeds_of(moving_host)[:150])
    assert slowest < 2
    assert moving_host.xyzr[:3] == pytest.approx((210, 50, 50), abs=1e-4)


def test_points_in_the_path_still_take_their_places_in_the_queue(moving_host):
    in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    assert moving_host.ask(247, "I") == (32 - 9,)
    moving_host.wait(0.64)  # two are done, the third is under way
    assert moving_host.ask(247, "I") == (32 - 7,)


def test_stop_lets_it_come_to_rest_at_the_end_of_a_command(moving_host):
    indices = in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    moving_host.wait(1)  # at 50 mm, at 100 mm/s: it needs 50 mm to stop
    moving_host.write(241)
    assert moving_host.finish() == pytest.approx(1, abs=0.011)
    assert moving_host.index == indices[-1]

    moving_host.go(MOVL_XYZ, 200, 0, 50)
    moving_host.write(240)
    moving_host.go(MOVL_XYZ, 200, 0, 50)
    indices = in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    moving_host.wait(0.6)  # at 18 mm, at 60 mm/s: it needs 18 mm to stop
    moving_host.write(241)
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((200, 40, 50), abs=1e-4)
    assert moving_host.index == indices[3]
    assert moving_host.ask(247, "I") == (32 - 6,)
    moving_host.write(240)
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((200, 100, 50), abs=1e-4)
    assert moving_host.index == indices[-1]


def test_started_again_in_time_it_never_stops(moving_host):
    in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    moving_host.wait(0.5)
    moving_host.write(241)
    moving_host.wait(0.1)
    moving_host.write(240)
    assert min(speeds_of(moving_host)[:100]) > 40


def test_clear_forgets_what_it_can_do_without(moving_host):
    indices = in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    moving_host.wait(0.6)
    moving_host.write(245)
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((200, 40, 50), abs=1e-4)
    assert moving_host.index == indices[3]
    assert moving_host.ask(247, "I") == (32,)


def test_force_stop_brakes_round_the_corner(moving_host):
    indices = in_one_go(moving_host, *along_y(20, 40), (210, 70, 50), (220, 100, 50))
    moving_host.wait(0.85)  # just before the corner at y = 40
    fast = speeds_of_one_tick(moving_host)
    moving_host.write(242)
    before = moving_host.xyzr
    seconds = moving_host.finish(tick=0.001)
    assert seconds == pytest.approx(fast / 200, rel=0.05)
    _x, y, z, _r = moving_host.xyzr
    assert z == pytest.approx(50, abs=1e-4)
    assert y > before[1]
    stood = moving_host.index
    assert stood in indices[1:3]
    moving_host.write(240)
    moving_host.finish()
    assert moving_host.index == indices[-1]
    assert moving_host.xyzr[:3] == pytest.approx((220, 100, 50), abs=1e-4)


def speeds_of_one_tick(host, tick=0.001):
    before = host.xyzr[:3]
    host.wait(tick)
    return dist(before, host.xyzr[:3]) / tick


def test_what_waits_behind_a_brake_does_not_join_it(moving_host):
    in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    moving_host.wait(0.5)
    moving_host.write(242)
    moving_host.write(240)
    cp(moving_host, 200, 110, 50)
    moving_host.wait(0.25)  # from 50 mm/s with 200 mm/s²
    assert speeds_of_one_tick(moving_host) < 1
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((200, 110, 50), abs=1e-4)


def test_a_path_ends_where_the_reach_does(moving_host):
    indices = in_one_go(moving_host, (250, 0, 50), (400, 0, 50), (250, 0, 50), (200, 0, 50))
    moving_host.finish()
    assert moving_host.alarms == {0x22}
    assert 290 < moving_host.xyzr[0] < 330
    assert moving_host.index == indices[-1]  # under an alarm the others count as finished


def test_or_it_goes_on_from_there():
    host = Host(replace(MAGICIAN, alarm_policy=AlarmPolicy.GO_ON))
    host.go(MOVL_XYZ, 200, 0, 50)
    set_cp(host)
    in_one_go(host, (250, 0, 50), (400, 0, 50), (250, 0, 50), (200, 0, 50))
    host.finish()
    assert host.alarms == {0x22}
    assert host.xyzr[:3] == pytest.approx((200, 0, 50), abs=1e-4)


def test_a_bad_point_ends_the_path_before_it(moving_host):
    moving_host.write(241)
    cp(moving_host, 200, 30, 50)
    cp(moving_host, 200, 60, 50, mode=7)
    cp(moving_host, float("nan"), 60, 50)
    moving_host.write(240)
    moving_host.finish()
    assert moving_host.alarms == {0x01}
    assert moving_host.xyzr[:3] == pytest.approx((200, 30, 50), abs=1e-4)


def test_nothing_joins_under_an_alarm(moving_host):
    cp(moving_host, 200, 30, 50)
    moving_host.wait(0.1)
    moving_host.write(30, struct.pack("<4f", 500, 0, 0, 0))  # no such home
    assert moving_host.alarms == {0x11}
    last = cp(moving_host, 200, 60, 50)
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((200, 30, 50), abs=1e-4)
    assert moving_host.index == last


def test_points_without_a_way_between_them(moving_host):
    points = [(200, 0, 50), (200, 0, 50), (200, 50, 50), (200, 50, 50), (200, 100, 50)]
    last = in_one_go(moving_host, *points, points[-1])[-1]
    assert moving_host.finish() == pytest.approx(2, abs=0.011)
    assert moving_host.index == last


def test_a_corner_behind_a_point_without_a_way_is_a_corner(moving_host):
    cp(moving_host, 200, 30, 50)
    cp(moving_host, 200, 30, 50)
    moving_host.wait(0.2)
    cp(moving_host, 230, 30, 50)
    speeds = speeds_of(moving_host)
    assert min(speeds[10:-10]) < 4


@pytest.mark.parametrize(("acceleration", "velocity"), [(0, 100), (100, 0), (-1, 100)])
def test_without_speed_it_never_ends_but_can_be_stopped(moving_host, acceleration, velocity):
    set_cp(moving_host, acceleration, velocity)
    indices = in_one_go(moving_host, (200, 50, 50), (200, 60, 50))
    moving_host.wait(1e6)
    assert moving_host.index == indices[0] - 1
    moving_host.write(242)
    assert moving_host.arm.idle
    assert moving_host.index == indices[0]


def test_a_point_with_laser_sets_its_power_as_it_begins(moving_host):
    moving_host.write(241)
    moving_host.queue(92, struct.pack("<B4f", ABSOLUTE, 200, 50, 50, 40))
    moving_host.queue(92, struct.pack("<B4f", ABSOLUTE, 200, 100, 50, 80))
    moving_host.write(240)
    power = moving_host.arm._controller.state
    assert moving_host.arm.idle is False
    assert power.laser_power == 40
    moving_host.wait(0.99)
    assert moving_host.arm.idle is False
    assert power.laser_power == 40
    moving_host.wait(0.02)
    assert moving_host.arm.idle is False
    assert power.laser_power == 80
    assert moving_host.finish() == pytest.approx(2 - 1.01, abs=0.011)


def test_the_instant_clock_ends_where_the_real_one_does():
    points = circle(12)
    slow = Host()
    fast = Host()
    fast.arm = Firmware(MAGICIAN, InstantClock())
    for host in (slow, fast):
        host.go(MOVL_XYZ, *points[0]) if host is slow else host.ptp(MOVL_XYZ, *points[0], 0)
        for point in points[1:]:
            cp(host, *point)
    slow.finish()
    assert fast.pose == pytest.approx(slow.pose, abs=1e-4)
    assert fast.index == slow.index


@given(
    ticks=st.lists(st.floats(0, 0.5), min_size=6, max_size=6),
    asks=st.lists(st.floats(0.001, 0.1), max_size=30),
)
@settings(deadline=None, max_examples=30)
def test_asking_changes_nothing(ticks, asks):
    """One host asks for the pose all the time, its twin never does."""
    points = circle(9)[:6]
    curious, patient = Host(), Host()
    for host in (curious, patient):
        host.go(MOVL_XYZ, 250, 0, 50)
        set_cp(host)
    for tick, point in zip(ticks, points, strict=True):
        left = tick
        for ask in asks:
            if ask < left:
                left -= ask
                curious.wait(ask)
                assert curious.pose
                assert curious.index
        curious.wait(left)
        patient.wait(tick)
        for host in (curious, patient):
            cp(host, *point)
    for host in (curious, patient):
        host.wait(1.0)
    assert curious.pose == pytest.approx(patient.pose, abs=1e-4)
    assert curious.index == patient.index


# The planning itself, at random

points = st.tuples(st.floats(205, 260), st.floats(-80, 80), st.floats(-20, 60))
rates = st.floats(5, 300)


def segments_through(places, velocities, acceleration, corners):
    return tuple(
        Segment(
            track := Track(LINKAGE, CUP, (*a, 0.0), (*b, 0.0), 1.0),
            end=(*b, 0.0),
            tool=CUP,
            velocity=velocity,
            acceleration=acceleration,
            brake=2 * acceleration,
            corner=corner,
            reach=track.length,
        )
        for (a, b), velocity, corner in zip(pairwise(places), velocities, corners, strict=False)
    )


@given(
    places=st.lists(points, min_size=6, max_size=6),
    velocities=st.lists(rates, min_size=5, max_size=5),
    corners=st.lists(st.floats(0, 300), min_size=5, max_size=5),
    acceleration=st.floats(10, 400),
    known=st.integers(1, 5),
    moments=st.tuples(*[st.floats(0, 1)] * 3),
    ending=st.sampled_from(["goes on", "shortened", "braked"]),
)
@settings(deadline=None, max_examples=60)
def test_a_path_never_jumps(  # noqa: PLR0917 - hypothesis names them
    places, velocities, corners, acceleration, known, moments, ending
):
    segments = segments_through(places, velocities, acceleration, corners)
    start = LINKAGE.inverse((*places[0], 0.0), CUP)
    phases = []
    path = PathMove(start, segments[:known])
    for moment in moments:
        t = moment * path.duration
        if t < path.duration and known < 5:
            phases.append((path, t))
            path = path.join(t, segments[known : known + 1 + known // 3])
            known += 1 + known // 3
    t = moments[0] * path.duration
    if ending != "goes on":
        phases.append((path, t))
        path = path.brake(t) if ending == "braked" else path.shorten(t)
    phases.append((path, path.duration))

    def place(phase, t):
        return LINKAGE.forward(phase.joints(t), CUP)[:3]

    for (before, t), (after, _) in pairwise(phases):
        assert place(after, 0) == pytest.approx(place(before, t), abs=1e-5)
        assert after.speed(0) == pytest.approx(before.speed(t), abs=1e-3)
    for n, (phase, until) in enumerate(phases):
        steepest = acceleration * (2 if ending == "braked" and n == len(phases) - 1 else 1)
        times = [until * k / 25 for k in range(26)]
        dt = until / 25
        for a, b in pairwise(times):
            assert dist(place(phase, a), place(phase, b)) <= max(velocities) * dt + 1e-5
            change = abs(phase.speed(b - 1e-12) - phase.speed(a))
            assert change <= steepest * dt * 1.001 + 1e-3
        assert list(phase.ends) == sorted(phase.ends)
        assert phase.ends[-1] == phase.duration
    assert path.speed(path.duration) == 0
    assert path.speed(path.duration * (1 - 1e-9)) == pytest.approx(0, abs=1e-2)
    if ending == "goes on":
        assert place(path, path.duration) == pytest.approx(path.segments[-1].end[:3], abs=1e-6)
    elif ending == "shortened":
        ends = [segment.end[:3] for segment in segments]
        assert any(place(path, path.duration) == pytest.approx(end, abs=1e-6) for end in ends)


def test_force_stop_before_the_end_of_the_reach_may_meet_it(moving_host):
    set_cp(moving_host, acceleration=10)
    in_one_go(moving_host, (250, 0, 50), (400, 0, 50))
    while moving_host.xyzr[0] < 296:
        moving_host.wait(0.01)
    moving_host.write(242)
    moving_host.finish()
    assert moving_host.alarms == {0x22}


def test_force_stop_before_it_has_begun(moving_host):
    indices = in_one_go(moving_host, *along_y(30, 60))
    assert not moving_host.arm.idle
    moving_host.write(242)
    assert moving_host.arm.idle
    assert moving_host.index == indices[0]
    assert moving_host.ask(247, "I") == (31,)
    assert moving_host.xyzr[1] == pytest.approx(0, abs=1e-4)


def test_stop_and_clear_while_it_brakes_change_nothing(moving_host):
    in_one_go(moving_host, *along_y(*range(10, 101, 10)))
    moving_host.wait(0.8)
    for number in (242, 241, 245, 242):
        moving_host.write(number)
    moving_host.wait(0.1)
    moving_host.write(242)
    moving_host.finish()
    # 32 mm, and from 80 mm/s with 200 mm/s²
    assert moving_host.xyzr[1] == pytest.approx(32 + 16, abs=1e-3)


@pytest.mark.parametrize("percent", [-5, 250, float("nan")])
def test_the_power_of_the_laser_is_a_percentage(moving_host, percent):
    moving_host.queue(92, struct.pack("<B4f", ABSOLUTE, 200, 50, 50, percent))
    assert not moving_host.arm.idle
    assert 0 <= moving_host.arm._controller.state.laser_power <= 100


def test_without_speed_it_never_gets_to_the_end_of_the_reach(moving_host):
    set_cp(moving_host, velocity=0)
    in_one_go(moving_host, (400, 0, 50))
    moving_host.wait(1e6)
    assert not moving_host.arm.idle
    moving_host.write(242)
    assert moving_host.arm.idle
    assert moving_host.alarms == set()
    assert moving_host.xyzr[0] == pytest.approx(200, abs=1e-4)

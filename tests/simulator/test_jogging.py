"""Jogging, through the wire."""

import struct
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.motion import Drive, JogMove, Workspace
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy

from .host import MOVJ_ANGLE, MOVL_XYZ, Host

CARTESIAN, JOINTS = 0, 1
IDLE, X_UP, X_DOWN, Y_UP, Y_DOWN, Z_UP, Z_DOWN, R_UP, R_DOWN, L_UP, L_DOWN = range(11)
J1_UP, J1_DOWN, J2_UP, J2_DOWN, J3_UP, J3_DOWN, J4_UP, J4_DOWN = range(1, 9)


@pytest.fixture
def jog_host():
    """An arm at (45, 45) that jogs at 20 °/s and mm/s, with 20 °/s² and mm/s²."""
    host = Host()
    host.go(MOVJ_ANGLE, 0, 45, 45)
    host.write(70, struct.pack("<8f", *[20] * 8))
    host.write(71, struct.pack("<8f", *[20] * 8))
    host.write(72, struct.pack("<2f", 100, 10))  # the ratio of the acceleration has no effect
    return host


def jog(host, command, kind=JOINTS):
    host.write(73, bytes([kind, command]))


@pytest.mark.parametrize(("kind", "places"), [(JOINTS, slice(4, 8)), (CARTESIAN, slice(0, 4))])
@pytest.mark.parametrize("command", range(1, 9))
def test_an_axis_speeds_up_goes_on_and_comes_to_rest(jog_host, kind, places, command):
    begin = jog_host.pose[places]
    jog(jog_host, command, kind)
    jog_host.wait(1.5)  # 10 while it speeds up, 10 at speed
    jog(jog_host, IDLE, kind)
    assert not jog_host.arm.idle
    jog_host.wait(0.5)
    halfway = jog_host.pose[places]
    assert jog_host.finish() == pytest.approx(0.5, abs=0.011)
    end = jog_host.pose[places]
    axis, backwards = divmod(command - 1, 2)
    sign = -1 if backwards else 1
    for n in range(4):
        assert halfway[n] - begin[n] == pytest.approx(sign * (20 + 7.5) * (n == axis), abs=1e-3)
        assert end[n] - begin[n] == pytest.approx(sign * 30 * (n == axis), abs=1e-3)
    assert jog_host.alarms == set()


def test_the_ratio_applies_to_the_speed(jog_host):
    jog_host.write(72, struct.pack("<2f", 50, 100))
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    assert jog_host.joints[0] == pytest.approx(2.5 + 10, abs=1e-3)


def test_speeds_at_power_on(host):
    assert host.ask(70, "8f") == (15, 15, 15, 30, 50, 50, 50, 50)
    assert host.ask(71, "8f") == (60,) * 8
    assert host.ask(72, "2f") == (50, 50)
    host.go(MOVJ_ANGLE, 0, 45, 45)
    jog(host, J1_UP)
    host.wait(2.3)  # the ratios are reported and not applied
    assert host.joints[0] == pytest.approx(2.25 + 30, abs=1e-3)
    host.write(70, struct.pack("<8f", *[1000] * 8))
    assert host.ask(70, "8f") == (100,) * 4 + (200,) * 4


def test_a_new_direction_while_jogging(jog_host):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog(jog_host, J1_DOWN)
    jog_host.wait(1)  # to rest, at 30
    assert jog_host.joints[0] == pytest.approx(30, abs=1e-3)
    jog_host.wait(1)  # back to speed
    assert jog_host.joints[0] == pytest.approx(20, abs=1e-3)
    jog(jog_host, IDLE)
    jog_host.finish()
    assert jog_host.joints[0] == pytest.approx(10, abs=1e-3)


def test_another_axis_while_jogging(jog_host):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog(jog_host, J2_UP)
    jog_host.wait(1)
    assert jog_host.joints == pytest.approx((30, 55, 45, 0), abs=1e-3)
    jog(jog_host, IDLE)
    jog_host.finish()
    assert jog_host.joints == pytest.approx((30, 65, 45, 0), abs=1e-3)


def test_another_kind_of_axis_comes_to_rest_first(jog_host):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog(jog_host, Z_UP, CARTESIAN)
    z = jog_host.xyzr[2]
    jog_host.wait(1)
    assert jog_host.joints[0] == pytest.approx(30, abs=1e-3)
    assert jog_host.xyzr[2] == pytest.approx(z, abs=1e-3)
    jog_host.wait(1)
    assert jog_host.joints[0] == pytest.approx(30, abs=1e-3)
    assert jog_host.xyzr[2] == pytest.approx(z + 10, abs=1e-3)
    jog(jog_host, IDLE, CARTESIAN)
    jog_host.finish()
    assert jog_host.xyzr[2] == pytest.approx(z + 20, abs=1e-3)


@pytest.mark.parametrize(
    ("after", "joints"),
    [((J1_DOWN, JOINTS), (28.75, 45, 45, 0)), ((IDLE, CARTESIAN), (30, 45, 45, 0))],
)
def test_a_change_of_mind_while_it_comes_to_rest(jog_host, after, joints):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog(jog_host, Z_UP, CARTESIAN)
    jog_host.wait(0.5)  # still turning
    jog(jog_host, *after)
    jog_host.wait(0.5 + 0.353553)
    assert jog_host.joints == pytest.approx(joints, abs=1e-3)


LIMITED = {
    J1_UP: (0x40, 0, 90),
    J1_DOWN: (0x41, 0, -90),
    J2_UP: (0x42, 1, 85),
    J3_DOWN: (0x45, 2, -10),
    J4_UP: (0x46, 3, 90),
    J4_DOWN: (0x47, 3, -90),
}


@pytest.mark.parametrize(("command", "expected"), LIMITED.items())
def test_it_stops_at_the_end_of_a_joint_and_the_alarm_goes_when_it_goes_back(
    jog_host, command, expected
):
    alarm, joint, angle = expected
    jog_host.go(MOVJ_ANGLE, 0, 44 if joint == 2 else 60, 44 if joint == 2 else 60)
    jog(jog_host, command)
    jog_host.finish()
    assert jog_host.alarms == {alarm}
    assert jog_host.joints[joint] == pytest.approx(angle, abs=0.002)
    # no further
    stood = jog_host.joints
    jog(jog_host, command)
    jog_host.finish()
    assert jog_host.alarms == {alarm}
    assert jog_host.joints == pytest.approx(stood, abs=1e-4)
    # and idle does not take it away from there
    jog(jog_host, IDLE)
    assert jog_host.alarms == {alarm}
    # back
    jog(jog_host, command + 1 if command % 2 else command - 1)
    jog_host.wait(0.5)
    assert jog_host.alarms == set()
    jog(jog_host, IDLE)
    jog_host.finish()
    assert abs(jog_host.joints[joint]) < abs(angle) - 1
    assert jog_host.alarms == set()


def test_the_lower_end_of_j2_and_the_upper_end_of_j3(jog_host):
    jog_host.go(MOVJ_ANGLE, 0, 10, 30)
    jog(jog_host, J2_DOWN)
    jog_host.finish()
    assert jog_host.alarms == {0x43}
    jog(jog_host, J2_UP)
    jog_host.wait(1)
    jog(jog_host, IDLE)
    jog_host.finish()
    jog_host.go(MOVJ_ANGLE, 0, 60, 80)
    jog(jog_host, J3_UP)
    jog_host.finish()
    assert jog_host.alarms == {0x44}


@pytest.mark.parametrize(
    ("start", "command", "back", "alarm"),
    [
        ((0, 60, 30), J2_UP, J3_UP, 0x48),
        ((0, 60, 30), J3_DOWN, J2_DOWN, 0x48),
        ((0, 30, 80), J2_DOWN, J3_DOWN, 0x49),
    ],
)
def test_the_parallelogram_ends_too(jog_host, start, command, back, alarm):
    jog_host.go(MOVJ_ANGLE, *start)
    jog(jog_host, command)
    jog_host.finish()
    assert jog_host.alarms == {alarm}
    jog(jog_host, back)
    jog_host.wait(0.5)
    jog(jog_host, IDLE)
    jog_host.finish()
    assert jog_host.alarms == set()


def test_a_straight_jog_ends_where_a_joint_does(jog_host):
    jog(jog_host, X_UP, CARTESIAN)
    jog_host.finish()
    assert jog_host.alarms == {0x48}
    _, y, z, _ = jog_host.xyzr
    assert (y, z) == pytest.approx((0, -8.485), abs=1e-2)


def test_a_straight_jog_past_the_length_of_the_links():
    host = Host(replace(MAGICIAN, low=(-180,) * 4, high=(180,) * 4, stretch=180.0, fold=180.0))
    host.go(MOVL_XYZ, 300, 0, 0)
    jog(host, X_UP, CARTESIAN)
    host.finish()
    assert host.alarms == {0x21}
    assert host.xyzr[0] == pytest.approx(135 + 147 + 59.7, abs=1e-2)


def at_the_end_of_j1(policy):
    host = Host(replace(MAGICIAN, alarm_policy=policy))
    host.go(MOVJ_ANGLE, 80, 45, 45)
    jog(host, J1_UP)
    host.finish()
    assert host.alarms == {0x40}
    return host


@pytest.mark.parametrize("policy", AlarmPolicy)
def test_it_can_be_jogged_back_under_every_policy(policy):
    host = at_the_end_of_j1(policy)
    jog(host, J1_DOWN)
    host.wait(1)
    jog(host, IDLE)
    host.finish()
    assert host.alarms == set()
    host.go(MOVJ_ANGLE, 0, 45, 45)
    assert host.joints == pytest.approx((0, 45, 45, 0), abs=1e-4)


def test_moves_do_not_run_under_a_limit_alarm_and_home_ends_it():
    host = at_the_end_of_j1(AlarmPolicy.SKIP)
    host.go(MOVJ_ANGLE, 0, 45, 45)
    assert host.joints[0] == pytest.approx(90, abs=0.002)
    host.queue(31)
    host.finish()
    assert host.alarms == set()


def test_under_another_alarm_it_does_not_jog(jog_host):
    jog_host.write(30, struct.pack("<4f", 500, 0, 0, 0))
    jog(jog_host, J1_UP)
    assert jog_host.arm.idle


@pytest.mark.parametrize("command", [IDLE, J2_UP, 99])
def test_an_alarm_on_the_way_lets_it_be_ended_only(jog_host, command):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog_host.write(30, struct.pack("<4f", 500, 0, 0, 0))
    jog(jog_host, command)
    assert jog_host.finish() == pytest.approx(1, abs=0.011)
    assert jog_host.joints == pytest.approx((30, 45, 45, 0), abs=1e-3)


def test_force_stop_brakes_twice_as_hard(jog_host):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog_host.write(242)
    jog(jog_host, J1_UP)  # too late: it brakes
    assert jog_host.finish() == pytest.approx(0.5, abs=0.011)
    assert jog_host.joints[0] == pytest.approx(25, abs=1e-3)


def test_idle_at_rest_does_nothing(jog_host):
    before = jog_host.pose
    jog(jog_host, IDLE)
    assert jog_host.arm.idle
    assert jog_host.pose == before


@pytest.mark.parametrize("command", [L_UP, L_DOWN, 11, 255])
def test_an_axis_that_is_not_there(jog_host, command):
    jog(jog_host, command)
    assert jog_host.arm.idle
    assert jog_host.alarms == {0x01}


def test_an_axis_that_is_not_there_ends_the_jog_before(jog_host):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    jog(jog_host, L_UP)
    assert jog_host.finish() == pytest.approx(1, abs=0.011)
    assert jog_host.alarms == {0x01}


@pytest.mark.parametrize("values", [(0, 20), (20, 0), (-5, 20), (float("nan"), 20)])
def test_without_speed_there_is_no_jog(jog_host, values):
    jog_host.write(70, struct.pack("<8f", *[values[0]] * 4, *[values[1]] * 4))
    jog(jog_host, J1_UP)
    assert jog_host.arm.idle


def test_a_jog_is_lost_while_a_move_runs(jog_host):
    jog_host.ptp(MOVJ_ANGLE, 30, 45, 45, 0)
    jog_host.wait(0.1)
    jog(jog_host, J1_DOWN)
    jog_host.finish()
    assert jog_host.joints == pytest.approx((30, 45, 45, 0), abs=1e-4)


def test_a_move_waits_until_the_jog_is_over(jog_host):
    jog(jog_host, J1_UP)
    jog_host.wait(1.5)
    index = jog_host.ptp(MOVJ_ANGLE, 0, 45, 45, 0)
    jog_host.wait(0.5)
    assert jog_host.index == index - 1
    assert jog_host.joints[0] == pytest.approx(30, abs=1e-3)
    jog(jog_host, IDLE)
    jog_host.finish()
    assert jog_host.index == index
    assert jog_host.joints == pytest.approx((0, 45, 45, 0), abs=1e-4)


def test_queued_jogs_take_over_from_each_other(jog_host):
    first = jog_host.queue(73, bytes([JOINTS, J1_UP]))
    jog_host.wait(1.5)
    assert jog_host.index == first - 1
    second = jog_host.queue(73, bytes([JOINTS, J2_UP]))
    jog_host.wait(1)
    assert jog_host.index == first
    third = jog_host.queue(73, bytes([JOINTS, IDLE]))
    wait = jog_host.queue(110, struct.pack("<I", 100))
    jog_host.wait(0.9)
    assert jog_host.index == second
    assert jog_host.finish() == pytest.approx(0.2, abs=0.011)
    assert jog_host.index == wait == third + 1
    assert jog_host.joints == pytest.approx((30, 65, 45, 0), abs=1e-3)


def test_a_queued_jog_is_ended_by_one_that_is_not(jog_host):
    first = jog_host.queue(73, bytes([JOINTS, J1_UP]))
    wait = jog_host.queue(110, struct.pack("<I", 100))
    jog_host.wait(1.5)
    jog(jog_host, IDLE)
    jog_host.wait(0.5)
    assert jog_host.index == first
    jog_host.finish()
    assert jog_host.index == wait


def test_the_instant_clock_does_not_wait_for_a_jog():
    host = Host()
    host.arm = Firmware(MAGICIAN, InstantClock())
    host.ptp(MOVJ_ANGLE, 0, 45, 45, 0)
    jog(host, J1_UP)
    assert host.pose == pytest.approx(host.pose)
    assert not host.arm.idle
    jog(host, IDLE)
    assert host.arm.idle
    index = host.ptp(MOVJ_ANGLE, 10, 45, 45, 0)
    assert host.index == index
    assert host.alarms == set()


commands = st.tuples(st.integers(0, 8), st.floats(0.05, 2), st.floats(1, 100), st.floats(5, 200))


@given(orders=st.lists(commands, min_size=1, max_size=5), in_joints=st.booleans())
@settings(deadline=None, max_examples=40)
def test_a_jog_never_jumps(orders, in_joints):
    linkage = Linkage(MAGICIAN)
    tool = MAGICIAN.tool
    start = (0.0, 45.0, 45.0, 0.0)
    axes = start if in_joints else linkage.forward(start, tool)
    workspace = Workspace(MAGICIAN, linkage, tool, in_joints=in_joints)
    drives = tuple(Drive(place, 0.0, 0.0, 0.0) for place in (*axes, 500.0))
    move = JogMove(workspace, start, drives, 2.0)
    for command, seconds, velocity, acceleration in orders:
        if command:
            axis, backwards = divmod(command - 1, 2)
            move = move.steer(0.0, axis, -velocity if backwards else velocity, acceleration)
        else:
            move = move.steer(0.0)
        until = min(seconds, move.duration)
        path = [move.joints(until * k / 20) for k in range(21)]
        if not in_joints:
            path = [linkage.forward(joints, tool) for joints in path]
        dt = until / 20
        for before, after in pairwise(path):
            for a, b in zip(before, after, strict=True):
                assert abs(b - a) <= 100 * dt + 1e-6
        for before, middle, after in zip(path, path[1:], path[2:], strict=False):
            for a, b, c in zip(before, middle, after, strict=True):
                assert abs(a - 2 * b + c) <= 200 * dt * dt * 1.001 + 1e-6
        assert move.steer(until).joints(0) == pytest.approx(move.joints(until), abs=1e-9)
        if move.alarm is not None and until == move.duration:
            break
        move = move.steer(until)

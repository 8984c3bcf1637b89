"""Alarms: what raises them, what they stop, what clears them."""

import struct
from dataclasses import replace

import pytest

from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy

from .host import JUMP_XYZ, MOVJ_ANGLE, MOVJ_XYZ, MOVJ_XYZ_INC, MOVL_XYZ, Host

NO_SOLUTION, LIMIT, NO_SOLUTION_ON_THE_WAY, LIMIT_ON_THE_WAY = 0x11, 0x12, 0x21, 0x22


@pytest.mark.parametrize(
    ("mode", "target", "alarm"),
    [
        (MOVJ_XYZ, (500, 0, 0, 0), NO_SOLUTION),
        (MOVJ_XYZ_INC, (300, 0, 0, 0), NO_SOLUTION),
        (MOVJ_XYZ, (20, 40, 50, 0), LIMIT),
        (MOVJ_XYZ, (200, 0, 50, 100), LIMIT),
        (MOVJ_XYZ, (-200, 0, 50, 0), LIMIT),
        (MOVJ_XYZ, (200, 0, 150, 0), LIMIT),
        (MOVJ_ANGLE, (0, 80, 10, 0), LIMIT),
        (MOVJ_ANGLE, (0, float("inf"), 10, 0), LIMIT),
        (MOVJ_ANGLE, (float("nan"), 20, 10, 0), LIMIT),
        (MOVJ_XYZ, (float("nan"), 20, 10, 0), NO_SOLUTION),
        (MOVL_XYZ, (float("nan"), 20, 10, 0), NO_SOLUTION),
        (JUMP_XYZ, (500, 0, 0, 0), NO_SOLUTION),
        (JUMP_XYZ, (190, 0, 60, 0), LIMIT),  # the target would do, the point above it not
    ],
)
def test_a_target_out_of_reach_is_refused_before_anything_moves(host, mode, target, alarm):
    host.go(MOVJ_XYZ, 200, 0, 50)
    before = host.pose
    index = host.ptp(mode, *target)
    assert host.alarms == {alarm}
    assert host.index == index
    assert host.pose == before
    assert host.arm.alarms == {alarm}


def test_a_line_stops_where_it_leaves_the_reach(moving_host):
    index = moving_host.ptp(MOVL_XYZ, 400, 0, 0, 0)
    moving_host.wait(0.5)
    assert moving_host.alarms == set()
    assert moving_host.xyzr[0] > 210
    moving_host.finish()
    assert moving_host.alarms == {LIMIT_ON_THE_WAY}
    assert moving_host.index == index
    x, y, z, _ = moving_host.xyzr
    assert 290 < x < 330
    assert y == pytest.approx(0, abs=1e-4)
    assert z == pytest.approx(50 - (x - 200) / 4, abs=1e-3)
    moving_host.write(20)
    moving_host.go(MOVL_XYZ, 200, 0, 50)
    assert moving_host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_a_line_past_the_length_of_the_links():
    free = replace(MAGICIAN, low=(-180,) * 4, high=(180,) * 4, stretch=180.0, fold=180.0)
    host = Host(free)
    host.go(MOVL_XYZ, 500, 0, 0)
    assert host.alarms == {NO_SOLUTION_ON_THE_WAY}
    assert host.xyzr[0] == pytest.approx(135 + 147 + 59.7, abs=1e-2)


@pytest.mark.parametrize("clear", [20, 21])
def test_both_ways_to_clear_alarms(host, clear):
    host.ptp(MOVJ_XYZ, 500, 0, 0, 0)
    assert host.alarms
    host.write(clear)
    assert host.alarms == set()
    assert host.ask(20, "16B") == (0,) * 16


def test_alarms_add_up():
    host = Host(replace(MAGICIAN, alarm_policy=AlarmPolicy.GO_ON))
    host.ptp(MOVJ_XYZ, 500, 0, 0, 0)
    host.ptp(MOVJ_XYZ, 200, 0, 150, 0)
    host.go(MOVL_XYZ, 500, 0, 0)
    assert host.alarms == {NO_SOLUTION, LIMIT, LIMIT_ON_THE_WAY}


def alarmed(policy):
    """An arm that was asked for something out of reach, and then for more."""
    host = Host(replace(MAGICIAN, alarm_policy=policy))
    host.ptp(MOVJ_XYZ, 500, 0, 0, 0)
    start = host.pose
    move = host.ptp(MOVJ_XYZ, 200, 0, 50, 0)
    host.queue(62, b"\x01\x01")
    last = host.queue(110, struct.pack("<I", 100))
    host.wait(20)
    return host, start, move, last


def test_by_default_the_index_goes_on_but_the_arm_does_not():
    assert MAGICIAN.alarm_policy is AlarmPolicy.SKIP
    host, start, _, last = alarmed(AlarmPolicy.SKIP)
    assert host.index == last
    assert host.pose == start
    assert host.arm.suction
    host.write(20)
    host.wait(20)
    assert host.pose == start  # what was skipped is gone
    host.go(MOVJ_XYZ, 200, 0, 50)
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_or_the_queue_waits_until_the_alarm_is_cleared():
    host, start, move, last = alarmed(AlarmPolicy.HOLD)
    assert host.index == move - 1
    assert host.pose == start
    assert not host.arm.suction
    host.write(20)
    host.wait(20)
    assert host.index == last
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_or_only_the_failed_move_is_lost():
    host, _, _, last = alarmed(AlarmPolicy.GO_ON)
    assert host.index == last
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)
    assert host.alarms == {NO_SOLUTION}


@pytest.mark.parametrize("policy", AlarmPolicy)
def test_home_runs_under_alarm(policy):
    host = Host(replace(MAGICIAN, alarm_policy=policy))
    host.ptp(MOVJ_XYZ, 500, 0, 0, 0)
    host.queue(31)
    host.finish()
    assert host.joints == pytest.approx((0, 45, 45, 0), abs=1e-4)
    assert host.alarms == {NO_SOLUTION}


def test_a_move_written_at_once_does_not_run_under_alarm(host):
    host.ptp(MOVJ_XYZ, 500, 0, 0, 0)
    start = host.pose
    host.write(84, struct.pack("<B4f", MOVJ_XYZ, 200, 0, 50, 0))
    host.wait(20)
    assert host.pose == start


def test_alarms_at_power_on():
    host = Host(replace(MAGICIAN, alarms_at_power_on=(0x00, 0x7F)))
    assert host.alarms == {0x00, 0x7F}
    assert host.ask(20, "16B") == (1, *[0] * 14, 128)


def test_a_line_from_the_end_of_the_reach_outwards_goes_nowhere(moving_host):
    moving_host.go(MOVL_XYZ, 400, 0, 0)
    stood = moving_host.pose
    moving_host.write(20)
    moving_host.ptp(MOVL_XYZ, 400, 0, 0, 0)
    moving_host.wait(0.001)
    assert moving_host.arm.idle
    assert moving_host.alarms == {LIMIT_ON_THE_WAY}
    assert moving_host.pose == pytest.approx(stood, abs=1e-3)
    moving_host.write(20)
    moving_host.queue(91, struct.pack("<B4f", 1, 400, 0, 0, 100))
    moving_host.wait(0.001)
    assert moving_host.arm.idle
    assert moving_host.alarms == {LIMIT_ON_THE_WAY}
    assert moving_host.pose == pytest.approx(stood, abs=1e-3)

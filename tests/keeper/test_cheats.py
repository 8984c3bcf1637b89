"""Programs that try to get the arm past the keeper, in raw frames.

Each is driven against the simulated arm while a witness looks at the arm itself every
few milliseconds. What counts is not that something was refused, but that the arm was
never where it may not be, and never too fast.
"""

from __future__ import annotations

import math
import struct
import time

import pytest

from dobotkit.arm.wire import encode
from dobotkit.errors import ArmRestarted, ArmSilent
from tests.keeper.watched import FLOOR, SPEED, WatchedDesk, start_somewhere

MOVJ, MOVL, JUMP = 1, 2, 0
# A real arm that is switched on needs longer than this to start (s).
STARTS_S = 0.6
PTP, CP, ARC, CIRCLE, HOME, JOG = 84, 91, 101, 102, 31, 73
NOW, QUEUED = 1, 3

CHEATS = {}


def cheat(function):
    CHEATS[function.__name__] = function
    return function


def go(desk, mode, *place, ctrl=QUEUED):
    x, y, z, r = (*place, 0.0)[:4]
    return desk.send(PTP, ctrl, "<B4f", mode, x, y, z, r)


# Into the table.


@cheat
def straight_into_the_table(desk):
    go(desk, MOVL, 200, 0, FLOOR - 40)


@cheat
def jointly_into_the_table(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    go(desk, MOVJ, 200, 0, FLOOR - 40)


@cheat
def by_angles_into_the_table(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    desk.send(PTP, QUEUED, "<B4f", 4, 0, 60, 80, 0)


@cheat
def a_line_to_angles_in_the_table(desk):
    desk.send(PTP, QUEUED, "<B4f", 5, 0, 60, 80, 0)


@cheat
def a_jump_into_the_table(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    go(desk, JUMP, 250, -50, FLOOR - 30)


@cheat
def a_bit_at_a_time(desk):
    for _ in range(30):
        desk.send(PTP, QUEUED, "<B4f", 7, 0, 0, -6, 0)
        desk.run(2)


@cheat
def a_bit_at_a_time_without_waiting(desk):
    for _ in range(30):
        desk.send(PTP, QUEUED, "<B4f", 7, 0, 0, -6, 0)
    desk.run(10)


@cheat
def increments_of_angles(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    for _ in range(20):
        desk.send(PTP, QUEUED, "<B4f", 6, 0, 3, 3, 0)
        desk.run(3)


@cheat
def increments_with_the_joints(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    for _ in range(20):
        desk.send(PTP, QUEUED, "<B4f", 8, 0, 0, -9, 0)
        desk.run(3)


@cheat
def by_way_of_a_path(desk):
    for _ in range(30):
        desk.send(CP, QUEUED, "<B4f", 0, 0, 0, -6, 80)
        desk.run(1)


@cheat
def by_way_of_a_long_path(desk):
    for k in range(30):
        desk.send(CP, QUEUED, "<B4f", 1, 200, 0, 50 - 6 * k, 80)
    desk.run(10)


@cheat
def an_arc_whose_belly_is_in_the_table(desk):
    desk.send(ARC, QUEUED, "<8f", 230, 0, FLOOR - 60, 0, 260, 0, 40, 0)


@cheat
def a_circle_through_the_table(desk):
    desk.send(CIRCLE, QUEUED, "<8fI", 230, 0, FLOOR - 60, 0, 260, 0, 40, 0, 2)


@cheat
def home_below_the_table(desk):
    desk.send(30, NOW, "<4f", 200, 0, FLOOR - 30, 0)
    desk.homing = True
    desk.send(HOME, QUEUED)


@cheat
def home_below_the_table_from_the_queue(desk):
    desk.send(30, QUEUED, "<4f", 200, 0, FLOOR - 30, 0)
    desk.homing = True
    desk.send(HOME, QUEUED)


@cheat
def jog_down(desk):
    desk.send(JOG, NOW, "<2B", 0, 6)


@cheat
def jog_down_from_the_queue(desk):
    desk.send(JOG, QUEUED, "<2B", 0, 6)


@cheat
def jog_a_joint(desk):
    desk.send(JOG, NOW, "<2B", 1, 5)


# Into the tower.


@cheat
def through_the_tower(desk):
    go(desk, MOVL, 200, 130, 50)


@cheat
def round_the_edge_with_the_joints(desk):
    desk.send(80, NOW, "<8f", *[4.0] * 4, *[50.0] * 4)
    go(desk, MOVJ, 180, 150, 50, 0)


@cheat
def a_jump_that_is_too_low(desk):
    desk.send(82, NOW, "<2f", 1, 150)
    desk.send(80, NOW, "<8f", *[4.0] * 4, *[50.0] * 4)
    go(desk, 9, 200, 130, 50)


@cheat
def a_jump_that_a_limit_makes_low(desk):
    desk.send(82, NOW, "<2f", 100, 52)
    desk.send(80, NOW, "<8f", *[4.0] * 4, *[50.0] * 4)
    go(desk, 9, 200, 130, 50)


@cheat
def a_jump_changed_on_the_way(desk):
    desk.send(82, QUEUED, "<2f", 60, 150)
    desk.send(245, NOW)
    go(desk, 9, 200, 130, 50)


@cheat
def one_honest_move_then_back_through(desk):
    go(desk, MOVL, 200, 0, 90)
    go(desk, MOVL, 200, 120, 90)
    desk.run(10)
    go(desk, MOVL, 200, 0, 20)
    desk.run(10)


@cheat
def from_where_the_arm_is_not(desk):
    # The first is thrown out of the queue, so the second begins elsewhere.
    desk.send(241, NOW)
    go(desk, MOVL, 200, 0, 90)
    desk.send(245, NOW)
    desk.send(240, NOW)
    go(desk, MOVL, 200, 120, 90)


@cheat
def stopped_half_way(desk):
    go(desk, MOVL, 200, 0, 90)
    desk.run(0.3)
    desk.send(242, NOW)
    desk.send(245, NOW)
    desk.send(240, NOW)
    for _ in range(5):
        go(desk, MOVL, 200, 130, 55)
        desk.run(0.2)


@cheat
def cleared_under_way(desk):
    go(desk, MOVL, 200, 0, 90)
    desk.run(0.1)
    desk.send(245, NOW)
    for _ in range(5):
        go(desk, MOVL, 200, 130, 55)
        desk.run(0.2)


# Too fast.


@cheat
def a_fast_line(desk):
    desk.send(81, NOW, "<4f", 300, 100, 400, 100)
    go(desk, MOVL, 280, 0, 50)


@cheat
def a_fast_line_from_the_queue(desk):
    desk.send(81, QUEUED, "<4f", 300, 100, 400, 100)
    go(desk, MOVL, 280, 0, 50)


@cheat
def fast_joints(desk):
    desk.send(80, NOW, "<8f", *[300.0] * 4, *[400.0] * 4)
    go(desk, MOVJ, 200, -150, 50)


@cheat
def fast_joints_behind_slow_ones(desk):
    # Fast is in force, slow waits, and is thrown out before it comes to its turn.
    desk.send(80, NOW, "<8f", *[300.0] * 4, *[400.0] * 4)
    desk.send(241, NOW)
    desk.send(80, QUEUED, "<8f", *[5.0] * 4, *[50.0] * 4)
    desk.send(245, NOW)
    desk.send(240, NOW)
    go(desk, MOVJ, 200, -150, 50)


@cheat
def joints_made_fast_after_the_move_was_judged(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    desk.send(241, NOW)
    go(desk, MOVJ, 200, -100, 50)
    desk.send(80, NOW, "<8f", *[300.0] * 4, *[400.0] * 4)
    desk.send(83, NOW, "<2f", 100, 100)
    desk.send(240, NOW)


@cheat
def a_ratio_made_large_afterwards(desk):
    desk.send(80, NOW, "<8f", *[200.0] * 4, *[200.0] * 4)
    desk.send(83, NOW, "<2f", 2, 50)
    desk.send(241, NOW)
    go(desk, MOVJ, 200, -100, 50)
    desk.send(83, NOW, "<2f", 100, 100)
    desk.send(240, NOW)


@cheat
def a_ratio_above_one_hundred(desk):
    desk.send(83, NOW, "<2f", 1000, 1000)
    go(desk, MOVL, 280, 0, 50)


@cheat
def a_fast_path(desk):
    desk.send(CP, QUEUED, "<B4f", 1, 280, 0, 50, 300)


@cheat
def a_fast_corner(desk):
    desk.send(90, NOW, "<3fB", 400, 300, 400, 0)
    desk.send(CP, QUEUED, "<B4f", 1, 240, 0, 50, 100)
    desk.send(CP, QUEUED, "<B4f", 1, 280, 0, 50, 100)


@cheat
def a_fast_arc(desk):
    desk.send(100, NOW, "<4f", 300, 100, 400, 100)
    desk.send(ARC, QUEUED, "<8f", 230, 0, 80, 0, 260, 0, 50, 0)


@cheat
def a_fast_jump(desk):
    desk.send(80, NOW, "<8f", *[300.0] * 4, *[400.0] * 4)
    go(desk, JUMP, 200, -150, 50)


@cheat
def speeds_that_are_no_numbers(desk):
    for value in (math.nan, math.inf, -math.inf, 1e38, -300):
        desk.send(80, NOW, "<8f", *[value] * 8)
        desk.send(81, NOW, "<4f", *[value] * 4)
        desk.send(83, NOW, "<2f", value, value)
        desk.send(CP, QUEUED, "<B4f", 1, 280, 0, 50, value)
        desk.send(90, NOW, "<3fB", value, value, value, 1)
    go(desk, MOVL, 280, 0, 50)


@cheat
def places_that_are_no_numbers(desk):
    for value in (math.nan, math.inf, 1e38):
        for mode in range(12):
            go(desk, mode, value, 0, 50)
            go(desk, mode, 200, value, 50)
            go(desk, mode, 200, 0, value)
            go(desk, mode, 200, 0, 50, value)


# Lies about the tool.


@cheat
def a_tool_that_hangs_in_the_air(desk):
    desk.send(60, NOW, "<3f", 59.7, 0, -120)
    go(desk, MOVL, 200, 0, FLOOR + 60)


@cheat
def a_tool_that_is_very_short(desk):
    # The arm would be fast where the real tool ends.
    desk.send(60, NOW, "<3f", -100, 0, 0)
    go(desk, MOVL, 60, 60, 50)


@cheat
def a_tool_from_the_queue(desk):
    desk.send(60, QUEUED, "<3f", 59.7, 0, -120)
    go(desk, MOVL, 200, 0, FLOOR + 60)


@cheat
def a_tool_set_aside(desk):
    desk.send(60, NOW, "<3f", 59.7, 140, 0)
    go(desk, MOVL, 200, 130, 50)


# Around the checks themselves.


@cheat
def moves_in_pieces(desk):
    frame = encode(PTP, QUEUED, struct.pack("<B4f", MOVL, 200, 0, FLOOR - 40, 0))
    for k in range(len(frame)):
        desk.raw(frame[k : k + 1])


@cheat
def a_frame_inside_a_frame(desk):
    inner = encode(PTP, QUEUED, struct.pack("<B4f", MOVL, 200, 0, FLOOR - 40, 0))
    desk.raw(encode(1, NOW, inner))
    desk.raw(encode(132, NOW, inner))
    desk.raw(b"\xaa\xaa\xf0" + inner)
    desk.raw(b"\xaa\xaa\xaa" + inner[2:])
    desk.raw(inner[:-1] + bytes([inner[-1] ^ 1]) + inner)


@cheat
def more_bytes_than_the_command_has(desk):
    for tail in (b"\0", b"\0\0\0\0", struct.pack("<4f", 200, 0, FLOOR - 40, 0)):
        params = struct.pack("<B4f", MOVL, 200, 0, 60, 0) + tail
        desk.raw(encode(PTP, QUEUED, params))
        desk.raw(encode(CP, QUEUED, struct.pack("<B4f", 1, 200, 0, 60, 50) + tail))


@cheat
def other_control_bytes(desk):
    for ctrl in range(256):
        desk.send(PTP, ctrl, "<B4f", MOVL, 200, 0, FLOOR - 40, 0)


@cheat
def moves_at_once(desk):
    go(desk, MOVL, 200, 0, FLOOR - 40, ctrl=NOW)
    go(desk, MOVL, 200, 0, 100, ctrl=NOW)
    go(desk, MOVL, 200, 130, 55, ctrl=NOW)


@cheat
def every_command_there_might_be(desk):
    down = struct.pack("<B4f", MOVL, 200, 0, FLOOR - 60, 0)
    for number in range(256):
        for params in (b"", down, down + b"\0" * 4, b"\1" * 2, struct.pack("<8f", *[300.0] * 8)):
            if number not in (240, 241, 242, 245):
                desk.raw(encode(number, NOW, params))
            desk.raw(encode(number, QUEUED, params))
    desk.homing = True


@cheat
def a_clear_in_the_queue(desk):
    # It would throw away the move behind it, from whose end the next one is judged.
    for number in (245, 242, 241):
        go(desk, MOVL, 200, 0, 0)
        desk.send(number, QUEUED)
        go(desk, MOVL, 200, 1, 75)
        desk.run(5)
        desk.send(240, NOW)
        go(desk, MOVL, 200, 60, 62)
        desk.run(10)


@cheat
def a_stop_that_is_not_heard(desk):
    go(desk, MOVL, 200, 0, 75)  # from up there the way over the tower is open
    desk.run(5)
    desk.send(110, QUEUED, "<I", 4000)
    go(desk, MOVL, 200, 1, 0)
    port = desk.lease._wire.port
    write = port.write
    port.write = len  # the plug is loose
    desk.send(62, NOW, "<2B", 0, 0)
    with pytest.raises(ArmSilent):
        desk.lease.stop()
    port.write = write
    go(desk, MOVL, 200, 60, 62)
    desk.run(12, stop_when_idle=False)


@cheat
def moves_on_the_rail(desk):
    desk.send(3, NOW, "<2B", 1, 1)
    desk.send(86, QUEUED, "<B5f", MOVL, 200, 0, FLOOR - 60, 0, 300)


@cheat
def moves_that_switch_pins(desk):
    desk.send(88, QUEUED, "<B4fBHB", MOVL, 200, 0, FLOOR - 60, 0, 50, 1, 1)


@cheat
def a_program_in_the_arm(desk):
    desk.send(243, NOW, "<2I", 1, 1)
    go(desk, MOVL, 200, 0, FLOOR - 60)
    desk.send(244, NOW)


@cheat
def another_idea_of_where_it_is(desk):
    desk.send(11, NOW, "<B2f", 1, 45, 45)
    go(desk, MOVL, 200, 0, FLOOR - 60)


@cheat
def a_flood(desk):
    for k in range(100):
        go(desk, MOVL, 200 + k % 3, 0, 50 + k)


# What an adversary found. The arm is led behind the tower first, in an honest way.


def behind_the_tower(desk):
    for place in ((200, 0, 90), (200, 130, 90)):
        go(desk, MOVL, *place)
        desk.run(5)
    assert not desk.refusals
    assert math.dist(desk._place(), (200, 130, 90)) < 0.01


@cheat
def braked_with_a_move_that_waits(desk):
    behind_the_tower(desk)
    go(desk, MOVL, 200, 130, 30)
    desk.run(5)
    go(desk, MOVL, 200, 130, 90)
    go(desk, MOVL, 200, 0, 90)
    desk.run(0.1)
    desk.send(242, NOW)
    desk.run(1)
    desk.send(240, NOW)


@cheat
def a_move_at_once_that_is_forgotten(desk):
    behind_the_tower(desk)
    go(desk, MOVL, 200, 130, 30, ctrl=NOW)
    go(desk, MOVL, 200, 0, 90)


@cheat
def a_move_that_goes_on_after_a_clear(desk):
    behind_the_tower(desk)
    go(desk, MOVL, 200, 130, 30)
    desk.send(245, NOW)
    go(desk, MOVL, 200, 0, 90)


@cheat
def a_path_point_that_fails(desk):
    desk.send(110, QUEUED, "<I", 500)
    desk.send(CP, QUEUED, "<B4f", 2, 200, 0, 90, 80)
    desk.send(20, QUEUED)
    go(desk, MOVL, 200, 130, 62)


@cheat
def an_arc_that_fails(desk):
    desk.send(110, QUEUED, "<I", 500)
    desk.send(ARC, QUEUED, "<8f", 200.0005, 0, 50, 0, 200, 0, 90, 0)
    desk.send(20, QUEUED)
    go(desk, MOVL, 200, 130, 62)


@cheat
def alarms_cleared_from_the_queue(desk):
    desk.arm.raise_alarm(0x50)
    desk.send(110, QUEUED, "<I", 500)
    go(desk, MOVL, 200, 0, 90)
    desk.send(20, QUEUED)
    go(desk, MOVL, 200, 130, 62)


@cheat
def a_queued_ratio_and_one_at_once(desk):
    desk.send(241, NOW)
    desk.send(80, NOW, "<8f", *[200.0] * 8)
    desk.send(83, QUEUED, "<2f", 100, 100)
    desk.send(83, NOW, "<2f", 2, 50)
    go(desk, MOVJ, 200, -150, 50, -37)
    desk.send(240, NOW)


@cheat
def a_queued_home_and_one_at_once(desk):
    desk.send(241, NOW)
    desk.send(30, QUEUED, "<4f", 200, 130, 50, 33)
    desk.send(30, NOW, "<4f", 200, 0, 60, 0)
    desk.homing = True
    desk.send(HOME, QUEUED)
    desk.send(240, NOW)


@cheat
def a_home_that_was_thrown_out(desk):
    desk.send(30, NOW, "<4f", 200, 130, 50, 33)
    desk.send(241, NOW)
    desk.send(30, QUEUED, "<4f", 200, 0, 60, 0)
    desk.send(245, NOW)
    desk.send(240, NOW)
    desk.homing = True
    desk.send(HOME, QUEUED)


@cheat
def a_jump_with_two_heights(desk):
    desk.send(80, NOW, "<8f", *[5.0] * 4, *[50.0] * 4)
    desk.send(87, NOW, "<3f", 0, 38, 150)
    go(desk, 9, 200, 130, 0)


@cheat
def an_arc_as_wide_as_the_world(desk):
    for bend in (1e-2, 1e-3, 1e-4, 2e-5):
        desk.send(ARC, QUEUED, "<8f", 260, 0, 50, 0, 230, bend, 50, 0)


@cheat
def joints_that_are_lowered_by_the_arm(desk):
    desk.send(80, NOW, "<8f", 300, 300, 30000, 30000, *[40000.0] * 4)
    desk.send(83, NOW, "<2f", 0.2, 100)
    go(desk, MOVJ, 180, 150, 50, 0)


@cheat
def creeping_in(desk):
    go(desk, MOVL, 200, 0, FLOOR)
    desk.run(5)
    z, r = FLOOR, 85
    for _ in range(15):
        z, r = z - 0.153, -r
        go(desk, MOVL, 200, 0, z, r)
        desk.run(3)


@cheat
def switched_off_and_on(desk):
    desk.arm.switch_off()
    desk.arm.switch_on()
    time.sleep(STARTS_S)
    go(desk, MOVL, 260, 0, 50)
    desk.send(245, NOW)
    go(desk, MOVL, 260, 0, 50)
    for _ in range(9):
        desk.send(62, QUEUED, "<2B", 0, 0)
    go(desk, MOVL, 260, 0, 50)


@cheat
def a_queue_so_full_that_a_setting_is_lost(desk):
    desk.send(80, NOW, "<8f", *[300.0] * 4, *[400.0] * 4)
    desk.send(241, NOW)
    for _ in range(32):
        desk.send(62, QUEUED, "<2B", 0, 0)
    desk.send(80, QUEUED, "<8f", *[5.0] * 4, *[50.0] * 4)
    desk.send(240, NOW)
    go(desk, MOVJ, 200, -150, 50, -37)


def test_there_are_enough_of_them():
    assert len(CHEATS) >= 40


# After these the arm was off.
RESTARTING = ("switched_off_and_on",)
# Tries 2500 frames, and a real arm's silence costs time for each that is not answered.
SLOW = ("every_command_there_might_be",)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in CHEATS],
)
def test_no_cheat_gets_the_arm_out_of_bounds(name):
    desk = WatchedDesk()
    try:
        start_somewhere(desk)
        CHEATS[name](desk)
        desk.run(6, stop_when_idle=True)
        assert not desk.crimes, desk.crimes[:3]
        if name in RESTARTING:
            assert any(isinstance(refusal, ArmRestarted) for refusal in desk.refusals)
            return  # it has to be opened anew
        # Whatever it did, the desk still works.
        desk.lease.stop()
        desk.run(1)
        desk.homing = False
        desk.send(20, NOW)
        desk.send(83, NOW, "<2f", 100, 100)
        before = desk._place()
        x, y, z, r = desk.arm.pose()[:4]
        for way in (5, -5):
            if math.dist(before, desk._place()) < 1:
                go(desk, MOVL, x, y, z + way, r)
                desk.run(3)
        assert math.dist(before, desk._place()) == pytest.approx(5, abs=0.1), desk.refusals[-1:]
    finally:
        desk.lease.close()


def test_the_witness_sees_what_an_unguarded_arm_does():
    """The positive control: past the keeper, the same frames break every rule."""
    for name, crime in (
        ("straight_into_the_table", "in the table"),
        ("through_the_tower", "in the tower"),
        ("a_fast_line", "too fast"),
        ("a_tool_that_hangs_in_the_air", "in the table"),
        ("fast_joints_behind_slow_ones", "too fast"),
        ("a_ratio_made_large_afterwards", "too fast"),
    ):
        desk = WatchedDesk()
        start_somewhere(desk)
        desk.raw = desk.arm.receive
        CHEATS[name](desk)
        desk.run(6)
        assert any(crime in one for one in desk.crimes), name
        desk.lease.close()


def test_refusals_carry_rule_value_and_limit():
    desk = WatchedDesk()
    start_somewhere(desk)
    desk.send(81, NOW, "<4f", 300, 100, 400, 100)
    refusal = desk.refusals[-1]
    assert (refusal.rule, refusal.value, refusal.high) == ("speed", 300, SPEED)
    go(desk, MOVL, 200, 0, FLOOR - 40)
    refusal = desk.refusals[-1]
    assert refusal.rule == "table"
    assert refusal.low == FLOOR
    assert refusal.value < FLOOR
    go(desk, MOVL, 200, 130, 50)
    assert desk.refusals[-1].rule == "tower"
    desk.lease.close()

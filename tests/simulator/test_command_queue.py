"""The queue as a host sees it: indices, order, start, stop, force stop, clear."""

import struct
from dataclasses import replace

import pytest

from dobotkit.simulator.profile import MAGICIAN
from dobotkit.simulator.profiles import PROFILES

from .host import MOVJ_ANGLE, MOVL_INC, MOVL_XYZ, QUEUE, Host

NOTHING_RAN = 2**64 - 1


def wait_ms(milliseconds):
    return struct.pack("<I", milliseconds)


def test_before_anything_ran(host):
    assert host.index == NOTHING_RAN
    assert host.ask(247, "I") == (32,)
    assert host.arm.idle


def test_indices_count_up_and_commands_end_in_order(host):
    first, second, third = (host.queue(110, wait_ms(1000)) for _ in range(3))
    assert (first, second, third) == (2, 3, 4)
    seen = []
    for _ in range(7):
        seen.append(host.index)
        host.wait(0.5)
    assert seen == [NOTHING_RAN, NOTHING_RAN, 2, 2, 3, 3, 4]


def test_the_next_command_starts_when_the_one_before_it_ended(host):
    """Not when somebody asks: nobody asks for ten seconds here."""
    host.queue(110, wait_ms(1500))
    host.queue(62, b"\x01\x01")
    host.queue(110, wait_ms(8000))
    last = host.queue(110, wait_ms(1000))
    host.wait(10.499)
    assert host.index == last - 1
    assert host.arm.suction
    host.wait(0.002)
    assert host.index == last


def test_parameters_take_effect_in_their_turn(moving_host):
    moving_host.queue(110, wait_ms(1000))
    moving_host.queue(81, struct.pack("<4f", 20, 20, 20, 20))
    moving_host.ptp(MOVL_XYZ, 200, 40, 50, 0)
    moving_host.queue(81, struct.pack("<4f", 80, 80, 80, 80))
    assert moving_host.ask(81, "4f") == (100, 100, 100, 100)
    moving_host.wait(2)
    assert moving_host.ask(81, "4f") == (20, 20, 20, 20)
    assert moving_host.finish() + 2 == pytest.approx(1 + 3, abs=0.02)
    assert moving_host.ask(81, "4f") == (80, 80, 80, 80)


def test_parameters_written_at_once_take_effect_at_once_for_the_next_move(moving_host):
    moving_host.ptp(MOVL_XYZ, 200, 100, 50, 0)
    moving_host.ptp(MOVL_XYZ, 200, 0, 50, 0)
    moving_host.wait(0.5)
    moving_host.write(81, struct.pack("<4f", 50, 50, 50, 50))
    # 100 mm: at 100 mm/s and mm/s² the one under way, at 50 the next
    assert moving_host.finish() == pytest.approx(2 - 0.5 + 3, abs=0.02)


def test_stop_lets_the_running_command_end(moving_host):
    first = moving_host.ptp(MOVL_XYZ, 200, 100, 50, 0)
    moving_host.ptp(MOVL_XYZ, 200, 0, 50, 0)
    moving_host.wait(0.5)
    moving_host.write(241)
    moving_host.wait(60)
    assert moving_host.index == first
    assert moving_host.arm.idle
    assert moving_host.xyzr == pytest.approx((200, 100, 50, 0), abs=1e-4)
    moving_host.write(240)
    assert not moving_host.arm.idle
    moving_host.wait(1)
    assert moving_host.xyzr == pytest.approx((200, 50, 50, 0), abs=1e-4)


def test_commands_can_be_queued_while_it_is_stopped(host):
    host.write(241)
    index = host.queue(62, b"\x01\x01")
    host.wait(5)
    assert host.index == NOTHING_RAN
    assert not host.arm.suction
    host.write(240)
    assert host.index == index
    assert host.arm.suction


def test_clear_forgets_what_waits_but_not_what_runs(moving_host):
    first = moving_host.ptp(MOVL_XYZ, 200, 100, 50, 0)
    moving_host.ptp(MOVL_XYZ, 200, 0, 50, 0)
    moving_host.wait(0.5)
    moving_host.write(245)
    moving_host.wait(60)
    assert moving_host.index == first
    assert moving_host.xyzr == pytest.approx((200, 100, 50, 0), abs=1e-4)
    # indices go on where they were: the forgotten one had first + 1
    assert moving_host.queue(110, wait_ms(0)) == first + 2


def test_force_stop_brakes_on_the_line(moving_host):
    index = moving_host.ptp(MOVL_XYZ, 200, 150, 50, 0)
    later = moving_host.ptp(MOVL_XYZ, 200, 0, 50, 0)
    moving_host.wait(1.5)  # at full speed, at y = 100
    moving_host.write(242)
    assert not moving_host.arm.idle
    assert moving_host.xyzr == pytest.approx((200, 100, 50, 0), abs=1e-4)
    assert moving_host.index == index - 1
    moving_host.wait(0.25)
    # braked with twice the acceleration: 200 mm/s²
    assert moving_host.xyzr == pytest.approx((200, 100 + 25 - 6.25, 50, 0), abs=1e-4)
    moving_host.wait(0.2501)
    assert moving_host.arm.idle
    assert moving_host.index == index
    moving_host.wait(60)
    assert moving_host.xyzr == pytest.approx((200, 125, 50, 0), abs=1e-4)
    moving_host.write(240)
    moving_host.finish()
    assert moving_host.index == later
    assert moving_host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_force_stop_brakes_all_joints_together(moving_host):
    moving_host.ptp(MOVJ_ANGLE, 80, 60, 40, 10)
    moving_host.wait(1.0)
    before = moving_host.joints
    moving_host.write(242)
    seconds = moving_host.finish(tick=0.001)
    assert 0.3 < seconds < 0.5  # J1 has about 80°/s, and is braked with 200°/s²
    after = moving_host.joints
    twin = Host()
    twin.go(1, 200, 0, 50)
    twin.set_speed(100, 100)
    twin.ptp(MOVJ_ANGLE, 80, 60, 40, 10)
    twin.wait(1.0)
    twin.write(242)
    twin.wait(seconds / 2)
    # at a constant rate, three quarters of the way are done after half of the time
    for begun, ended, halfway in zip(before, after, twin.joints, strict=True):
        assert halfway - begun == pytest.approx(0.75 * (ended - begun), abs=0.05)
        assert abs(ended - begun) > 1


def test_safe_stop_then_start_again(moving_host):
    """Force stop, clear, start: what a host does to stop and stay usable."""
    moving_host.ptp(MOVL_XYZ, 200, 150, 50, 0)
    moving_host.ptp(MOVL_XYZ, 200, -150, 50, 0)
    moving_host.wait(0.7)
    for number in (242, 245, 240):
        moving_host.write(number)
    moving_host.finish()
    stood = moving_host.xyzr
    moving_host.wait(60)
    assert moving_host.xyzr == stood
    index = moving_host.ptp(MOVL_INC, 0, 0, 10, 0)
    moving_host.finish()
    assert moving_host.index == index
    assert moving_host.xyzr[2] == pytest.approx(60, abs=1e-4)


def test_a_new_command_waits_until_the_brake_has_done_its_work(moving_host):
    moving_host.ptp(MOVL_XYZ, 200, 150, 50, 0)
    moving_host.wait(1.5)
    for number in (242, 245, 240):
        moving_host.write(number)
    moving_host.ptp(MOVL_XYZ, 200, 125, 80, 0)
    moving_host.wait(0.4)
    assert moving_host.xyzr[2] == pytest.approx(50, abs=1e-4)
    moving_host.finish()
    assert moving_host.xyzr == pytest.approx((200, 125, 80, 0), abs=1e-4)


def test_force_stop_ends_a_pause(host):
    index = host.queue(110, wait_ms(60_000))
    host.wait(1)
    host.write(242)
    assert host.index == index
    assert host.arm.idle


def test_force_stop_at_rest_only_stops_the_queue(host):
    before = host.pose
    host.write(242)
    host.queue(62, b"\x01\x01")
    host.wait(1)
    assert host.pose == before
    assert not host.arm.suction


def test_a_full_queue_neither_takes_nor_answers(host):
    host.write(241)
    for left in range(32, 0, -1):
        assert host.ask(247, "I") == (left,)
        host.queue(110, wait_ms(1))
    assert host.ask(247, "I") == (0,)
    assert host.silent(110, QUEUE, wait_ms(1))
    host.write(240)
    host.wait(1)
    assert host.index == 33
    assert host.queue(110, wait_ms(1)) == 34


def test_a_command_that_runs_does_not_wait(host):
    host.queue(110, wait_ms(1000))
    host.queue(110, wait_ms(1000))
    assert host.ask(247, "I") == (31,)


@pytest.mark.parametrize("acceleration", [0, 100])
def test_a_move_without_speed_never_ends_but_can_be_stopped(moving_host, acceleration):
    moving_host.write(81, struct.pack("<4f", 0, 0, acceleration, acceleration))
    index = moving_host.ptp(MOVL_XYZ, 200, 150, 50, 0)
    moving_host.wait(1e6)
    assert moving_host.index == index - 1
    assert not moving_host.arm.idle
    moving_host.write(242)
    assert moving_host.arm.idle
    assert moving_host.index == index


def test_a_move_written_at_once_has_no_index(moving_host):
    before = moving_host.index
    moving_host.write(84, struct.pack("<B4f", MOVL_XYZ, 200, 100, 50, 0))
    moving_host.wait(1)
    assert moving_host.xyzr == pytest.approx((200, 50, 50, 0), abs=1e-4)
    # the arm is busy: this one is answered, and lost
    moving_host.write(84, struct.pack("<B4f", MOVL_XYZ, 200, -100, 50, 0))
    moving_host.finish()
    assert moving_host.xyzr == pytest.approx((200, 100, 50, 0), abs=1e-4)
    assert moving_host.index == before


def test_the_profile_sets_depth_first_index_and_whether_it_runs():
    host = Host(replace(MAGICIAN, queue_depth=1, first_index=0, queue_runs=False))
    assert host.queue(110, wait_ms(0)) == 0
    assert host.silent(110, QUEUE, wait_ms(0))
    assert host.index == NOTHING_RAN
    host.write(240)
    assert host.index == 0


def test_where_a_clear_lets_the_indices_begin_anew():
    host = Host(PROFILES["pydobotlab"])
    assert [host.queue(110, wait_ms(0)) for _ in range(2)] == [1, 2]
    assert host.index == 2
    host.write(245)
    assert host.index == 0
    assert host.queue(110, wait_ms(0)) == 1
    assert host.index == 1

"""Outputs that are switched on the way of a move (PTPPO)."""

import struct

import pytest

from .host import JUMP_MOVL_XYZ, MOVJ_XYZ, MOVL_XYZ, Host


def entries(*todo):
    return b"".join(struct.pack("<BHB", *one) for one in todo)


def with_outputs(host, mode, target, *todo, counted=False, rail=None):
    """Queue a PTPPO command; ``todo`` is (percent, pin, level)."""
    count = bytes([len(todo)]) if counted else b""
    params = struct.pack("<B4f", mode, *target)
    if rail is None:
        return host.queue(88, params + count + entries(*todo))
    return host.queue(89, params + struct.pack("<f", rail) + count + entries(*todo))


def level(host, pin):
    return host.ask(131, "2B", bytes([pin]))[1]


def when_switched(host, pin, tick=0.005):
    """Let the arm finish; return where it was when the pin went up, or None."""
    place = None
    while not host.arm.idle:
        if place is None and level(host, pin):
            place = host.xyzr
        host.wait(tick)
    return host.xyzr if place is None and level(host, pin) else place


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("rail", [None, 0.0])
def test_an_output_is_switched_so_far_along_a_line(moving_host, counted, rail):
    todo = [(20, 1, 1), (50, 2, 1), (70, 1, 0)]
    index = with_outputs(
        moving_host, MOVL_XYZ, (200, 100, 50, 0), *todo, counted=counted, rail=rail
    )
    assert (level(moving_host, 1), level(moving_host, 2)) == (0, 0)
    seen = []
    while not moving_host.arm.idle:
        seen.append((moving_host.xyzr[1], level(moving_host, 1), level(moving_host, 2)))
        moving_host.wait(0.01)
    assert moving_host.index == index
    for y, one, two in seen:
        if min(abs(y - mark) for mark in (20, 50, 70)) > 1:
            assert one == (20 < y < 70)
            assert two == (y > 50)


@pytest.mark.parametrize(("percent", "y"), [(0, 0), (100, 100), (255, 100)])
def test_at_its_ends(moving_host, percent, y):
    with_outputs(moving_host, MOVL_XYZ, (200, 100, 50, 0), (percent, 3, 1))
    assert when_switched(moving_host, 3)[1] == pytest.approx(y, abs=0.2)
    assert level(moving_host, 3) == 1


def test_so_far_along_a_turn(moving_host):
    with_outputs(moving_host, MOVL_XYZ, (200, 0, 50, 40), (25, 3, 1))
    assert when_switched(moving_host, 3)[3] == pytest.approx(10, abs=0.3)


def test_so_far_along_a_joint_move(moving_host):
    before = moving_host.joints[0]
    with_outputs(moving_host, MOVJ_XYZ, (0, 200, 50, 90), (25, 3, 1))
    while not level(moving_host, 3):
        moving_host.wait(0.005)
    assert moving_host.joints[0] - before == pytest.approx(90 / 4, abs=0.5)


def test_in_a_jump_each_leg_has_its_share(moving_host):
    moving_host.go(MOVJ_XYZ, 240, 0, 50)
    moving_host.write(82, struct.pack("<2f", 25, 200))
    with_outputs(moving_host, JUMP_MOVL_XYZ, (240, 100, 50, 0), (50, 3, 1), (5, 4, 1), (95, 5, 1))
    switched = {}
    while not moving_host.arm.idle:
        for pin in (3, 4, 5):
            if level(moving_host, pin):
                switched.setdefault(pin, moving_host.xyzr)
        moving_host.wait(0.005)
    assert switched[3][:3] == pytest.approx((240, 50, 75), abs=0.6)
    assert switched[4][1] == pytest.approx(0, abs=1e-3)
    assert 50 < switched[4][2] < 75
    assert switched[5][1] == pytest.approx(100, abs=1e-3)
    assert 50 < switched[5][2] < 75


def test_a_move_to_where_it_is_switches_all(moving_host):
    with_outputs(moving_host, MOVL_XYZ, (200, 0, 50, 0), (10, 3, 1), (90, 4, 1))
    moving_host.wait(0.01)
    assert (level(moving_host, 3), level(moving_host, 4)) == (1, 1)


@pytest.mark.parametrize("mode", [MOVJ_XYZ, MOVL_XYZ])
def test_a_force_stop_still_switches_what_it_comes_past(moving_host, mode):
    with_outputs(
        moving_host, mode, (200, 150, 50, 0), (20, 3, 1), (70, 4, 1), (80, 5, 1), (99, 6, 1)
    )
    duration = moving_host_duration(mode)
    moving_host.wait(duration * 0.6)
    moving_host.write(242)
    assert [level(moving_host, pin) for pin in (3, 4, 5, 6)] == [1, 0, 0, 0]
    moving_host.finish()
    assert [level(moving_host, pin) for pin in (3, 4, 5, 6)] == [1, 1, 1, 0]


def moving_host_duration(mode):
    twin = Host()
    twin.go(1, 200, 0, 50)
    twin.set_speed(100, 100)
    return twin.go(mode, 200, 150, 50)


def test_what_lies_behind_the_reach_is_not_switched(moving_host):
    with_outputs(moving_host, MOVL_XYZ, (400, 0, 0, 0), (10, 3, 1), (90, 4, 1))
    moving_host.finish()
    assert moving_host.alarms == {0x22}
    assert (level(moving_host, 3), level(moving_host, 4)) == (1, 0)


def test_a_move_that_cannot_be_planned_switches_nothing(moving_host):
    with_outputs(moving_host, MOVJ_XYZ, (500, 0, 0, 0), (0, 3, 1))
    moving_host.finish()
    assert moving_host.alarms == {0x11}
    assert level(moving_host, 3) == 0


def test_a_wrong_count_is_an_undefined_instruction(moving_host):
    params = struct.pack("<B4f", MOVL_XYZ, 200, 100, 50, 0)
    moving_host.queue(88, params + b"\x02" + entries((10, 3, 1)))
    assert moving_host.arm.idle
    assert moving_host.alarms == {0x01}


def test_an_output_that_is_not_there(moving_host):
    with_outputs(moving_host, MOVL_XYZ, (200, 50, 50, 0), (10, 60000, 1))
    moving_host.finish()
    assert moving_host.xyzr == pytest.approx((200, 50, 50, 0), abs=1e-4)


def test_with_the_rail_alone(moving_host):
    moving_host.write(3, b"\x01\x01")
    with_outputs(moving_host, MOVJ_XYZ, (200, 0, 50, 0), (50, 3, 1), rail=100.0)
    moving_host.wait(0.99)
    assert level(moving_host, 3) == 0
    moving_host.wait(0.02)
    assert level(moving_host, 3) == 1
    moving_host.finish()


def test_a_force_stop_in_a_jump_with_rail(moving_host):
    moving_host.write(3, b"\x01\x01")
    moving_host.write(82, struct.pack("<2f", 20, 200))
    with_outputs(moving_host, JUMP_MOVL_XYZ, (240, 100, 50, 0), (50, 3, 1), (100, 4, 1), rail=400.0)
    moving_host.wait(2.5)
    moving_host.write(242)
    moving_host.finish()
    assert level(moving_host, 4) == 0
    place = moving_host.ask(13, "f")[0]
    assert 0 < place < 400


def test_a_move_without_speed_switches_its_first_output_only(moving_host):
    moving_host.write(81, struct.pack("<4f", 0, 0, 100, 100))
    with_outputs(moving_host, MOVL_XYZ, (200, 100, 50, 0), (0, 3, 1), (1, 4, 1), (100, 5, 1))
    moving_host.wait(1e6)
    assert [level(moving_host, pin) for pin in (3, 4, 5)] == [1, 0, 0]
    moving_host.write(242)
    assert moving_host.arm.idle
    assert [level(moving_host, pin) for pin in (3, 4, 5)] == [1, 0, 0]

"""The rail: told about, moved with the arm, jogged."""

import struct
from dataclasses import replace
from itertools import pairwise
from math import inf

import pytest

from dobotkit.simulator.movement import Rail
from dobotkit.simulator.profile import MAGICIAN

from .host import (
    JUMP_MOVL_XYZ,
    JUMP_XYZ,
    MOVJ_INC,
    MOVJ_XYZ,
    MOVJ_XYZ_INC,
    MOVL_INC,
    MOVL_XYZ,
    Host,
)


def rail(host):
    return host.ask(13, "f")[0]


def with_rail(host, mode, *values):
    return host.queue(86, struct.pack("<B5f", mode, *values))


@pytest.fixture
def rail_host(moving_host):
    """An arm at (200, 0, 50) on a rail, all at 100 mm/s and mm/s²."""
    moving_host.write(3, b"\x01\x01")
    moving_host.write(85, struct.pack("<2f", 100, 100))
    return moving_host


def test_there_is_a_rail_when_the_host_says_so(host):
    assert host.ask(3, "B") == (0,)
    assert rail(host) == 0
    host.queue(3, b"\x01\x00")
    assert host.ask(3, "B") == (1,)
    host.write(3, b"\x00\x00")
    assert host.ask(3, "B") == (0,)
    assert len(host.ask(10, "32B")) == 32


def test_or_from_the_start():
    host = Host(replace(MAGICIAN, rail=Rail(present=True, power_on_place=120.0)))
    assert host.ask(3, "B") == (1,)
    assert rail(host) == 120


def test_the_place_may_be_in_the_pose_too():
    host = Host(replace(MAGICIAN, rail=Rail(present=True, power_on_place=120.0, in_pose=True)))
    assert host.ask(10, "9f")[8] == 120


@pytest.mark.parametrize(
    ("mode", "values"),
    [
        (MOVJ_XYZ, (200, 40, 50, 0)),
        (MOVL_XYZ, (200, 40, 50, 0)),
        (MOVL_INC, (0, 40, 0, 0)),
        (MOVJ_XYZ_INC, (0, 40, 0, 0)),
    ],
)
def test_arm_and_rail_start_and_stop_together(rail_host, mode, values):
    index = with_rail(rail_host, mode, *values, 300)
    path = []
    for _ in range(400):
        path.append((rail_host.xyzr[1], rail(rail_host)))
        rail_host.wait(0.01)
    # 300 mm at 100 mm/s and mm/s² take 4 s
    assert path[399][0] < 40
    assert path[200] == pytest.approx((20, 150), abs=0.5)
    assert path[100][1] == pytest.approx(50, abs=1e-3)
    assert rail_host.finish() <= 0.01
    assert rail_host.index == index
    assert rail_host.xyzr == pytest.approx((200, 40, 50, 0), abs=1e-4)
    assert rail(rail_host) == 300


def test_the_rail_waits_for_the_arm(rail_host):
    with_rail(rail_host, MOVL_XYZ, 200, 100, 50, 0, 10)
    rail_host.wait(1)
    assert rail_host.xyzr[1] == pytest.approx(50, abs=1e-4)
    assert rail(rail_host) == pytest.approx(5, abs=1e-4)
    assert rail_host.finish() == pytest.approx(1, abs=0.011)


def test_the_rail_alone(rail_host):
    before = rail_host.pose
    with_rail(rail_host, MOVJ_XYZ, 200, 0, 50, 0, 100)
    assert rail_host.finish() == pytest.approx(2, abs=0.011)
    assert rail(rail_host) == 100
    assert rail_host.pose == pytest.approx(before, abs=1e-4)
    with_rail(rail_host, MOVJ_INC, 0, 0, 0, 0, -60)
    rail_host.wait(0.5)
    assert rail(rail_host) == pytest.approx(100 - 12.5, abs=1e-3)
    rail_host.finish()
    assert rail(rail_host) == pytest.approx(40, abs=1e-4)


@pytest.mark.parametrize("mode", [JUMP_XYZ, JUMP_MOVL_XYZ])
def test_a_jump_moves_the_rail_while_it_is_up(rail_host, mode):
    rail_host.go(MOVJ_XYZ, 240, 0, 50)
    rail_host.write(82, struct.pack("<2f", 30, 200))
    with_rail(rail_host, mode, 192, 144, 20, 0, 400)
    rails = []
    while not rail_host.arm.idle:
        rails.append((rail_host.xyzr[2], rail(rail_host)))
        rail_host.wait(0.02)
    assert all(z == pytest.approx(80, abs=1e-2) for z, place in rails if 0 < place < 400)
    assert [place for _, place in rails] == sorted(place for _, place in rails)
    assert {place for z, place in rails if z < 79.9} == {0, 400}
    assert rail(rail_host) == 400


@pytest.mark.parametrize(("moment", "place"), [(0.5, 0), (2.5, None), (6.4, 400)])
def test_force_stop_in_each_leg_of_a_jump(rail_host, moment, place):
    rail_host.go(MOVJ_XYZ, 240, 0, 50)
    rail_host.write(82, struct.pack("<2f", 30, 200))
    with_rail(rail_host, JUMP_XYZ, 192, 144, 20, 0, 400)
    rail_host.wait(moment)
    before = rail(rail_host)
    rail_host.write(242)
    assert rail(rail_host) == pytest.approx(before, abs=1e-3)
    rail_host.finish()
    if place is None:
        # from 100 mm/s, with 200 mm/s²
        assert rail(rail_host) == pytest.approx(before + 25, abs=1e-3)
    else:
        assert rail(rail_host) == place


def test_force_stop_brakes_both_together(rail_host):
    with_rail(rail_host, MOVL_XYZ, 200, 100, 50, 0, 300)
    rail_host.wait(2)
    y = rail_host.xyzr[1]
    speed = 50  # a triangle: 100 mm in 4 s
    rail_host.write(242)
    assert rail_host.finish() == pytest.approx(0.5, abs=0.011)
    assert rail(rail_host) == pytest.approx(150 + 25, abs=1e-3)
    assert rail_host.xyzr[1] == pytest.approx(y + speed * 0.25, abs=0.1)


def test_where_the_line_leaves_the_reach_the_rail_stops_too(rail_host):
    with_rail(rail_host, MOVL_XYZ, 400, 0, 0, 0, 500)
    rail_host.finish()
    assert rail_host.alarms == {0x22}
    assert 100 < rail(rail_host) < 400


def test_ratios_apply_to_the_rail(rail_host):
    rail_host.write(83, struct.pack("<2f", 50, 50))
    with_rail(rail_host, MOVJ_XYZ, 200, 0, 50, 0, 100)
    assert rail_host.finish() == pytest.approx(2 + 1, abs=0.011)


@pytest.mark.parametrize("place", [-1, 1001, inf, float("nan")])
def test_past_the_end_of_the_rail(rail_host, place):
    index = with_rail(rail_host, MOVJ_XYZ, 200, 40, 50, 0, place)
    assert rail_host.alarms == {0x12}
    assert rail_host.index == index
    assert rail_host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_without_a_rail_only_the_arm_moves(moving_host):
    with_rail(moving_host, MOVL_XYZ, 200, 40, 50, 0, 5000)
    moving_host.finish()
    assert moving_host.alarms == set()
    assert moving_host.xyzr == pytest.approx((200, 40, 50, 0), abs=1e-4)
    assert rail(moving_host) == 0


def test_a_jump_whose_line_across_leaves_the_reach(rail_host):
    rail_host.go(MOVJ_XYZ, 120, 160, 0)
    rail_host.write(82, struct.pack("<2f", 5, 200))
    with_rail(rail_host, JUMP_MOVL_XYZ, 120, -160, 0, 0, 400)
    rail_host.finish()
    assert rail_host.alarms == {0x22}
    assert 0 < rail(rail_host) < 400
    assert rail_host.xyzr[2] == pytest.approx(5, abs=1e-3)


def test_parameters_of_the_rail(host):
    assert host.ask(85, "2f") == (100, 100)
    host.write(85, struct.pack("<2f", 1e6, 1e6))
    assert host.ask(85, "2f") == (200, 400)


def test_a_rail_without_speed_never_gets_there(rail_host):
    rail_host.write(85, struct.pack("<2f", 0, 100))
    with_rail(rail_host, MOVJ_XYZ, 200, 40, 50, 0, 100)
    rail_host.wait(1e6)
    assert not rail_host.arm.idle
    rail_host.write(242)
    assert rail_host.arm.idle


@pytest.mark.parametrize("in_joints", [0, 1])
def test_the_rail_can_be_jogged(rail_host, in_joints):
    rail_host.write(74, struct.pack("<2f", 20, 20))
    rail_host.write(72, struct.pack("<2f", 100, 100))
    before = rail_host.pose
    rail_host.write(73, bytes([in_joints, 9]))
    rail_host.wait(1.5)
    assert rail(rail_host) == pytest.approx(20, abs=1e-4)
    rail_host.write(73, bytes([in_joints, 0]))
    rail_host.finish()
    assert rail(rail_host) == pytest.approx(30, abs=1e-4)
    rail_host.write(73, bytes([in_joints, 10]))
    rail_host.finish()
    assert rail(rail_host) == pytest.approx(0, abs=1e-4)
    assert rail_host.alarms == set()
    assert rail_host.pose == pytest.approx(before, abs=1e-4)


def test_the_rail_never_jumps(rail_host):
    with_rail(rail_host, MOVL_XYZ, 200, 100, 50, 0, 300)
    with_rail(rail_host, JUMP_XYZ, 200, 0, 50, 0, 100)
    with_rail(rail_host, MOVJ_XYZ, 200, 0, 50, 0, 0)
    places = []
    while not rail_host.arm.idle:
        places.append(rail(rail_host))
        rail_host.wait(0.02)
    assert max(abs(b - a) for a, b in pairwise(places)) <= 100 * 0.02 + 1e-6

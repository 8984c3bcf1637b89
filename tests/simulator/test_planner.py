"""Motion commands through the wire: where they end, how long they take, which way they go."""

import struct
from math import hypot

import pytest

from dobotkit.simulator.profiles import PROFILES

from .host import (
    JUMP_ANGLE,
    JUMP_MOVL_XYZ,
    JUMP_XYZ,
    MOVJ_ANGLE,
    MOVJ_INC,
    MOVJ_XYZ,
    MOVJ_XYZ_INC,
    MOVL_ANGLE,
    MOVL_INC,
    MOVL_XYZ,
    VECTORS,
    Host,
)

HOME_POSE = (259.104, 0, -8.485, 0, 0, 45, 45, 0)


@pytest.mark.parametrize(
    ("mode", "values", "xyzr"),
    [
        (JUMP_XYZ, (220, 60, 20, 10), (220, 60, 20, 10)),
        (MOVJ_XYZ, (220, 60, 20, 10), (220, 60, 20, 10)),
        (MOVL_XYZ, (220, 60, 20, 10), (220, 60, 20, 10)),
        (MOVJ_XYZ_INC, (20, 60, -30, 10), (220, 60, 20, 10)),
        (MOVL_INC, (20, 60, -30, 10), (220, 60, 20, 10)),
        (JUMP_MOVL_XYZ, (220, 60, 20, 10), (220, 60, 20, 10)),
    ],
)
def test_modes_with_positions(moving_host, mode, values, xyzr):
    moving_host.go(mode, *values)
    assert moving_host.xyzr == pytest.approx(xyzr, abs=1e-4)
    assert moving_host.alarms == set()


@pytest.mark.parametrize("mode", [JUMP_ANGLE, MOVJ_ANGLE, MOVL_ANGLE])
def test_modes_with_angles(moving_host, mode):
    moving_host.go(mode, 20, 50, 40, -5)
    assert moving_host.joints == pytest.approx((20, 50, 40, -5), abs=1e-4)


def test_increments_of_angles(moving_host):
    before = moving_host.joints
    moving_host.go(MOVJ_INC, 5, -3, 4, 2)
    after = tuple(a + d for a, d in zip(before, (5, -3, 4, 2), strict=True))
    assert moving_host.joints == pytest.approx(after, abs=1e-4)


@pytest.mark.parametrize("mode", [MOVL_XYZ, MOVL_INC])
def test_a_line_takes_the_time_of_its_law(moving_host, mode):
    # 150 mm at 100 mm/s and 100 mm/s²: 150/100 + 100/100
    values = (200, 150, 50, 0) if mode == MOVL_XYZ else (0, 150, 0, 0)
    assert moving_host.go(mode, *values) == pytest.approx(2.5, abs=0.011)


def test_ratios_scale_speed_and_acceleration(moving_host):
    moving_host.write(83, struct.pack("<2f", 50, 25))
    # 150 mm at 50 mm/s and 25 mm/s²
    assert moving_host.go(MOVL_XYZ, 200, 150, 50) == pytest.approx(3 + 2, abs=0.011)


def test_ratios_above_100_work_like_100(moving_host):
    moving_host.write(83, struct.pack("<2f", 500, 500))
    assert moving_host.ask(83, "2f") == (500, 500)
    assert moving_host.go(MOVL_XYZ, 200, 150, 50) == pytest.approx(2.5, abs=0.011)


@pytest.mark.parametrize("ratio", [0, -50, float("-inf"), float("nan")])
def test_a_ratio_of_nothing_is_no_speed(moving_host, ratio):
    moving_host.write(83, struct.pack("<2f", 50, ratio))
    moving_host.write(81, struct.pack("<4f", *[-100] * 4))
    moving_host.ptp(MOVL_XYZ, 200, 150, 50, 0)
    moving_host.wait(1e6)
    assert moving_host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)
    assert not moving_host.arm.idle


def test_until_they_are_set_the_ratios_are_reported_but_not_applied(host):
    host.go(MOVJ_XYZ, 200, 0, 50)
    assert host.ask(83, "2f") == (50, 50)
    # 150 mm at 300 mm/s and 400 mm/s² is a triangle
    assert host.go(MOVL_XYZ, 200, 150, 50) == pytest.approx(2 * (150 / 400) ** 0.5, abs=0.011)


def test_larger_parameters_are_lowered_when_they_are_set(host):
    host.write(80, struct.pack("<8f", *[1000] * 8))
    host.write(81, struct.pack("<4f", *[1000] * 4))
    assert host.ask(80, "8f") == (300,) * 4 + (400,) * 4
    assert host.ask(81, "4f") == (300, 200, 400, 300)


def test_a_joint_move_is_straight_in_the_angles(moving_host):
    begin = moving_host.joints
    moving_host.ptp(MOVJ_XYZ, 220, 120, 10, 0)
    path = []
    while not moving_host.arm.idle:
        path.append(moving_host.joints)
        moving_host.wait(0.05)
    end = moving_host.joints
    assert len(path) > 10
    for joint in range(4):
        way = [p[joint] for p in path]
        assert way in (sorted(way), sorted(way, reverse=True))
        assert min(begin[joint], end[joint]) - 1e-4 <= min(way)
        assert max(way) <= max(begin[joint], end[joint]) + 1e-4


def heights_and_places(host, mode, *target):
    host.ptp(mode, *target)
    trace = []
    while not host.arm.idle:
        trace.append(host.xyzr)
        host.wait(0.005)
    return trace


# As far from the base as (240, 0): the joint move across only turns the base, and keeps its height.
ASIDE = (192, 144)


@pytest.mark.parametrize("mode", [JUMP_XYZ, JUMP_MOVL_XYZ])
def test_a_jump_goes_up_across_and_down(moving_host, mode):
    moving_host.go(MOVJ_XYZ, 240, 0, 50)
    moving_host.write(82, struct.pack("<2f", 30, 200))
    trace = heights_and_places(moving_host, mode, *ASIDE, 20, 0)
    assert max(z for _, _, z, _ in trace) == pytest.approx(80, abs=1e-3)  # the higher end, and 30
    assert min(z for _, _, z, _ in trace) == pytest.approx(20, abs=0.1)
    across = [(x, y) for x, y, z, _ in trace if z > 79.999]
    assert len(across) > 100
    straight = all((240 - x) * 144 == pytest.approx(y * 48, abs=0.01) for x, y in across)
    round_the_base = all(hypot(x, y) == pytest.approx(240, abs=1e-3) for x, y in across)
    assert (straight, round_the_base) == (mode == JUMP_MOVL_XYZ, mode == JUMP_XYZ)


@pytest.mark.parametrize(
    ("height", "limit", "top"),
    [(30, 200, 80), (30, 70, 70), (30, 60, 60), (30, 40, 50)],
    ids=["below the limit", "to the limit", "low limit", "already above the limit"],
)
def test_how_high_a_jump_goes(moving_host, height, limit, top):
    moving_host.go(MOVJ_XYZ, 240, 0, 50)
    moving_host.write(82, struct.pack("<2f", height, limit))
    trace = heights_and_places(moving_host, JUMP_XYZ, *ASIDE, 20, 0)
    assert max(z for _, _, z, _ in trace) == pytest.approx(top, abs=1e-3)


@pytest.mark.parametrize(
    ("x", "straight"), [(240, True), (200, False)], ids=["far out", "near the base"]
)
def test_far_out_a_jump_goes_straight_up(moving_host, x, straight):
    moving_host.go(MOVJ_XYZ, x, 0, 0)
    moving_host.write(82, struct.pack("<2f", 40, 200))
    trace = heights_and_places(moving_host, JUMP_XYZ, x, 50, 0, 0)
    rise = [px for px, py, _, _ in trace if py == 0]
    assert len(rise) > 10
    assert (max(rise) - min(rise) < 1e-3) == straight


def test_home_goes_at_its_own_speed(moving_host):
    moving_host.go(MOVJ_XYZ, 180, 180, 50)
    j1 = moving_host.joints[0]
    assert j1 == pytest.approx(45, abs=1e-4)
    moving_host.queue(31)
    # 45° at 30°/s and 30°/s²
    assert moving_host.finish() == pytest.approx(45 / 30 + 1, abs=0.011)
    assert moving_host.pose == pytest.approx(HOME_POSE, abs=1e-2)


def test_home_may_be_moved(host):
    host.queue(30, struct.pack("<4f", 250, 0, 50, 0))
    host.queue(31, struct.pack("<I", 0))
    host.finish()
    assert host.xyzr == pytest.approx((250, 0, 50, 0), abs=1e-4)
    assert host.ask(30, "4f") == pytest.approx((250, 0, 50, 0), abs=1e-4)


def test_home_out_of_reach_is_refused_when_it_is_set(host):
    host.queue(30, struct.pack("<4f", 500, 0, 50, 0))
    assert host.alarms == {0x11}
    assert host.ask(30, "4f") == pytest.approx(HOME_POSE[:4], abs=1e-2)


@pytest.mark.parametrize(
    ("mode", "point"), [(1, (200, 100, 50)), (0, (0, 100, 0))], ids=["absolute", "relative"]
)
def test_continuous_path_points_have_their_own_speed(moving_host, mode, point):
    moving_host.go(MOVL_XYZ, 200, 0, 50, 20)
    moving_host.write(90, struct.pack("<3fB", 100, 100, 100, 0))
    moving_host.queue(91, struct.pack("<B4f", mode, *point, 50))
    # 100 mm at 50 mm/s and 100 mm/s²
    assert moving_host.finish() == pytest.approx(2 + 0.5, abs=0.011)
    assert moving_host.xyzr[:3] == pytest.approx((200, 100, 50), abs=1e-4)


def test_a_continuous_path_is_never_faster_than_a_straight_move_may_be(moving_host):
    moving_host.go(MOVL_XYZ, 200, -150, 50)
    moving_host.write(90, struct.pack("<3fB", 1e6, 1e6, 100, 0))
    moving_host.queue(91, struct.pack("<B4f", 1, 200, 150, 50, 1e6))
    # 300 mm at 300 mm/s and 400 mm/s² at most
    assert moving_host.finish(tick=0.001) == pytest.approx(1 + 0.75, abs=0.002)


def test_a_continuous_path_brakes_with_twice_its_acceleration(moving_host):
    moving_host.queue(91, struct.pack("<B4f", 1, 200, 150, 50, 50))
    moving_host.wait(1)  # 12.5 mm while it speeds up with 100 mm/s², 25 mm at 50 mm/s
    moving_host.write(242)
    moving_host.finish()
    assert moving_host.xyzr[:3] == pytest.approx((200, 37.5 + 6.25, 50), abs=1e-4)


@pytest.mark.parametrize(
    ("number", "params"),
    [(84, struct.pack("<B4f", 10, 200, 0, 50, 0)), (91, struct.pack("<B4f", 2, 200, 0, 50, 10))],
)
def test_an_unknown_mode_is_an_undefined_instruction(host, number, params):
    before = host.pose
    host.queue(number, params)
    assert host.alarms == {0x01}
    assert host.pose == before


def test_a_straight_move_with_another_tool_is_straight_at_that_tool(moving_host):
    moving_host.set_tool(70, 5, 20)
    begin = moving_host.xyzr
    moving_host.ptp(MOVL_INC, 0, 60, 20, 0)
    while not moving_host.arm.idle:
        x, y, z, _ = moving_host.xyzr
        assert x == pytest.approx(begin[0], abs=1e-4)
        assert (y - begin[1]) / 60 == pytest.approx((z - begin[2]) / 20, abs=1e-5)
        moving_host.wait(0.1)
    assert moving_host.xyzr[1] == pytest.approx(begin[1] + 60, abs=1e-4)


@pytest.mark.parametrize("tool", [(1e30, 0, 0), (float("nan"), 0, 0), (float("inf"), 1, 1)])
@pytest.mark.parametrize("mode", range(10))
def test_an_absurd_tool_stops_nothing_but_the_move(host, tool, mode):
    host.set_tool(*tool)
    host.ptp(mode, 1, 2, 3, 4)
    host.wait(60)
    assert host.arm.idle
    host.write(20)
    host.set_tool(59.7)
    host.go(MOVJ_XYZ, 200, 0, 50)
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)


def test_a_line_with_a_tool_of_absurd_length_is_planned_in_no_time(host):
    """Millions of metres that can all be reached: nobody checks each mm of them."""
    host.set_tool(1e13)
    host.ptp(MOVL_INC, -20, 2e7, 0, 0)
    host.wait(1)
    assert host.alarms == set()
    assert not host.arm.idle


def test_the_published_trace_of_a_real_arm():
    """A real MOVJ, sampled every 0.1 s while it speeds up; only its start time is fitted."""
    trace = VECTORS["trace"]
    host = Host()
    host.set_tool(0)
    host.go(MOVJ_XYZ, 150.020, 0, 99.939)
    assert host.xyzr == pytest.approx((150.020, 0, 99.939, 0), abs=1e-3)
    host.write(80, struct.pack("<8f", *[140] * 4, *[100] * 4))
    host.write(83, struct.pack("<2f", 50, 30))
    host.ptp(MOVJ_XYZ, 200, 0, 100, 0)
    tick = 0.0005
    path = []
    for _ in range(1000):
        path.append(host.xyzr)
        host.wait(tick)

    def error(start_tick):
        worst = 0.0
        for t, x, z in zip(trace["t"], trace["x"], trace["z"], strict=True):
            px, _, pz, _ = path[max(0, round(t / tick) - start_tick)]
            worst = max(worst, hypot(px - x, pz - z))
        return worst

    assert min(map(error, range(round(trace["t"][2] / tick)))) < 0.05


def test_home_may_seek_the_switch_of_the_base_first():
    host = Host(PROFILES["homing"])
    host.go(MOVJ_XYZ, 180, 100, 50)
    host.queue(31)
    lowest = 0.0
    seconds = 0.0
    while not host.arm.idle:
        lowest = min(lowest, host.joints[0])
        host.wait(0.1)
        seconds += 0.1
    assert 15 < seconds < 30
    assert lowest == pytest.approx(-90, abs=0.5)
    assert host.pose == pytest.approx(HOME_POSE, abs=1e-2)
    assert host.alarms == set()


@pytest.mark.parametrize(
    ("rise", "fall", "limit", "top"),
    [(30, 10, 200, 80), (10, 70, 200, 90), (30, 10, 70, 70), (0, 0, 200, 50)],
)
def test_a_jump_with_two_heights(moving_host, rise, fall, limit, top):
    moving_host.go(MOVJ_XYZ, 240, 0, 50)
    moving_host.write(87, struct.pack("<3f", rise, fall, limit))
    trace = heights_and_places(moving_host, JUMP_XYZ, *ASIDE, 20, 0)
    assert max(z for _, _, z, _ in trace) == pytest.approx(top, abs=1e-3)


def test_one_height_sets_both(host):
    host.write(87, struct.pack("<3f", 1, 2, 3))
    assert host.ask(82, "2f") == (20, 150)
    host.write(82, struct.pack("<2f", 30, 200))
    assert host.ask(87, "3f") == (30, 30, 200)


@pytest.mark.parametrize(
    "values", [(-1, 5, 100), (5, -1, 100), (float("nan"), 5, 100), (5, 5, float("inf"))]
)
@pytest.mark.parametrize("mode", [JUMP_XYZ, JUMP_ANGLE, JUMP_MOVL_XYZ])
def test_bad_jump_parameters(moving_host, mode, values):
    before = moving_host.pose
    moving_host.write(87, struct.pack("<3f", *values))
    moving_host.ptp(mode, 20, 50, 40, -5)
    assert moving_host.alarms == {0x15}
    assert moving_host.pose == before
    moving_host.write(20)
    moving_host.go(MOVJ_XYZ, 210, 0, 50)
    assert moving_host.alarms == set()


@pytest.mark.parametrize(("x", "y", "straight"), [(0, 240, True), (0, 200, False)])
def test_far_out_to_the_side_a_jump_goes_straight_up_too(moving_host, x, y, straight):
    moving_host.go(MOVJ_XYZ, x, y, 0)
    moving_host.write(82, struct.pack("<2f", 40, 200))
    trace = heights_and_places(moving_host, JUMP_XYZ, 50, y, 0, 0)
    rise = [py for px, py, _, _ in trace if px == pytest.approx(0, abs=1e-4)]
    assert len(rise) > 10
    assert (max(rise) - min(rise) < 1e-3) == straight


def test_a_jump_takes_the_time_of_its_legs(moving_host):
    moving_host.go(MOVJ_XYZ, 240, 0, 0)
    moving_host.write(82, struct.pack("<2f", 4, 200))
    # 4 mm up and 4 mm down at 100 mm/s², 100 mm across at 100 mm/s and mm/s²
    assert moving_host.go(JUMP_MOVL_XYZ, 240, 100, 0) == pytest.approx(2 * 0.4 + 2, abs=0.011)

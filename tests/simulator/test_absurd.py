"""Parameters that no sane host sends; found by the fuzz of ``tests/fuzz``."""

import math
import struct

import pytest

from dobotkit.simulator.laws import Ramps, shortest_time

from .host import MOVJ_ANGLE, MOVL_XYZ


def test_homing_brakes_at_its_own_rate(host):
    """Not with the acceleration of other moves, which may be next to nothing."""
    host.go(MOVJ_ANGLE, -60, 45, 45, 0)
    host.write(80, struct.pack("<8f", *[200] * 4, *[1e-30] * 4))
    host.queue(31)
    host.wait(1.5)
    host.write(242)
    host.finish()
    assert all(
        low <= angle <= high
        for low, angle, high in zip(
            host.arm.profile.low, host.joints, host.arm.profile.high, strict=True
        )
    )


def test_a_line_without_speed_stands_where_it_is(host):
    """With such a tool, a place does not lead back to the angles that it came from."""
    host.go(MOVJ_ANGLE, -27, 65, 10, 55)
    host.set_tool(1, -3.4e38)
    before = host.joints
    host.write(81, struct.pack("<4f", 0, 0, 0, 0))
    host.ptp(MOVL_XYZ, 200, 0, 50, 0)
    host.wait(1)
    assert not host.arm.idle
    assert host.joints == before


def test_without_a_limit_to_the_acceleration_it_is_at_full_speed_at_once():
    law = Ramps(50.0, 100.0, math.inf, shortest_time(50.0, 100.0, math.inf))
    assert law.duration == 0.5
    assert [law.way(t) for t in (0, 0.1, 0.25, 0.5, 1)] == pytest.approx([0, 10, 25, 50, 50])
    assert [law.time(way) for way in (0, 10, 25, 50)] == pytest.approx([0, 0.1, 0.25, 0.5])
    assert [law.speed(t) for t in (0.001, 0.25, 0.499)] == [100, 100, 100]

from __future__ import annotations

import itertools
import math
import random

import pytest

from dobotkit.arm.travel import arc, joint_move, line, top_of_jump

TOOL = (59.7, 0.0, 0.0)


def test_a_line_has_its_ends_and_small_steps():
    points = list(line((200, 0, 50, 0), (250, 60, -20, 40)))
    assert points[0] == (200, 0, 50, 0)
    assert points[-1] == pytest.approx((250, 60, -20, 40))
    assert all(math.dist(a[:3], b[:3]) <= 2 + 1e-9 for a, b in itertools.pairwise(points))


def test_an_arc_goes_through_its_three_points_in_order():
    rng = random.Random(7)  # noqa: S311 - for places, not for secrets
    for _ in range(300):
        a, b, c = ((*[rng.uniform(-300, 300) for _ in range(3)], 0.0) for _ in range(3))
        points = [point[:3] for point in arc(a, b, c)]
        assert points[0] == pytest.approx(a[:3], abs=1e-6)
        assert points[-1] == pytest.approx(c[:3], abs=1e-5)
        distances = [math.dist(point, b[:3]) for point in points]
        nearest = distances.index(min(distances))
        assert distances[nearest] < 2
        assert 0 < nearest < len(points) - 1 or len(points) < 4


def test_circles_come_back():
    points = list(arc((200, 0, 0, 0), (250, 50, 0, 0), (300, 0, 0, 0), turns=2))
    assert points[-1][:3] == pytest.approx((200, 0, 0), abs=1e-6)
    assert max(point[0] for point in points) == pytest.approx(300, abs=0.1)
    assert min(point[1] for point in points) == pytest.approx(-50, abs=0.1)


def test_three_points_on_a_line_are_no_arc():
    with pytest.raises(ValueError, match="one line"):
        list(arc((200, 0, 0, 0), (220, 0, 0, 0), (240, 0, 0, 0)))


def test_a_joint_move_is_never_faster_than_its_bound():
    rng = random.Random(3)  # noqa: S311 - for places, not for secrets
    for _ in range(100):
        start = tuple(rng.uniform(*r) for r in ((-90, 90), (0, 85), (0, 60), (-90, 90)))
        end = tuple(rng.uniform(*r) for r in ((-90, 90), (0, 85), (0, 60), (-90, 90)))
        velocity = [rng.uniform(5, 300) for _ in range(4)]
        acceleration = [rng.uniform(5, 400) for _ in range(4)]
        move = joint_move(start, end, velocity, acceleration, TOOL)
        ways = [abs(b - a) for a, b in zip(start, end, strict=True)]
        total = max(
            s / v + v / a if s > v * v / a else 2 * math.sqrt(s / a)
            for s, v, a in zip(ways, velocity, acceleration, strict=True)
        )
        step = total / (len(move.places) - 1)
        fastest = max(math.dist(a[:3], b[:3]) / step for a, b in itertools.pairwise(move.places))
        assert fastest <= move.speed * (1 + 1e-9)


@pytest.mark.parametrize(
    ("z0", "z1", "height", "limit", "top"),
    [(0, 10, 20, 150, 30), (0, 140, 20, 150, 150), (160, 0, 20, 150, 160)],
)
def test_top_of_a_jump(z0, z1, height, limit, top):
    assert top_of_jump(z0, z1, height, limit) == top

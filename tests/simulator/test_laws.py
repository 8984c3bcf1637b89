from math import inf, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.laws import Braking, Ramps, shortest_time

lengths = st.floats(0.001, 1000)
speeds = st.floats(0.1, 500)
stretches = st.floats(1, 10)


def samples(law, n=200):
    return [law.duration * k / n for k in range(n + 1)]


@pytest.mark.parametrize(
    ("way", "v", "a", "seconds"),
    [
        (100, 50, 50, 3),  # 1 s up, 1 s at speed, 1 s down
        (100, 1000, 25, 4),  # never reaches its speed
        (50, 50, 50, 2),  # just reaches it
        (0, 50, 50, 0),
        (0, 0, 0, 0),
        (1, 0, 50, inf),
        (1, 50, 0, inf),
        (1, -5, 50, inf),
        (1, float("nan"), 50, inf),
    ],
)
def test_shortest_time(way, v, a, seconds):
    assert shortest_time(way, v, a) == seconds


@given(length=lengths, v=speeds, a=speeds, stretch=stretches)
@settings(deadline=None, max_examples=200)
def test_ramps_go_the_whole_way_and_exceed_nothing(length, v, a, stretch):
    law = Ramps(length, v, a, shortest_time(length, v, a) * stretch)
    ts = samples(law)
    ways = [law.way(t) for t in ts]
    assert ways[0] == 0
    assert ways[-1] == length
    assert law.speed(0) == law.speed(law.duration) == 0
    assert ways == sorted(ways)
    assert law.way(-1) == 0
    assert law.way(law.duration + 1) == length
    dt = law.duration / 200
    for t, s in zip(ts, ways, strict=True):
        assert 0 <= law.speed(t) <= v * (1 + 1e-9)
        # the way between two moments fits the speeds there: nothing jumps
        middle = law.way(t + dt / 2) - law.way(t - dt / 2)
        assert middle <= v * dt * (1 + 1e-9)
        change = abs(law.speed(min(t + dt, law.duration)) - law.speed(t))
        assert change <= a * dt * (1 + 1e-9) + 1e-9 * v
        assert law.way(law.time(s)) == pytest.approx(s, rel=1e-9, abs=1e-9)
    total = sum((law.speed(t) + law.speed(t + dt)) / 2 * dt for t in ts[:-1])
    assert total == pytest.approx(length, rel=0.02)


@given(length=lengths, v=speeds, a=speeds)
@settings(deadline=None)
def test_ramps_are_symmetrical(length, v, a):
    law = Ramps(length, v, a, shortest_time(length, v, a))
    for t in samples(law, 20):
        assert law.way(t) + law.way(law.duration - t) == pytest.approx(length)


@given(length=lengths, v=speeds, a=speeds)
@settings(deadline=None)
def test_the_shortest_time_uses_what_is_allowed(length, v, a):
    law = Ramps(length, v, a, shortest_time(length, v, a))
    top = law.speed(law.duration / 2)
    assert top == pytest.approx(min(v, sqrt(a * length)))


def test_without_an_end_it_stands_still():
    law = Ramps(100.0, 0.0, 50.0, inf)
    assert law.way(1e9) == 0
    assert law.speed(1e9) == 0


@given(begun=lengths, v=speeds, duration=st.floats(0.001, 5))
@settings(deadline=None)
def test_braking(begun, v, duration):
    law = Braking(begun, v, duration)
    assert law.way(0) == begun
    assert law.speed(0) == v
    assert law.way(duration) == pytest.approx(begun + v * duration / 2)
    assert law.way(duration * 2) == law.way(duration)
    assert law.speed(duration) == 0
    for t in samples(law, 20):
        assert law.time(law.way(t)) == pytest.approx(t, abs=1e-6 * (1 + begun / v))


def test_braking_from_rest_is_over_at_once():
    law = Braking(3.0, 0.0, 0.0)
    assert (law.way(0), law.way(1), law.speed(0)) == (3.0, 3.0, 0.0)

import math
import time

import pytest

from dobotkit.simulator.clock import InstantClock, ManualClock, RealClock, clock_for_pace


def test_real_time_passes_as_on_the_wall():
    clock = RealClock(start=5.0)
    begun = time.monotonic()
    first = clock.now()
    time.sleep(0.02)
    passed = clock.now() - first
    assert first >= 5.0
    assert 0.02 <= passed <= time.monotonic() - begun


def test_time_may_pass_faster():
    slow, fast = RealClock(), RealClock(1000.0)
    time.sleep(0.01)
    assert fast.now() > 100 * slow.now()


def test_the_instant_clock_jumps_to_the_next_event_and_never_back():
    clock = InstantClock(start=1.0)
    assert clock.now() == 1.0
    assert clock.now(7.5) == 7.5
    assert clock.now(3.0) == 7.5
    assert clock.now(math.inf) == 7.5


def test_the_manual_clock_moves_when_told():
    clock = ManualClock()
    assert clock.now(9.0) == 0.0
    clock.advance(0.25)
    assert clock.now() == 0.25
    with pytest.raises(ValueError, match="back"):
        clock.advance(-1)


@pytest.mark.parametrize(
    ("pace", "kind"), [("real", RealClock), ("instant", InstantClock), ("2.5", RealClock)]
)
def test_paces(pace, kind):
    clock = clock_for_pace(pace, start=3.0)
    assert isinstance(clock, kind)
    assert clock.now() >= 3.0


@pytest.mark.parametrize("pace", ["", "fast", "0", "-1", "inf", "nan", "INSTANT"])
def test_other_paces_are_refused(pace):
    with pytest.raises(ValueError, match="real, instant or a positive number"):
        clock_for_pace(pace)

"""A move that is not looked at stays above everything: what it says of its lowest point holds."""

from __future__ import annotations

from math import inf

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dobotkit.simulator.clock import ManualClock

from .bench import Bench

PLACES = st.tuples(
    st.floats(150, 300), st.floats(-150, 150), st.floats(-90, 120), st.floats(-60, 60)
)


@settings(max_examples=150, deadline=None)
@given(start=PLACES, end=PLACES, mode=st.sampled_from([0, 1, 2, 9]))
def test_no_move_goes_below_what_it_says(start, end, mode):
    bench = Bench("empty", clock=ManualClock())
    bench.arm.world.set_scene(None)
    bench.go(*start)
    bench.finish()
    assume(not bench.arm.alarms)
    bench.ptp(mode, *end)
    with bench.arm.world._moment() as controller:
        activity = controller.queue.activity
        assume(activity is not None and activity.duration < inf)
        lowest = activity.lowest(controller.state.place)
        steps = [activity.duration * k / 200 for k in range(201)]
        heights = [controller.state.place(activity.joints(t))[2] for t in steps]
    assert min(heights) >= lowest
    # Positive control: it does say something, and on a straight line it is exact.
    assert lowest > -inf
    if mode == 2:
        assert min(heights) - lowest < 1e-3

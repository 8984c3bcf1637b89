"""Programs of anything that moves: nothing jumps, nothing hangs, and asking changes nothing."""

import struct
from dataclasses import replace
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.movement import Rail
from dobotkit.simulator.profile import MAGICIAN, AlarmPolicy

from .host import QUEUE, WRITE, Host, frame

PROFILES = [
    replace(MAGICIAN, alarm_policy=policy, rail=Rail(present=True)) for policy in AlarmPolicy
]

x, y, z = st.integers(180, 300), st.integers(-150, 150), st.integers(-40, 90)
r = st.integers(-60, 60)
places = st.tuples(x, y, z, r)
near = st.tuples(*[st.integers(-30, 30)] * 3)
speeds = st.sampled_from([0, 20, 60, 150, 300])
percents = st.integers(0, 100)


def packed(layout, *parts):
    return st.tuples(*parts).map(lambda values: struct.pack("<" + layout, *values))


def with_place(layout, before, *after):
    parts = st.tuples(before, places, st.tuples(*after))
    return parts.map(lambda v: struct.pack("<" + layout, v[0], *v[1], *v[2]))


ptp = with_place("B4f", st.sampled_from([0, 1, 2, 7, 8, 9]))
queued = st.one_of(
    st.tuples(st.just(84), ptp),
    st.tuples(st.just(84), packed("B4f", st.just(6), *[st.integers(-20, 20)] * 4)),
    st.tuples(st.just(86), with_place("B5f", st.sampled_from([0, 1, 2, 9]), st.integers(0, 1000))),
    st.tuples(
        st.just(88),
        st.tuples(ptp, packed("BHB", percents, st.integers(1, 20), st.just(1))).map(b"".join),
    ),
    st.tuples(
        st.just(91),
        st.tuples(near, speeds).map(lambda v: struct.pack("<B4f", 0, *v[0], v[1])),
    ),
    st.tuples(
        st.just(92),
        st.tuples(near, percents).map(lambda v: struct.pack("<B4f", 0, *v[0], v[1])),
    ),
    st.tuples(
        st.just(101),
        st.tuples(places, places).map(lambda v: struct.pack("<8f", *v[0], *v[1])),
    ),
    st.tuples(st.just(73), packed("BB", st.integers(0, 1), st.integers(0, 10))),
    st.tuples(st.just(110), packed("I", st.integers(0, 300))),
    st.tuples(st.just(31), st.just(b"")),
    st.tuples(st.just(90), packed("3fB", speeds, speeds, percents, st.integers(0, 1))),
    st.tuples(st.just(81), packed("4f", speeds, speeds, speeds, speeds)),
    st.tuples(st.just(80), packed("8f", *[speeds] * 8)),
)
at_once = st.one_of(
    st.tuples(st.just(73), packed("BB", st.integers(0, 1), st.integers(0, 10))),
    *[st.tuples(st.just(number), st.just(b"")) for number in (20, 240, 241, 242, 245)],
)
steps = st.lists(
    st.tuples(
        st.one_of(
            queued.map(lambda command: frame(command[0], QUEUE, command[1])),
            queued.map(lambda command: frame(command[0], QUEUE, command[1])),
            at_once.map(lambda command: frame(command[0], WRITE, command[1])),
        ),
        st.sampled_from([0.0, 0.0, 0.05, 0.3, 1.0]),
    ),
    max_size=25,
)

FASTEST = 2500  # mm/s: all joints at their caps, the arm stretched out; 300 °/s over 400 mm
TICK = 0.02
# The arm may stand at the very end of its tolerance, and rounding goes a little past that.
ALMOST = Linkage(replace(MAGICIAN, limit_tolerance=0.001 + 1e-6))


def state_of(host):
    controller = host.arm._controller
    controller.queue.catch_up()
    return controller.joints(), controller.rail(), host.arm.current_index, host.arm.alarms


@given(program=steps, profile=st.sampled_from(PROFILES))
@settings(deadline=None, max_examples=60)
def test_nothing_jumps_and_asking_changes_nothing(program, profile):
    curious, patient = Host(profile), Host(profile)
    before = curious.arm.pose()[:3]
    rail = curious.arm._controller.rail()
    for data, seconds in program:
        for host in (curious, patient):
            host.arm.receive(data)
        for _ in range(round(seconds / TICK)):
            curious.wait(TICK)
            after = curious.arm.pose()[:3]
            assert dist(before, after) <= FASTEST * TICK
            place = curious.arm._controller.rail()
            assert abs(place - rail) <= 200 * TICK + 1e-6
            before, rail = after, place
        # The same moment, to the last bit.
        patient.clock._now = curious.clock.now()
        after = curious.arm.pose()[:3]
        assert dist(before, after) <= 1e-3  # no order moves the arm in no time
        (joints, place, index, alarms) = state_of(curious)
        (joints_2, place_2, index_2, alarms_2) = state_of(patient)
        assert max(abs(a - b) for a, b in zip(joints, joints_2, strict=True)) < 1e-6
        assert abs(place - place_2) < 1e-6
        assert (index, alarms) == (index_2, alarms_2)
        assert ALMOST.broken_limit(joints) is None


@given(program=steps)
@settings(deadline=None, max_examples=30)
def test_a_force_stop_ends_everything(program):
    host = Host(PROFILES[0])
    for data, seconds in program:
        host.arm.receive(data)
        host.wait(seconds)
    host.write(242)
    host.write(245)
    host.wait(1000)
    assert host.arm.idle
    host.write(20)
    host.write(240)
    host.set_speed(100, 100)
    index = host.ptp(1, 200, 0, 50, 0)
    host.finish()
    assert host.index == index
    assert host.alarms == set()


@given(commands=st.lists(queued, max_size=12))
@settings(deadline=None, max_examples=40)
def test_the_instant_clock_ends_where_the_real_one_does(commands):
    """Stop-and-go or in one go: the places are the same; without jogs, which nobody waits for."""
    slow, fast = Host(PROFILES[0]), Host(PROFILES[0])
    fast.arm = Firmware(PROFILES[0], InstantClock())
    data = b"".join(
        frame(number, QUEUE, params)
        for number, params in commands
        if number not in (73, 80, 81, 90)
    )
    for host in (slow, fast):
        host.arm.receive(data)
    slow.wait(1e5)
    assert slow.arm.idle
    assert fast.arm.pose() == pytest.approx(slow.arm.pose(), abs=1e-4)
    assert fast.arm.current_index == slow.arm.current_index
    assert fast.arm.alarms == slow.arm.alarms

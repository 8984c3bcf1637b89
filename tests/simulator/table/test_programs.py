"""Whatever a program does, nothing is created, lost, or inside of anything else."""

from __future__ import annotations

import random
import struct

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from dobotkit.simulator.clock import InstantClock, ManualClock
from dobotkit.simulator.scene import shipped_scenes
from dobotkit.things import TableNow, TableScene, Thing

from .bench import GOES_ON, HEIGHT, Bench, block
from .overlaps import overlaps

# Where things are, at the edges, and a bit beyond.
XS = st.floats(150, 330) | st.sampled_from([200.0, 210.0, 220.0, 230.0, 265.0])
YS = st.floats(-240, 240) | st.sampled_from([-90.0, -30.0, 0.0, 30.0, 70.0, 90.0])
ZS = st.floats(-75, 40) | st.sampled_from([-45.0, -44.0, -20.0, 5.0, -68.0])
TURNS = st.floats(-60, 60) | st.just(0.0)

# What is named twice comes twice as often.
STEPS = st.one_of(
    st.tuples(st.just("pick"), XS, YS, ZS, TURNS),
    st.tuples(st.just("pick one"), st.integers(0, 39), st.floats(-6, 6), TURNS),
    st.tuples(st.just("pick one"), st.integers(0, 39), st.floats(-6, 6), TURNS),
    st.tuples(st.just("place"), XS, YS, ZS, TURNS),
    st.tuples(st.just("place"), XS, YS, ZS, TURNS),
    st.tuples(st.sampled_from([0, 1, 2, 9]), XS, YS, ZS, TURNS),
    st.tuples(st.just("suck"), st.booleans()),
    st.tuples(st.just("grip"), st.booleans()),
    st.tuples(st.just("wait"), st.floats(0, 2)),
    st.tuples(st.sampled_from(["home", "tool", "path"])),
    st.tuples(st.just("belt"), st.floats(-80, 80) | st.just(0.0)),
)
MORE = {
    "home": [(31, b"")],
    # It is told of the tool that it has already.
    "tool": [(60, struct.pack("<3f", 59.7, 0, 0))],
    "path": [
        (91, struct.pack("<B4f", 0, *step, 100))
        for step in ((20, 30, -20), (0, 30, -20), (-20, -60, -5), (0, 0, 40))
    ],
}
PROGRAMS = st.lists(STEPS, min_size=3, max_size=20)
SCENES = st.sampled_from(["crowd", "belt", *shipped_scenes()])


def crowd() -> TableScene:
    """Things of all kinds on a small table, some over the edge of others, or of the table."""
    things = (
        Thing("tray", "bin", "grey", (80, 60, 30), (200.0, 90.0, HEIGHT), 15),
        block("low", 230, 0, size=(60.0, 40.0, 10.0)),
        block("over", 255, 0, HEIGHT + 10),
        Thing("post", "cylinder", "blue", (20, 20, 60), (200.0, -60.0, HEIGHT)),
        Thing("plate", "card", "white", (60, 60, 0.8), (200.0, -60.0, HEIGHT + 60)),
        block("turned", 265, -60, angle=33.0, size=(20.0, 20.0, 40.0)),
        Thing("in-tray", "cylinder", "red", (25, 25, 25), (200.0, 90.0, HEIGHT + 2)),
        block("edge", 284, 60),
    )
    edges = (150.0, 290.0, -80.0, 125.0)
    return TableScene("a crowd", HEIGHT, edges, seed=7, things=things)


def queue(bench: Bench, program: list[tuple], things: list[Thing]) -> None:
    # All of it before it begins: how a path is rounded depends on what is known of it.
    bench.write(241, b"")
    fill(bench, program, things)
    bench.write(240, b"")


def fill(bench: Bench, program: list[tuple], things: list[Thing]) -> None:
    for name, *values in program:
        if name == "pick one":
            number, off, r = values
            if things:
                x, y, z = things[number % len(things)].top
                there(bench, x + off, y + off, z, r, suck=True)
        elif name in ("pick", "place"):
            there(bench, *values, suck=name == "pick")
        elif isinstance(name, int):
            bench.ptp(name, *values)
        elif name in ("suck", "grip"):
            getattr(bench, name)(on=values[0])
        elif name in ("wait", "belt"):
            getattr(bench, name)(*values)
        else:
            for number, params in MORE[name]:
                bench.queue(number, params)


def there(bench: Bench, x: float, y: float, z: float, r: float, *, suck: bool) -> None:
    bench.ptp(0, x, y, z, r)
    bench.suck(on=suck)
    bench.wait(0.3)
    bench.line(x, y, 40, r)


def check(table: TableNow, at_first: TableNow) -> None:
    names = [thing.name for thing in table.things]
    everything = sorted([*names, *table.gone])
    assert everything == sorted([*(one.name for one in at_first.things), *at_first.gone])
    assert overlaps(table) == []
    tops = {thing.name: thing.place[2] + thing.size[2] for thing in table.things}
    tops |= {thing.name + "'s bottom": thing.place[2] + 2 for thing in table.things}
    tops["table"] = table.height
    if table.belt is not None:
        tops["belt"] = table.height + table.belt.size[2]
    for thing in table.things:
        assert thing.place[2] >= table.height - 0.01 or is_beside(table, thing)
        assert thing.held == (thing.on == "")
        if not thing.held:
            under = {tops[thing.on], tops.get(thing.on + "'s bottom", tops[thing.on])}
            assert min(abs(thing.place[2] - top) for top in under) < 0.02, thing


def is_beside(table: TableNow, thing: Thing) -> bool:
    """Whether something hangs beside the table, where it may hang lower."""
    x_low, x_high, y_low, y_high = table.edges
    x, y, _ = thing.place
    half = min(thing.size[:2]) / 2 - 0.01
    return thing.held and not (
        x_low - half < x < x_high + half and y_low - half < y < y_high + half
    )


def close(one: TableNow, other: TableNow) -> bool:
    def key(table: TableNow) -> list:
        return [(t.name, t.held, t.on, *t.place, t.angle) for t in table.things]

    a, b = key(one), key(other)
    return one.gone == other.gone and len(a) == len(b) and all(
        p[:3] == q[:3] and all(abs(u - v) < 1e-6 for u, v in zip(p[3:], q[3:], strict=True))
        for p, q in zip(a, b, strict=True)
    )  # fmt: skip


def run(scene: str, program: list[tuple], seed: int) -> None:
    laid = crowd() if scene == "crowd" else scene
    fast = Bench(laid, profile=GOES_ON, clock=InstantClock())
    begun, at_first = fast.arm.time, fast.table
    check(at_first, at_first)
    queue(fast, program, list(at_first.things))
    fast.finish()
    end, table = fast.arm.time, fast.table
    check(table, at_first)
    event("something moved", any(t not in at_first.things for t in table.things))
    event("something left", bool(table.gone))
    event("ran into something", bool(fast.arm.alarms & {0x50, 0x51, 0x52}))
    event("something is held", any(t.held for t in table.things))
    # The same on a clock that is looked at now and then.
    slow = Bench(laid, profile=GOES_ON, clock=ManualClock(), begin=begun)
    queue(slow, program, list(at_first.things))
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    while slow.arm.time < end:
        slow.clock.advance(min(chance.choice([0.003, 0.05, 0.4, 3.0]), end - slow.arm.time))
        if chance.random() < 0.5:
            check(slow.table, at_first)
    assert close(slow.table, table), (slow.table.things, table.things)


# What hangs beside the table, and touches its edge.
BESIDE = [
    ("pick one", 3, 0.0, 0.0),
    ("pick", 150.0, 0.0, 0.0, 0.0),
    ("pick one", 0, 0.0, 0.0),
    ("pick", 150.0, 130.0, -43.0, 0.0),
]


@example(scene="crowd", program=BESIDE, seed=0)
@settings(max_examples=60, deadline=None)
@given(scene=SCENES, program=PROGRAMS, seed=st.integers(0, 99))
def test_nothing_is_created_lost_or_overlapping(scene, program, seed):
    run(scene, program, seed)


@pytest.mark.slow
@settings(max_examples=700, deadline=None)
@given(scene=SCENES, program=PROGRAMS, seed=st.integers(0, 99))
def test_nothing_is_created_lost_or_overlapping_many_times(scene, program, seed):
    run(scene, program, seed)

"""What becomes of a thing that nothing holds any more."""

from __future__ import annotations

import pytest

from dobotkit.things import Thing

from .bench import HEIGHT, Bench, block, scene_of
from .overlaps import overlaps

TOP = HEIGHT + 25


def two() -> Bench:
    bench = Bench(scene_of(block("red", 230, 60), block("blue", 230, -60)))
    bench.pick(230, 60, TOP)
    return bench


def test_in_the_air_it_falls_straight_down():
    bench = two()
    bench.place(200, 0, 30)
    assert bench["red"].place == pytest.approx((200, 0, HEIGHT))
    assert bench["red"].on == "table"


@pytest.mark.parametrize(("off", "rests"), [(0, True), (12, True), (12.4, True), (12.6, False)])
def test_it_rests_where_its_centre_is_over_what_is_below(off, rests):
    bench = two()
    bench.place(230, -60 + off, TOP + 25)
    red = bench["red"]
    if rests:
        assert red.place == pytest.approx((230, -60 + off, TOP))
        assert red.on == "blue"
    else:
        # It slides off to the side on which its centre was, and stands beside it.
        x, y, z = red.place
        assert (x, z) == pytest.approx((230, HEIGHT))
        assert -60 + 25 <= y < -60 + 25 + 5
        assert red.on == "table"
    assert overlaps(bench.table) == []


def test_it_rests_across_two_things_with_its_centre_over_neither():
    one, other = block("one", 230, -80), block("other", 230, -42)
    bench = Bench(scene_of(block("red", 230, 60), one, other))
    bench.pick(230, 60, TOP)
    bench.place(230, -61, TOP + 25)
    assert bench["red"].place == pytest.approx((230, -61, TOP))
    assert bench["red"].on in ("one", "other")


def test_it_slides_off_again_and_again_until_it_rests():
    step = block("step", 230, -20, size=(25.0, 25.0, 10.0))
    tall = block("tall", 230, -60, size=(25.0, 25.0, 30.0))
    bench = Bench(scene_of(block("red", 230, 60), step, tall))
    bench.pick(230, 60, TOP)
    bench.place(230, -46, HEIGHT + 30 + 25)
    red = bench["red"]
    # Off the tall one, onto the step's edge, off that one as well or onto it.
    assert red.place[2] in (pytest.approx(HEIGHT), pytest.approx(HEIGHT + 10))
    assert overlaps(bench.table) == []


def test_where_there_is_no_room_beside_it_leans_on_its_neighbours():
    # A narrow pillar in the middle of walls that are higher.
    pillar = block("pillar", 230, -60, size=(10.0, 10.0, 30.0))
    walls = [
        block("left", 230, -60 + 26, size=(80.0, 8.0, 50.0)),
        block("right", 230, -60 - 26, size=(80.0, 8.0, 50.0)),
        block("back", 230 - 26, -60, size=(8.0, 40.0, 50.0)),
        block("front", 230 + 26, -60, size=(8.0, 40.0, 50.0)),
    ]
    bench = Bench(scene_of(block("red", 230, 60), pillar, *walls))
    bench.pick(230, 60, TOP)
    bench.place(230, -60 + 7, HEIGHT + 30 + 25)
    assert bench["red"].place == pytest.approx((230, -53, HEIGHT + 30))
    assert overlaps(bench.table) == []


def test_things_of_a_scene_fall_into_place():
    bench = Bench(scene_of(block("red", 230, 0, 0), block("blue", 230, 5, 40)))
    assert bench["red"].place == (230, 0, HEIGHT)
    assert bench["blue"].on == "red"


def test_what_goes_over_the_edge_is_gone():
    bench = two()
    bench.place(230, 233, 0)
    assert bench.table.gone == ("red",)
    assert [thing.name for thing in bench.table.things] == ["blue"]


def test_half_over_the_edge_it_stays():
    bench = two()
    bench.place(230, 219, TOP)
    assert bench["red"].on == "table"


def test_a_centre_over_the_edge_slides_down():
    bench = two()
    bench.place(230, 221, TOP)
    assert bench.table.gone == ("red",)


def test_into_a_bin_and_over_its_rim():
    tray = Thing("tray", "bin", "grey", (80, 60, 20), (230.0, -60.0, HEIGHT))
    bench = Bench(scene_of(block("red", 230, 60), tray))
    bench.pick(230, 60, TOP)
    bench.place(230, -60, 20)
    assert bench["red"].place == pytest.approx((230, -60, HEIGHT + 2))
    assert bench["red"].on == "tray"
    # With its centre inside of the rim it slides in, outside of it out.
    for y, on in ((-60 + 25, "tray"), (-60 + 34, "table")):
        bench = Bench(scene_of(block("red", 230, 60), tray))
        bench.pick(230, 60, TOP)
        bench.place(230, y, 20)
        assert bench["red"].on == on
        assert overlaps(bench.table) == []


def test_the_seed_decides_how_it_turns_when_it_slides_off():
    def after(seed: int) -> Thing:
        bench = Bench(scene_of(block("red", 230, 60), block("blue", 230, -60), seed=seed))
        bench.pick(230, 60, TOP)
        bench.place(230, -60 + 14, TOP + 25)
        return bench["red"]

    assert after(1) == after(1)
    assert after(1).angle != after(2).angle
    assert abs(after(2).angle) <= 15

"""What the suction cup takes, carries, and lets go of."""

from __future__ import annotations

import pytest

from dobotkit.simulator.clock import ManualClock
from dobotkit.things import Thing

from .bench import HEIGHT, Bench, block, scene_of

TOP = HEIGHT + 25


def held(bench: Bench) -> list[str]:
    return [thing.name for thing in bench.table.things if thing.held]


@pytest.mark.parametrize(
    ("z", "taken"),
    [(TOP, True), (TOP + 1.9, True), (TOP + 2.1, False), (TOP - 2.9, True)],
)
def test_the_cup_takes_what_is_right_below_it(z, taken):
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.pick(230, 40, z)
    assert held(bench) == (["red"] if taken else [])
    assert not bench.arm.alarms


@pytest.mark.parametrize(("off", "taken"), [(7.4, True), (7.6, False), (-7.4, True), (12, False)])
def test_its_lip_must_be_on_the_thing_all_round(off, taken):
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.pick(230, 40 + off, TOP)
    assert held(bench) == (["red"] if taken else [])


def test_a_turned_block_and_a_cylinder_have_their_own_edges():
    turned = block("red", 230, 40, angle=45.0)
    post = Thing("post", "cylinder", "blue", (25, 25, 25), (230.0, -40.0, HEIGHT))
    for y, expected in ((40 + 9.5, "red"), (-40 - 7.4, "post"), (-40 - 7.6, None)):
        bench = Bench(scene_of(turned, post))
        bench.pick(230, y, TOP)
        assert held(bench) == ([expected] if expected else [])


def test_a_thing_moves_and_turns_with_the_tool():
    bench = Bench(scene_of(block("red", 230, 40, angle=10.0)))
    bench.pick(235, 40, TOP, r=0)
    bench.line(200, -60, 20, 30)
    bench.finish()
    red = bench["red"]
    assert red.held
    assert red.on == ""
    # It hung 5 mm to the back of the tip, which now points 30 degrees to the left.
    assert red.place == pytest.approx((200 - 5 * 3**0.5 / 2, -60 - 2.5, -5))
    assert red.angle == pytest.approx(40)


def test_the_pump_needs_its_time():
    clock = ManualClock()
    bench = Bench(scene_of(block("red", 230, 40)), clock=clock)
    bench.line(230, 40, TOP)
    bench.finish()
    bench.suck(on=True)
    clock.advance(0.19)
    assert held(bench) == []
    clock.advance(0.02)
    assert held(bench) == ["red"]


def test_who_lifts_too_early_leaves_it():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.line(230, 40, TOP)
    bench.suck(on=True)
    bench.line(230, 40, 60)
    bench.finish()
    assert bench["red"].place == (230, 40, HEIGHT)


def test_a_cup_that_sucks_already_takes_what_it_comes_down_on():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.suck(on=True)
    bench.line(230, 40, 30)
    bench.line(230, 40, TOP)
    bench.line(230, 40, 30)
    bench.finish()
    assert held(bench) == ["red"]
    assert not bench.arm.alarms


def test_suction_that_is_not_enabled_holds_nothing():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.pick(230, 40, TOP)
    bench.queue(62, b"\0\1")
    bench.finish()
    assert bench["red"].place == pytest.approx((230, 40, HEIGHT))


def test_one_thing_at_a_time():
    bench = Bench(scene_of(block("red", 230, 40), block("blue", 230, -40)))
    bench.pick(230, 40, TOP)
    bench.line(230, -40, 60)
    bench.line(230, -40, TOP + 25)
    bench.line(230, -40, 60)
    bench.finish()
    assert held(bench) == ["red"]


def test_what_stands_on_a_thing_comes_along():
    plate = Thing("plate", "card", "white", (80, 80, 1), (220.0, 0.0, HEIGHT))
    bench = Bench(scene_of(plate, block("red", 240, 20, HEIGHT + 1)))
    assert bench["red"].on == "plate"
    bench.pick(205, -20, HEIGHT + 1)
    assert held(bench) == ["plate", "red"]
    bench.place(205, 60, HEIGHT + 1)
    assert bench["red"].place == pytest.approx((240, 100, HEIGHT + 1))
    assert bench["red"].on == "plate"


def test_a_thing_on_the_floor_of_a_bin_is_taken_and_the_bin_never():
    tray = Thing("tray", "bin", "grey", (80, 80, 20), (230.0, 0.0, HEIGHT))
    bench = Bench(scene_of(tray, block("red", 230, 0, HEIGHT + 2)))
    bench.pick(230, 0, TOP + 2)
    assert held(bench) == ["red"]
    bench = Bench(scene_of(tray))
    bench.pick(230, 0, HEIGHT + 2)
    assert held(bench) == []


def test_without_power_it_falls():
    clock = ManualClock()
    bench = Bench(scene_of(block("red", 230, 40)), clock=clock)
    bench.pick(230, 40, TOP)
    assert held(bench) == ["red"]
    bench.arm.switch_off()
    assert bench["red"].place == pytest.approx((230, 40, HEIGHT))
    bench.arm.switch_on()
    assert bench["red"].on == "table"


def test_the_arm_may_be_told_of_another_tool_while_it_holds_something():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.pick(230, 40, TOP)
    before = bench["red"].place
    bench.write(60, bytes(12))  # no tool: the arm now reports where its wrist is
    assert bench["red"].place == pytest.approx(before)
    assert held(bench) == ["red"]


def test_a_scene_that_is_laid_while_the_pump_runs():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.pick(230, 40, TOP)
    bench.line(230, 40, TOP)
    bench.finish()
    bench.arm.world.set_scene(scene_of(block("blue", 230, 40)))
    assert held(bench) == []
    bench.wait(0.3)
    bench.finish()
    assert held(bench) == ["blue"]

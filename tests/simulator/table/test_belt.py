"""The conveyor belt, and the sensors beside it."""

from __future__ import annotations

import struct

import pytest

from dobotkit.simulator.clock import ManualClock
from dobotkit.simulator.table.stock import Stock
from dobotkit.things import Belt, Sensor, Thing
from tests.simulator.host import READ, frame

from .bench import HEIGHT, Bench, block, scene_of
from .overlaps import overlaps

BELT = Belt((220.0, 0.0, HEIGHT), (300.0, 60.0, 20.0), 90.0)
ON = HEIGHT + 20


def bench_with(*things: Thing, **more: object) -> tuple[Bench, ManualClock]:
    clock = ManualClock()
    return Bench(scene_of(*things, belt=BELT, **more), clock=clock), clock


def run(bench: Bench, speed: float) -> None:
    """At once, as a host does that does not queue it."""
    pulses = round(speed * 32000 / (3.1415926535898 * 36))
    bench.write(135, struct.pack("<2Bi", 0, 1, pulses))


def test_a_thing_rides_as_far_as_the_belt_runs():
    bench, clock = bench_with(block("red", 220, -100, ON))
    run(bench, 20)
    assert bench.table.belt.speed == pytest.approx(20, rel=1e-3)
    clock.advance(3)
    assert bench["red"].place == pytest.approx((220, -40, ON), abs=0.01)
    run(bench, -10)
    clock.advance(2)
    assert bench["red"].place[1] == pytest.approx(-60, abs=0.02)
    run(bench, 0)
    clock.advance(100)
    assert bench["red"].place[1] == pytest.approx(-60, abs=0.02)
    assert bench["red"].on == "belt"


def test_it_runs_for_a_distance():
    bench, clock = bench_with(block("red", 220, -100, ON))
    bench.write(136, struct.pack("<2BiI", 0, 1, 5659, 14147))  # 20 mm/s, 50 mm
    clock.advance(60)
    assert bench["red"].place[1] == pytest.approx(-50, abs=0.01)


def test_what_stands_on_a_rider_rides_along():
    bench, clock = bench_with(block("red", 220, -100, ON), block("blue", 222, -98, ON + 25))
    run(bench, 20)
    clock.advance(2)
    assert bench["red"].place[1] == pytest.approx(-60, abs=0.01)
    assert bench["blue"].place == pytest.approx((222, -58, ON + 25), abs=0.01)


def test_a_thing_in_the_way_holds_riders_up_and_those_behind_them():
    # Beside the belt; the two in its lane stick out over the side of it.
    wall = block("wall", 175, 60, size=(25.0, 25.0, 60.0))
    lane = [block("red", 198, -30, ON), block("blue", 198, -60, ON), block("free", 235, -60, ON)]
    bench, clock = bench_with(wall, *lane)
    run(bench, 20)
    clock.advance(5)
    assert bench["red"].place[1] == pytest.approx(60 - 25, abs=1e-3)
    assert bench["blue"].place[1] == pytest.approx(60 - 50, abs=1e-3)
    assert bench["free"].place[1] == pytest.approx(40, abs=0.02)
    assert overlaps(bench.table) == []


def test_at_the_end_it_slides_down_and_the_next_waits_until_there_is_room():
    bench, clock = bench_with(block("red", 220, 100, ON), block("blue", 220, 40, ON))
    run(bench, 20)
    clock.advance(20)
    assert bench["red"].place == pytest.approx((220, 150 + 12.5, HEIGHT), abs=1e-5)
    assert bench["red"].on == "table"
    # The first one stands where it would come down: it slides on, over it.
    assert bench["blue"].on in ("table", "red", "belt")
    assert overlaps(bench.table) == []


def test_over_the_edge_of_the_table_it_is_gone():
    belt = Belt((220.0, 100.0, HEIGHT), (240.0, 60.0, 20.0), 90.0)
    clock = ManualClock()
    bench = Bench(scene_of(block("red", 220, 100, ON), belt=belt), clock=clock)
    run(bench, 40)
    clock.advance(10)
    assert bench.table.gone == ("red",)
    assert bench.table.things == ()


def test_the_tool_holds_a_rider_up():
    bench, clock = bench_with(block("red", 220, -100, ON))
    bench.line(220, 0, 40)
    bench.line(220, 0, ON + 5)
    bench.finish()
    run(bench, 20)
    clock.advance(10)
    assert bench["red"].place[1] == pytest.approx(-8 - 12.5, abs=1e-4)
    bench.line(220, 0, 60)
    bench.finish()
    clock.advance(1)
    assert bench["red"].place[1] > -10


def test_the_cup_takes_a_rider_that_comes_by_below_it():
    bench, clock = bench_with(block("red", 220, -100, ON))
    bench.line(220, 0, 40)
    bench.line(220, 0, ON + 26)
    bench.suck(on=True)
    bench.finish()
    clock.advance(1)
    run(bench, 20)
    clock.advance(30)
    red = bench["red"]
    assert red.held
    # As soon as its lip was on it all round.
    assert red.place[1] == pytest.approx(-7.5, abs=0.25)


def test_a_belt_that_slips_below_something_for_a_long_time_costs_nothing():
    wall = block("wall", 220, 60, ON, size=(80.0, 10.0, 25.0))
    bench, clock = bench_with(wall, block("red", 220, -30, ON))
    bench.line(220, -80, 40)
    bench.line(220, -80, ON + 26)
    bench.suck(on=True)
    bench.finish()
    run(bench, 20)
    clock.advance(1e6)
    assert overlaps(bench.table) == []


def colour(bench: Bench) -> tuple[int, ...]:
    return tuple(bench.arm.receive(frame(137, READ))[5:8])


def blocked(bench: Bench) -> int:
    return bench.arm.receive(frame(138, READ, bytes((2,))))[5]


def test_sensors_see_what_passes():
    sensors = (Sensor("colour", 1, (220.0, 0.0, ON)), Sensor("infrared", 2, (220.0, 60.0, ON)))
    bench, clock = bench_with(block("red", 220, -100, ON, colour="yellow"), sensors=sensors)
    bench.write(137, bytes((1, 1, 1)))
    bench.write(138, bytes((1, 2, 1)))
    run(bench, 20)
    assert (colour(bench), blocked(bench)) == ((0, 0, 0), 0)
    clock.advance(5)
    assert (colour(bench), blocked(bench)) == ((255, 255, 0), 0)
    clock.advance(3)
    assert (colour(bench), blocked(bench)) == ((0, 0, 0), 1)
    clock.advance(2)
    assert (colour(bench), blocked(bench)) == ((0, 0, 0), 0)


def test_a_sensor_sees_what_the_arm_holds_over_it():
    sensors = (Sensor("colour", 1, (220.0, -150.0, HEIGHT)),)
    bench = Bench(scene_of(block("red", 220, 60, colour="green"), sensors=sensors))
    bench.write(137, bytes((1, 1, 1)))
    bench.pick(220, 60, HEIGHT + 25)
    assert colour(bench) == (0, 0, 0)
    bench.line(220, -150, 60)
    bench.line(220, -150, HEIGHT + 25 + 10)
    bench.finish()
    assert colour(bench) == (0, 255, 0)


def test_a_sensor_that_is_not_on_the_table_sees_what_a_test_shows_it():
    bench, _ = bench_with(sensors=(Sensor("colour", 1, (220.0, 0.0, ON)),))
    bench.write(137, bytes((1, 0, 1)))
    bench.arm.world.show_colour(0, (1, 2, 3))
    assert colour(bench) == (1, 2, 3)


def test_two_riders_with_a_bridge_over_them_go_together():
    pair = [block("red", 220, -100, ON), block("blue", 220, -60, ON)]
    bridge = block("bridge", 220, -80, ON + 25, size=(20.0, 60.0, 10.0))
    bench, clock = bench_with(*pair, bridge)
    run(bench, 20)
    clock.advance(2)
    places = [bench[name].place[1] for name in ("red", "blue", "bridge")]
    assert places == pytest.approx([-60, -20, -40], abs=0.01)
    assert overlaps(bench.table) == []


def test_at_the_end_it_waits_while_the_arm_is_in_its_way():
    bench, clock = bench_with(block("red", 220, 100, ON))
    bench.line(220, 172, 40)
    bench.line(220, 172, HEIGHT + 2)
    bench.finish()
    run(bench, 20)
    clock.advance(10)
    red = bench["red"]
    assert red.on == "belt"
    assert red.place[1] == pytest.approx(150, abs=1e-4)
    bench.line(220, 172, 60)
    bench.finish()
    clock.advance(1)
    assert bench["red"].on == "table"


def test_down_at_the_end_there_is_a_block_as_high_as_the_belt_and_it_rides_onto_it():
    step = block("step", 220, 175, size=(60.0, 48.0, 20.0))
    bench, clock = bench_with(block("red", 220, 100, ON), step)
    run(bench, 20)
    clock.advance(10)
    assert bench["red"].on in ("belt", "step")
    assert bench["red"].place[2] == pytest.approx(ON)
    assert overlaps(bench.table) == []


def test_under_a_cup_that_waits_a_slow_belt_is_not_looked_at_all_the_time(monkeypatch):
    bench, clock = bench_with(block("red", 220, -100, ON))
    bench.line(200, 100, 0)
    bench.line(200, 100, ON + 20)
    bench.suck(on=True)
    bench.finish()
    looks = []
    take = Stock.take
    monkeypatch.setattr(Stock, "take", lambda *args: looks.append(1) or take(*args))
    run(bench, 0.02)
    clock.advance(600)
    assert bench["red"].place[1] == pytest.approx(-100 + 600 * bench.table.belt.speed, abs=0.01)
    assert len(looks) < 500


def test_it_still_takes_what_comes_by_slowly():
    bench, clock = bench_with(block("red", 220, -40, ON))
    bench.line(220, 0, 60)
    bench.line(220, 0, ON + 26)
    bench.suck(on=True)
    bench.finish()
    run(bench, 0.5)
    clock.advance(200)
    assert bench["red"].held
    # Its edge is 5 mm below the cup, just enough, or a fifth of a millimetre more.
    assert -7.51 < bench["red"].place[1] < -7.28

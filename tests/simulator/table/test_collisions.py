"""Where the arm runs into something it stops, and nothing goes through anything."""

from __future__ import annotations

import struct

import pytest

from dobotkit.simulator.clock import ManualClock
from dobotkit.simulator.profiles import profile_named

from .bench import HEIGHT, Bench, block, scene_of
from .overlaps import overlaps

TOP = HEIGHT + 25
LOST = {0x50, 0x51, 0x52}


def test_the_table_stops_the_arm():
    bench = Bench("empty")
    bench.line(230, 0, HEIGHT - 10)
    bench.finish()
    assert bench.arm.alarms & LOST
    # The bellows of the cup give 3 mm.
    assert bench.arm.pose()[2] == pytest.approx(HEIGHT - 3, abs=1e-5)
    assert bench.arm.world.position() == pytest.approx(bench.arm.pose()[:4])


def test_after_the_alarm_is_cleared_it_goes_on_from_there():
    bench = Bench("empty")
    bench.line(230, 0, HEIGHT - 10)
    bench.line(230, 0, 0)
    bench.finish()
    assert bench.arm.pose()[2] == pytest.approx(HEIGHT - 3, abs=1e-5)
    bench.clear_alarms()
    bench.line(230, 0, 0)
    bench.finish()
    assert bench.arm.pose()[2] == pytest.approx(0)
    assert not bench.arm.alarms


def test_beside_the_table_there_is_nothing_to_hit():
    bench = Bench("empty")
    bench.line(170, 232, 0)
    bench.line(170, 232, HEIGHT - 10)
    bench.finish()
    assert not bench.arm.alarms


def test_a_block_stops_the_cup_from_above_and_from_the_side():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.line(230, 40, TOP - 10)
    bench.finish()
    assert bench.arm.pose()[2] == pytest.approx(TOP - 3, abs=1e-5)
    bench.clear_alarms()
    bench.line(230, -40, 20)
    bench.line(230, -40, HEIGHT + 5)
    bench.line(230, 40, HEIGHT + 5)
    bench.finish()
    # With the 8 mm of the cup, at the side of the block.
    assert bench.arm.pose()[1] == pytest.approx(40 - 12.5 - 8, abs=1e-4)
    assert bench.arm.alarms & LOST
    assert bench["red"].place == (230, 40, HEIGHT)


def test_the_joint_that_moved_most_is_named():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.line(230, -40, 20)
    bench.line(230, -40, HEIGHT + 5)
    bench.line(230, 40, HEIGHT + 5)
    bench.finish()
    assert bench.arm.alarms == {0x50}


def test_what_it_carries_stops_it_too():
    bench = Bench(scene_of(block("red", 230, 40), block("blue", 230, -60)))
    bench.pick(230, 40, TOP)
    bench.line(230, 40, TOP + 10)
    bench.line(230, -60, TOP + 10)
    bench.finish()
    assert bench.arm.alarms & LOST
    assert bench["red"].place[1] == pytest.approx(-60 + 25, abs=1e-4)
    assert bench["blue"].place == (230, -60, HEIGHT)
    assert overlaps(bench.table) == []


def test_pressed_onto_something_it_gives_way_and_stands_there():
    bench = Bench(scene_of(block("red", 230, 40), block("blue", 230, -60)))
    bench.pick(230, 40, TOP)
    bench.line(230, -60, 30)
    bench.line(230, -60, TOP + 25 - 2.5)
    bench.finish()
    assert not bench.arm.alarms
    assert bench["red"].place == pytest.approx((230, -60, TOP))
    assert bench["red"].held


def test_between_two_blocks_it_fits_through():
    bench = Bench(scene_of(block("red", 230, 22), block("blue", 230, -22)))
    bench.line(230, 0, 20)
    bench.line(230, 0, HEIGHT + 1)
    bench.line(180, 0, HEIGHT + 1)
    bench.finish()
    assert not bench.arm.alarms


def test_laid_around_the_tool_it_may_come_out():
    bench = Bench("empty")
    bench.line(230, 0, HEIGHT + 10)
    bench.finish()
    bench.arm.world.set_scene(scene_of(block("red", 230, 0)))
    bench.line(230, 0, 40)
    bench.finish()
    assert not bench.arm.alarms
    assert bench.arm.pose()[2] == pytest.approx(40)


def test_with_the_profile_slips_its_motors_go_on_in_vain():
    clock = ManualClock()
    bench = Bench("empty", profile=profile_named("slips"), clock=clock)
    bench.line(230, 0, HEIGHT - 20)
    bench.finish()
    assert bench.arm.alarms & LOST
    # It believes to be there, and is not.
    assert bench.arm.pose()[2] == pytest.approx(HEIGHT - 20, abs=1e-5)
    assert bench.arm.world.position()[2] == pytest.approx(HEIGHT - 3, abs=1e-5)
    bench.clear_alarms()
    bench.line(230, 0, 0)
    bench.finish()
    # What it lost it has lost, until it is homed.
    assert bench.arm.world.position()[2] > 5
    bench.clear_alarms()
    bench.queue(31, b"")
    bench.finish()
    assert bench.arm.world.position() == pytest.approx(bench.arm.pose()[:4])


def test_while_it_is_held_fast_it_does_not_move_though_it_believes_so():
    clock = ManualClock()
    bench = Bench("empty", profile=profile_named("slips"), clock=clock, speed=20)
    bench.line(230, 0, HEIGHT - 20)
    while not bench.arm.alarms:
        clock.advance(0.1)
    clock.advance(0.3)
    assert not bench.arm.idle
    assert bench.arm.pose()[2] < HEIGHT - 4
    assert bench.arm.world.position()[2] == pytest.approx(HEIGHT - 3, abs=1e-5)


def test_a_path_that_stays_above_is_not_looked_at_and_one_that_does_not_is():
    bench = Bench(scene_of(block("tower", 230, 0, size=(25.0, 25.0, 100.0))))
    bench.go(230, -80, 60)
    bench.go(230, 80, 60)
    bench.finish()
    assert not bench.arm.alarms
    bench.line(230, 80, 20)
    bench.line(230, -80, 20)
    bench.finish()
    assert bench.arm.alarms & LOST


def test_jogging_and_paths_and_arcs_run_into_things_as_well():
    def fresh() -> Bench:
        bench = Bench(scene_of(block("red", 230, 40)), clock=ManualClock())
        bench.line(230, -40, 0)
        bench.line(230, -40, HEIGHT + 5)
        bench.finish()
        assert not bench.arm.alarms
        return bench

    jog = fresh()
    jog.write(73, bytes((0, 3)))  # y upwards, until told otherwise
    jog.clock.advance(20)
    assert jog.arm.alarms & LOST
    path = fresh()
    for y in (-20, 0, 20, 60):
        path.queue(91, struct.pack("<B4f", 1, 230, y, HEIGHT + 5, 100))
    path.finish()
    assert path.arm.alarms & LOST
    arc = fresh()
    arc.queue(101, struct.pack("<8f", 240, 0, HEIGHT + 5, 0, 230, 40, HEIGHT + 5, 0))
    arc.finish()
    assert arc.arm.alarms & LOST
    for bench in (jog, path, arc):
        assert bench.arm.pose()[1] < 20 + 1e-4
        assert bench["red"].place == (230, 40, HEIGHT)

"""What the gripper takes."""

from __future__ import annotations

import dataclasses

import pytest

from dobotkit.things import Thing

from .bench import HEIGHT, Bench, block, scene_of
from .overlaps import overlaps

TOP = HEIGHT + 25


def bench_with(*things: Thing) -> Bench:
    scene = scene_of(*things)
    return Bench(dataclasses.replace(scene, tool="gripper"))


def grip_at(bench: Bench, x: float, y: float, z: float, r: float = 0.0) -> None:
    bench.line(x, y, 40, r)
    bench.line(x, y, z, r)
    bench.grip(on=True)
    bench.wait(0.4)
    bench.line(x, y, 40, r)
    bench.finish()


def test_it_takes_what_fits_between_its_fingers():
    bench = bench_with(block("red", 230, 40))
    grip_at(bench, 230, 40, HEIGHT + 8)
    assert not bench.arm.alarms
    red = bench["red"]
    assert red.held
    # It stays where it was between the fingers, 8 mm below their tips.
    assert red.place == pytest.approx((230, 40, 40 - 8))
    bench.line(200, -40, HEIGHT + 8)
    bench.grip(on=False)
    bench.line(200, -40, 40)
    bench.finish()
    assert bench["red"].place == pytest.approx((200, -40, HEIGHT))


def test_what_is_too_wide_stops_the_fingers():
    bench = bench_with(block("red", 230, 40, size=(25.0, 30.0, 25.0)))
    grip_at(bench, 230, 40, HEIGHT + 8)
    assert bench.arm.alarms
    assert not bench["red"].held


def test_turned_it_fits_along_its_narrow_side():
    bench = bench_with(block("red", 230, 40, size=(25.0, 30.0, 25.0), angle=90.0))
    grip_at(bench, 230, 40, HEIGHT + 8)
    assert bench["red"].held
    bench = bench_with(block("red", 230, 40, size=(25.0, 30.0, 25.0)))
    grip_at(bench, 230, 40, HEIGHT + 8, r=45)
    assert bench.arm.alarms
    bench = bench_with(block("red", 230, 40, size=(20.0, 35.0, 25.0)))
    grip_at(bench, 230, 40, HEIGHT + 8, r=90)
    assert bench["red"].held


def test_too_high_it_closes_on_nothing_and_its_fingers_go_together():
    bench = bench_with(block("red", 230, 40))
    grip_at(bench, 230, 40, TOP + 1)
    assert not bench["red"].held
    # Closed, it does not fit over the block any more.
    bench.line(230, 40, HEIGHT + 8)
    bench.finish()
    assert bench.arm.alarms


def test_its_palm_stops_at_what_is_high():
    bench = bench_with(block("red", 230, 40, size=(20.0, 20.0, 60.0)))
    bench.line(230, 40, 40)
    bench.line(230, 40, HEIGHT + 30)
    bench.finish()
    assert bench.arm.alarms
    assert bench.arm.pose()[2] == pytest.approx(HEIGHT + 60 - 20 - 0.5, abs=1e-4)


def test_between_others_it_takes_only_what_is_in_the_middle():
    bench = bench_with(block("red", 230, 40), block("left", 230, 80), block("right", 230, 0))
    grip_at(bench, 230, 40, HEIGHT + 8)
    assert [thing.name for thing in bench.table.things if thing.held] == ["red"]


def test_let_go_over_an_edge_it_slides_out_between_the_fingers():
    bench = bench_with(block("red", 230, 40), block("blue", 200, -60))
    grip_at(bench, 230, 40, HEIGHT + 8)
    bench.line(200, -46, 40)
    bench.line(200, -46, TOP + 8)
    bench.grip(on=False)
    bench.line(200, -46, 40)
    bench.finish()
    assert bench["red"].on == "table"
    assert overlaps(bench.table) == []


def test_the_tool_that_was_commanded_last_is_fitted():
    bench = Bench(scene_of(block("red", 230, 40), block("blue", 230, -40)))
    bench.pick(230, 40, TOP)
    assert bench["red"].held
    bench.grip(on=True)
    bench.wait(0.4)
    bench.finish()
    assert bench["red"].on == "table"
    bench.suck(on=True)
    bench.line(230, -40, TOP)
    bench.wait(0.4)
    bench.finish()
    assert bench["blue"].held


def test_switching_off_the_tool_that_is_not_fitted_changes_nothing():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.pick(230, 40, TOP)
    bench.grip(on=False)
    bench.finish()
    assert bench["red"].held


def test_a_gripper_that_is_opened_is_fitted():
    bench = Bench(scene_of(block("red", 230, 40)))
    # As a cup it would hit the block from above.
    bench.grip(on=False)
    grip_at(bench, 230, 40, HEIGHT + 8)
    assert not bench.arm.alarms
    assert bench["red"].held

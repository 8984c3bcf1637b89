"""After a bump the remedy that the alarm prints helps, and nothing is inside of anything."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

import pytest

from dobotkit.errors import AlarmRaised
from tests.arm.desks import ADDRESSES, opened

from .bench import HEIGHT, Bench, block, scene_of
from .overlaps import overlaps

REMEDY = "Run arm.clear_alarms(), then arm.move_by(z=60), then arm.home()."


@pytest.fixture(scope="module", params=ADDRESSES)
def arm(request):
    """An arm whose table every example lays anew."""
    with opened(request.param, scene="blocks") as arm:
        yield arm


def get_away(arm) -> None:
    arm.clear_alarms()
    arm.move_by(z=60)
    arm.home()


@pytest.mark.parametrize("seed", range(30))
def test_from_the_side_of_a_block_it_gets_away(arm, seed):
    chance = Random(seed)  # noqa: S311 - no secret: it is to repeat itself
    arm.table.reset("blocks")
    things = arm.table.now().things
    x, y, _ = arm.table.find("red").place
    while True:
        angle = chance.uniform(-pi, pi)
        from_x, from_y = x + 40 * cos(angle), y + 40 * sin(angle)
        if all(max(abs(from_x - t.place[0]), abs(from_y - t.place[1])) > 22 for t in things):
            break
    arm.move_to(from_x, from_y, 60)
    arm.move_to(from_x, from_y, -55)
    # Not all of them straight at its middle.
    way = chance.uniform(-0.2, 0.2)
    with pytest.raises(AlarmRaised) as caught:
        arm.move_by(x=40 * cos(angle + pi + way), y=40 * sin(angle + pi + way))
    assert caught.value.advice == REMEDY
    get_away(arm)


def test_from_the_corner_of_a_tower_it_gets_away(arm):
    arm.table.reset("stack")
    arm.home()
    with pytest.raises(AlarmRaised):
        arm.pick(arm.table.find("red").place)
    get_away(arm)
    assert arm.pose()[:3] == pytest.approx((259.1, 0, -8.5), abs=0.1)


def test_what_it_carries_gets_away_too(arm):
    arm.table.reset("blocks")
    arm.home()
    arm.pick(arm.table.find("red").place)
    x, y, z = arm.table.find("blue").place
    arm.move_to(x - 40, y, z + 60)
    arm.move_to(x - 40, y, z + 30)
    with pytest.raises(AlarmRaised):
        arm.move_by(x=40)
    assert overlaps(arm.table.now()) == []
    get_away(arm)
    assert arm.table.held is not None


def test_however_slowly_and_often_it_creeps_on_it_does_not_get_in():
    bench = Bench(scene_of(block("red", 230, 40)))
    bench.line(230, 0, 20)
    bench.line(230, 0, HEIGHT + 5)
    for _ in range(20):
        y = bench.arm.pose()[1]
        bench.line(230, max(y, 19) + 0.001, HEIGHT + 5)
        bench.finish()
        bench.clear_alarms()
    assert bench.arm.pose()[1] <= 40 - 12.5 - 8 + 0.01
    bench.line(230, bench.arm.pose()[1], 40)
    bench.finish()
    assert not bench.arm.alarms

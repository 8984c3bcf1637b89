"""What the virtual camera shows: what the table holds, and what hides what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dobotkit.simulator.camera import LIGHTS, render
from dobotkit.simulator.camera.machine import machine
from dobotkit.things import COLOURS, Belt
from tests.simulator.camera.tables import (
    HEIGHT,
    PLAIN,
    SMALL,
    block,
    joints_at,
    shipped,
    table,
)

HOME = (0.0, 45.0, 45.0, 0.0)


def at(picture, rig, x, y, z):
    """The pixel that sees a place."""
    [(u, v)] = rig.image_from_table(np.array([(x, y, z)])).round().astype(int)
    return picture[v, u].astype(int)


def is_red(pixel):
    blue, green, red = pixel
    return red > 1.6 * max(blue, green)


def is_blue(pixel):
    blue, green, red = pixel
    return blue > 1.6 * max(green, red)


def test_the_same_arguments_make_the_same_picture():
    here, now = shipped("sort"), 3.25
    first = render(here, HOME, SMALL, moment=now)
    render(here, HOME, SMALL.in_light("warm"), moment=now)
    again = render(here, HOME, SMALL, moment=now)
    assert first.dtype == np.uint8
    assert first.shape == (480, 640, 3)
    assert np.array_equal(first, again)
    other = render(here, HOME, SMALL, moment=now + 0.1)
    assert not np.array_equal(first, other)  # the noise of another moment
    assert np.abs(first.astype(int) - other).mean() < 4
    assert not np.array_equal(first, render(here, HOME, replace(SMALL, seed=1), moment=now))


def test_nobody_can_paint_on_what_the_next_picture_is_made_of():
    first = render(table(), None, SMALL)
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(render(table(), None, SMALL), kept)


def test_what_moves_on_the_table_moves_in_the_picture():
    before = render(table(block("red", 200, -60)), None, PLAIN)
    after = render(table(block("red", 260, 80)), None, PLAIN)
    for picture, here, there in ((before, (200, -60), (260, 80)), (after, (260, 80), (200, -60))):
        assert is_red(at(picture, PLAIN, *here, HEIGHT + 25))
        assert not is_red(at(picture, PLAIN, *there, HEIGHT + 25))
    nothing = render(table(), None, PLAIN)
    far = (slice(300, None), slice(None, 200))  # no light and no shadow gets there
    assert np.array_equal(before[far], nothing[far])


@pytest.mark.parametrize("kind", ["block", "cylinder", "card", "bin"])
@pytest.mark.parametrize("colour", ["red", "blue"])
def test_every_kind_of_thing_has_its_colour(kind, colour):
    thing = block(colour, 230, 10, kind=kind, size=(40.0, 40.0, 20.0))
    pixel = at(render(table(thing), None, PLAIN), PLAIN, 230, 10, HEIGHT + 2 * (kind == "bin"))
    assert {"red": is_red, "blue": is_blue}[colour](pixel)


def test_no_two_colours_look_alike_in_any_light():
    spread = [block(colour, 230, 20.0 + 35 * (i - 4)) for i, colour in enumerate(COLOURS)]
    for light in LIGHTS:
        rig = PLAIN.in_light(light)
        rig = replace(rig, light=replace(rig.light, edge_mm=None))
        picture = render(table(*spread), None, rig)
        seen = [at(picture, rig, *thing.top) for thing in spread]
        for i, one in enumerate(seen):
            assert all(np.abs(one - other).max() > 12 for other in seen[:i]), light


def test_what_stands_in_front_hides_what_is_behind():
    # The camera looks back at the arm: larger x is nearer to it.
    behind, before = block("red", 200, 0), block("blue", 200, 0, HEIGHT)
    tall = replace(before, place=(228, 0, HEIGHT), size=(25, 25, 60))
    for order in ((behind, tall), (tall, behind)):
        picture = render(table(*order), None, PLAIN)
        assert is_blue(at(picture, PLAIN, 210, 0, HEIGHT + 5))
        assert is_blue(at(picture, PLAIN, 228, 0, HEIGHT + 60))
    assert is_red(at(render(table(behind), None, PLAIN), PLAIN, 210, 0, HEIGHT + 25))


def test_what_stands_on_something_hides_its_top():
    below, above = block("red", 230, 60), block("blue", 230, 60, HEIGHT + 25, on="red")
    for order in ((below, above), (above, below)):
        picture = render(table(*order), None, PLAIN)
        assert is_blue(at(picture, PLAIN, 230, 60, HEIGHT + 50))
        assert is_red(at(picture, PLAIN, 242.5, 60, HEIGHT + 12))  # the front of the lower one


def test_a_block_in_a_bin_is_seen_over_its_wall():
    tray = block("red", 230, 0, kind="bin", size=(80.0, 80.0, 15.0))
    inside = block("blue", 230, 0, HEIGHT + 2, on="red")
    picture = render(table(tray, inside), None, PLAIN)
    assert is_blue(at(picture, PLAIN, 230, 0, HEIGHT + 27))
    assert is_red(at(picture, PLAIN, 270, 0, HEIGHT + 8))  # the outside of the near wall
    assert is_red(at(picture, PLAIN, 230, 30, HEIGHT + 2))  # its floor


def test_the_arm_is_in_the_picture_and_hides_the_table():
    here = table(block("red", 200, 0))
    without = render(here, None, PLAIN)
    homed, aside = render(here, HOME, PLAIN), render(here, joints_at(180, 150, 60), PLAIN)
    assert is_red(at(without, PLAIN, 200, 0, HEIGHT + 25))
    assert not is_red(at(homed, PLAIN, 200, 0, HEIGHT + 25))
    assert is_red(at(aside, PLAIN, 200, 0, HEIGHT + 25))


@pytest.mark.parametrize("place", [(200, 0, 40), (250, 110, -30), (180, -150, 60)])
def test_the_cup_is_where_the_arm_says_that_it_is(place):
    tool = np.vstack([solid.corners for solid in machine(joints_at(*place), -88.0)[-3:]])
    lowest = tool[np.isclose(tool[:, 2], tool[:, 2].min())]
    assert np.abs(lowest.mean(axis=0) - place).max() < 0.01


def test_what_the_arm_holds_hangs_on_its_cup():
    place = (230.0, 60.0, 20.0)
    held = block("red", 230, 60, 20 - 25, held=True, on="")
    picture = render(table(held), joints_at(*place), PLAIN)
    assert is_red(at(picture, PLAIN, 242.5, 60, 20 - 12))  # its front
    assert not is_red(at(picture, PLAIN, 230, 60, 20))  # the cup is on its top


def test_fingers_are_beside_what_they_hold():
    place = (230.0, 60.0, 0.0)
    joints = (*joints_at(*place)[:3], -joints_at(*place)[0])  # r = 0
    held = block("red", 230, 60, -20, held=True, on="")
    with_fingers = render(table(held), joints, PLAIN, tool="gripper")
    with_cup = render(table(held), joints, PLAIN)
    for side in (-1, 1):
        outside = (230, 60 + side * 15.75, 5)
        assert np.ptp(at(with_fingers, PLAIN, *outside)) < 25  # metal
    assert is_red(at(with_fingers, PLAIN, 242.5, 60, -12))
    assert np.abs(with_fingers.astype(int) - with_cup).max() > 40


def test_what_rides_on_the_belt_rides_in_the_picture():
    belt = Belt((220.0, 0.0, HEIGHT), (300.0, 60.0, 20.0), 90.0, speed=40.0)
    for moment, y in ((0.0, -80.0), (2.0, 0.0)):
        now = table(block("red", 220, y, HEIGHT + 20, on="belt"), belt=belt, moment=moment)
        picture = render(now, None, PLAIN)
        assert is_red(at(picture, PLAIN, 220, y, HEIGHT + 45))
        bare = at(picture, PLAIN, 220, 100, HEIGHT + 20)
        assert bare.max() < 90  # its band is dark


def test_a_shadow_falls_on_the_side_away_from_the_lamp():
    rig = replace(PLAIN, light=replace(PLAIN.light, towards=(0.0, 1.0, 1.0), ambient=0.4))
    picture, empty = (
        render(table(*things), None, rig, cards=()) for things in ((block("white", 230, 0),), ())
    )
    lee, lamp = ((230.0, side * 22.0, HEIGHT) for side in (-1, 1))
    assert at(picture, rig, *lee).sum() < 0.85 * at(empty, rig, *lee).sum()
    assert abs(at(picture, rig, *lamp).sum() - at(empty, rig, *lamp).sum()) < 6


def test_shadows_fall_on_tops_too():
    rig = replace(PLAIN, light=replace(PLAIN.light, towards=(0.0, 1.0, 1.0), size=1.0))
    low, tall = block("white", 230, 0), block("grey", 230, 26, size=(25.0, 25.0, 70.0))
    lit = at(render(table(low), None, rig), rig, 230, 0, HEIGHT + 25).sum()
    shaded = at(render(table(low, tall), None, rig), rig, 230, 0, HEIGHT + 25).sum()
    assert shaded < 0.85 * lit


def test_lights_are_as_warm_and_as_bright_as_they_say():
    def wood(name):
        rig = PLAIN.in_light(name)
        pixel = at(render(table(), None, rig), rig, 230, -120, HEIGHT)
        return (pixel / 255) ** rig.gamma

    day, warm, cold, dim, bright = (wood(n) for n in ("day", "warm", "cold", "dim", "bright"))
    assert warm[2] / warm[0] > 1.5 * day[2] / day[0]
    assert cold[2] / cold[0] < 0.85 * day[2] / day[0]
    # The board's green is far from both ends of what the sensor holds.
    assert 1.8 < np.log2(bright[1] / dim[1]) < 2.2


def test_without_a_table_there_is_only_the_desk():
    nothing = replace(table(), height=-138.0, edges=(0.0, 0.0, 0.0, 0.0))
    picture = render(nothing, None, PLAIN)
    assert np.ptp(picture.reshape(-1, 3).mean(axis=1)) < 60
    assert picture.mean() < 130


def test_lights_that_do_not_exist_are_refused_in_words():
    with pytest.raises(ValueError, match="did you mean 'bright'"):
        SMALL.in_light("brihgt")


def test_who_knocks_against_it_moves_the_picture():
    places = np.array([(230.0, 0.0, HEIGHT)])
    moved = SMALL.bumped().image_from_table(places) - SMALL.image_from_table(places)
    assert 5 < np.hypot(*moved[0]) < 80

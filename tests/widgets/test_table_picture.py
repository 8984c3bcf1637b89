"""A table as solids."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dobotkit.geometry import Pose
from dobotkit.simulator.scene import load_scene, shipped_scenes
from dobotkit.things import COLOURS, Belt, Sensor, TableNow, Thing
from dobotkit.widgets.palette import LETTERS, PALETTE
from dobotkit.widgets.shapes import Line, Words
from dobotkit.widgets.solids import Solid
from dobotkit.widgets.table_picture import Box, hang, is_laid, picture_of_table

EDGES = (130.0, 330.0, -220.0, 220.0)
POSE = Pose(200.0, 50.0, 30.0, 90.0, 0.0, 0.0, 0.0, 90.0)


def thing(name, kind="block", colour="red", on="table", **others):
    return Thing(name, kind, colour, (25.0, 25.0, 25.0), (200.0, 50.0, -70.0), on=on, **others)


def table(*things, **others):
    return TableNow(-70.0, things, edges=EDGES, **others)


def solid_of(picture, style="thing-red"):
    [found] = [one for one in (*picture.solids, *picture.movers) if one.style == style]
    return found


def test_without_a_table_there_is_nothing():
    assert not is_laid(None)
    assert not is_laid(TableNow(-138.0))
    picture = picture_of_table(TableNow(-138.0), {})
    assert not (picture.solids)
    assert not (picture.movers)
    assert not (picture.flat)
    assert not (picture.legend)


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_has_its_letter(colour):
    picture = picture_of_table(table(thing("it", colour=colour)), {})
    assert solid_of(picture, f"thing-{colour}").letter == LETTERS[colour]
    assert (f"thing-{colour}", f"{LETTERS[colour]} {colour}") in picture.legend
    assert len(set(LETTERS.values())) == len(COLOURS)


def test_kinds_and_markers_can_be_told_apart():
    assert solid_of(picture_of_table(table(thing("it", "cylinder")), {})).round
    assert solid_of(picture_of_table(table(thing("it", "bin")), {})).look == "open"
    marked = picture_of_table(table(thing("it", marker=0)), {})
    assert solid_of(marked).marked
    assert ("marker", "a marker is on it") in marked.legend


def test_a_stack_says_how_high_it_is_on_its_top_only():
    stack = table(thing("a"), thing("b", colour="blue", on="a"), thing("c", colour="green", on="b"))
    picture = picture_of_table(stack, {})
    words = {one.style: one.words for one in picture.solids if one.words}
    assert words == {"thing-green": "3 high"}
    in_a_bin = picture_of_table(table(thing("a", "bin"), thing("b", colour="blue", on="a")), {})
    assert solid_of(in_a_bin, "thing-blue").words == ""
    assert solid_of(in_a_bin).words == "R bin"


def test_what_hangs_on_the_tool_is_carried():
    held = thing("it", on="", held=True, angle=100.0)
    hangs = hang(held, POSE)
    assert hangs == pytest.approx((0.0, 0.0, -100.0, 10.0))
    beside = replace(held, place=(190.0, 55.0, 0.0))
    assert hang(beside, POSE) == pytest.approx((5.0, 10.0, -30.0, 10.0))
    picture = picture_of_table(table(held), {"it": hangs})
    [mover] = picture.movers
    assert mover.carried
    assert mover.at == hangs[:3]


def test_only_what_rides_on_a_belt_that_runs_is_sent_on_its_own():
    belt = Belt((220.0, 0.0, -70.0), (300.0, 60.0, 20.0), 90.0)
    things = (thing("a", on="belt"), thing("b", colour="blue", on="a"), thing("c", colour="green"))
    stands = picture_of_table(table(*things, belt=belt), {})
    assert not stands.movers
    assert [one.words for one in stands.flat if isinstance(one, Words)] == ["belt stands"]
    runs = picture_of_table(table(*things, belt=replace(belt, speed=40.0)), {})
    assert [one.style for one in runs.movers] == ["thing-red", "thing-blue"]
    assert "belt 40 mm/s" in [one.words for one in runs.flat if isinstance(one, Words)]


@pytest.mark.parametrize("speed", [40.0, -40.0])
def test_arrows_say_where_a_belt_runs_to(speed):
    belt = Belt((220.0, 0.0, -70.0), (300.0, 60.0, 20.0), 90.0, speed)
    flat = picture_of_table(table(belt=belt), {}).flat
    arrows = [one for one in flat if isinstance(one, Line)]
    assert len(arrows) == 4
    for arrow in arrows:
        (start, _), (tip, _), _ = arrow.points
        # +y, to the left, is −u.
        assert (tip < start) is (speed > 0)


def test_sensors_are_told_apart_by_letters():
    sensors = (Sensor("colour", 1, (220.0, 0.0, -70.0)), Sensor("infrared", 2, (220.0, 60.0, -70)))
    picture = picture_of_table(table(sensors=sensors), {})
    names = [one.words for one in picture.flat if isinstance(one, Words)]
    assert names == ["C GP2", "IR GP4"]


def test_closed_boxes_are_hatched_and_named():
    box = Box("stand", (200.0, 10.0, -70.0), (180.0, 50.0, 0.0), closed=True)
    picture = picture_of_table(None, {}, (box, replace(box, name="store", closed=False)))
    closed, zone = picture.solids
    assert (closed.style, closed.words) == ("closed-box", "closed: stand")
    assert closed.at == (190.0, 30.0, -70.0)
    assert closed.size == (20.0, 40.0, 70.0)
    assert (zone.style, zone.words) == ("zone", "store")
    assert "hatch" in PALETTE["light"]["closed-box"]
    assert "fill" not in PALETTE["light"]["zone"]


@pytest.mark.parametrize("name", shipped_scenes())
def test_every_shipped_scene_can_be_drawn_in_both_palettes(name):
    scene = load_scene(name)
    now = TableNow(scene.height, scene.things, scene.belt, scene.sensors, edges=scene.edges)
    picture = picture_of_table(now, {})
    styles = {one.style for one in (*picture.solids, *picture.movers, *picture.flat)}
    styles |= {style for style, _ in picture.legend}
    styles |= {one.ink for one in picture.solids}
    assert styles <= PALETTE["light"].keys()
    assert all(isinstance(one, Solid) for one in picture.solids)
    assert len(picture.solids) >= len(scene.things)

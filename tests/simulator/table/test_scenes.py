"""Scenes: those that are shipped, those that somebody writes, and those with a mistake."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from dobotkit import mrz
from dobotkit.arm.reach import Reach
from dobotkit.errors import SceneError
from dobotkit.simulator.scene import check_scene, load_scene, read_scene, shipped_scenes
from dobotkit.simulator.specimens import Specimen
from dobotkit.things import Printed, Thing

from .bench import HEIGHT, Bench, block, scene_of
from .overlaps import overlaps

TWO = """
title = "Two"
[[things]]
name = "red"
place = [230, 50]
[[things]]
name = "blue"
on = "red"
"""

RED = "[[things]]\nname = 'red'\nplace = [200, 0]\n"
CARD = "[[things]]\nname = 'one'\nplace = [200, 0]\n"
SENSOR = "[[sensors]]\nkind = 'colour'\nport = 'GP1'\nplace = [200, 0]\n"


@pytest.mark.parametrize("name", shipped_scenes())
def test_a_shipped_scene_stands_as_it_is_written(name):
    scene = load_scene(name)
    table = Bench(name).table
    assert overlaps(table) == []
    assert table.gone == ()
    for before, after in zip(scene.things, table.things, strict=True):
        assert after.place == pytest.approx(before.place)
        assert after.on


@pytest.mark.parametrize("name", shipped_scenes())
def test_everything_in_a_shipped_scene_can_be_reached_and_lifted(name):
    reach = Reach((59.7, 0.0, 0.0))
    for thing in load_scene(name).things:
        x, y, z = thing.top
        reach.joints_for((x, y, z, 0.0))
        reach.joints_for((x, y, z + 40.0, 0.0))


def test_a_text_and_a_file_and_data_are_the_same(tmp_path):
    path = tmp_path / "table.toml"
    path.write_text(TWO, "utf-8")
    scene = read_scene(TWO)
    assert load_scene(path) == load_scene(TWO) == load_scene(scene) == scene
    red, blue = scene.things
    assert (red.kind, red.colour, red.size) == ("block", "red", (25, 25, 25))
    assert blue.place == (230, 50, HEIGHT + 25)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = Two", ["line 1"]),
        ("titles = 'x'", ["titles", "Did you mean title?"]),
        ("[table]\nhheight = 3", ["hheight", "height", "[table]"]),
        ("[table]\nheight = 'low'", ["height", "'low'", "a number"]),
        ("[table]\nx = [300, 100]", ["ends before"]),
        ("[table]\nheight = nan", ["height", "nan"]),
        ("things = 3", ["[[things]]"]),
        ("[[things]]\nplace = [200, 0]", ["thing 1", "no name"]),
        ("[[things]]\nname = 'red'", ["thing 1 (red)", "place"]),
        ("[[things]]\nname = 'red'\nplace = [200]", ["thing 1 (red)", "place", "[200]"]),
        ("[[things]]\nname = 'red'\nplace = ['a', 0]", ["place"]),
        ("[[things]]\nname = 'Red'\ncolour = 'red'\nplace = [200, 0]", ["'Red'", "small letters"]),
        ("[[things]]\nname = 'table'\ncolour = 'red'\nplace = [200, 0]", ["table"]),
        ("[[things]]\nname = 'one'\nplace = [200, 0]", ["colour", "'one'", "red"]),
        ("[[things]]\nname = 'red'\nkind = 'ball'\nplace = [200, 0]", ["kind", "'ball'"]),
        ("[[things]]\nname = 'red'\nkind = 'card'\nplace = [200, 0]", ["no size"]),
        (CARD + "specimen = 'me'", ["specimen", "'me'", "whole number"]),
        (CARD + "specimen = 0", ["thing 1 (one)", "specimen is 0", "1 to 9999"]),
        (CARD + "specimen = 3\nlayout = 'pas'", ["layout", "'pas'", "student"]),
        (CARD + "specimen = 3\nlayout = 'pas'\nsize = [9, 9, 1]", ["layout", "'pas'", "student"]),
        (CARD + "specimen = 3\nlayout = 7", ["layout", "7", "quotation marks"]),
        (CARD + "specimen = 3\nfault = 'old'", ["fault", "'old'", "expired"]),
        (CARD + "specimen = 3\nsize = [85.6, 54.5, 0.8]", ["85.6 × 54.5", "85.6 × 54", "Leave"]),
        (CARD + "specimen = 3\nmarker = 3", ["marker", "specimen"]),
        (CARD + "specimen = 3\nkind = 'block'", ["block", 'kind = "card"']),
        (CARD + "layout = 'student'", ["layout", "no specimen"]),
        (CARD + "fault = 'expired'", ["fault", "no specimen"]),
        ("[[things]]\nname = 'red'\nsize = [25, 25]\nplace = [200, 0]", ["size", "[25, 25]"]),
        ("[[things]]\nname = 'red'\nsize = [0, 25, 25]\nplace = [200, 0]", ["size", "0.2"]),
        (
            "[[things]]\nname = 'red'\nkind = 'cylinder'\nsize = [20, 25, 25]\nplace = [200, 0]",
            ["size", "diameter"],
        ),
        ("[[things]]\nname = 'red'\non = 'blue'", ["'blue'", "before it"]),
        ("[[things]]\nname = 'red'\non = 'belt'", ["'belt'"]),
        ("[[things]]\nname = 'p-12-34-56'\nplace = [200, 0]", ["six or more", "name of thing 1"]),
        ("[[things]]\nname = 'red'\nplace = [200, 0, -90]", ["below the table"]),
        ("[[things]]\nname = 'red'\nplace = [200, 0]\nmarker = 1.5", ["marker"]),
        ("[[things]]\nname = 'red'\nplace = [200, 0]\nmarker = -1", ["marker"]),
        ("[[things]]\nname = 'red'\nplace = [2000, 0]", ["place", "2000"]),
        ("[[things]]\nname = 'red'\nplace = [200, 0]\nangle = true", ["angle"]),
        (
            f"{RED}[[things]]\nname = 'red'\nplace = [240, 0]",
            ["two things", "'red'"],
        ),
        (
            f"{RED}[[things]]\nname = 'blue'\nplace = [220, 0]",
            ["red", "blue", "5.0 mm"],
        ),
        ("[belt]\nsize = [1, 2]\nplace = [200, 0]", ["[belt]", "size"]),
        ("[belt]\nplace = [200, 0]\nmotor = 2", ["motor"]),
        ("[[sensors]]\nkind = 'smell'\nplace = [200, 0]", ["sensor 1", "smell"]),
        ("[[sensors]]\nkind = 'colour'\nport = 'GP3'\nplace = [200, 0]", ["GP3", "GP1"]),
        (
            f"{SENSOR}[[sensors]]\nkind = 'infrared'\nport = 'GP1'\nplace = [220, 0]",
            ["one port"],
        ),
        ("tool = 'hook'", ["tool", "'hook'", "gripper"]),
        ("seed = -1", ["seed"]),
        ("title = 3", ["title"]),
        ("title = 'Pupil 123456'", ["six or more digits", "its title", "red or block-2"]),
        (f"title = '{'x' * 81}'", ["title", "81"]),
    ],
)
def test_a_mistake_is_named(text, words):
    with pytest.raises(SceneError) as raised:
        read_scene(text, "my table")
    for word in ["my table", *words]:
        assert word in str(raised.value)


def test_too_many_things():
    things = [block(f"b{n}", 150 + 4 * n, 0, size=(2.0, 2.0, 2.0)) for n in range(41)]
    with pytest.raises(SceneError, match="41 things"):
        check_scene(scene_of(*things))


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("blocksy", ["blocksy", "Did you mean blocks?"]),
        ("nowhere", ["nowhere", "blocks, cards"]),
        ("table.toml", ["file", "Path"]),
        (Path("not-there.toml"), ["not-there.toml"]),
        (7, ["7"]),
    ],
)
def test_a_scene_that_is_not_there(scene, words):
    with pytest.raises(SceneError) as raised:
        load_scene(scene)
    for word in words:
        assert word in str(raised.value)


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "table.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SceneError, match="plain text"):
        load_scene(path)
    path.write_bytes(b"#" * 70_000)
    with pytest.raises(SceneError, match="65536"):
        load_scene(path)


def test_data_is_checked_like_a_text():
    with pytest.raises(SceneError, match="kind"):
        load_scene(scene_of(dataclasses.replace(block("red", 200, 0), kind="ball")))
    with pytest.raises(SceneError, match="share space"):
        load_scene(scene_of(block("red", 200, 0), block("blue", 210, 0)))


def test_reprs_say_what_and_where():
    bench = Bench("stack")
    assert repr(bench["green"]) == "<block green at x=230.0, y=70.0, z=-45.0 mm, on red>"
    assert repr(bench.table) == "<table at z=-70.0 mm with 3 things>"
    bench.pick(230, 70, 5)
    assert repr(bench["blue"]).endswith("held>")
    assert "blue on the arm" in repr(bench.table)
    assert repr(Thing("a", "card", "red", (1, 1, 1), (0, 0, 0))) == (
        "<card a, red at x=0.0, y=0.0, z=0.0 mm, not on the table>"
    )


def test_a_specimen_is_as_large_as_its_layout_says_and_white():
    scene = read_scene(CARD + "specimen = 7\nlayout = 'passport'\nfault = 'expired'\nangle = 30")
    [card] = scene.things
    assert card.specimen == Printed(7, "passport", "expired")
    assert (card.kind, card.colour, card.size) == ("card", "white", (125.0, 88.0, 0.8))
    [student] = read_scene(CARD + "specimen = 7\ncolour = 'red'").things
    assert (student.specimen, student.colour) == (Printed(7), "red")


def test_who_carries_a_specimen_carries_its_print():
    bench = Bench("id_cards")
    printed = bench["card-2"].specimen
    assert printed == Printed(14, "pupil", "expired")
    bench.pick(*bench["card-2"].top)
    assert (bench["card-2"].held, bench["card-2"].specimen) == (True, printed)
    bench.go(168.0, -167.0, 60.0)
    bench.place(168.0, -167.0, -50.0)
    assert (bench["card-2"].on, bench["card-2"].specimen) == ("ask", printed)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2028, 2, 29), date(2033, 12, 31)])
def test_on_every_day_three_of_the_six_cards_may_enter(day):
    """Valid, and of somebody older than 13: what the scene says of itself."""
    seen = {}
    for thing in load_scene("id_cards").things:
        if (printed := thing.specimen) is not None:
            card = Specimen(
                printed.number, layout=printed.layout, on=day, fault=printed.fault or None
            )
            zone = mrz.parse(card.lines)
            old = zone.birth.age_at_least(13, day)
            seen[thing.name] = (zone.valid, zone.expiry.is_past(day), old)
    enter, expired = (True, False, True), (True, True, True)
    assert seen == {
        "card-1": enter,
        "card-2": expired,
        "card-3": enter,
        "card-4": (False, False, True),
        "card-5": enter,
        "card-6": (True, False, False),
    }

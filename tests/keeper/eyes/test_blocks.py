"""Blocks are found where they are, in every light, and what is no block is none."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dobotkit.keeper.eyes import blocks as finding
from dobotkit.keeper.eyes.blocks import Found, find_blocks
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.colours import looks, palette_from, printed_palette
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.marks import find_marks
from dobotkit.keeper.eyes.paints import TABLE, colour_index, paints_of
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.markers import CHECK
from dobotkit.simulator.camera import Rig, render
from dobotkit.things import Belt, TableNow, Thing

EDGES = (130.0, 330.0, -220.0, 220.0)
Z = -70.0
ASIDE = (-85.0, 25.0, 30.0, 0.0)
CUBE = (25.0, 25.0, 25.0)

MIXED = (
    Thing("a", "block", "red", CUBE, (200.0, 120.0, Z), 20.0, 1, on="table"),
    Thing("b", "block", "green", CUBE, (200.0, 60.0, Z), 33.0, on="table"),
    Thing("c", "block", "blue", CUBE, (210.0, -10.0, Z), 70.0, on="table"),
    Thing("d", "block", "orange", CUBE, (212.0, -8.0, Z + 25.0), 75.0, 4, on="c"),
    Thing("e", "block", "purple", (40.0, 22.0, 25.0), (280.0, 70.0, Z), -30.0, on="table"),
    Thing("f", "cylinder", "yellow", CUBE, (270.0, -60.0, Z), 0.0, on="table"),
    Thing("g", "block", "black", CUBE, (180.0, -90.0, Z), 10.0, on="table"),
    Thing("h", "block", "white", CUBE, (290.0, 140.0, Z), 50.0, on="table"),
    Thing("i", "card", "blue", (54.0, 86.0, 0.8), (210.0, -160.0, Z), 15.0, 9, on="table"),
)


def table(*things: Thing) -> TableNow:
    return TableNow(Z, things, edges=EDGES)


@pytest.fixture(scope="module")
def calibration() -> Callable[[Rig], Calibration]:
    known: dict[int, Calibration] = {}

    def of(rig: Rig) -> Calibration:
        if rig.width not in known:
            size = (rig.width, rig.height)
            lens = Lens((rig.focal_px,) * 2, rig.middle_px, rig.distortion, size, "its data sheet")
            marks = find_marks(render(table(), None, Rig.usual(*size)))
            known[rig.width] = calibration_from_cards(
                {mark.number: mark.corners_px for mark in marks}, lens, Z
            )
        return known[rig.width]

    return of


@pytest.fixture(scope="module")
def look(calibration):
    def at(rig: Rig, *things: Thing, joints=ASIDE, cover=None) -> Found:
        pixels = render(table(*things), joints, rig)
        if cover is not None:
            cover(pixels)
        marks = find_marks(pixels)
        palette = palette_from(pixels, calibration(rig), marks)
        return find_blocks(pixels, calibration(rig), palette, marks=marks)

    return at


def nearest(found: Found, thing: Thing):
    return min(found.blocks, key=lambda block: math.dist(block.position, thing.place))


@pytest.mark.parametrize("light", ["day", "warm", "dim", "shadow"])
def test_colour_place_angle_size_and_what_stands_on_what(look, light):
    found = look(Rig.usual(1280, 720).in_light(light), *MIXED)
    there = [thing for thing in MIXED if thing.kind != "card"]
    assert len(found.blocks) == len(there)
    for thing in there:
        block = nearest(found, thing)
        assert block.colour == thing.colour
        assert block.kind == thing.kind
        assert math.dist(block.position, thing.place) < 2.5
        assert block.marker == thing.marker
        assert block.stacked == (thing.name == "d")
        assert sorted(block.size) == pytest.approx(sorted(thing.size), abs=3.0)
        if thing.kind == "block":
            turn = 90.0 if thing.marker is None and thing.size == CUBE else 180.0
            assert abs((block.angle - thing.angle + turn / 2) % turn - turn / 2) < 3


def test_half_the_pixels_are_enough(look):
    found = look(Rig.usual(640, 480), *MIXED[:6])
    for thing in MIXED[:6]:
        block = nearest(found, thing)
        assert (block.colour, block.kind) == (thing.colour, thing.kind)
        assert math.dist(block.position, thing.place) < 2.5


@pytest.mark.parametrize("joints", [(0.0, 0.0, 20.0, 0.0), (20.0, 40.0, 35.0, 0.0)])
@pytest.mark.parametrize("size", [(1280, 720), (640, 480)])
def test_an_arm_is_no_block(look, joints, size):
    found = look(Rig.usual(*size), joints=joints)
    assert (found.blocks, found.bins) == ((), ())


def test_what_is_hidden_in_part_says_so(look):
    thing = Thing("r", "block", "red", CUBE, (230.0, 40.0, Z), 20.0, on="table")
    rig = Rig.usual(1280, 720)
    x, y = rig.image_from_table(np.array([(232.0, 44.0, Z + 25.0)]))[0].astype(int)

    def cover(pixels: np.ndarray) -> None:
        pixels[: y + 60, x : x + 40] = (120, 120, 120)  # as an arm: from over the edge

    [block] = look(rig, thing, cover=cover).blocks
    assert 0.2 < block.hidden < 0.7
    assert block.sure < 0.9
    assert math.dist(block.position, thing.place) < 4
    [whole] = look(rig, thing).blocks
    assert whole.hidden < 0.1 < block.hidden
    assert whole.sure > block.sure


def test_a_bin_is_a_bin_and_what_lies_in_it_a_block(look):
    home = Thing("bin", "bin", "green", (90.0, 70.0, 20.0), (220.0, 30.0, Z), 25.0, on="table")
    inside = Thing("g", "block", "green", CUBE, (220.0, 30.0, Z + 2.0), 60.0, 7, on="bin")
    found = look(Rig.usual(1280, 720), home, inside)
    [seen] = found.bins
    assert seen.colour == "green"
    assert math.dist(seen.position, home.place) < 3
    assert sorted(seen.size) == pytest.approx(sorted(home.size), abs=4)
    [block] = found.blocks
    assert (block.marker, block.colour, block.stacked) == (7, "green", False)
    assert math.dist(block.position, inside.place) < 2


def test_what_lies_in_a_bin_without_a_marker_is_not_told(look):
    home = Thing("bin", "bin", "green", (90.0, 70.0, 20.0), (220.0, 30.0, Z), 25.0, on="table")
    plain = Thing("g", "block", "green", CUBE, (220.0, 30.0, Z + 2.0), 60.0, on="bin")
    found = look(Rig.usual(1280, 720), home, plain)
    assert [block.sure for block in found.blocks if block.sure >= 0.5] == []


def test_without_its_check_card_it_says_so_and_the_last_palette_helps(calibration):
    rig = Rig.usual(1280, 720).in_light("warm")
    laid = table(*MIXED[:2])
    free = render(laid, ASIDE, rig)
    known = palette_from(free, calibration(rig), find_marks(free))
    assert known is not None
    corners = [(360.0 + x, y, Z) for x in (-32, 32) for y in (-115, 115)]
    spots = rig.image_from_table(np.array(corners)).astype(int)
    hidden = free.copy()
    (left, top), (right, low) = spots.min(0), spots.max(0)
    hidden[top:low, left:right] = (70, 80, 90)
    marks = find_marks(hidden)
    assert CHECK.marks[0].number not in {mark.number for mark in marks}
    assert palette_from(hidden, calibration(rig), marks) is None
    found = find_blocks(hidden, calibration(rig), None, marks=marks)
    assert "check card" in found.notes[0]
    found = find_blocks(hidden, calibration(rig), known, marks=marks)
    assert sorted(block.colour for block in found.blocks) == ["green", "red"]
    assert found.notes == ()


def test_two_of_one_colour_side_by_side_are_two(look):
    one = Thing("a", "block", "red", CUBE, (230.0, 20.0, Z), 0.0, on="table")
    two = replace(one, name="b", place=(230.0, -7.0, Z))
    found = look(Rig.usual(1280, 720), one, two)
    assert len(found.blocks) == 2
    for thing in (one, two):
        assert math.dist(nearest(found, thing).position, thing.place) < 3


def test_nothing_derived_is_left_also_after_an_error(calibration, monkeypatch):
    rig = Rig.usual(640, 480)
    pixels = render(table(*MIXED[:3]), ASIDE, rig)
    held = []

    def failing(_one, sight):
        held.extend([*sight.derived, sight.regions.view.pixels, sight.regions.labels])
        assert any(array.any() for array in held)
        raise OSError("the camera is gone")

    monkeypatch.setattr(finding, "judged", failing)
    with pytest.raises(OSError, match="gone"):
        find_blocks(pixels, calibration(rig), None)
    assert len(held) > 5
    assert not any(array.any() for array in held)


def test_what_stands_on_a_belt_stands_on_it(calibration):
    rig = Rig.usual(1280, 720)
    belt = Belt((200.0, 0.0, Z), (300.0, 60.0, 20.0), 90.0)
    thing = Thing("r", "block", "red", CUBE, (200.0, 20.0, Z + 20.0), 15.0, on="belt")
    pixels = render(TableNow(Z, (thing,), belt, edges=EDGES), ASIDE, rig)
    marks = find_marks(pixels)
    palette = palette_from(pixels, calibration(rig), marks)
    for levels in ((), (20.0,)):
        found = find_blocks(pixels, calibration(rig), palette, marks=marks, levels=levels)
        [block] = found.blocks
        assert math.dist(block.position, thing.place) < 2.5
        assert found.bins == ()


def test_what_hangs_in_the_air_is_told_as_if_it_stood(look):
    thing = Thing("r", "block", "red", CUBE, (220.0, 60.0, Z + 60.0), 15.0, held=True)
    [block] = look(Rig.usual(1280, 720), thing).blocks
    assert block.position[2] == pytest.approx(Z)
    assert math.dist(block.position[:2], thing.place[:2]) > 20
    assert max(block.size) > 26


def test_white_on_a_white_table_is_table():
    white = np.full((40, 40, 3), 235, np.uint8)
    paints = paints_of(colour_index(white).ravel(), printed_palette())
    block = np.full((1, 1, 3), 245, np.uint8)
    assert paints.labels[colour_index(block)[0, 0]] == TABLE


def test_a_colour_that_is_not_on_the_card_gets_the_nearest_name():
    palette = printed_palette()
    pink = looks(np.array([[[180, 105, 255]]], np.uint8), palette.table())[0, 0]
    name, clear = palette.name_of(pink.tolist())
    assert name in {"red", "purple"}
    assert clear < 0.9

"""Specimens on a table: what is printed on them is where it belongs, in every light and turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dobotkit.card_layouts import LAYOUTS, MARK_NUMBERS
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import LIGHTS, Rig, card_faces, render, sprites
from dobotkit.simulator.camera.card_faces import CardFace
from dobotkit.simulator.camera.prints import INK, PAPER
from dobotkit.simulator.specimens import Specimen, draw
from dobotkit.things import Printed, Thing

from .tables import HEIGHT, PLAIN, joints_at, shipped, table

DAY = date(2026, 11, 23)
NEAR = replace(Rig.usual(640, 480), noise=0.0, vignette=0.0)


def card(x: float, y: float, angle: float = 0.0, *, z: float = HEIGHT, **printed) -> Thing:
    said = Printed(**{"number": 3, **printed})
    size = (*LAYOUTS[said.layout].size_mm, 0.8)
    return Thing("card", "card", "white", size, (x, y, z), angle, specimen=said)


def close(thing: Thing, rig: Rig = NEAR) -> Rig:
    return rig.closely(thing.top, thing.size[:2], thing.angle)


def corners(thing: Thing) -> np.ndarray:
    """Top left, top right, bottom right, bottom left as it is read, (4, 3) in mm."""
    turn = np.radians(thing.angle)
    along, up = (
        np.array((np.cos(turn), np.sin(turn), 0)),
        np.array((-np.sin(turn), np.cos(turn), 0)),
    )
    a, b = along * thing.size[0] / 2, up * thing.size[1] / 2
    return np.array((-a + b, a + b, a - b, -a - b)) + thing.top


def flat(picture: np.ndarray, rig: Rig, thing: Thing, px_per_mm: float) -> np.ndarray:
    """What is on a card in a picture, seen from straight above."""
    size = tuple(round(side * px_per_mm) for side in thing.size[:2])
    w, h = size
    to = np.float32([(0, 0), (w, 0), (w, h), (0, h)]) - np.float32(0.5)
    seen = rig.image_from_table(corners(thing)).astype(np.float32)
    return cv2.warpPerspective(picture, cv2.getPerspectiveTransform(seen, to), size)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel().astype(float), other.ravel().astype(float))[0, 1])


@pytest.mark.parametrize(
    ("layout", "x", "y", "angle"),
    [("student", 200, 0, 0), ("residence", 290, -60, 133), ("passport", 240, 90, -71)],
)
def test_from_near_by_a_card_is_what_was_drawn(layout, x, y, angle):
    thing = card(x, y, angle, layout=layout)
    rig = close(thing)
    seen = flat(render(table(thing), None, rig, day=DAY), rig, thing, 3.0)
    drawn = draw(Specimen(3, layout=layout, on=DAY), px_per_mm=12)
    drawn = cv2.resize(drawn, seen.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert likeness(seen, drawn) > 0.93
    assert likeness(seen, drawn[::-1, ::-1]) < 0.5


def test_from_afar_the_marks_of_every_card_are_where_its_layout_says():
    now = shipped("id_cards")
    rig = Rig.usual()
    picture = render(now, None, rig, day=DAY)
    aruco = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000))
    # Their modules are 2.5 pixels wide: a plain search finds more of them in twice the size.
    found, numbers, _ = aruco.detectMarkers(cv2.resize(picture, None, fx=2, fy=2))
    cards = [thing for thing in now.things if thing.kind == "card"]
    there = {
        (int(number), nearest(cards, rig, int(number), (spots[0].mean(axis=0) - 0.5) / 2))
        for spots, number in zip(found, numbers.ravel(), strict=True)
        if number in MARK_NUMBERS
    }
    assert len(there) >= 14
    assert {name for _, name in there} == {thing.name for thing in cards}


def nearest(cards: list[Thing], rig: Rig, number: int, seen: np.ndarray) -> str:
    """Return the name of the card on which a marker of that number is where it was seen."""
    layout, place = MARK_NUMBERS[number]
    off = {}
    for thing in cards:
        if thing.specimen.layout == layout:
            left_top, right_top, _, left_low = corners(thing)
            u, v = np.divide(LAYOUTS[layout].marks[place].middle_mm, thing.size[:2])
            at = left_top + (right_top - left_top) * u + (left_low - left_top) * v
            off[thing.name] = float(np.linalg.norm(rig.image_from_table(at)[0] - seen))
    best = min(off, key=off.__getitem__)
    assert off[best] < 0.8
    return best


def test_a_card_hangs_on_the_cup_with_its_face_and_turns_with_it():
    x, y, z = 240.0, 40.0, -20.0
    lying, hanging = card(x, y, 90.0, z=z), replace(card(x, y, 130.0, z=z), held=True, on="")
    joints = joints_at(x, y, z + 0.8)
    for thing in (lying, hanging):
        rig = close(thing)
        seen = flat(render(table(thing), joints, rig, day=DAY), rig, thing, 4.0)
        drawn = draw(Specimen(3, on=DAY), px_per_mm=12)
        drawn = cv2.resize(drawn, seen.shape[1::-1], interpolation=cv2.INTER_AREA)
        # The arm hides the rest, and throws a shadow.
        part = (slice(150, None), slice(None))
        assert likeness(seen[part], drawn[part]) > 0.75
        assert likeness(seen[part], drawn[::-1, ::-1][part]) < 0.5


def test_the_same_card_has_other_dates_on_another_day_and_none_without_one():
    thing = card(230, 0, 90)
    rig = close(thing)
    today, later = (render(table(thing), None, rig, day=day) for day in (DAY, date(2027, 11, 24)))
    assert np.array_equal(today, render(table(thing), None, rig, day=DAY))
    assert not np.array_equal(today, later)
    blank = render(table(thing), None, rig)
    plain = render(table(replace(thing, specimen=None)), None, rig, day=DAY)
    assert np.array_equal(blank, plain)


def test_a_table_without_specimens_is_the_same_on_every_day():
    now = shipped("blocks")
    assert np.array_equal(render(now, None, PLAIN), render(now, None, PLAIN, day=DAY))


@pytest.mark.parametrize("light", LIGHTS)
def test_white_and_black_of_a_card_are_paper_and_ink_in_every_light(light):
    thing = card(300, 120, 100)
    rig = close(thing).in_light(light)
    seen = flat(render(table(thing), None, rig, day=DAY), rig, thing, 4.0).astype(float)
    mark = LAYOUTS["student"].marks[0]
    u, v = (round(part * 4) for part in mark.middle_mm)
    half = round(mark.size_mm * 2)
    dark = seen[v - half + 3, u].mean()
    paper = seen[v - half - 3, u].mean()
    assert paper > 1.6 * dark
    assert INK[1] < PAPER[1]


def test_in_bright_light_the_lamp_is_seen_in_a_laminated_card_and_nowhere_else():
    bright = LIGHTS["bright"]
    x, y = bright.mirror_mm
    thing = card(x, y, 90)
    rig = close(thing, PLAIN).in_light("bright")
    without = replace(rig, light=replace(bright, mirror_mm=None))
    with_it, plain = (render(table(thing), None, one, day=DAY) for one in (rig, without))
    more = flat(with_it.astype(np.float32) - plain, rig, thing, 2.0).max(axis=2)
    high, wide = more.shape
    down, across = np.indices(more.shape)
    away_mm = np.hypot(down - high / 2, across - wide / 2) / 2
    assert more[away_mm < 12].max() > 60  # black ink is as white as paper
    assert more[away_mm > 28].max() < 10
    empty = [render(table(), None, one, day=DAY) for one in (rig, without)]
    assert np.array_equal(*empty)


@pytest.mark.parametrize("angle", [None, 0.0, 37.0, 180.0, -100.0])
def test_what_is_looked_at_closely_is_all_in_the_picture_and_upright(angle):
    thing = card(250, -130, angle or 0.0, layout="passport")
    rig = NEAR.closely(thing.top, thing.size[:2], angle)
    seen = rig.image_from_table(corners(thing))
    assert (seen > 2).all()
    assert (seen < np.array((640, 480)) - 3).all()
    assert np.ptp(seen, axis=0).max() > 300
    assert rig.position_mm == NEAR.position_mm
    if angle is not None:
        right, down = seen[1] + seen[2] - seen[0] - seen[3]
        assert right > 0
        assert abs(down) < 0.03 * right


def test_places_hold_from_near_by():
    rig = NEAR.closely((260.0, 70.0, HEIGHT))
    [middle] = rig.image_from_table(np.array([(260.0, 70.0, HEIGHT)]))
    assert middle == pytest.approx(rig.middle_px)


def test_what_is_kept_of_cards_and_solids_is_bounded_by_bytes(monkeypatch):
    monkeypatch.setattr(card_faces, "_MOST", 3 * 2**20)
    monkeypatch.setattr(sprites, "_MOST_BYTES", 2 * 2**20)
    for number in (1, 2, 3):
        thing = card(230, 0, 90, number=number)
        first = render(table(thing), None, close(thing), day=DAY)
        assert np.array_equal(first, render(table(thing), None, close(thing), day=DAY))
    assert sum(one.nbytes for one in card_faces._kept.values()) <= 3 * 2**20
    assert sum(one.nbytes for one in sprites._kept.values() if one) <= 2 * 2**20
    coarse = CardFace(Printed(3), DAY).shares(1.7)
    assert coarse is CardFace(Printed(3), DAY).shares(1.9)
    assert 1.9 * 85.6 <= coarse.shape[1] <= 2.1 * 85.6
    assert not coarse.flags.writeable

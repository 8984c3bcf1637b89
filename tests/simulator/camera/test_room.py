"""The classroom at whose door invented people come by: nobody hides anybody, and it is lit."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from dobotkit.room_messages import MOST_GUESTS
from dobotkit.simulator.camera import LIGHTS, Rig
from dobotkit.simulator.camera.guests import Guest, places_of
from dobotkit.simulator.camera.room import render_room

SMALL = Rig.usual(640, 480)
MOMENTS = np.arange(0.0, 40.0, 0.3)


def some(count: int, first: int = 3) -> list[Guest]:
    ages = ("child", "teen", "adult", "old")
    return [Guest(first + 31 * n, n + 1, ages[n % 4]) for n in range(count)]


@pytest.mark.parametrize("count", range(1, MOST_GUESTS + 1))
@pytest.mark.parametrize("photo", [False, True])
def test_no_face_hides_another_one_at_any_moment(count, photo):
    guests = [Guest(one.number, one.occasion, one.age, photo) for one in some(count)]
    ways = [places_of(guests, moment) for moment in MOMENTS]
    for places in ways:
        for one in places:
            wide = one.face * one.nearer
            assert 90 <= wide <= 170
            # Hair, chin and what a cover needs are in the picture, also in one of 16:9.
            assert wide < one.eyes[0] < 1280 - wide
            assert 120 + wide < one.eyes[1] < 840 - 1.2 * wide
        for one, other in combinations(places, 2):
            apart = abs(one.eyes[0] - other.eyes[0])
            assert apart > 0.7 * (one.face * one.nearer + other.face * other.nearer)
    moved = np.ptp([places[0].eyes[0] for places in ways])
    assert (moved < 8) if photo else (moved > 25)
    # Nobody jumps, and nobody runs: a face is 15 cm wide or so.
    steps = [abs(one[0].eyes[0] - other[0].eyes[0]) for one, other in pairwise(ways)]
    assert max(steps) < ways[0][0].face * 1.2 * (MOMENTS[1] - MOMENTS[0])
    assert places_of(guests, 1.0)[0].eyes[0] == ways[0][0].eyes[0] or photo


def test_a_person_comes_in_another_place_and_size_each_time():
    one, other = (places_of([Guest(5, occasion)], 0.0) for occasion in (1, 2))
    assert one != other
    assert one == places_of([Guest(5, 1)], 0.0)


def test_before_they_came_they_stand_where_they_will():
    guests = some(3)
    assert places_of(guests, -5.0) == places_of(guests, 0.0)


def test_the_same_arguments_make_the_same_picture():
    guests = some(2)
    one = render_room(guests, SMALL, 7.0, since=2.0)
    again = render_room(guests, SMALL, 7.0, since=2.0)
    assert one.shape == (480, 640, 3)
    assert one.dtype == np.uint8
    assert np.array_equal(one, again)
    # The noise is that of the moment, and they have walked on.
    assert not np.array_equal(one, render_room(guests, SMALL, 9.0, since=2.0))


def test_each_light_is_another_picture_and_the_lamp_falls_on_people_too():
    guests = some(1)
    [place] = places_of(guests, 0.0)
    x, y = round(place.eyes[0] / 2), round(place.eyes[1] / 2)
    wide = round(place.face / 6)
    faces, walls = {}, {}
    for name in LIGHTS:
        picture = render_room(guests, SMALL.in_light(name), 0.0).astype(float)
        faces[name] = picture[y : y + 2 * wide, x - wide : x + wide].mean(axis=(0, 1))
        walls[name] = picture[260:300, 330:].mean(axis=(0, 1))
    for seen in (faces, walls):
        assert seen["dim"].sum() < 0.8 * seen["day"].sum()
        assert seen["bright"].sum() > 1.1 * seen["day"].sum()
        blue = {name: one[0] / one[2] for name, one in seen.items()}
        assert blue["warm"] < blue["day"] < blue["cold"]
    assert walls["shadow"].sum() < walls["day"].sum()


def test_a_photograph_is_paper_round_a_face_that_is_held():
    [person] = some(1)
    printed = Guest(person.number, person.occasion, person.age, photo=True)
    [place] = places_of([printed], 0.0)
    picture = render_room([printed], SMALL, 0.0).astype(int)
    x, y, face = place.eyes[0] / 2, place.eyes[1] / 2, place.face / 2
    paper = [
        picture[round(y), round(x + side * face * share)]
        for side in (-1, 1)
        for share in np.linspace(0.6, 1.4, 60)
    ]
    # Beside the face on both sides: the border of the paper, light and without a colour.
    light = [one.min() > 170 and np.ptp(one) < 40 for one in paper]
    assert any(light[:60])
    assert any(light[60:])
    empty = render_room([], SMALL, 0.0).astype(int)
    below = slice(round(y + 1.6 * face), round(y + 1.9 * face))
    across = slice(round(x - 0.4 * face), round(x + 0.6 * face))
    assert np.abs(picture - empty)[below, across].max(axis=2).mean() > 20  # a hand, and a sleeve

"""Who comes to the door is found and covered, and nothing in the empty room is taken for a face."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.keeper.eyes.faces import COUNTED, find_faces
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.look import look
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import LIGHTS, Rig
from dobotkit.simulator.camera.guests import Guest, places_of
from dobotkit.simulator.camera.room import render_room
from dobotkit.simulator.people import Person

SMALL, USUAL = Rig.usual(640, 480), Rig.usual()
# A light tone and a dark one, a child and somebody old; see the class of 200.
SOME = (17, 1, 10)


def guests(*numbers: int, photo: bool = False) -> list[Guest]:
    return [Guest(one, 1, Person(one).age, photo) for one in numbers]


@pytest.mark.parametrize("light", LIGHTS)
def test_nothing_in_the_empty_room_is_taken_for_a_face(light):
    for rig in (SMALL, USUAL):
        assert find_faces(render_room((), rig.in_light(light), 0.0), min_score=0.3) == []


@pytest.mark.parametrize(("rig", "light"), [(USUAL, "day"), (USUAL, "dim"), (SMALL, "warm")])
def test_everybody_is_found_where_they_stand(rig, light):
    people = guests(*SOME)
    found = find_faces(render_room(people, rig.in_light(light), 0.0), min_score=COUNTED)
    assert len(found) == len(people)
    part = rig.width / 1280
    above = (960 - 1280 * rig.height / rig.width) / 2
    ways = sorted((face.box for face in found), key=lambda box: box[0])
    for box, place in zip(ways, places_of(people, 0.0), strict=True):
        x, y, wide, high = (value / part for value in box)
        # The contract with the lessons: so wide that a webcam's picture has faces of this size.
        assert 85 <= wide <= 175
        assert x < place.eyes[0] < x + wide
        assert y < place.eyes[1] - above < y + high


def test_a_photograph_of_somebody_is_a_face_too():
    [face] = find_faces(render_room(guests(12, photo=True), USUAL, 0.0), min_score=COUNTED)
    assert face.score > COUNTED


def test_what_leaves_shows_nobody():
    frame = Frame(render_room(guests(*SOME), USUAL, 0.0), 0.0, "virtual")
    told = look(frame, None, kind="virtual", view="room").told
    assert (told.view, len(told.faces)) == ("room", len(SOME))
    assert not frame.pixels.any()
    picture = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    assert find_faces(picture, min_score=0.5) == []

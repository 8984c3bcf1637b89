"""Invented people at the door: who comes, when the camera turns back, and who is never invited."""

from __future__ import annotations

import json
import os

import pytest

from dobotkit.messages import CameraNow, NotUnderstood, SceneTold, read_request
from tests.keeper.test_sight import SMALL, SlowCamera, a_lab_with, open_arm, permit, refused
from tests.keeper.wires import RawNotebook, raw_notebook

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")


def look(notebook: RawNotebook) -> SceneTold:
    told = notebook.ask(**SMALL)
    assert isinstance(told, SceneTold), told
    return told


def invite(notebook: RawNotebook, *people: int, **more: object) -> None:
    told = notebook.ask(kind="invite", people=people, **more)
    assert told == CameraNow(source="virtual", calibrated=False, light="day", view="room"), told


def guests(notebook: RawNotebook) -> list[tuple[int, int]]:
    eye = notebook.service._sight._eye
    return [(one.number, one.occasion) for one in eye._door.guests]


def test_the_camera_turns_to_the_door_and_back_to_the_very_same_table():
    with raw_notebook() as notebook:
        open_arm(notebook)
        permit(notebook)
        table = look(notebook)
        assert table.view == "table"
        invite(notebook, 7, 12)
        room = look(notebook)
        assert (room.view, room.calibrated, room.blocks, room.bins) == ("room", False, (), ())
        assert "say_goodbye" in " ".join(room.notes)
        assert "door" in room.picture.words
        assert len(room.faces) == 2
        assert room.picture.data != table.picture.data
        assert notebook.ask(kind="goodbye").view == "table"
        # To the bit: nothing of the room stays in what looks at the table.
        assert look(notebook) == table
        assert notebook.ask(kind="goodbye") == notebook.ask(kind="ask_camera")


def test_who_comes_again_comes_on_another_occasion_and_the_others_leave():
    with raw_notebook() as notebook:
        open_arm(notebook)
        permit(notebook)
        invite(notebook, 7, 12)
        assert guests(notebook) == [(7, 1), (12, 1)]
        first = look(notebook).picture.data
        invite(notebook, 7)
        assert guests(notebook) == [(7, 2)]
        assert look(notebook).picture.data != first
        notebook.ask(kind="goodbye")
        invite(notebook, 7, photo=True)
        # Of the photograph it is the first time.
        assert guests(notebook) == [(7, 1)]


def test_who_is_drawn_is_the_same_in_each_run_and_nobody_comes_twice_before_all_came_once():
    runs = []
    for _ in range(2):
        with raw_notebook() as notebook:
            open_arm(notebook)
            permit(notebook)
            drawn = []
            for _ in range(8):
                invite(notebook, how_many=5)
                drawn += [number for number, _ in guests(notebook)]
            runs.append(drawn)
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == len(runs[0])
    assert min(runs[0]) >= 1
    assert max(runs[0]) <= 200


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"people": (0,)},
        {"people": (201,)},
        {"people": (7, 7)},
        {"people": tuple(range(1, 8))},
        {"people": (7,), "how_many": 1},
        {"how_many": 0},
        {"how_many": 7},
        {"people": ("7",)},
    ],
)
def test_a_notebook_of_another_make_cannot_invite_wrongly_either(wrong):
    with pytest.raises(NotUnderstood):
        read_request(json.dumps({"n": 1, "ask": {"kind": "invite", **wrong}}).encode())


def test_people_at_the_door_are_seen_with_the_permission_only():
    with raw_notebook() as notebook:
        open_arm(notebook)
        token = permit(notebook)
        invite(notebook, 7)
        notebook.ask(kind="release_permission", token=token, permission="camera")
        assert refused(notebook.ask(**SMALL)) == "PermissionNotActive"


def test_real_people_are_not_invited():
    camera = SlowCamera()
    camera.may.set()
    with a_lab_with(camera) as (notebook,):
        permit(notebook)
        for ask in ({"kind": "invite", "people": (7,)}, {"kind": "goodbye"}):
            told = notebook.ask(**ask)
            assert refused(told) == "NoCamera"
            assert "Real people are not invited" in told.what
        assert camera.reads == 0


def test_the_board_is_not_looked_for_at_the_door():
    with raw_notebook() as notebook:
        open_arm(notebook)
        permit(notebook)
        invite(notebook, 7)
        told = notebook.ask(kind="begin_calibration", size="640x480")
        assert refused(told) == "CalibrationFailed"
        assert "say_goodbye" in told.advice

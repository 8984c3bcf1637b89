"""What a look brings back: a picture behind JSON, and nothing else that could be one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dobotkit.geometry import Box, Point
from dobotkit.messages import (
    LARGEST_ANSWER,
    LARGEST_MESSAGE,
    LARGEST_SCENE,
    Done,
    NotUnderstood,
    read_answer,
    read_request,
    write_answer,
)
from dobotkit.scene import Bin, Block, Code, Marker, Picture, Scene
from dobotkit.sight_messages import (
    LARGEST_PICTURE,
    MOST_BINS,
    MOST_BLOCKS,
    MOST_CODES,
    MOST_MARKERS,
    MOST_NOTES,
    SceneTold,
)

JPEG = b"\xff\xd8\xff\xe0 with a \0 in it"
EDGE = -123.45678901234567
SCENE = Scene(
    blocks=(
        Block("red", Point(200.0, 30.0, -70.0), 12.5, marker=3, box=Box(1.0, 2.0, 30.0, 40.0)),
        Block("unknown", Point(250.0, -30.0, -45.0), sure=0.4, stacked=True, hidden=0.3),
    ),
    markers=(
        Marker("aruco", 3, Point(200.0, 30.0, -45.0), 12.5, Box(5.0, 5.0, 9.0, 9.0)),
        Marker("apriltag", 7, None, None, Box(50.0, 5.0, 9.0, 9.0)),
    ),
    bins=(Bin("green", Point(220.0, 150.0, -70.0)),),
    codes=(Code("QR", "Grüße", Box(1.0, 1.0, 5.0, 5.0)),),
    picture=Picture(JPEG, 1280, 720, "a table"),
    moment=3.25,
    source="virtual",
    calibrated=True,
    error_mm=0.3,
    notes=("It is dark.",),
)


def test_a_scene_comes_back_as_it_was():
    answer = read_answer(write_answer(7, SceneTold.of(SCENE)))
    assert answer.n == 7
    assert answer.tell.scene() == SCENE
    assert answer.tell.scene().picture.data == JPEG


def test_the_fullest_scene_fits_into_a_message():
    block = Block(
        "unknown", Point(EDGE, EDGE, EDGE), EDGE, (EDGE,) * 3, 999, Box(EDGE, EDGE, EDGE, EDGE),
        0.12345678901234567, stacked=False, hidden=0.12345678901234567,
    )  # fmt: skip
    full = Scene(
        blocks=(block,) * (MOST_BLOCKS + 1),
        bins=(Bin("unknown", Point(EDGE, EDGE, EDGE), EDGE, (EDGE,) * 3),) * MOST_BINS,
        markers=(Marker("apriltag", 999, Point(EDGE, EDGE, EDGE), EDGE, block.box),) * MOST_MARKERS,
        codes=(Code("Data Matrix", "\N{PILE OF POO}" * 300, block.box),) * MOST_CODES,
        picture=Picture(JPEG.ljust(LARGEST_PICTURE), 4096, 4096, "\N{PILE OF POO}" * 9999),
        notes=("\N{PILE OF POO}" * 999,) * (MOST_NOTES + 9),
    )
    data = write_answer(2**53, SceneTold.of(full))
    assert len(data) <= LARGEST_MESSAGE
    scene = read_answer(data).tell.scene()
    assert len(scene.blocks) == MOST_BLOCKS
    assert "more to be seen" in scene.notes[0]


def _told(**changes: object) -> dict:
    told = json.loads(SceneTold.of(SCENE).model_dump_json())
    return {"n": 1, "tell": told | changes}


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (_told(), None),  # without its picture
        (_told(), b""),
        (_told(), b"BM a bitmap, which is not encoded"),
        (_told(), bytes(640 * 480 * 3)),  # raw pixels
        (_told(), b"\xff\xd8\xff".ljust(LARGEST_PICTURE + 1)),
        (_told(picture=_told()["tell"]["picture"] | {"form": "image/png"}), JPEG),
        (_told(picture=_told()["tell"]["picture"] | {"form": "image/bmp"}), JPEG),
        (_told(picture=_told()["tell"]["picture"] | {"data": "/9j/"}), JPEG),  # in the JSON
        (_told(pixels=[1, 2, 3]), JPEG),
        (_told(notes=["x" * 301]), JPEG),
        (_told(source="somewhere"), JPEG),
        ({"n": 1, "tell": {"kind": "done"}}, JPEG),  # with what shows none
    ],
)
def test_anything_else_behind_or_within_is_refused(text, behind):
    data = json.dumps(text).encode() + (b"" if behind is None else b"\0" + behind)
    with pytest.raises(NotUnderstood):
        read_answer(data)


def test_an_answer_that_is_too_long_is_refused_before_it_is_read():
    padding = b" " * LARGEST_ANSWER
    with pytest.raises(NotUnderstood, match="too long"):
        read_answer(write_answer(1, Done()) + padding)
    text, _, picture = write_answer(1, SceneTold.of(SCENE)).partition(b"\0")
    with pytest.raises(NotUnderstood, match="too long"):
        read_answer(text + b" " * LARGEST_SCENE + b"\0" + picture)


def test_a_picture_says_its_words_and_never_its_bytes():
    picture = SceneTold.of(SCENE).picture
    for said in (repr(picture), repr(SCENE), str(SCENE.picture), picture.model_dump_json()):
        assert "with a" not in said
    data, beside = SCENE.picture._repr_mimebundle_()
    assert data == {"image/jpeg": JPEG, "text/plain": "a table"}
    assert beside["image/jpeg"]["alt"] == "a table"


@pytest.mark.parametrize(
    "ask",
    [
        {"kind": "look", "picture": "/9j/"},
        {"kind": "look", "size": "99999x99999"},
        {"kind": "look", "size": [640, 480]},
        {"kind": "set_light", "light": "ultraviolet"},
        {"kind": "bump_camera", "by": 1e9},
    ],
)
def test_a_notebook_hands_in_no_picture_and_chooses_from_lists(ask):
    with pytest.raises(NotUnderstood):
        read_request(json.dumps({"n": 1, "ask": ask}).encode())


def test_what_is_beyond_a_message_is_left_out_and_said():
    many = replace(SCENE, codes=(Code("QR", "x", Box(0.0, 0.0, 1.0, 1.0)),) * (MOST_CODES + 1))
    told = SceneTold.of(many)
    assert len(told.codes) == MOST_CODES
    assert told.notes[0] == "There is more to be seen than one look can tell."

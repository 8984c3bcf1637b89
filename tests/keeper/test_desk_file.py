from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.errors import DeskError
from dobotkit.keeper import desk_file
from dobotkit.keeper.camera_place import CameraPlace, CardPlace
from dobotkit.keeper.desk_file import desk_text, present_desk, write_desk
from dobotkit.keeper.envelope import TOOLS, Box, Envelope, read_desk

CAMERA = CameraPlace(
    size=(640, 480),
    focal=(510.0, 510.5),
    middle=(321.0, 239.0),
    distortion=(-0.1, 0.02, 0.0, 0.0, 0.0),
    turn=(3.1, 0.1, 0.2),
    shift=(-200.0, 10.0, 500.0),
    height=-70.0,
    error=0.6,
    made_of="6 crosses that the arm touched",
    cards=(
        CardPlace(
            number=990, place=(100, 250), angle=90.5, corners=((1, 2), (9.5, 2), (9, 8), (1, 8))
        ),
    ),
)
DESK = Envelope(
    speed=80,
    tool="pen",
    floor={"pen": -61.5, "suction": -60},
    keep_out=(Box(name='"Turm" \\ links', low=(150, 40, -200), high=(260, 90, 60.25)),),
    zones=(Box(name="store", low=(0, 0, 0), high=(1, 1, 1)),),
    laser=True,
    camera=CAMERA,
)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_file, "user_config_path", lambda *_, **__: tmp_path / "settings")
    return tmp_path / "settings" / "desk.toml"


def test_what_is_written_is_read_again(settings):
    write_desk(DESK, settings)
    assert read_desk(settings) == DESK
    assert present_desk() == DESK


numbers = st.floats(-1000, 999).map(lambda value: round(value, 3))
corners = st.tuples(numbers, numbers, numbers)
boxes = st.builds(
    lambda name, low: Box(name=name, low=low, high=tuple(value + 1 for value in low)),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(str.strip),
    corners,
)
desks = st.builds(
    Envelope,
    speed=st.floats(1, 250),
    tool=st.sampled_from(TOOLS),
    floor=st.dictionaries(st.sampled_from(TOOLS), numbers),
    keep_out=st.lists(boxes, max_size=1).map(tuple),
    laser=st.booleans(),
)


@given(desks)
def test_every_desk_can_be_written_and_read(tmp_path_factory, desk):
    path = tmp_path_factory.mktemp("desk") / "desk.toml"
    path.write_text(desk_text(desk), encoding="utf-8")
    assert read_desk(path) == desk


def test_every_line_has_a_word_about_it():
    lines = desk_text(DESK).splitlines()
    for name in Envelope.model_fields:
        at = next(i for i, line in enumerate(lines) if line.strip("[]").startswith(name))
        assert lines[at - 1].startswith("# ")


def test_nothing_in_it_is_about_a_person_or_a_computer(settings):
    write_desk(DESK, settings)
    # It is made of these and of nothing else; the only free text are the boxes' names. What
    # is said of the camera: test_camera_place.py.
    assert settings.read_text(encoding="utf-8") == desk_text(DESK)
    assert set(Envelope.model_fields) == {
        "speed", "tool", "floor", "keep_out", "zones", "laser", "camera",
    }  # fmt: skip
    assert set(Box.model_fields) == {"name", "low", "high"}


def test_a_desk_that_nobody_has_set_up_is_a_careful_one(settings):
    assert not settings.exists()
    assert present_desk() == Envelope()


def test_a_file_that_is_named_has_to_be_there(tmp_path):
    with pytest.raises(DeskError, match=r"There is no desk file .*dekt\.toml"):
        present_desk(tmp_path / "dekt.toml")
    with pytest.raises(DeskError, match="cannot be read"):
        present_desk(tmp_path)


def test_a_file_that_is_no_text_is_said(tmp_path):
    (tmp_path / "desk.toml").write_bytes("tool = “pen”".encode("utf-16"))
    with pytest.raises(DeskError, match="not a text file in UTF-8"):
        present_desk(tmp_path / "desk.toml")


BOX = '[[keep_out]]\nname = "tower"\nlow = [0, 0, 0]\nhigh = [1, 1, 1]\n\n'
ZONE = BOX.replace("keep_out", "zones").replace("tower", "store")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("speed = 900", "at speed (line 1): At most 250 is possible."),
        ('\nspeed = "fast"', "at speed (line 2): A number is needed here, without quotes."),
        ("sped = 100", "at sped (line 1): No rule has this name. Check how it is written."),
        ('tool = "drill"', "at tool (line 1): Choose one of: 'suction', 'gripper'"),
        ('laser = "maybe"', "at laser (line 1): Write true or false"),
        ("speed = 90\n[floor]\npen = 5000", "at floor, pen (line 3): At most 1000 is possible."),
        ("[floor]\ndrill = 3", "at floor, drill (line 2): Choose one of"),
        (BOX + BOX.replace("1, 1, 1", "1, 1"), "keep_out, box 2, high, z (line 9): Three numbers"),
        (BOX.replace("1, 1, 1", "1, 1, 1, 1"), "keep_out, box 1, high (line 4): Three numbers"),
        (BOX.replace("[0, 0, 0]", "7"), "keep_out, box 1, low (line 3): Three numbers"),
        (BOX.replace("1, 1, 1", "1, 1, -1"), "(line 1): In the box “tower” each number of low"),
        (BOX.replace('name = "tower"\n', ""), "keep_out, box 1, name (line 1): This is missing."),
        (BOX.replace('"tower"', "3"), "keep_out, box 1, name (line 2): A text in quotes"),
        (BOX + BOX.replace("keep_out", "zones"), "at the names of its boxes: The name “tower” is"),
        (BOX + ZONE + BOX.replace("1, 1", "1, 5000"), "box 2, high, y (line 14): At most"),
        ("keep_out = 3", "at keep_out (line 1): It has to be written in another way: docs/desk"),
        ("speed 100", "cannot be understood at line 1, which says: speed 100"),
        ("\n\nspeed = [1,", "cannot be understood at line 3, which says: speed = [1,"),
        ("", None),
    ],
)
def test_what_is_wrong_is_said_with_line_and_key(tmp_path, text, words):
    (tmp_path / "desk.toml").write_text(text, encoding="utf-8")
    if words is None:
        assert present_desk(tmp_path / "desk.toml") == Envelope()
        return
    with pytest.raises(DeskError) as caught:
        present_desk(tmp_path / "desk.toml")
    assert words in caught.value.what
    assert "Correct it, or delete the file" in caught.value.advice


def test_the_old_file_stays_when_the_new_one_cannot_be_written(settings):
    write_desk(DESK, settings)
    settings.with_name("desk.toml.new").mkdir()
    with pytest.raises(DeskError, match="Nothing has changed"):
        write_desk(Envelope(), settings)
    assert read_desk(settings) == DESK


def test_no_half_file_lies_beside_it(settings):
    write_desk(DESK, settings)
    write_desk(Envelope(), settings)
    assert [path.name for path in settings.parent.iterdir()] == ["desk.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_this_user_may_write_it(settings):
    write_desk(DESK, settings)
    assert settings.stat().st_mode & 0o077 == 0

from __future__ import annotations

import pytest

from dobotkit.errors import DeskError
from dobotkit.keeper.envelope import Box, Envelope, read_desk


def desk_with(tmp_path, text):
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_desk_is_read(tmp_path):
    path = desk_with(
        tmp_path,
        """
        speed = 80
        tool = "pen"
        floor = { pen = -61.5 }
        [[keep_out]]
        name = "camera stand"
        low = [150, 40, -200]
        high = [260, 90, 60]
        """,
    )
    desk = read_desk(path)
    assert desk.speed == 80
    assert desk.lowest == -61.5
    assert desk.offset == (61, 0, 0)
    assert desk.keep_out == (Box(name="camera stand", low=(150, 40, -200), high=(260, 90, 60)),)


def test_without_a_file_the_careful_values_hold():
    desk = Envelope()
    assert (desk.speed, desk.laser, desk.lowest) == (100, False, None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("speed = 251", "speed"),
        ("speed = 0", "speed"),
        ("speed = nan", "speed"),
        ('tool = "drill"', "tool"),
        ("floor = { suction = 5000 }", "floor"),
        ("sped = 100", "sped"),
        ('[[keep_out]]\nname = "x"\nlow = [0, 0, 0]\nhigh = [0, 1, 1]', "keep_out"),
        ("speed 100", "no TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, place):
    with pytest.raises(DeskError, match=place):
        read_desk(desk_with(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DeskError, match=r"other\.toml"):
        read_desk(tmp_path / "other.toml")


def test_depth_in_a_box():
    box = Box(name="b", low=(0, 0, 0), high=(10, 20, 30))
    assert box.depth(5, 10, 15) == 5
    assert box.depth(1, 10, 15) == 1
    assert box.depth(-3, 10, 15) == -3

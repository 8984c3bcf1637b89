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
        ("speed 100", "line 1, which says: speed 100"),
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


BOX = "name = {}\nlow = [0, 0, 0]\nhigh = [1, 1, 1]\n"
TOWER = BOX.format('"tower"')


@pytest.mark.parametrize(
    "names",
    [
        ['"tower"', '"Tower "'],
        ['"laser"'],
        ['"Teacher\'s word"'],
        ['"  "'],
        [r'"two\nlines"'],
        [r'"back\u202Ewards"'],
        [f'"{"x" * 41}"'],
        [f'"box {k}"' for k in range(21)],
    ],
)
def test_names_that_could_be_taken_for_something_else(tmp_path, names):
    text = "".join(f"[[keep_out]]\n{BOX.format(name)}" for name in names)
    with pytest.raises(DeskError):
        read_desk(desk_with(tmp_path, text))


def test_a_zone_may_not_be_called_like_a_closed_box(tmp_path):
    text = f"[[keep_out]]\n{TOWER}[[zones]]\n{TOWER}"
    with pytest.raises(DeskError, match="“tower” is taken"):
        read_desk(desk_with(tmp_path, text))


def test_names_may_be_in_any_language(tmp_path):
    name = "Lager für Würfel 积木"
    path = desk_with(tmp_path, "[[zones]]\n" + BOX.format(f'"{name}"'))
    assert read_desk(path).zones[0].name == name

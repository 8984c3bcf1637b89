"""What is said and drawn about a scene, and the numbers of the sliders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dobotkit.errors import WrongValue
from dobotkit.geometry import Box, Point
from dobotkit.scene import UNKNOWN, Block, Card, Face, Picture, Scene
from dobotkit.things import COLOURS
from dobotkit.widgets import seen_view
from dobotkit.widgets.seen import live_words, seen_in
from dobotkit.widgets.seen_view import StillView
from tests.widgets.a_camera import scene
from tests.widgets.test_palette import SEEN_BY, XYZ, ciede2000, lab, linear, times

HERE = Path(seen_view.__file__).parent


def test_every_mark_says_in_words_what_it_is():
    marks = seen_in(scene(), live=False)["marks"]
    assert [(mark["kind"], mark["text"], mark["sure"]) for mark in marks] == [
        ("block", "red #3", True),
        ("block", "blue ?", False),
        ("bin", "blue bin", True),
        ("marker", "marker 17", True),
        ("marker", "", True),
        ("code", "QR", True),
    ]
    assert (marks[0]["x"], marks[0]["y"], marks[0]["w"], marks[0]["h"]) == (40, 60, 60, 60)


@pytest.mark.parametrize("colour", [*COLOURS, UNKNOWN])
def test_a_block_of_any_colour_has_its_name_and_its_letters(colour):
    block = Block(colour, Point(200, 0, -70), box=Box(1, 2, 3, 4))
    [mark, *_] = seen_in(scene(of=(block,)), live=True)["marks"]
    assert colour in mark["text"]
    assert mark["letter"]


def test_the_list_says_where_and_what_is_not_sure():
    rows = seen_in(scene(), live=True)["rows"]
    assert rows[0] == ["red block", "x 230, y 60 mm; turned 0°", "marker 3"]
    assert rows[1] == ["blue block", "x 250, y −60 mm; turned 15°", "partly hidden, not sure"]
    assert rows[2] == ["blue bin", "x 200, y −150 mm; turned 0°", ""]
    assert rows[3][:2] == ["aruco marker", "number 17"]
    assert rows[4][:2] == ["card of the desk", "number 990"]
    assert rows[5][:2] == ["QR", "robot"]


def test_faces_are_told_by_shape_and_words_and_what_is_not_sure_as_a_guess():
    one, other = Face(Box(60, 40, 20, 30), 0.934), Face(Box(10, 20, 30, 40), 0.58)
    people = Scene(faces=(one,), maybe_faces=(other,))
    seen = seen_in(people, live=False)
    assert [(mark["kind"], mark["text"], mark["sure"]) for mark in seen["marks"]] == [
        ("face", "face 0.93", True),
        ("face", "face? 0.58", False),
    ]
    assert seen["rows"] == [
        ["face 0.93", "70 from the left, 55 from above, in pixels", "covered"],
        ["face? 0.58", "25 from the left, 40 from above, in pixels", "covered, not counted"],
    ]
    assert "One face was found and covered; how sure, from 0 to 1: 0.93." in seen["words"]
    assert "One place that may be a face was covered and not counted" in seen["words"]
    assert "1 face, covered, 1 place that may be a face, covered" in live_words(people)
    assert "In the picture: nobody." in live_words(Scene(view="room"))
    script = (HERE / "marks.js").read_text(encoding="utf-8")
    assert 'kind === "face"' in script
    assert "ctx.ellipse(" in script


def test_cards_are_crossed_frames_with_their_place_and_nothing_of_what_they_say():
    lying = Card(
        Box(60, 40, 90, 60), Point(215.0, -60.0, -70.0), 20.0, (85.6, 54.0, 0.76), sure=0.9
    )
    held = Card(Box(10, 20, 30, 40), sure=0.3)
    seen = seen_in(Scene(cards=(lying, held)), live=False)
    assert [(mark["kind"], mark["text"], mark["sure"]) for mark in seen["marks"]] == [
        ("card", "card", True),
        ("card", "card ?", False),
    ]
    assert seen["rows"] == [
        ["card", "x 215, y −60 mm; turned 20°", "covered"],
        ["card", "25 from the left, 40 from above, in pixels", "covered, not sure"],
    ]
    assert (
        "A card was found and covered: 215 mm in front of the arm, 60 mm to the right."
        in seen["words"]
    )
    assert "that it is one is a guess (30% sure)" in seen["words"]
    assert "In the picture: 2 cards, covered." in live_words(Scene(cards=(lying, held)))
    assert 'kind === "card"' in (HERE / "marks.js").read_text(encoding="utf-8")


def test_live_words_change_only_when_something_happens():
    assert live_words(scene(40)) == live_words(scene(43))
    assert live_words(scene(40)) != live_words(scene(of=(Block("red", Point(200, 0, -70)),)))


def test_a_picture_alone_has_its_own_words():
    seen = seen_in(Picture(b"x", 4, 3, "A table."), live=False)
    assert (seen["words"], seen["marks"], seen["width"]) == ("A table.", [], 4)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hue", (340, 20)), ("hue", [0, 359]), ("saturation", (30, 100)), ("blue", (0, 255)),
    ],
)  # fmt: skip
def test_sliders_can_be_set_and_read_as_plain_values(name, value):
    view = StillView(scene(), thresholds=True)
    setattr(view, name, value)
    assert getattr(view, name) == tuple(value)
    assert view.passing is None
    assert view.pixels == 320 * 240
    whole = tuple(value) == (0, view.trait_defaults(name)[1])
    assert view.rule == ({} if whole else {name: tuple(value)})
    view.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hue", (0, 360)), ("brightness", (50, 20)), ("red", (-1, 3)), ("red", (1, 2, 3)),
        ("green", 7), ("green", (1.5, 3)), ("saturation", ("a", "b")), ("red", (True, 3)),
    ],
)  # fmt: skip
def test_other_values_are_refused_with_one_that_works(name, value):
    view = StillView(scene(), thresholds=True)
    with pytest.raises(WrongValue, match=rf"the {name} may go"):
        setattr(view, name, value)
    view.close()


def constants(name):
    """The colours of one constant of marks.js."""
    text = (HERE / "marks.js").read_text(encoding="utf-8")
    [found] = re.findall(rf"const {name} = (\{{.*?\}});", text)
    return dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', found))


def contrast(one, other):
    light, dark = sorted((times(XYZ, linear(c))[1] for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_labels_can_be_read_whatever_is_behind_them():
    chip = constants("CHIP")
    assert contrast(chip["ink"], chip["ground"]) >= 4.5


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_lines_are_seen_on_every_ground(eyes):
    """One of the two lines stands out from whatever is behind them."""
    lines = constants("LINES")
    assert contrast(lines["over"], lines["under"]) >= 4.5
    for ground in ("#ffffff", "#000000", "#777777", "#ac0f00", "#34c381", "#2b4ec1"):
        best = max(contrast(colour, ground) for colour in lines.values())
        assert best >= 3
        apart = [ciede2000(lab(colour, eyes), lab(ground, eyes)) for colour in lines.values()]
        assert max(apart) >= 20


def test_the_sign_can_be_read():
    css = (HERE / "seen.css").read_text(encoding="utf-8")
    ground, ink = re.search(r"background: (#\w{6});\n  color: (#\w{6});", css).groups()
    assert contrast(ground, ink) >= 4.5

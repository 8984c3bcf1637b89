"""The numbers of a covered picture: what a pixel says, and which pixels pass a rule."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.errors import WrongValue
from dobotkit.geometry import Box
from dobotkit.lesson import pixels
from dobotkit.opencv import cv2
from dobotkit.scene import Picture, Scene

# Blue, green, red, as OpenCV has it.
PAINT = {"red": (40, 40, 200), "green": (40, 180, 40), "blue": (190, 60, 30), "grey": (90, 90, 90)}
SQUARE = {name: Box(10 + 30 * at, 10, 20, 20) for at, name in enumerate(PAINT)}


def picture(light=1.0):
    """Four painted squares on white, 140 × 40, in as much light."""
    array = np.full((40, 140, 3), 230.0)
    for name, box in SQUARE.items():
        array[10:30, int(box.x) : int(box.x) + 20] = PAINT[name]
    _, png = cv2.imencode(".png", np.rint(array * light).astype(np.uint8))
    return Picture(png.tobytes(), 140, 40, "four squares", "image/png")


@pytest.fixture(scope="module")
def photo():
    return pixels.read(picture())


def test_it_says_how_many_numbers_there_are(photo):
    assert (photo.width, photo.height, photo.numbers) == (140, 40, 16800)
    assert repr(photo) == "140 × 40 pixels, three numbers each: 16,800 numbers and nothing else."


def test_a_pixel_has_six_numbers(photo):
    pixel = photo.at(*SQUARE["red"].centre)
    assert pixel == (20, 20, 200, 40, 40, 0, 80, 78)
    assert repr(pixel) == (
        "pixel (20, 20): red 200, green 40, blue 40; hue 0°, saturation 80 %, brightness 78 %"
    )
    assert [photo.at(*SQUARE[name].centre).hue for name in ("green", "blue")] == [120, 228]


def test_there_is_no_pixel_beside_the_picture(photo):
    with pytest.raises(WrongValue, match=r"no pixel \(140, 3\)"):
        photo.at(140, 3)


@pytest.mark.parametrize(
    ("rule", "passing"),
    [
        ({"red": (150, 255), "green": (0, 90)}, ["red"]),
        ({"hue": (340, 20), "saturation": (50, 100)}, ["red"]),
        ({"hue": (100, 260), "saturation": (50, 100)}, ["green", "blue"]),
        ({"brightness": (20, 40)}, ["grey"]),
        ({"blue": (190, 190)}, ["blue"]),
    ],
)
def test_a_rule_chooses_whole_squares(photo, rule, passing):
    chosen = photo.where(**rule)
    assert {name: chosen.share(box) for name, box in SQUARE.items()} == {
        name: float(name in passing) for name in PAINT
    }
    assert chosen.count == chosen.inside(Box(0, 0, 140, 40)) == 400 * len(passing)


def test_without_a_rule_everything_passes(photo):
    assert photo.where().count == photo.where().of == 140 * 40


def test_in_less_light_the_amount_of_red_changes_and_the_hue_does_not():
    dim = pixels.read(picture(light=0.4))
    assert dim.where(red=(150, 255), green=(0, 90)).count == 0
    assert dim.where(hue=(340, 20), saturation=(50, 100)).count == 400


def test_what_is_chosen_is_shown_with_words(photo):
    shown = photo.where(hue=(340, 20), saturation=(50, 100))
    words = (
        "400 of 5,600 pixels pass (hue 340–20, saturation 50–100). The others are dark and grey."
    )
    assert repr(shown) == words
    assert f'alt="{words}"' in shown._repr_html_()


def test_close_up_every_pixel_is_a_square(photo):
    close = photo.close_up(Box(8, 8, 10, 10))
    assert repr(close) == "10 × 10 pixels, each shown as a square, 48 times as wide."
    assert close._pixels.shape == (480, 480, 3)
    with pytest.raises(WrongValue, match="outside"):
        photo.close_up(Box(200, 0, 10, 10))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"hu": (1, 2)}, "Did you mean hue"),
        ({"red": 3}, r"red=\(0, 255\)"),
        ({"red": (4, 1)}, "Only the hue goes round"),
        ({"brightness": (0, 101)}, "from 0 to 100"),
        ({"red": (float("nan"), 3)}, "from 0 to 255"),
    ],
)
def test_what_is_no_rule_is_said(photo, rule, words):
    with pytest.raises(WrongValue, match=words):
        photo.where(**rule)


@pytest.mark.parametrize("wrong", [None, b"\xff\xd8", Scene()])
def test_only_pictures_are_read(wrong):
    with pytest.raises(WrongValue, match=r"scene\.picture"):
        pixels.read(wrong)


def test_a_picture_that_is_none_is_said():
    with pytest.raises(WrongValue, match="blank"):
        pixels.read(Scene().picture)

"""A scene: found, described, and refused where it is not sure."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from dobotkit.errors import NotCalibrated, NotSeen, WrongValue
from dobotkit.geometry import Box, Point
from dobotkit.scene import CODE_NOT_TOLD, Bin, Block, Card, Code, Marker, Scene

RED = Block("red", Point(200.0, 30.4, -70.0), marker=3, box=Box(10.0, 20.0, 30.0, 40.0))
BLUE = Block("blue", Point(250.0, -60.0, -45.0), stacked=True, hidden=0.34)
GUESS = Block("green", Point(180.0, 0.2, -70.0), sure=0.4)
SCENE = Scene(
    blocks=(GUESS, RED, BLUE),
    bins=(Bin("red", Point(210.0, 50.0, -70.0)),),
    markers=(
        Marker("aruco", 3, RED.top, 0.0, RED.box),
        Marker("apriltag", 5, Point(240.0, 10.0, -70.0), 0.0, RED.box),
        Marker("aruco", 990, Point(100.0, 250.0, -70.0), 0.0, RED.box),
    ),
    codes=(Code("QR", "bin 4", RED.box),),
    error_mm=0.31,
    notes=("It is dark.",),
)


def test_a_block_is_found_by_colour_or_marker():
    assert SCENE.find_block("red") is RED
    assert SCENE.find_block(marker=3) is RED
    assert SCENE.find_block("blue") is BLUE
    assert RED.top == (200.0, 30.4, -45.0)


def test_of_several_the_surest_is_found():
    other = replace(RED, sure=0.8, marker=4)
    assert Scene(blocks=(other, RED)).find_block("red") is RED


@pytest.mark.parametrize(
    ("scene", "asked", "says"),
    [
        (SCENE, {"colour": "yellow"}, "no yellow block. It sees: blue, red (marker 3)."),
        (SCENE, {"colour": "red", "marker": 9}, "no red block with marker 9"),
        (SCENE, {"colour": "green"}, "only 40% sure"),
        (Scene(), {"colour": "red"}, "It sees no block at all"),
    ],
)
def test_what_is_not_seen_or_not_surely_is_refused(scene, asked, says):
    with pytest.raises(NotSeen) as refused:
        scene.find_block(**asked)
    assert says in f"{refused.value.what} {refused.value.advice}"


@pytest.mark.parametrize("asked", [{}, {"colour": "pink"}, {"colour": 3}])
def test_a_question_that_makes_no_sense_is_refused(asked):
    with pytest.raises(WrongValue):
        SCENE.find_block(**asked)


def test_without_a_calibration_no_place_is_handed_out():
    moved = Scene(calibrated=False, notes=("The camera has moved.",))
    for find in (moved.find_block, moved.find_bin):
        with pytest.raises(NotCalibrated, match="The camera has moved") as refused:
            find("red")
        assert "camera.calibrate(arm)" in refused.value.advice
    assert "nothing has a place in mm" in moved.describe()


def test_it_is_described_in_words():
    assert SCENE.describe().splitlines() == [
        "A look through the virtual camera. There are 3 blocks to be seen.",
        "The red block with marker 3: 200 mm in front of the arm, 30 mm to the left.",
        "The green block: 180 mm in front of the arm, straight ahead; this is a guess (40% sure).",
        (
            "The blue block: 250 mm in front of the arm, 60 mm to the right, on top of another "
            "block, 34% of it hidden."
        ),
        "The red bin: 210 mm in front of the arm, 50 mm to the left; 1 block in it.",
        "Markers that are on no block: AprilTag 5 at x=240, y=10 mm.",
        "A QR code says: “bin 4”.",
        "Places may be wrong by about 0.3 mm.",
        "It is dark.",
    ]


def test_of_several_cards_the_surest_is_the_card():
    unsure, sure = Card(Box(1, 2, 3, 4), sure=0.6), Card(Box(5, 6, 7, 8), sure=0.9)
    scene = Scene(cards=(unsure, sure))
    assert scene.card is sure
    assert "covered" in repr(sure)
    assert "2 cards, covered" in repr(scene)


def test_without_a_card_it_says_why():
    with pytest.raises(NotSeen, match="sees no card"):
        Scene().card  # noqa: B018 - asking is the test
    with pytest.raises(NotSeen, match="could not be looked for") as caught:
        Scene(cards_known=False).card  # noqa: B018 - asking is the test
    assert "scene.notes" in caught.value.advice


def test_of_one_place_closely_there_are_no_blocks_to_be_found():
    close = Scene(view="close", cards=(Card(Box(1, 2, 3, 4)),))
    with pytest.raises(NotCalibrated, match="looks closely"):
        close.find_block("red")
    assert repr(close) == "<scene of one place, closely: 1 card, covered>"


def test_a_code_with_a_long_number_is_said_to_be_covered():
    codes = (Code("QR", CODE_NOT_TOLD, RED.box), Code("Code 39", CODE_NOT_TOLD, RED.box))
    said = Scene(codes=codes).describe()
    assert "A QR code was covered, and is not told: it holds a long number" in said
    assert "A Code 39 was covered" in said


def test_it_is_frozen_and_says_itself_shortly():
    with pytest.raises(FrozenInstanceError):
        SCENE.blocks = ()
    assert repr(SCENE) == "<scene of 3 blocks: green, red, blue>"
    assert repr(RED) == "<red block at x=200.0, y=30.4 mm, marker 3>"
    assert "only 40% sure" in repr(GUESS)
    assert "on another block" in repr(BLUE)
    assert repr(Scene(calibrated=False)) == "<scene of 0 blocks, not calibrated>"
    assert RED.box.centre == (25.0, 40.0)

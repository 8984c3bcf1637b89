"""One look: whatever happens on the way, nothing of the frame is left."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from dobotkit.keeper.eyes import look as looking
from dobotkit.keeper.eyes.calibration import Calibration
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.frame import Frame, wipe
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.look import look
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow
from tests.keeper.eyes.test_cover import CAMERAS

RIG = Rig.usual(1280, 720)
ASIDE = (-90.0, -5.0, 60.0, 0.0)


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    laid = load_scene("blocks")
    table = TableNow(height=laid.height, things=laid.things, edges=laid.edges)
    return render(table, ASIDE, RIG)


@pytest.fixture(scope="module")
def calibration(photo) -> Calibration:
    lens = Lens((RIG.focal_px,) * 2, RIG.middle_px, RIG.distortion, (1280, 720), "its data sheet")
    return calibration_from_cards(seen_marks(photo), lens, -70.0)


def a_frame(photo: np.ndarray, source: str = "virtual") -> Frame:
    return Frame(photo.copy(), 1.5, source)


def test_a_look_says_what_is_there_and_wipes(photo, calibration):
    frame = a_frame(photo)
    scene = look(frame, calibration, kind="virtual").told.scene()
    assert sorted(block.colour for block in scene.blocks) == ["blue", "green", "red", "yellow"]
    red = scene.find_block("red")
    assert red.position.distance_to((230.0, 90.0, -70.0)) < 2
    assert red.marker == 1
    assert scene.moment == 1.5
    assert scene.picture.data.startswith(b"\xff\xd8\xff")
    assert "red block" in scene.picture.words
    assert not frame.pixels.any()


STAGES = (
    "find_marks", "refuse_if_moved", "palette_from", "find_blocks", "find_codes", "picture_for",
    "scene_of", "drawn_from",
)  # fmt: skip


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("stage", STAGES)
def test_what_fails_on_the_way_leaves_nothing(photo, calibration, monkeypatch, stage, error):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(looking, stage, fail)
    frame = a_frame(photo)
    with pytest.raises(error):
        look(frame, calibration, kind="virtual")
    assert not frame.pixels.any()


def test_a_frame_is_wiped_also_if_it_is_no_picture_for_the_finders():
    frame = Frame(np.full((1, 1, 3), 9, np.uint8), 0.0, "file")
    look(frame, None, kind="file")
    assert not frame.pixels.any()


def test_measured_with_pictures_of_another_size_it_says_so(photo, calibration):
    small = cv2.resize(photo, (640, 360))
    told = look(Frame(small, 0.0, "usb"), calibration, kind="usb").told
    assert not told.calibrated
    assert "1280 × 720 pixels, and now it gives 640 × 360" in told.notes[0]


def test_a_corner_card_that_is_there_twice_is_none(photo, calibration):
    """One of the two may be in somebody's hand: then no pixel of a real camera is shown."""
    twice = photo.copy()
    x, y = calibration.cards_px[990].min(0).astype(int) - 12
    right, low = calibration.cards_px[990].max(0).astype(int) + 12
    card = photo[y:low, x:right]
    twice[300 : 300 + low - y, 600 : 600 + right - x] = card
    told = look(Frame(twice, 0.0, "usb"), calibration, kind="usb").told
    assert told.notes[0].startswith("The picture is drawn")
    assert sum(mark.number == 990 for mark in told.markers) == 2


def test_where_the_camera_has_moved_no_place_is_told(photo, calibration):
    shifted = np.roll(photo, 40, axis=1)
    scene = look(a_frame(shifted), calibration, kind="virtual").told.scene()
    assert not scene.calibrated
    assert scene.blocks == scene.bins == ()
    assert all(marker.position is None for marker in scene.markers)
    assert "moved" in scene.describe()


@pytest.mark.parametrize("known", [True, False])
def test_a_real_camera_shows_no_pixel_beside_the_table(photo, calibration, known):
    """A sticker in a corner of the picture, where a face could be."""
    marked = photo.copy()
    marked[:60, :60] = (0, 0, 255)
    told = look(Frame(marked, 0.0, "usb"), calibration if known else None, kind="usb").told
    picture = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == photo.shape
    corner = picture[:56, :56].astype(int)
    assert not (corner[..., 2] > corner[..., 1] + 40).any()


def test_a_code_on_what_reaches_in_is_not_told(photo, calibration):
    """A badge that hangs over the table is covered, so what is printed on it is not told."""
    code = zxingcpp.create_barcode("quiet otter", zxingcpp.BarcodeFormat.QRCode)
    square = cv2.cvtColor(np.array(code.to_image(scale=4)), cv2.COLOR_GRAY2BGR)
    height, width = square.shape[:2]
    beside, lying = photo.copy(), photo.copy()
    lying[380 : 380 + height, 900 : 900 + width] = square
    hanging = lying.copy()
    hanging[350:520, 880:] = (40, 60, 190)
    hanging[380 : 380 + height, 900 : 900 + width] = square
    beside[:height, :width] = square

    def told(picture: np.ndarray, kind: str) -> list[str]:
        frame = Frame(picture.copy(), 0.0, kind)
        scene = look(frame, calibration, kind=kind).told.scene()
        return [one.text for one in scene.codes]

    assert told(lying, "usb") == ["quiet otter"]
    assert told(hanging, "usb") == told(beside, "usb") == []
    assert told(hanging, "virtual") == told(beside, "virtual") == ["quiet otter"]


@pytest.mark.parametrize("known", [True, False])
def test_a_marker_beside_the_table_is_told_of_no_real_camera(photo, calibration, known):
    """Who wears one would be followed. What stands on the table and the kit's cards are told."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000)
    picture = photo.copy()
    picture[:110, :110] = 255
    picture[20:90, 20:90] = cv2.aruco.generateImageMarker(dictionary, 77, 70)[..., None]

    def told(kind: str) -> set[int]:
        frame = Frame(picture.copy(), 0.0, kind)
        scene = look(frame, calibration if known else None, kind=kind).told.scene()
        return {one.number for one in scene.markers}

    cards = {990, 991, 992, 993, 994}
    on_blocks = told("virtual") - cards - {77}
    assert on_blocks
    assert told("virtual") == cards | on_blocks | {77}
    assert told("usb") == (cards | on_blocks if known else cards)


def test_a_marker_on_the_wall_is_nowhere_on_the_table():
    calibration = replace(CAMERAS["low, with the horizon"], cards_px={})
    marker = cv2.aruco.generateImageMarker(
        cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000), 5, 60
    )
    picture = np.full((480, 640, 3), 200, np.uint8)
    picture[5:65, 300:360] = marker[..., None]
    scene = look(Frame(picture, 0.0, "virtual"), calibration, kind="virtual").told.scene()
    (seen,) = scene.markers
    assert (seen.number, seen.position, seen.angle) == (5, None, None)


def test_a_frame_is_not_copied_pickled_or_shown():
    frame = Frame(np.full((2, 3, 3), 171, np.uint8), 0.0, "usb")
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not copied"):
            way(frame)
    assert repr(frame) == "<frame of 3 × 2 pixels>"
    assert "171" not in f"{frame}"


@pytest.mark.parametrize("shape", [(2, 2), (2, 2, 4), (0, 2, 3), (4097, 1, 3)])
def test_what_is_no_frame_is_refused(shape):
    with pytest.raises(ValueError, match="frame"):
        Frame(np.zeros(shape, np.uint8), 0.0, "usb")


def test_write_protected_arrays_are_wiped_too():
    one, other = np.ones(4), np.ones((2, 2))
    one.setflags(write=False)
    wipe(one, None, other)
    assert not one.any()
    assert not other.any()

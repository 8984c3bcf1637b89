"""A calibration step by step: of the virtual camera, and of one that stands for a real one."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace

import numpy as np
import pytest

from dobotkit.errors import CalibrationFailed
from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.guide import Guide
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.eyes.touches import Touch
from dobotkit.markers import BOARD, LAID_BOARD, LAID_CARDS, Laid
from dobotkit.messages import BoardSeen, CalibrationTold, Done, Refused, SceneTold
from dobotkit.simulator.camera.render import render
from dobotkit.simulator.camera.rig import Rig
from dobotkit.things import TableNow
from tests.keeper.eyes.camera_above import GRID_MM, HEIGHT
from tests.keeper.wires import RawNotebook, raw_notebook

EMPTY = TableNow(height=HEIGHT, edges=(130.0, 330.0, -220.0, 220.0))
ASIDE = (-90.0, -5.0, 60.0, 0.0)
_names = itertools.count()


class Webcam:
    """A camera on a tripod, in front of a table with paper on it. People move all of it."""

    kind = "usb"
    name = "webcam"

    def __init__(self) -> None:
        self.rig = Rig.usual(640, 480, seed=5)
        self.cards: tuple[Laid, ...] = (*LAID_CARDS, LAID_BOARD)

    def read(self) -> Frame:
        return Frame(render(EMPTY, ASIDE, self.rig, cards=self.cards), 1.0, "usb")

    def close(self) -> None:
        pass


def touches(laid: Laid = LAID_BOARD, slip_mm: float = 0.2) -> list[tuple[int, float, float, float]]:
    chance = np.random.default_rng(4)
    places = laid.table_from_card(cross.middle_mm for cross in BOARD.crosses)
    return [
        Touch(cross.number, x + chance.normal(0, slip_mm), y + chance.normal(0, slip_mm), HEIGHT)
        for cross, (x, y) in zip(BOARD.crosses, places, strict=True)
    ]


def wrong_mm(eye: SharedEye, rig: Rig, above: float) -> float:
    places = np.column_stack([GRID_MM, np.full(len(GRID_MM), HEIGHT + above)])
    found = eye.calibration.table_from_image(rig.image_from_table(places), HEIGHT + above)
    return float(np.linalg.norm(found - GRID_MM, axis=1).max())


@pytest.fixture(scope="module")
def calibrated() -> tuple[SharedEye, Webcam, Places, CalibrationTold]:
    webcam, places = Webcam(), Places()
    eye = SharedEye(webcam, places)
    guide = Guide(eye, "640x480")
    first = guide.begin()
    assert first.marks == len(BOARD.marks)
    assert first.crosses == ()
    # Lifted on one side, with a book below it: as if the camera looked from elsewhere.
    usual = webcam.rig
    for place in ((150.0, -260.0, 380.0), (330.0, 250.0, 330.0)):
        webcam.rig = replace(usual, position_mm=place)
        seen = guide.look_again()
    assert seen.looks == 3
    assert seen.notes == ()
    webcam.rig = usual
    guide.look_again()
    told = guide.finish(touches())
    webcam.cards = LAID_CARDS
    assert eye.calibration is None
    places.decide(places.waiting, yes=True)
    return eye, webcam, places, told


def test_a_real_camera_is_calibrated_once_the_teacher_says_yes(calibrated):
    eye, webcam, _, told = calibrated
    assert told.kept == "teacher"
    assert told.notes == ()
    assert 0.05 < told.error_mm < 1.0
    assert told.height_mm == pytest.approx(HEIGHT)
    assert eye.calibrated
    for above in (0.0, 25.0, 50.0):
        assert wrong_mm(eye, webcam.rig, above) < 1.5


def test_a_look_says_that_it_is_calibrated_and_that_it_was_moved(calibrated):
    eye, webcam, _, told = calibrated
    scene = eye.look("640x480").scene()
    assert scene.calibrated
    assert scene.error_mm == pytest.approx(told.error_mm, abs=0.001)
    usual = webcam.rig
    for light in ("warm", "dim", "shadow"):
        webcam.rig = replace(usual.in_light(light), seed=11)
        assert eye.look("640x480").scene().calibrated, light
    x, y, z = usual.looks_at_mm
    webcam.rig = replace(usual, looks_at_mm=(x + 2.0, y, z))
    scene = eye.look("640x480").scene()
    assert not scene.calibrated
    assert "has moved since the calibration" in scene.notes[0]
    webcam.rig = usual


def test_a_camera_that_gives_pictures_of_another_size_is_not_calibrated(calibrated):
    eye, webcam, _, _ = calibrated
    usual, webcam.rig = webcam.rig, Rig.usual(480, 270)
    assert not eye.look("640x480").scene().calibrated
    webcam.rig = usual


def test_a_board_that_moves_meanwhile_is_noticed():
    webcam = Webcam()
    guide = Guide(SharedEye(webcam), "640x480")
    guide.begin()
    webcam.cards = (*LAID_CARDS, Laid(BOARD, (226.0, 4.0), 91.0))
    with pytest.raises(CalibrationFailed, match="was moved while the crosses were touched"):
        guide.finish(touches())


def test_a_camera_that_does_not_see_the_board_says_so():
    webcam = Webcam()
    webcam.cards = LAID_CARDS
    with pytest.raises(CalibrationFailed, match="sees 0 of the board's 22 markers"):
        Guide(SharedEye(webcam), "640x480").begin()


# The same over the channel, with the virtual camera.

needs_pairs = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")
SMALL = {"kind": "look", "size": "640x480"}
BEGIN = {"kind": "begin_calibration", "size": "640x480"}


def permit(notebook: RawNotebook) -> str:
    token = notebook.ask(kind="open_session").token
    assert isinstance(notebook.ask(kind="take_permission", token=token, permission="camera"), Done)
    notebook.ask(kind="open_arm", arm="desk", options="pace=instant&scene=blocks")
    return token


def finish(seen: BoardSeen, **changes: object) -> dict[str, object]:
    said = [{"number": one.number, "place": list(one.place)} for one in seen.crosses]
    return {"kind": "finish_calibration", "touches": said, **changes}


def words(told: object) -> str:
    assert isinstance(told, Refused), told
    return f"{told.error}: {told.what}"


@needs_pairs
def test_the_virtual_camera_is_calibrated_after_a_knock():
    with raw_notebook() as notebook:
        assert words(notebook.ask(**BEGIN)).startswith("PermissionNotActive")
        permit(notebook)
        notebook.ask(kind="bump_camera")
        assert not notebook.ask(**SMALL).calibrated
        seen = notebook.ask(**BEGIN)
        assert isinstance(seen, BoardSeen)
        assert len(seen.crosses) >= 4
        # The board lies there now, and is seen; the cards are still not where they were.
        assert any(900 <= one.number <= 921 for one in notebook.ask(**SMALL).scene().markers)
        told = notebook.ask(**finish(seen))
        assert isinstance(told, CalibrationTold)
        assert told.kept == "notebook"
        assert told.error_mm < 1.5
        scene = notebook.ask(**SMALL)
        assert isinstance(scene, SceneTold)
        assert scene.calibrated
        assert not any(900 <= one.number <= 921 for one in scene.scene().markers)
        red = scene.scene().find_block("red")
        assert red.position == pytest.approx((230.0, 90.0, HEIGHT), abs=1.5)
        # The same board is not touched twice.
        assert "was not begun" in words(notebook.ask(**finish(seen)))


@needs_pairs
def test_the_board_can_be_taken_away_without_a_result():
    with raw_notebook() as notebook:
        permit(notebook)
        seen = notebook.ask(**BEGIN)
        notebook.ask(kind="end_calibration")
        assert not any(900 <= one.number <= 921 for one in notebook.ask(**SMALL).scene().markers)
        assert "was not begun" in words(notebook.ask(**finish(seen)))
        assert "was not begun" in words(notebook.ask(kind="look_at_board"))


@needs_pairs
def test_touches_that_do_not_fit_are_refused_and_can_be_mended():
    with raw_notebook() as notebook:
        token = permit(notebook)
        seen = notebook.ask(**BEGIN)
        assert "at least 4 are needed" in words(notebook.ask(**finish(seen, touches=[])))
        false = [{"number": n, "place": [10.0 * n, 0.0, 0.0]} for n in (1, 2, 3, 4)]
        assert words(notebook.ask(**finish(seen, touches=false))).startswith("CalibrationFailed")
        assert isinstance(notebook.ask(**finish(seen)), CalibrationTold)
        # Each of them has looked, and that is counted.
        lines = notebook.ask(kind="ask_ledger", token=token).lines
        assert {line.event: line.times for line in lines}["camera-looked"] == 4


@needs_pairs
@pytest.mark.parametrize(
    "touch",
    [
        {"number": 1, "place": [float("nan"), 0.0, 0.0]},
        {"number": 1, "place": [1e9, 0.0, 0.0]},
        {"number": 99, "place": [0.0, 0.0, 0.0]},
        {"number": 1, "place": [0.0, 0.0, 0.0], "pixels": "…"},
    ],
)
def test_what_is_no_touch_is_not_understood(touch: dict[str, object]):
    with raw_notebook() as notebook:
        permit(notebook)
        seen = notebook.ask(**BEGIN)
        notebook.send(**finish(seen, touches=[touch]))
        assert isinstance(notebook.answer().tell, Refused)

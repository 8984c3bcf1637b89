"""A camera that the lab was started with: from the command line to the notebook."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dobotkit.cli import app
from dobotkit.errors import NoCamera
from dobotkit.keeper.desk_file import desk_text
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes.cover import COVERED
from dobotkit.keeper.eyes.desk_cards import seen_marks
from dobotkit.keeper.eyes.faces import find_faces
from dobotkit.keeper.eyes.lens import Lens
from dobotkit.keeper.eyes.posing import calibration_from_cards
from dobotkit.keeper.eyes.saved import place_of
from dobotkit.keeper.eyes.sources import Address
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.simulator.people import Appearance, Person, photograph
from dobotkit.simulator.scene import load_scene
from dobotkit.things import TableNow

ROOT = Path(__file__).resolve().parents[2]
KEEPER = [sys.executable, "-P", "-m", "dobotkit", "keeper"]
WATCHDOG_S = 120

NOTEBOOK = """
import json, os, sys, time
import psutil
from dobotkit import Camera, Session
from dobotkit.errors import DobotKitError
from dobotkit.sight_messages import LARGEST_PICTURE

def is_reader(one):
    try:
        return any(word.endswith("sources.helper") for word in one.cmdline())
    except psutil.Error:  # it has just ended
        return False

def readers():
    return list(filter(is_reader, psutil.Process(os.getppid()).children(recursive=True)))

def until(what):
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)

told = {"before": len(readers())}
session = Session()
told["asked"] = None
camera = Camera(session, why="look at the table")
told["permitted"] = len(readers())
told["looks"] = []
for _ in range(3):
    scene = camera.look()
    told["looks"].append([scene.source, scene.calibrated, scene.picture.data.hex()])
told["during"] = len(readers())
camera.close()
until(lambda: not readers())
try:
    camera.look()
except DobotKitError as error:
    told["closed"] = type(error).__name__
again = Camera(session, why="look once more")
again.look()
session.end()
until(lambda: not readers())
sys.stdout.write("\\n" + json.dumps(told) + "\\n")
"""


def keep(*words: str, code: str = NOTEBOOK, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KEEPER, *words, "--", sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=WATCHDOG_S,
        check=False,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "DOBOTKIT_KEEPER": "", "PYTHONUTF8": "1", "COLUMNS": "300"}
        | variables,
    )


def told_by(done: subprocess.CompletedProcess[str]) -> Any:
    """What the notebook has told; the sign of its camera speaks when it likes."""
    [told] = [line for line in done.stdout.splitlines() if line.startswith(("{", "[["))]
    return json.loads(told)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """A folder of pictures on which every pixel is one that must not be seen."""
    folder = tmp_path_factory.mktemp("pictures")
    lots = np.random.default_rng(8)
    for name in ("1.png", "2.png"):
        noise = lots.integers(0, 255, (240, 320, 3), np.uint8)
        (folder / name).write_bytes(cv2.imencode(".png", noise)[1].tobytes())
    return folder


@pytest.mark.slow
def test_from_the_command_line_to_the_notebook_and_not_a_pixel_on_the_way(pictures):
    # What the environment says about it does not count.
    done = keep("--camera", str(pictures), DOBOTKIT_CAMERA="virtual", DOBOTKIT_MODE="adult")
    assert done.returncode == 0, done.stderr
    assert f"the camera of this keeper is the pictures in {pictures.name}" in done.stderr
    told = told_by(done)
    # Nothing is opened for a permission alone, and nothing stays open without one.
    assert [told[when] for when in ("before", "permitted", "during")] == [0, 0, 1]
    assert told["closed"] in ("CameraClosed", "PermissionNotActive", "PermissionWithdrawn")
    for source, calibrated, picture in told["looks"]:
        assert (source, calibrated) == ("folder", False)
        shown = cv2.imdecode(np.frombuffer(bytes.fromhex(picture), np.uint8), cv2.IMREAD_COLOR)
        # Nobody has measured where the table is: paper, and perhaps lines of what was found.
        assert shown.shape == (240, 320, 3)
        assert (shown > 240).all(axis=2).mean() > 0.9
    assert told["looks"][0] == told["looks"][1] == told["looks"][2]


PEOPLE = """
import json, sys
from dobotkit import Camera, Session
session = Session()
camera = Camera(session, why="see how a face is covered")
scene = camera.look()
told = {"faces": [list(face.box) for face in scene.faces], "said": scene.describe()}
told["picture"] = scene.picture.data.hex()
session.end()
sys.stdout.write("\\n" + json.dumps(told) + "\\n")
"""


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["adult", "school"])
def test_people_before_a_real_camera_are_covered_or_drawn(mode, tmp_path):
    person = Person(29)
    photo = photograph(person, Appearance.of(person, 1), (640, 480))
    cv2.imwrite(str(tmp_path / "1.png"), photo)
    done = keep("--camera", str(tmp_path), "--mode", mode, code=PEOPLE)
    assert done.returncode == 0, done.stderr
    told = told_by(done)
    assert len(told["faces"]) == 1
    assert "One face was found and covered" in told["said"]
    shown = cv2.imdecode(np.frombuffer(bytes.fromhex(told["picture"]), np.uint8), cv2.IMREAD_COLOR)
    assert find_faces(shown, min_score=0.5) == []
    x, y, width, height = map(round, told["faces"][0])
    of_face = shown[y : y + height, x : x + width].astype(int)
    beside = np.abs(shown[:60].astype(int) - photo[:60]).mean()
    if mode == "adult":
        assert (np.abs(of_face - COVERED) < 6).all()
        assert beside < 6
    else:
        # Paper, with a box and an oval where the face is.
        assert (of_face > 240).all(axis=2).mean() > 0.7
        assert beside > 20


LOOK = """
import json, sys
from dobotkit import Camera, Session
session = Session()
camera = Camera(session, why="look at the table")
told = []
for _ in range(2):
    scene = camera.look()
    told.append([scene.calibrated, {block.colour: list(block.position) for block in scene.blocks},
                 scene.picture.data.hex()])
session.end()
sys.stdout.write("\\n" + json.dumps(told) + "\\n")
"""
SOMEBODY = (180, 40, 250)


@pytest.mark.slow
def test_with_a_place_that_was_confirmed_the_table_is_shown_and_nobody_beside_it(tmp_path):
    rig = Rig.usual(1280, 720)
    laid = load_scene("blocks")
    table = TableNow(height=laid.height, things=laid.things, edges=laid.edges)
    photo = render(table, (-90.0, -5.0, 60.0, 0.0), rig)
    lens = Lens((rig.focal_px,) * 2, rig.middle_px, rig.distortion, (1280, 720), "its data sheet")
    place = place_of(calibration_from_cards(seen_marks(photo), lens, laid.height))
    desk = tmp_path / "desk.toml"
    desk.write_text(desk_text(Envelope().model_copy(update={"camera": place})), encoding="utf-8")
    photos = tmp_path / "photos"
    photos.mkdir()
    # Somebody stands at the left of the table, and then leans over it as well.
    photo[:, :60] = SOMEBODY
    cv2.imwrite(str(photos / "1.png"), photo)
    cv2.line(photo, (60, 420), (420, 420), SOMEBODY, 60)
    cv2.imwrite(str(photos / "2.png"), photo)

    done = keep("--camera", str(photos), "--desk", str(desk), code=LOOK)
    assert done.returncode == 0, done.stderr
    looks = told_by(done)
    assert len(looks) == 2
    for calibrated, blocks, picture in looks:
        assert calibrated
        assert math.dist(blocks["red"], (230.0, 90.0, -70.0)) < 3
        shown = cv2.imdecode(np.frombuffer(bytes.fromhex(picture), np.uint8), cv2.IMREAD_COLOR)
        near = np.abs(shown.astype(int) - SOMEBODY).max(axis=2) < 60
        assert not near.any()
        assert (np.abs(shown[:, :50].astype(int) - COVERED) < 5).all()
        # The wood of the table, where nobody is.
        assert np.abs(shown[440:480, 800:900].astype(int) - photo[440:480, 800:900]).mean() < 12


@pytest.mark.parametrize("command", [["keeper", "--", "python"], ["lab", "--no-browser"]])
def test_an_address_that_leads_nowhere_is_refused_at_once(command, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["dobotkit", command[0], "--camera", "none.png", *command[1:]])
    with pytest.raises(NoCamera, match="no file at none"):
        app(standalone_mode=False)


def test_on_binder_it_is_refused(monkeypatch, pictures):
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://mybinder.example/")
    monkeypatch.setattr(
        sys, "argv", ["dobotkit", "keeper", "--camera", str(pictures), "--", "python"]
    )
    with pytest.raises(NoCamera, match="on Binder"):
        app(standalone_mode=False)


@pytest.mark.slow
def test_a_practice_keeper_refuses_what_is_real():
    address = Address("usb", "0", name="x").packed()
    answer = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "dobotkit.keeper.process"),
            *("--practice", "--fd", "0", "--camera", address),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=WATCHDOG_S,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert answer.returncode != 0
    assert "virtual camera only" in answer.stderr

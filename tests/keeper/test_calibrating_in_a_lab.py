"""A real camera's calibration with everything that belongs to it: pupil, teacher, next day.

Photographs stand for the camera: one each look, as it would have seen what people did.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dobotkit.keeper.code import set_code
from dobotkit.keeper.desk_file import present_desk
from dobotkit.markers import BOARD, LAID_BOARD, LAID_CARDS
from dobotkit.opencv import cv2
from dobotkit.simulator.camera import Rig, render
from dobotkit.things import TableNow, Thing
from tests.keeper.keepers_page import KeepersPage

ROOT = Path(__file__).resolve().parents[2]
EMPTY = TableNow(height=-70.0, edges=(130.0, 330.0, -220.0, 220.0))
RED = Thing("red", "block", "red", (25.0, 25.0, 25.0), (230.0, 90.0, -70.0), marker=1, on="table")
ASIDE = (-90.0, -5.0, 60.0, 0.0)
WATCHDOG_S = 240

PUPIL = """
import json, sys
from dobotkit import Arm, Camera, Session
session = Session()
arm = Arm("keeper://desk?pace=instant")
camera = Camera(session, why="calibrate")
guide = camera.calibrate(arm)
guide.look(); guide.look(); guide.look()
for number, (x, y) in enumerate(json.loads(sys.argv[1]), start=1):
    arm.move_to(200, 0, 0); arm.move_to(x, y, 0); arm.move_to(x, y, -70)
    guide.touch(); arm.move_to(x, y, 0)
result = guide.finish()
before = camera.look()
print(json.dumps([result.error_mm, result.kept, before.calibrated]), flush=True)
input()
after = camera.look()
block = after.find_block("red")
print(json.dumps([after.calibrated, after.notes, tuple(block.position)]), flush=True)
session.end(); arm.close()
"""

NEXT_DAY = """
import json
from dobotkit import Camera, Session
session = Session()
camera = Camera(session, why="look")
for _ in range(2):
    scene = camera.look()
    print(json.dumps([scene.calibrated, scene.error_mm, len(scene.blocks)]), flush=True)
session.end()
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A settings folder of our own, with a teacher's code."""
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    set_code("open sesame", tmp_path / "code.json")
    return tmp_path


def photographs(folder: Path, *shown: tuple[TableNow, Rig, bool]) -> Path:
    folder.mkdir()
    for count, (table, rig, board) in enumerate(shown, start=1):
        cards = (*LAID_CARDS, LAID_BOARD) if board else LAID_CARDS
        cv2.imwrite(str(folder / f"{count:02}.png"), render(table, ASIDE, rig, cards=cards))
    return folder


def keeper(photos: Path, desk: Path, code: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "dobotkit", "keeper", "--camera", str(photos)]
    if desk.exists():
        command += ["--desk", str(desk)]
    return subprocess.Popen(
        [*command, "--", sys.executable, "-u", "-c", code, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "DOBOTKIT_KEEPER": "", "PYTHONUTF8": "1", "COLUMNS": "300"},
    )


def told(line: str) -> list:
    return json.loads(line)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the settings folder is not chosen by a variable there")
def test_a_pupil_measures_a_teacher_says_yes_and_the_next_day_it_holds(home):
    usual = Rig.usual(640, 480, seed=4)
    tilted = [
        replace(usual, position_mm=place)
        for place in ((150.0, -260.0, 380.0), (330.0, 250.0, 330.0))
    ]
    day_one = photographs(
        home / "photos",
        *((EMPTY, rig, True) for rig in (usual, *tilted, usual, usual)),
        *((replace(EMPTY, things=(RED,)), usual, False),) * 2,
    )
    crosses = LAID_BOARD.table_from_card(cross.middle_mm for cross in BOARD.crosses)
    settings = home / "home" / "dobotkit"
    settings.mkdir(parents=True)
    (home / "code.json").rename(settings / "teacher-code.json")
    desk = settings / "desk.toml"
    with keeper(day_one, desk, PUPIL, json.dumps(crosses)) as running:
        page = KeepersPage(_invitation(running.stderr))
        error, kept, calibrated = told(_last(running.stdout))
        assert error < 0.5
        assert kept == "teacher"
        assert not calibrated
        waits = page.ask("/now")["place"]
        assert "waits for your word" in waits["words"]
        page.ask("/camera", number=str(waits["number"]), answer="yes", code="open sesame")
        running.stdin.write("\n")
        running.stdin.flush()
        calibrated, notes, position = told(_last(running.stdout))
        assert running.wait(WATCHDOG_S) == 0
    assert calibrated, notes
    assert position == pytest.approx(RED.place, abs=1.5)
    assert present_desk(desk).camera.error == pytest.approx(error, abs=0.001)

    table = replace(EMPTY, things=(RED,))
    day_two = photographs(
        home / "next", (table, usual, False), (table, replace(usual, roll=0.6), False)
    )
    with keeper(day_two, desk, NEXT_DAY) as running:
        assert told(_last(running.stdout)) == [True, pytest.approx(error, abs=0.001), 1]
        # Somebody has knocked against it.
        assert told(_last(running.stdout)) == [False, None, 0]


def _invitation(lines) -> str:
    for line in lines:
        if found := re.search(r"file://\S+", line):
            return found[0]
    raise AssertionError("the keeper has told no page")


def _last(lines) -> str:
    """The first line that is JSON; others say that the camera is on."""
    for line in lines:
        if line.startswith("["):
            return line
    raise AssertionError("the notebook has told nothing")

"""A keeper that is started with a desk file, from the notebook's side."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dobotkit.keeper.desk_file import write_desk
from dobotkit.keeper.envelope import Box, Envelope

# What a notebook would say, and what it is told.
NOTEBOOK = """
from dobotkit import Arm
from dobotkit.errors import ArmError

def told(verb, *values):
    try:
        verb(*values)
    except ArmError as error:
        print(type(error).__name__, error.rule, "|", error.why())
    else:
        print("done")

with Arm("keeper://desk?pace=instant") as arm:
    told(arm.move_to, 200, 0, 50)
    told(arm.speed, 81)
    told(arm.speed, 80)
    told(arm.move_to, 200, 0, -61)
    told(arm.move_to, 200, 150, 50)
    told(arm.move_to, 400, 0, 50)
    told(arm.move_to, 200, 0, -59)
"""


@pytest.fixture
def keeper(tmp_path):
    desk = Envelope(
        speed=80,
        floor={"suction": -60},
        keep_out=(Box(name="tower", low=(150, 60, -200), high=(260, 90, 100)),),
    )
    write_desk(desk, tmp_path / "desk.toml")
    process = subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "dobotkit.keeper.process", "--practice"),
            *("--folder", str(tmp_path), "--desk", str(tmp_path / "desk.toml")),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    yield process.stdout.readline().decode().removeprefix("ready ").strip()
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


def test_the_rules_of_the_desk_reach_a_notebook_as_errors_that_tell_why(keeper, tmp_path):
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", NOTEBOOK],
        env={**os.environ, "DOBOTKIT_KEEPER": f"{keeper}#{tmp_path / 'keeper.key'}"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    lines = [line.partition(" | ") for line in run.stdout.splitlines()]
    assert [said for said, _, _ in lines] == [
        "done",
        "TooFast speed",
        "done",
        "OutOfReach table",
        "OutOfReach tower",
        "OutOfReach reach",
        "done",
    ], run.stderr
    by_desk = "A teacher decides this for the desk"
    assert [by_desk in why for _, _, why in lines] == [False, True, False, True, True, False, False]
    assert "Here it would be 81 mm/s; more than 0 and at most 80 mm/s is allowed." in lines[1][2]


def test_a_damaged_desk_file_keeps_it_from_starting_and_says_why(tmp_path):
    (tmp_path / "desk.toml").write_text("speed = 900")
    run = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "dobotkit.keeper.process"),
            *("--folder", str(tmp_path), "--desk", str(tmp_path / "desk.toml")),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "wrong at speed" in run.stderr
    assert "Traceback" not in run.stderr

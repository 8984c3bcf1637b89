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


# What the kit does by itself, at a desk that is slower than it would be.
UNASKED = """
from dobotkit import Arm
from dobotkit.lesson.desk import Desk

desk = Desk()
desk.find(), desk.connect(), desk.position(), desk.may_move(False)
for check in (desk.home, desk.corners, desk.stop):
    print(check().mark.name)
desk.close()
with Arm() as arm:
    arm.speed(acceleration=300)
    arm.paper.z = -60
    arm.draw([(200, -10), (200, 10)])
    print(arm.preview([(200, -10), (200, 10)]).pace.line)
"""


# Verbs of several moves, of which only the last ones are not allowed.
AHEAD = """
from dobotkit import Arm, wire
from dobotkit.errors import ArmError
from tests.arm.desks import moved_by

def told(verb, *values, **more):
    with wire.listen(arm) as heard:
        try:
            verb(*values, **more)
        except ArmError as error:
            print(type(error).__name__, error.rule, moved_by(heard))
        else:
            print("done")

with Arm("keeper://desk?pace=instant&scene=blocks") as arm:
    arm.home()
    told(arm.pick, arm.table.find("red"))
    told(arm.pick, arm.table.find("green"))
    told(arm.place, 200, 75)
    told(arm.place, 240, -30, -86)
    told(arm.place, 190, -10)
    told(arm.play, [(200, 0, 0), (200, 0, -62)])
    told(arm.play, [(200, 0, 0), (200, 0, -30), (200, 70, 0)])
    told(arm.draw, [(200, 0), (200, 50), (200, 70)], z=-20)
    told(arm.draw, [(200, -60), (200, 0)], z=-20)
    told(arm.look_from, 200, 80, 50)
    told(arm.fit_belt("Stepper1").move, 20)
    told(arm.belt.run, 81)
    desk = arm.port.desk_now()
    print(desk.speed, desk.tool, desk.floor, [box.name for box in desk.keep_out], desk.zones)
"""


def start_keeper(tmp_path, desk):
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


@pytest.fixture
def keeper(tmp_path):
    yield from start_keeper(
        tmp_path,
        Envelope(
            speed=80,
            floor={"suction": -60},
            keep_out=(Box(name="tower", low=(150, 60, -200), high=(260, 90, 100)),),
        ),
    )


@pytest.fixture
def slow_keeper(tmp_path):
    yield from start_keeper(tmp_path, Envelope(speed=25))


def run_in(keeper, tmp_path, program):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={
            **os.environ,
            "DOBOTKIT_KEEPER": f"{keeper}#{tmp_path / 'keeper.key'}",
            "DOBOTKIT_PORT": "keeper://desk?pace=instant",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_kit_keeps_to_a_slower_desk_where_nobody_has_named_a_speed(slow_keeper, tmp_path):
    run = run_in(slow_keeper, tmp_path, UNASKED)
    assert run.stdout.split() == ["GOOD"] * 3 + ["25.0"], run.stderr


def test_the_rules_of_the_desk_reach_a_notebook_as_errors_that_tell_why(keeper, tmp_path):
    run = run_in(keeper, tmp_path, NOTEBOOK)
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


def test_verbs_of_several_moves_are_refused_before_the_first(keeper, tmp_path):
    run = run_in(keeper, tmp_path, AHEAD)
    assert run.stdout.splitlines() == [
        "OutOfReach tower []",
        "done",
        "OutOfReach tower []",
        "OutOfReach table []",
        "done",
        "OutOfReach table []",
        "OutOfReach tower []",
        "OutOfReach tower []",
        "done",
        "OutOfReach tower []",
        "done",
        "TooFast belt speed [135]",
        "80.0 suction -60.0 ['tower'] ()",
    ], run.stderr


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

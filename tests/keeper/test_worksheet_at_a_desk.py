"""A worksheet for DobotLab at a desk with rules: it keeps to them, or is told which one."""

from __future__ import annotations

import pytest

from dobotkit.keeper.envelope import Box, Envelope
from tests.keeper.test_desk_of_a_keeper import run_in, start_keeper

WORKSHEET = """
from dobotkit.arm.dobotlab import *
from dobotkit.errors import ArmError

def told(verb, *values):
    try:
        verb(*values)
    except ArmError as error:
        print(type(error).__name__, error.rule)
    else:
        print("done")

told(set_home)
for mode, place in enumerate([(220, 40, 20, 0), (220, -40, 30, 20), (220, 0, 50, 0)]):
    told(ptp, mode, *place)
for mode in (3, 4, 5):
    told(ptp, mode, -10 * mode, 30, 40, 0)
for mode in (6, 7, 8):
    told(ptp, mode, 5, 5, -2, 0)
told(ptp, 9, 220, -40, 10, 0)
# Down into the table, and by a jump into a box that its straight way would miss.
told(ptp, 1, 220, 0, -61, 0)
told(ptp, 0, 200, 150, -20, 0)
told(set_converyor, 0, True, 25)
told(set_converyor, 0, True, 26)
told(motion_params, 100, 100)
told(ptp, 1, 220, 0, 20, 0)
"""


@pytest.fixture
def keeper(tmp_path):
    yield from start_keeper(
        tmp_path,
        Envelope(
            speed=25,
            floor={"suction": -60},
            keep_out=(Box(name="tower", low=(150, 60, -200), high=(260, 90, 100)),),
        ),
    )


def test_it_keeps_to_the_speed_and_is_told_of_table_and_boxes(keeper, tmp_path):
    run = run_in(keeper, tmp_path, WORKSHEET)
    assert run.stdout.splitlines() == [
        *["done"] * 11,
        "OutOfReach table",
        "OutOfReach tower",
        "done",
        "TooFast belt speed",
        *["done"] * 2,
    ], run.stderr

"""The page for teachers with DobotLab worksheets: what stands side by side does the same."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from dobotkit import client, finding_keeper
from dobotkit.arm import dobotlab
from dobotkit.arm.arm import Arm
from dobotkit.arm.dobotlab.magician import Magician
from dobotkit.errors import KeeperRefused, NotFitted, WrongValue
from tests.arm.bench import fresh_address

PAGE = (Path(__file__).parents[1] / "docs" / "worksheets.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.+?)` \| (?:`(.+?)`|–) \|", PAGE, re.MULTILINE)
THEIRS, OURS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[1:]
# What both ways have set, by command number: pins, sensors, cup, gripper.
READ_BACK = ((62, b""), (130, b"\x01"), (131, b"\x01"), (130, b"\x04"), (132, b"\x04"))
# A keeper lets no arm ride.
RAIL = re.compile(r"withl|ptpl|posel|rail")


@pytest.fixture(scope="module", autouse=True)
def practice_keeper():
    """A keeper of this module's own, which ends with it."""
    with pytest.MonkeyPatch.context() as patch:
        client.disconnect()
        patch.setattr(finding_keeper, "_practice", None)
        patch.delenv("DOBOTKIT_KEEPER", raising=False)
        yield
        dobotlab.magician.close()
        client.disconnect()
        if finding_keeper._practice is not None:
            assert finding_keeper._practice.wait(20) == 0


def address_of(kind, name):
    return f"keeper://{name}?pace=instant" if kind == "keeper" else fresh_address()


def test_all_28_names_are_there():
    named = {name for theirs, _ in ROWS for name in re.findall(r"magician\.(\w+)", theirs)}
    assert named - {"Stepper1"} == set(dobotlab.__all__)


@pytest.mark.parametrize("kind", ["dobotsim", "keeper"])
def test_each_line_does_what_stands_beside_it(kind):
    magician, arm = Magician(address_of(kind, "theirs")), Arm(address_of(kind, "ours"))
    for theirs, ours in ROWS:
        for line, names in ((theirs, {"magician": magician}), (ours, {"arm": arm})):
            try:
                exec(line, names)  # noqa: S102  # our own page
            except (KeeperRefused, NotFitted, WrongValue):
                assert kind == "keeper", line
                assert RAIL.search(line), line
        if not ours:
            # Nothing to compare with; and to be where the other one is.
            x, y, z, r = arm.pose()[:4]
            magician.ptp(2, x, y, z, r)
            continue
        if kind == "keeper" and RAIL.search(theirs):
            magician.ptp(2, 220, 0, 40, 30)
            arm.move_to(220, 0, 40, 30)
        there, here = magician.arm.pose(), arm.pose()
        assert math.dist(there[:4], here[:4]) < 0.05, theirs
        for number, params in READ_BACK:
            told = [one._link.ask(number, params) for one in (magician.arm, arm)]
            assert told[0] == told[1], theirs
    magician.close()
    arm.close()


@pytest.mark.parametrize("kind", ["dobotsim", "keeper"])
@pytest.mark.parametrize("program", [THEIRS, OURS], ids=["theirs", "ours"])
def test_a_whole_worksheet_moves_the_cubes(program, kind, monkeypatch, capsys):
    monkeypatch.setenv(
        "DOBOTKIT_PORT",
        f"{address_of(kind, 'theirs' if program is THEIRS else 'ours')}&scene=blocks",
    )
    names = {}
    exec(compile(program, "worksheets.md", "exec"), names)  # noqa: S102  # our own page
    assert capsys.readouterr().out == "The arm stands at 220 0 60\n"
    arm = names["arm"] if program is OURS else names["magician"].arm
    there = {thing.colour: thing.place for thing in arm.table.things}
    assert len(there) == 4
    for colour, y in (("red", 90), ("green", 30), ("blue", -30), ("yellow", -90)):
        assert math.dist(there[colour], (190, y, -70)) < 0.5
    assert arm.pose()[:4] == pytest.approx((220, 0, 60, 0), abs=0.01)
    assert arm.table.held is None
    arm.close()


def test_it_differs_from_the_apps_worksheet_in_one_line():
    assert THEIRS.count("import") == 1
    assert "from DobotEDU import *" in PAGE

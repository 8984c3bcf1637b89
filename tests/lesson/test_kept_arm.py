"""A lesson with a camera takes an arm that a camera sees, and never a real one."""

from __future__ import annotations

import pytest

from dobotkit import Arm, lesson
from dobotkit.client import client
from dobotkit.lesson.kept_arm import VARIABLE, use_kept_arm
from tests.arm.bench import fresh_address
from tests.session.classroom import classroom


@pytest.fixture
def see_the_table(tmp_path, monkeypatch):
    folder = tmp_path / "06_see_the_table"
    folder.mkdir()
    (folder / "lesson.toml").write_text('title = "See"\ncollects = ["look"]\n', "utf-8")
    monkeypatch.chdir(folder)


@pytest.mark.usefixtures("see_the_table")
def test_it_takes_the_keepers_arm_and_says_so(monkeypatch, capsys):
    direct = fresh_address()
    kept = direct.replace("dobotsim", "keeper")
    monkeypatch.setenv(VARIABLE, direct)
    lesson.start(scene="sort")
    said = capsys.readouterr().out
    assert f"No camera sees the table of {direct}." in said
    assert f"here Arm() opens {kept}" in said
    with Arm() as arm:
        assert arm.address == kept
        assert arm.is_simulated
        assert arm.table.find("bin-red").kind == "bin"
    lesson.start()
    assert "No camera" not in capsys.readouterr().out


@pytest.mark.usefixtures("hello_arm")
def test_other_lessons_take_the_arm_that_they_are_told(monkeypatch, capsys):
    direct = fresh_address()
    monkeypatch.setenv(VARIABLE, direct)
    lesson.start()
    assert capsys.readouterr().out == ""
    with Arm() as arm:
        assert arm.address == direct


@pytest.mark.parametrize("address", ["", "keeper://desk", "COM3", "/dev/ttyUSB0"])
def test_all_other_addresses_stay(address):
    variables = {VARIABLE: address} if address else {}
    before = dict(variables)
    assert use_kept_arm(variables) == ""
    assert variables == before


def test_in_a_lab_nothing_is_changed_because_its_arms_may_be_real():
    with classroom() as room, room.notebook(practice=False):
        assert not client().practice
        variables = {VARIABLE: "dobotsim://desk"}
        assert use_kept_arm(variables) == ""
        assert variables == {VARIABLE: "dobotsim://desk"}

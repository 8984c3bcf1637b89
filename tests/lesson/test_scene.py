"""``lesson.start(scene=…)``: lays the table of the arm that the notebook opens."""

from __future__ import annotations

import pytest

from dobotkit import Arm, lesson
from dobotkit.errors import NoArmFound, NoTable, SceneError
from tests.arm.bench import fresh_address

BLOCKS = ["red", "green", "blue", "yellow"]


def names(arm):
    return [thing.name for thing in arm.table.things]


@pytest.fixture(params=["dobotsim", "keeper"])
def address(request, monkeypatch):
    """What ``Arm()`` opens: a simulated arm here, or one that a keeper holds."""
    address = fresh_address().replace("dobotsim", request.param)
    monkeypatch.setenv("DOBOTKIT_PORT", address)
    return address


@pytest.mark.usefixtures("address")
def test_it_lays_the_table_of_the_arm_that_is_opened_next():
    lesson.start(scene="blocks")
    with Arm() as arm:
        assert names(arm) == BLOCKS


@pytest.mark.usefixtures("address")
def test_again_it_puts_back_what_was_moved_and_what_is_held():
    lesson.start(scene="blocks")
    with Arm() as arm:
        arm.home()
        arm.pick((230, 90))
        lesson.start(scene="blocks")
        assert arm.table.held is None
        assert arm.table.find("red").place == (230, 90, -70)
        assert not arm.suction
        arm.pick((230, 90))


@pytest.mark.usefixtures("address")
def test_the_set_up_cell_can_be_run_twice():
    lesson.start(scene="blocks")
    first = Arm()
    first.home()
    first.pick((230, 90))
    lesson.start(scene="blocks")
    with Arm() as arm:
        assert first.closed
        assert arm.table.find("red").place == (230, 90, -70)


@pytest.mark.usefixtures("address")
def test_without_a_scene_the_table_stays_as_it_is():
    lesson.start(scene="blocks")
    with Arm() as arm:
        arm.home()
        arm.pick((230, 90))
        arm.place(x=280, y=0)
    lesson.start()
    with Arm() as arm:
        assert arm.table.find("red").place[:2] == pytest.approx((280, 0), abs=0.1)


@pytest.mark.usefixtures("address")
def test_an_unknown_scene_is_said_to_be_one():
    with pytest.raises(SceneError):
        lesson.start(scene="moon")


@pytest.mark.parametrize("address", ["COM3", "/dev/ttyUSB0", "socket://127.0.0.1:1"])
def test_a_real_arm_is_told_nothing(address, monkeypatch):
    monkeypatch.setenv("DOBOTKIT_PORT", address)
    with pytest.raises(NoTable, match="This arm is a real one") as caught:
        lesson.start(scene="blocks")
    assert "write lesson.start() without a scene" in caught.value.advice


def test_no_arm_no_table(monkeypatch):
    monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
    monkeypatch.setattr("dobotkit.arm.usb.listed_ports", list)
    with pytest.raises(NoArmFound):
        lesson.start(scene="blocks")

"""A desk is checked step by step: what is wrong is said, and a real arm waits for a word."""

from __future__ import annotations

import os

import pytest

from dobotkit import Arm
from dobotkit.errors import ArmClosed, ArmUnplugged
from dobotkit.lesson import desk as module
from dobotkit.lesson.desk import CHECKS, Desk
from dobotkit.lesson.marks import Mark, Report, Result
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer
from tests.arm.bench import fresh_address

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


def run_all(desk, *, cleared=False):
    """Every step in order, as a notebook runs; the results."""
    return [
        desk.find(),
        desk.connect(),
        desk.position(),
        desk.may_move(cleared),
        desk.home(),
        desk.corners(),
        desk.suction(),
        desk.stop(),
    ]


@pytest.fixture
def desk(monkeypatch):
    """A desk with a simulated arm that needs no time."""
    monkeypatch.setattr(module, "BRAKING", 0.0)
    monkeypatch.setattr(module, "STOP_AFTER", 0.0)
    monkeypatch.setattr(module, "LOOK", 0.0)
    monkeypatch.setenv("DOBOTKIT_PORT", fresh_address())
    with Desk() as desk:
        yield desk


def test_a_desk_that_works_gets_eight_good_marks(desk):
    results = run_all(desk)
    assert [result.name for result in results] == list(CHECKS)
    assert [result.mark for result in results] == [Mark.GOOD] * 8
    assert desk.report().ready
    assert desk.report().headline == "This desk is ready: all 8 checks are good."
    assert "dobotsim://" in results[0].what
    assert results[4].what == "The arm is at home, at x 259, y 0, z −8 mm."
    assert desk.arm.suction is False


def test_nothing_is_good_before_it_was_looked_at(desk):
    assert [result.mark for result in desk.report()._results] == [Mark.NOT_DONE] * 8
    assert desk.connect().mark is Mark.NOT_DONE
    assert desk.connect().what == "It needs the check 'arm' to be good."
    with pytest.raises(ArmClosed, match=r"desk\.connect\(\)"):
        _ = desk.arm


@pytest.mark.parametrize(
    ("address", "words"),
    [("dobotport-99", "There is no port dobotport-99"), ("loop://", "has 0 bytes instead of 8")],
)
def test_a_wrong_connection_is_said_and_nothing_else_is_tried(monkeypatch, address, words):
    monkeypatch.setenv("DOBOTKIT_PORT", address)
    with Desk() as desk:
        results = run_all(desk, cleared=True)
        assert [result.mark.value for result in results] == ["good", "wrong"] + ["not done"] * 6
        assert words in results[1].what
        assert results[1].advice
        assert desk.report().headline == (
            "This desk is not ready yet. Of 8 checks: good: 1; wrong: 1; not done: 6."
        )


def test_where_no_arm_is_the_first_check_says_so(monkeypatch):
    monkeypatch.setenv("DOBOTKIT_PORT", "")
    monkeypatch.setattr("dobotkit.arm.ports.arms_on_usb", list)
    with Desk() as desk:
        result = desk.find()
    assert result.mark is Mark.WRONG
    assert result.what.startswith("No arm was found")


@pytest.fixture
def real_desk(monkeypatch):
    """A desk whose arm is behind a serial port, so that for the kit it is a real one."""
    firmware = Firmware(clock=clock_for_pace("instant"))
    with PtyServer(Line(firmware)) as server:
        monkeypatch.setenv("DOBOTKIT_PORT", server.address)
        for pause in ("BRAKING", "STOP_AFTER", "LOOK"):
            monkeypatch.setattr(module, pause, 0.0)
        with Desk() as desk:
            yield desk


@posix
@pytest.mark.parametrize("word", [False, None, "True", 1, "yes"])
def test_a_real_arm_does_not_move_before_somebody_says_that_it_may(real_desk, word):
    real_desk.find()
    real_desk.connect()
    before = real_desk.arm.pose()
    results = run_all(real_desk, cleared=word)
    assert [result.mark.value for result in results] == ["good"] * 3 + ["not done"] * 5
    assert "real" in results[3].what
    assert "i_have_cleared_the_space = True" in results[3].advice
    assert real_desk.arm.pose() == before
    assert real_desk.arm.suction is False


@posix
def test_a_real_arm_is_checked_once_the_space_is_cleared(real_desk):
    results = run_all(real_desk, cleared=True)
    assert [result.mark.value for result in results] == ["good"] * 8
    assert results[0].what.startswith("It is a real arm at /dev/")
    assert "whether you heard it" in results[6].what


@posix
def test_the_word_can_be_taken_back(real_desk):
    run_all(real_desk, cleared=True)
    real_desk.may_move(False)
    assert real_desk.home().mark is Mark.NOT_DONE
    assert real_desk.corners().mark is Mark.NOT_DONE
    assert not real_desk.report().ready


def test_a_cable_that_is_pulled_on_the_way_is_said(desk):
    desk.find()
    desk.connect()
    desk.may_move(True)
    port = desk.arm._link.ser
    port.close()
    result = desk.home()
    assert result.mark is Mark.WRONG
    assert "is gone" in result.what
    assert desk.corners().mark is Mark.NOT_DONE
    with pytest.raises(ArmUnplugged):
        desk.close()
    desk.close()


def test_connecting_again_forgets_what_the_earlier_connection_showed(desk):
    run_all(desk)
    desk.connect()
    assert [result.mark.value for result in desk.report()._results] == ["good"] * 2 + [
        "not done"
    ] * 6


def test_a_missed_corner_is_wrong(desk, monkeypatch):
    monkeypatch.setattr(module, "CLOSE", -1.0)
    result = run_all(desk)[5]
    assert result.mark is Mark.WRONG
    assert result.what.startswith("A corner was missed by 0.0 mm")


def test_an_arm_that_needs_time_is_stopped_on_its_way(monkeypatch):
    address = fresh_address()
    with Arm(address) as arm:
        arm.home()
        arm.move_to(*module.CORNERS[0], module.HEIGHT)
    monkeypatch.setenv("DOBOTKIT_PORT", address.replace("instant", "real"))
    # Of a way that takes two seconds.
    monkeypatch.setattr(module, "STOP_AFTER", 0.2)
    monkeypatch.setattr(module, "LOOK", 0.1)
    with Desk() as desk:
        desk.find()
        desk.connect()
        # Homing takes seconds; what it finds is not what this test is about.
        desk._results["home"] = Result("home", Mark.GOOD, "It was there a moment ago.")
        result = desk.stop()
    assert result.mark is Mark.GOOD
    assert "mm before its target, and stands still" in result.what


def test_an_arm_that_goes_on_is_wrong(desk, monkeypatch):
    # So strict that even standing still is too much.
    monkeypatch.setattr(module, "STILL", -1.0)
    result = run_all(desk)[-1]
    assert result.mark is Mark.WRONG
    assert "went on for 0 mm" in result.what
    assert "mains switch" in result.advice


def test_marks_are_told_by_word_and_shape_and_not_by_colour_alone():
    results = [
        Result("home", Mark.GOOD, "It is <b>."),
        Result("stop", Mark.WRONG, "No.", "Do."),
        Result("arm", Mark.NOT_DONE, "Not yet."),
    ]
    for result, sign in zip(results, "✔✘○", strict=True):
        assert repr(result).startswith(f"{sign} {result.name}: {result.mark.value}. ")
        assert result.mark.value in result._repr_html_()
        assert "<b>" not in result._repr_html_()
    assert repr(results[1]).endswith("\n→ Do.")
    page = Report(results)._repr_html_()
    assert page.count('<th scope="row"') == 3
    assert page.count('<th scope="col"') == 4
    assert "<caption" in page
    for mark in Mark:
        assert f"</span> {mark.value}</td>" in page

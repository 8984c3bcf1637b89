"""``show(arm)`` with a table: what is sent, when, and how often."""

from __future__ import annotations

import threading
import time

import pytest

from dobotkit import Arm, show
from dobotkit.errors import AlarmRaised
from dobotkit.widgets.arm_view import ArmView
from tests.arm.bench import fresh_address
from tests.widgets.comms import heard
from tests.widgets.test_arm_view import eventually


def in_a_thread(function):
    """As JupyterLab delivers what a page says while a cell runs."""
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def say(view, *, sees, page="a page"):
    in_a_thread(lambda: view.hear({"do": "look", "page": page, "sees": sees}))


@pytest.fixture
def sent():
    with heard() as sent:
        yield sent


@pytest.fixture
def arm():
    with Arm(fresh_address("scene=blocks&pace=instant")) as arm:
        yield arm


@pytest.fixture
def view(sent, arm):
    assert sent == []
    arm.move_to(220, 0, 40)
    view = ArmView(arm)
    say(view, sees=True)
    yield view
    view.close()


def take(arm, name):
    arm.pick(arm.table.find(name))


def test_things_are_in_the_first_picture(view):
    styles = [solid["style"] for solid in view.solids["solids"]]
    assert styles == ["table", "thing-red", "thing-green", "thing-blue", "thing-yellow"]
    assert view.movers == []
    assert "red block on the table at x 230, y 90, 25 mm high, marker 1" in view.caption
    assert view.moving["anchor"] == [220.0, 0.0, 40.0, 0.0]


def test_with_a_table_the_point_is_the_end_of_the_cup(view):
    [side, _] = view.moving["panels"]
    [tip] = [shape for shape in side if shape.get("style") == "tip"]
    [cup] = [shape for shape in side if shape.get("style") == "cup-off"]
    assert tip["points"] == [[220.0, 40.0]]
    assert min(v for _, v in cup["points"]) == 40.0
    with Arm(fresh_address()) as other:  # without one, as ever
        plain = ArmView(other)
        [cup] = [shape for shape in plain.moving["panels"][0] if shape["style"] == "cup-off"]
        [tip] = [shape for shape in plain.moving["panels"][0] if shape["style"] == "tip"]
        assert min(v for _, v in cup["points"]) == pytest.approx(tip["points"][0][1] - 66)
        assert plain.solids["solids"] == plain.movers == []
        assert "anchor" not in plain.moving
        plain.close()


def test_what_hangs_on_the_cup_is_said_and_moves_with_it(view, arm, sent):
    take(arm, "green")
    assert eventually(lambda: view.movers and "it holds green" in view.status)
    assert "green hangs on the arm." in view.status
    [mover] = view.movers
    assert mover["carried"]
    assert mover["at"] == [0.0, 0.0, -25.0]
    assert len(view.solids["solids"]) == 4
    assert "green" not in view.caption
    eventually(lambda: time.monotonic() - sent[-1].at > 0.3)
    count = len(sent)
    arm.move_to(200, 60, 60)
    arm.move_to(200, -60, 60)
    assert eventually(lambda: view.status.startswith("The arm is at x 200, y −60"))
    later = [message.state for message in sent[count:]]
    assert later
    assert not [state for state in later if {"solids", "movers", "backdrop"} & state.keys()]


def test_what_was_put_down_is_said(view, arm):
    take(arm, "green")
    assert eventually(lambda: "hangs on the arm" in view.status)
    arm.stack(arm.table.find("red"))
    assert eventually(lambda: "green is on red at x 230, y 90 now." in view.status)
    assert eventually(lambda: not view.movers)
    assert "2 high" in [solid.get("words") for solid in view.solids["solids"]]


@pytest.mark.slow
def test_what_happened_on_the_way_is_said_at_its_end():
    """A pump that fills is no rest: what it took is still news when the arm has come up."""
    with Arm(fresh_address("scene=blocks&pace=real")) as arm:
        view = ArmView(arm)
        say(view, sees=True)
        arm.speed(250, 400)
        arm.move_to(230, 30, -25)
        arm.pick(arm.table.find("green"), lift=20)
        assert eventually(lambda: "it holds green. green hangs on the arm." in view.status)
        time.sleep(1.1)
        arm.move_by(z=5)
        assert eventually(lambda: view.status.endswith("it holds green."))
        view.close()


def test_a_table_laid_anew_is_seen(view, arm):
    arm.table.reset("sort")
    assert eventually(lambda: "The table was laid anew: 9 things." in view.status)
    assert "R bin" in [solid.get("words") for solid in view.solids["solids"]]


def test_an_alarm_is_drawn_and_said_until_it_is_over(view, arm):
    with pytest.raises(AlarmRaised):
        arm.move_to(220, 0, -90)
    assert eventually(lambda: "It reports an alarm: " in view.status)
    assert "lost steps" in view.status
    assert [shape for shape in view.moving["panels"][0] if shape.get("words") == "ALARM"]
    arm.home()
    assert eventually(lambda: "alarm" not in view.status)
    assert not [shape for shape in view.moving["panels"][0] if shape.get("words") == "ALARM"]


def test_the_path_ahead_is_drawn_while_it_is_ahead():
    with Arm(fresh_address("scene=blocks&pace=real")) as arm:
        view = show(arm)
        arm.move_to(200, 0, 40, wait=False)
        arm.move_to(200, 60, 40, wait=False)
        assert arm.ahead[-1] == (200, 60, 40, 0)
        view.refresh()
        for panel in view.moving["panels"]:
            assert [shape for shape in panel if shape.get("style") == "ahead"]
        arm.stop()
        arm.wait(0)
        assert arm.ahead == ()
        view.refresh()
        for panel in view.moving["panels"]:
            assert not [shape for shape in panel if shape.get("style") == "ahead"]
        view.close()


def most_in_a_second(sent):
    return max(sum(0 <= other.at - one.at < 1 for other in sent) for one in sent)


@pytest.mark.slow
def test_no_more_than_twenty_messages_a_second(sent):
    with Arm(fresh_address("scene=belt&pace=real")) as arm:
        view = ArmView(arm)
        say(view, sees=True)
        arm.fit_belt("Stepper1")
        arm.belt.run(30)
        count = len(sent)
        arm.speed(150)
        arm.move_to(200, 0, 40)
        for _ in range(200):  # whatever a program asks
            arm.pose()
        arm.move_to(200, 40, 40)
        arm.belt.stop()
        view.close()
    # And the one that says that the view is over.
    assert 5 < most_in_a_second(sent[count:]) <= 21


def test_nothing_is_sent_while_nobody_looks(view, arm, sent):
    say(view, sees=False)
    time.sleep(0.3)  # what was on its way
    count = len(sent)
    take(arm, "blue")
    arm.move_to(200, 60, 60)
    time.sleep(0.3)
    assert len(sent) == count
    say(view, sees=True)
    assert eventually(lambda: "it holds blue" in view.status)
    assert view.movers


def test_nothing_is_sent_of_what_was_never_shown(arm, sent):
    view = ArmView(arm)
    count = len(sent)
    arm.move_to(200, 60, 60)
    time.sleep(0.3)
    assert len(sent) == count
    view.close()


def test_an_arm_at_rest_is_no_news(view, sent):
    assert eventually(lambda: time.monotonic() - sent[-1].at > 0.6)
    assert view.status.startswith("The arm is at")

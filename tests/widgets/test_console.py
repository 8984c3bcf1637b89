"""The console: orders as a page sends them, to an arm that really moves (simulated)."""

from __future__ import annotations

import threading
import time

import pytest

from dobotkit import Arm, show, wire
from dobotkit.widgets.orders import read_order
from tests.arm.bench import fresh_address
from tests.widgets.test_arm_view import eventually


@pytest.fixture(params=["pace=instant"])
def arm(request):
    with Arm(fresh_address(request.param)) as arm:
        if request.param == "pace=instant":
            arm.home()
        yield arm


@pytest.fixture
def console(arm):
    console = show(arm, console=True)
    console._repr_mimebundle_()  # as a cell shows it
    yield console
    console.close()


def send(console, **message):
    """What the page does when a control is used."""
    console.hear(message)


def told(console, **message):
    """Send an order; return what is said to it."""
    before = console.said["n"]
    send(console, **message)
    assert eventually(lambda: console.said["n"] > before and console.state == "at rest")
    return console.said


GONE = {"do": "look", "page": "one", "sees": False}


def shown(console):
    return {name: float(value.replace("−", "-")) for name, value, _ in console.pose}


def test_the_same_arm_is_the_same_console_and_not_its_picture(arm, console):
    assert show(arm, console=True) is console
    view = show(arm)
    assert view is not console
    view.close()


def test_after_closing_a_new_one_is_made(arm, console):
    console.close()
    newer = show(arm, console=True)
    assert newer is not console
    newer.close()


@pytest.mark.parametrize(
    ("axis", "by"), [("x", 1), ("x", -20), ("y", 5), ("y", -5), ("z", 20), ("r", 5)]
)
def test_jog(arm, console, axis, by):
    before = getattr(arm.pose(), axis)
    assert told(console, do="jog", axis=axis, by=by)["kind"] == "done"
    assert getattr(arm.pose(), axis) == pytest.approx(before + by, abs=0.1)
    assert shown(console)[axis] == pytest.approx(before + by, abs=0.1)


def test_what_is_refused_is_said_in_two_lines(arm, console):
    arm.move_to(320, 0, 0)
    said = told(console, do="jog", axis="x", by=20)
    assert said["kind"] == "failed"
    what, advice = said["lines"]
    assert what.startswith("(340.0, 0.0, ")
    assert "is out of reach" in what
    assert advice.startswith("At height z=")
    assert arm.pose().x == pytest.approx(320, abs=0.1)


@pytest.mark.parametrize(
    "message",
    [
        {"do": "jog", "axis": "x", "by": "far"},
        {"do": "jog", "axis": "x"},
        {"do": "suck", "on": 3},
        {"do": "output", "pin": 99, "on": True},
        {"do": "add", "name": ""},
        {"do": "add"},
        {"do": "go", "name": "nowhere"},
        {"do": "delete", "name": ["a"]},
        {"do": "speed", "velocity": "fast"},
        {"do": "speed", "acceleration": -1},
    ],
)
def test_nonsense_from_a_page_is_refused_like_that_of_a_cell(console, message):
    said = told(console, **message)
    assert said["kind"] == "failed"
    assert len(said["lines"]) == 2
    assert "kit itself" not in said["lines"][0]


@pytest.mark.parametrize("message", [None, 3, [], {}, {"do": "explode"}, {"do": ["jog"]}])
def test_what_is_no_order_is_not_for_us(message):
    assert read_order(message) is None


def test_alarms_are_shown_with_their_remedy_and_cleared(arm, console):
    arm.port.arm.raise_alarm(0x51)
    assert eventually(lambda: console.alarms)
    [alarm] = console.alarms
    assert alarm["words"].startswith("the rear arm (j2) lost steps")
    assert alarm["words"].endswith("(alarm 0x51)")
    assert alarm["remedy"].startswith("Run arm.clear_alarms()")
    assert told(console, do="jog", axis="x", by=5)["lines"][0].startswith("The arm stopped:")
    assert told(console, do="clear")["lines"] == ["No alarm is left."]
    assert eventually(lambda: not console.alarms)
    assert told(console, do="jog", axis="x", by=5)["kind"] == "done"


def test_speed_up_to_what_the_desk_allows(arm, console):
    assert console.limits == [250, 400]
    assert told(console, do="speed", velocity=40)["kind"] == "done"
    assert told(console, do="speed", acceleration=200)["kind"] == "done"
    assert console.pace == [40, 200]
    assert arm.pace == (40, 200)


def test_suction_and_gripper(arm, console):
    for order, state in (("suck", "suction"), ("grip", "gripping")):
        for on in (True, False):
            told(console, do=order, on=on)
            assert getattr(arm, state) is getattr(console, state) is on


def test_points_are_those_of_the_cells(arm, console):
    arm.points.clear()
    told(console, do="add", name=" gate ")
    arm.points["tray"] = (200, 60, 20)
    assert eventually(lambda: [name for name, _ in console.points] == ["gate", "tray"])
    told(console, do="go", name="tray")
    assert arm.pose()[:3] == pytest.approx((200, 60, 20), abs=0.1)
    assert told(console, do="add", name="gate")["lines"] == ["“gate” was taught anew."]
    assert arm.points["gate"][:3] == pytest.approx((200, 60, 20), abs=0.1)
    assert console.data == arm.points.to_json()
    told(console, do="delete", name="gate")
    assert list(arm.points) == ["tray"]


def test_only_what_is_plugged_in_is_shown(arm, console):
    assert eventually(lambda: console.readings == {"rows": [], "outputs": []})
    arm.table.reset("belt")
    arm.fit_belt("Stepper1")
    arm.fit_colour_sensor("GP2")
    arm.fit_infrared_sensor("GP4")
    arm.io.output(12, True)
    arm.io.input(14)
    arm.io.analogue(15)
    arm.io.pulses(4, frequency=50, duty=7.5)
    assert eventually(lambda: len(console.readings["rows"]) == 6)
    names = [name for name, _ in console.readings["rows"]]
    assert names == [
        "Belt",
        "Colour sensor at GP2",
        "Infra-red sensor at GP4",
        "Pin EIO4",
        "Pin EIO14",
        "Pin EIO15",
    ]
    assert console.readings["outputs"] == [12]
    assert told(console, do="output", pin=12, on=False)["lines"] == ["Pin EIO12 is off."]


def test_a_closed_arm_is_said_to_be_closed(arm, console):
    arm.close()
    assert eventually(lambda: console.state == "closed")
    assert console.points is not None
    send(console, do="jog", axis="x", by=5)
    assert eventually(lambda: console.said["kind"] == "failed")
    assert "closed" in console.said["lines"][0]


def test_nobody_is_asked_where_nobody_looks(arm, console):
    with wire.listen(arm) as heard:
        assert eventually(lambda: heard.sent)
        send(console, do="look", page="one", sees=True)
        # As JupyterLab delivers it: in a thread of its own.
        gone = threading.Thread(target=send, args=(console,), kwargs=GONE)
        gone.start()
        gone.join()
        time.sleep(0.3)
        before = len(heard.sent)
        time.sleep(0.6)
        assert len(heard.sent) == before


@pytest.mark.parametrize("arm", ["pace=real"], indirect=True)
class TestOnItsWay:
    """An arm that takes its time."""

    @pytest.fixture(autouse=True)
    def _on_its_way(self, arm, console):
        arm.speed(20)
        send(console, do="jog", axis="y", by=60)
        assert eventually(lambda: shown(console)["y"] > 1)

    def test_stop_passes_what_runs_and_what_waits(self, arm, console):
        send(console, do="jog", axis="y", by=-60)
        send(console, do="stop")
        assert console.said["lines"][0].startswith("Stopped.")
        assert eventually(lambda: console.state == "at rest")
        y = arm.pose().y
        assert 0 < y < 55
        time.sleep(0.3)
        assert arm.pose().y == pytest.approx(y, abs=0.1)
        # Not "The arm was stopped", by whoever has just stopped it.
        assert console.said["lines"][0].startswith("Stopped.")

    def test_one_order_may_wait_and_no_more(self, arm, console):
        send(console, do="suck", on=True)
        send(console, do="suck", on=False)
        assert console.said["kind"] == "busy"
        stop = threading.Thread(target=arm.stop)
        stop.start()
        stop.join()
        assert eventually(lambda: console.said["kind"] == "done")
        assert console.said["lines"] == ["The suction is on."]

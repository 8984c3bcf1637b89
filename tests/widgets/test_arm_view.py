"""``show(arm)``: one live picture an arm."""

import threading
import time
import xml.etree.ElementTree as ET

import pytest

from dobotkit import Arm, show
from dobotkit.errors import NothingToShow, OutOfReach
from tests.arm.bench import fresh_address


@pytest.fixture
def arm():
    with Arm(fresh_address()) as arm:
        yield arm


@pytest.fixture
def view(arm):
    view = shown(arm)
    yield view
    view.close()


def shown(arm):
    """The view of an arm as the last line of a cell: whoever ran it looks at it."""
    view = show(arm)
    view._repr_mimebundle_()
    return view


def eventually(condition):
    """Wait for something that another thread does."""
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def tip_from_above(view):
    [tip] = [shape for shape in view.moving["panels"][1] if shape["style"] == "tip"]
    return tip["points"][0]


def test_only_an_arm_can_be_shown():
    with pytest.raises(NothingToShow, match="'int'") as caught:
        show(42)
    assert "show(arm)" in caught.value.advice
    assert isinstance(caught.value, TypeError)


def test_the_same_arm_is_the_same_picture(arm, view):
    assert show(arm) is view


def test_after_closing_the_picture_a_new_one_is_made(arm, view):
    view.close()
    newer = show(arm)
    assert newer is not view
    assert newer.comm is not None
    newer.close()


def test_two_arms_are_two_pictures(view):
    with Arm(fresh_address()) as other:
        assert show(other) is not view


def test_it_follows_the_arm(arm, view):
    arm.move_to(220, 80, 20)
    assert eventually(lambda: tip_from_above(view) == [-80.0, 220.0])
    assert eventually(lambda: view.status == "The arm is at x 220, y 80, z 20 mm; suction off.")
    arm.suck(True)
    assert eventually(lambda: "suction on" in view.status)


def test_it_follows_moves_that_nobody_waits_for():
    with Arm(fresh_address("pace=real")) as arm:
        view = shown(arm)
        arm.speed(20)
        before = tip_from_above(view)
        arm.move_by(y=40, wait=False)
        assert eventually(lambda: tip_from_above(view)[0] < before[0] - 3)
        assert eventually(lambda: view.status == "The arm is moving.")


def test_the_path_so_far_is_drawn(arm, view):
    arm.move_to(200, 0, 50)
    arm.move_to(200, 80, 50)
    arm.move_to(240, 80, 50)
    assert eventually(lambda: tip_from_above(view) == [-80.0, 240.0])
    [path] = [shape for shape in view.moving["panels"][1] if shape["style"] == "path"]
    assert path["points"][-3:] == [[0.0, 200.0], [-80.0, 200.0], [-80.0, 240.0]]


def test_a_closed_arm_is_said_to_be_closed():
    arm = Arm(fresh_address())
    view = show(arm)
    arm.close()
    assert eventually(lambda: "was closed" in view.status)
    assert "(closed)" in view.moving["heading"]


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "ArmView"]


def test_its_thread_ends_with_the_arm_and_with_the_view():
    before = len(threads())
    first, second = Arm(fresh_address()), Arm(fresh_address())
    show(first)
    view = show(second)
    assert len(threads()) == before + 2
    first.close()
    view.close()
    assert eventually(lambda: len(threads()) <= before)
    second.close()


def test_its_thread_stays_quiet_when_the_arm_does(capfd):
    arm = Arm(fresh_address())
    view = show(arm)
    arm._link.ser.close()  # as if the cable were pulled
    time.sleep(0.5)
    view.close()
    assert capfd.readouterr() == ("", "")
    with pytest.raises(ConnectionError):
        arm.close()


def test_without_a_browser_there_is_a_still_picture(arm, view):
    arm.move_to(220, 80, 20)
    data, _ = view._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == "ArmView(x=220 y=80 z=20 mm, suction off)"
    root = ET.fromstring(data["image/svg+xml"])  # noqa: S314  # our own
    assert "x 220, y 80, z 20 mm" in root.find("{http://www.w3.org/2000/svg}desc").text


def test_the_words_for_screen_readers_are_the_description(view):
    source = str(view._esm)
    assert 'setAttribute("role", "img")' in source
    assert 'setAttribute("aria-live", "polite")' in source
    assert "http" not in source


def test_a_refusal_is_drawn_and_said_until_the_arm_moves(arm, view):
    arm.move_to(200, 0, 50)
    with pytest.raises(OutOfReach):
        arm.move_to(200, 0, 100)
    words = "It refused to go to x 200, y 0, z 100: the rear arm (j2) would have to turn to"
    assert eventually(lambda: words in view.status)
    for panel in view.moving["panels"]:
        assert any(shape["style"] == "refused-way" for shape in panel)
    arm.move_to(210, 0, 50)
    assert eventually(lambda: "refused" not in view.status)
    assert not any(
        shape["style"] == "refused-cross" for panel in view.moving["panels"] for shape in panel
    )


def test_limits_are_a_picture_of_their_own(arm, view):
    limits = show(arm, limits=True)
    assert limits is not view
    assert limits is show(arm, limits=True)
    assert view is show(arm)
    assert [panel["title"] for panel in limits.backdrop["panels"]] == [
        "From the side",
        "In joint angles",
    ]
    assert view.caption == ""
    assert "B stretched, j2 minus j3 at most 55 degrees" in limits.caption
    assert "F rear arm upright, j2 at least 0 degrees" in limits.caption
    data, _ = limits._repr_mimebundle_()
    assert limits.caption in data["image/svg+xml"]
    arm.move_to(200, 0, 50)
    pose = arm.pose()
    limits.refresh()
    [tip] = [shape for shape in limits.moving["panels"][1] if shape["style"] == "tip"]
    assert tip["points"][0] == pytest.approx([3 * pose.j2, -3 * pose.j3], abs=0.1)
    limits.close()


@pytest.mark.parametrize("x", [float("nan"), float("inf"), -1e300])
def test_what_is_hardly_a_place_does_no_harm_to_the_picture(arm, view, x):
    with pytest.raises(OutOfReach):
        arm.move_to(x, 0, 0)
    view.refresh()
    assert len(view.status) < 250
    for panel in view.moving["panels"]:
        for shape in panel:
            assert all(abs(value) < 1e4 for point in shape["points"] for value in point)

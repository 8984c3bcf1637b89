"""``Camera``: on with a sign and a reason, off after whatever ends it."""

from __future__ import annotations

import pytest

from dobotkit import Camera
from dobotkit.errors import (
    CameraClosed,
    NeverAllowed,
    NoCamera,
    PermissionWithdrawn,
    WrongValue,
)
from dobotkit.session.indicator import Indicator
from tests.keeper.wires import wait_until

SMALL = (640, 480)


@pytest.mark.usefixtures("arm")
def test_it_looks_while_it_is_on_and_says_so(session, room, capsys):
    camera = Camera(session, why="find the red\n block")
    assert camera.on
    assert (camera.source, camera.why) == ("virtual", "find the red block")
    assert camera.size == (1280, 720)
    assert capsys.readouterr().out == "● camera is ON now: find the red block\n"
    assert repr(camera) == "<Camera virtual, on: find the red block>"
    assert room.people.on == ("camera",)
    scene = camera.look()
    assert scene.find_block("red").marker == 1
    assert (scene.picture.width, scene.picture.height) == (1280, 720)
    assert camera.look_live().picture.width == 640
    camera.close()
    assert capsys.readouterr().out == "○ camera is off again\n"
    assert room.people.on == ()
    assert not camera.on
    with pytest.raises(CameraClosed, match="is off"):
        camera.look()
    camera.close()
    assert repr(camera) == "<Camera virtual, off: find the red block>"
    assert "5 points" in repr(session.ledger)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
@pytest.mark.usefixtures("arm")
def test_a_with_switches_it_off_after_an_error(session, room, error):
    with pytest.raises(error), Camera(session, why="look"):
        raise error
    assert room.people.on == ()


@pytest.mark.usefixtures("arm")
def test_a_set_up_cell_that_is_run_again_leaves_one_on(session, room):
    first = Camera(session, why="look")
    second = Camera(session, why="look again")
    assert not first.on
    first.close()
    assert second.on
    assert session.now.on == ("camera",)
    with pytest.raises(CameraClosed):
        first.look()
    second.close()
    assert room.people.on == ()


@pytest.mark.usefixtures("arm")
def test_it_ends_with_the_session(session, room):
    camera = Camera(session, why="look", size=SMALL)
    session.end()
    with pytest.raises(CameraClosed, match="the session has ended"):
        camera.look()
    wait_until(lambda: not camera.on)
    assert room.people.on == ()
    camera.close()


@pytest.mark.usefixtures("arm")
def test_what_is_taken_back_stays_off_until_it_is_given_again(session):
    camera = Camera(session, why="look", size=SMALL)
    session.rights.withdraw("camera")
    with pytest.raises(CameraClosed):
        camera.look()
    with pytest.raises(PermissionWithdrawn):
        Camera(session, why="look")
    session.rights.give("camera")
    with session.permission("camera", why="by hand"):
        # The refused one had nothing: it must not give this one back.
        Camera(session, why="look", size=SMALL).close()
        assert session.now.on == ("camera",)
    again = Camera(session, why="look", size=SMALL)
    camera.close()  # of the old one; the new one stays on
    assert again.look().blocks
    again.close()


def test_without_an_arm_it_says_what_to_do_and_nothing_is_on(session, room):
    with pytest.raises(NoCamera, match="not open") as refused:
        Camera(session, why="look")
    assert "arm = Arm()" in refused.value.advice
    assert room.people.on == ()


@pytest.mark.usefixtures("arm")
def test_a_sign_that_cannot_be_shown_leaves_nothing_on(session, room, monkeypatch):
    def broken(_: object) -> None:
        raise OSError("no screen")

    monkeypatch.setattr(Indicator, "show", broken)
    with pytest.raises(OSError, match="no screen"):
        Camera(session, why="look")
    assert room.people.on == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"session": "quiet-otter-27", "why": "look"}, "needs your session"),
        ({"why": ""}, "needs a reason"),
        ({"why": "x" * 81}, "one line"),
        ({"why": "look", "size": (99, 99)}, "no pictures of the size"),
        ({"why": "look", "size": "large"}, "no pictures of the size"),
    ],
)
@pytest.mark.usefixtures("arm")
def test_wrong_values_are_refused_and_nothing_is_on(session, room, wrong, words):
    with pytest.raises(WrongValue, match=words):
        Camera(**({"session": session} | wrong))
    assert room.people.on == ()


@pytest.mark.usefixtures("arm")
def test_light_and_a_bump(session):
    with Camera(session, why="look", size=SMALL) as camera:
        assert camera.light == "day"
        camera.light = "warm"
        assert camera.light == "warm"
        with pytest.raises(WrongValue, match="no light called 'disco'"):
            camera.light = "disco"
        assert camera.look().calibrated
        camera.bump()
        scene = camera.look()
        assert not scene.calibrated
        assert "has moved" in scene.describe()
    with pytest.raises(CameraClosed):
        camera.bump()


@pytest.mark.usefixtures("arm")
def test_another_permission_around_it_stays_on(session):
    with session.permission("camera", why="outside"):
        Camera(session, why="inside").close()
        assert session.now.on == ("camera",)
    with pytest.raises(NeverAllowed):
        session.permission("microphone", why="no").hold()

"""``camera.visitors``: on with a sign and a reason, off and forgotten after whatever ends it."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit import Camera
from dobotkit import camera as camera_module
from dobotkit.errors import (
    CameraClosed,
    PermissionWithdrawn,
    RealPeopleNotInSchool,
    VisitorsForgotten,
    WrongValue,
)
from dobotkit.opencv import cv2
from dobotkit.scene import Forgotten

WHY = "see whether somebody comes back"


@pytest.fixture
def camera(session, arm):
    assert arm is None  # it is open
    camera = Camera(session, why="look")
    yield camera
    camera.close()


def somebody(camera: Camera) -> int:
    """Return the number of an invented person whom the finder is sure of, each time they come."""
    for number in range(1, 40):
        for _ in range(3):
            camera.invite(number)
            if len(camera.look().faces) != 1:
                break
        else:
            camera.say_goodbye()
            return number
    raise AssertionError("of forty people the finder is sure of none")


def said(visitors) -> list[tuple[str, bool]]:
    return [(one.label, one.seen_before) for one in visitors.look().visitors]


def test_invented_people_come_and_come_back(camera, session, room, capsys):
    number = somebody(camera)
    with camera.visitors(why=WHY) as visitors:
        assert (
            "● same-visitor is ON now: see whether somebody comes back" in capsys.readouterr().out
        )
        assert room.people.on == ("camera", "same-visitor")
        assert (visitors.on, visitors.why, visitors.count) == (True, WHY, 0)
        assert 280 < visitors.seconds_left <= 300
        assert 0.3 < visitors.threshold < 0.8
        assert said(visitors) == []  # it looks at the table
        camera.invite(number)
        assert said(visitors) == [("A", False)]
        # There is one person only: a threshold low enough for any look of theirs.
        visitors.threshold = 0.3
        camera.invite(number)
        seen = visitors.look()
        [visitor] = seen.visitors
        assert (visitor.label, visitor.seen_before) == ("A", True)
        assert visitor.similarity >= visitor.threshold == visitors.threshold
        assert seen.purpose == WHY
        # A photograph of a visitor is that visitor: the kit compares faces, and knows of no life.
        camera.invite(number, photo=True)
        assert said(visitors) == [("A", True)]
        # With another threshold the same face is somebody new.
        visitors.threshold = 1
        assert said(visitors) == [("B", False)]
        visitors.threshold = None
        assert visitors.count == 2
        forgotten = visitors.forget()
        assert isinstance(forgotten, Forgotten)
        assert forgotten.templates == 2
        if forgotten.found_before is not None:
            # This keeper is part of the process of these tests, and so is the search.
            assert (forgotten.found_before, forgotten.found_after) == (2, 0)
        assert said(visitors) == [("A", False)]
    assert room.people.on == ("camera",)
    assert visitors.count == visitors.seconds_left == 0
    assert not visitors.on
    with pytest.raises(VisitorsForgotten, match="is over"):
        visitors.look()
    with pytest.raises(VisitorsForgotten):
        visitors.forget()
    assert "○ same-visitor is off again" in capsys.readouterr().out
    assert {line.what for line in session.ledger.lines} >= {"same-visitor", "camera"}


def test_its_picture_is_covered_and_has_the_letters(camera):
    from dobotkit.keeper.eyes.faces import find_faces  # noqa: PLC0415 - loads OpenCV

    number = somebody(camera)
    camera.invite(number)
    with camera.visitors(why=WHY) as visitors:
        seen = visitors.look()
        [visitor] = seen.visitors
    pixels = cv2.imdecode(np.frombuffer(seen.picture.data, np.uint8), 1)
    assert find_faces(pixels, min_score=0.5) == []
    x, y, width, height = (round(one) for one in visitor.box)
    cover = pixels[y : y + height, x : x + width]
    # Grey, and a black letter in the middle of it.
    assert abs(int(np.median(cover)) - 128) <= 2
    middle = cover[height // 4 : -height // 4, width // 4 : -width // 4]
    assert middle.min() < 30
    assert np.ptp(middle.astype(int), axis=2).max() < 30, "no colour of a face"
    assert seen.picture.words == repr(seen)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_in_the_block_ends_it(camera, room, notebook, error):
    with pytest.raises(error), camera.visitors(why=WHY):
        raise error
    assert room.people.on == ("camera",)
    assert not notebook.service._sight._visiting.is_open


def test_what_is_taken_back_ends_it_and_stays_off(camera, session, notebook):
    with camera.visitors(why=WHY) as visitors:
        session.rights.withdraw("same-visitor")
        assert not notebook.service._sight._visiting.is_open
        with pytest.raises(CameraClosed, match="forgotten"):
            visitors.look()
    assert camera.look()
    with pytest.raises(PermissionWithdrawn), camera.visitors(why=WHY):
        pass
    session.rights.give("same-visitor")
    with camera.visitors(why=WHY) as visitors:
        camera.close()
        assert not notebook.service._sight._visiting.is_open
        with pytest.raises(CameraClosed):
            visitors.look()


def test_a_real_camera_in_school_leaves_nothing_on(camera, room, notebook, monkeypatch):
    from dobotkit.keeper.eyes.virtual import VirtualEye  # noqa: PLC0415 - loads OpenCV

    monkeypatch.setattr(VirtualEye, "kind", "usb")
    with pytest.raises(RealPeopleNotInSchool, match="usb"), camera.visitors(why=WHY):
        pass
    assert room.people.on == ("camera",)
    assert not notebook.service._sight._visiting.is_open


@pytest.mark.parametrize("wrong", [1.1, -0.1, float("nan"), "0.5", True, [0.5]])
def test_a_threshold_is_a_number_from_0_to_1(camera, wrong):
    visitors = camera.visitors(why=WHY)
    with pytest.raises(WrongValue, match="from 0 to 1"):
        visitors.threshold = wrong
    visitors.threshold = 0
    assert visitors.threshold == 0


def test_it_needs_a_reason_and_a_camera_that_is_on(camera, room):
    with pytest.raises(WrongValue, match="needs a reason"):
        camera.visitors(why="")
    visitors = camera.visitors(why=WHY)
    assert repr(visitors) == f"<Visitors, off: {WHY}>"
    assert visitors.threshold is None
    with pytest.raises(VisitorsForgotten, match="has not begun"):
        visitors.look()
    camera.close()
    with pytest.raises(CameraClosed), visitors:
        pass
    assert room.people.on == ()
    assert camera_module._here is None


def test_a_second_block_ends_the_first_one(camera, room, notebook):
    """There is one drawer: nothing that it holds for one reason is compared for another."""
    with camera.visitors(why=WHY) as first:
        with camera.visitors(why="something else") as second:
            assert (first.on, second.on) == (False, True)
            with pytest.raises(VisitorsForgotten, match="is over"):
                first.look()
            # Its end takes nothing away from the one that runs.
            first.__exit__()
            assert second.look().purpose == "something else"
        assert not notebook.service._sight._visiting.is_open
    assert room.people.on == ("camera",)

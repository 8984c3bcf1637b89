"""``camera.invite``: who can come, and what is said of who cannot."""

from __future__ import annotations

import pytest

from dobotkit import Camera
from dobotkit.errors import CameraClosed, NotCalibrated, WrongValue
from dobotkit.inviting import invitation

SMALL = (640, 480)


@pytest.mark.usefixtures("arm")
def test_they_come_and_go_and_a_new_camera_sees_the_table(session):
    camera = Camera(session, why="see who is there", size=SMALL)
    camera.invite(7, 12)
    scene = camera.look()
    assert scene.view == "room"
    assert not scene.calibrated
    with pytest.raises(NotCalibrated, match="say_goodbye"):
        scene.find_block("red")
    assert scene.describe().startswith(
        "A look through the virtual camera. It is turned to the door of an invented classroom."
    )
    assert camera.look_live().view == "room"
    camera.say_goodbye()
    assert camera.look().find_block("red").marker == 1
    camera.invite(how_many=2)
    again = Camera(session, why="see the table", size=SMALL)
    assert again.look().view == "table"
    with pytest.raises(CameraClosed):
        camera.invite(7)
    with pytest.raises(CameraClosed):
        camera.say_goodbye()


@pytest.mark.parametrize(
    ("people", "how_many", "photo", "said"),
    [
        ((), None, False, "Nobody was invited"),
        ((0,), None, False, "nobody with the number 0"),
        ((201,), None, False, "nobody with the number 201"),
        ((10**5000,), None, False, "nobody with the number with so many digits"),
        ((7, 8, 7), None, False, "Number 7 cannot come twice"),
        (range(1, 8), None, False, "7 people are too many: 6 fit"),
        (range(10**6), None, False, "1000000 people are too many"),
        (("Ada",), None, False, "no whole number"),
        ((True,), None, False, "no whole number"),
        ((7.0,), None, False, "no whole number"),
        (([7, 12],), None, False, "no whole number"),
        ((7,), 2, False, "Either you choose"),
        ((), 0, False, "0 people cannot come"),
        ((), 7, False, "1 to 6 fit"),
        ((), "4", False, "how_many is a whole number"),
        ((7,), None, "yes", "photo is True or False"),
    ],
)
def test_who_cannot_come_is_said(people, how_many, photo, said):
    with pytest.raises(WrongValue, match=said) as caught:
        invitation(tuple(people), how_many, photo=photo)
    assert (
        "camera" in caught.value.advice
        or "1 to 200" in caught.value.advice
        or ("once" in caught.value.advice)
        or "at most" in caught.value.advice
    )


def test_who_can_come_is_written_down():
    assert invitation((7, 12), photo=True).people == (7, 12)
    assert invitation((), 4, photo=False).how_many == 4

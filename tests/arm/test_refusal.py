"""What the arm has refused last stays to be looked at until the arm moves."""

import pytest

from dobotkit import Arm
from dobotkit.errors import OutOfReach
from tests.arm.bench import fresh_address


@pytest.fixture
def arm():
    with Arm(fresh_address()) as arm:
        yield arm


def test_it_is_remembered_until_the_arm_moves(arm):
    assert arm.refusal is None
    with pytest.raises(OutOfReach):
        arm.move_to(200, 0, 100)
    assert arm.refusal.limit == "j2"
    assert arm.refusal.target == (200, 0, 100)
    with pytest.raises(OutOfReach):
        arm.move_by(x=300)
    assert arm.refusal.limit == "reach"
    arm.move_to(200, 0, 50)
    assert arm.refusal is None


def test_home_is_a_move(arm):
    with pytest.raises(OutOfReach):
        arm.move_to(400, 0, 0)
    arm.home()
    assert arm.refusal is None


def test_it_says_the_same_and_holds_no_frames(arm):
    with pytest.raises(OutOfReach) as caught:
        arm.move_to(400, 0, 0)
    assert str(arm.refusal) == str(caught.value)
    assert vars(arm.refusal) == vars(caught.value)
    assert arm.refusal.__traceback__ is None
    assert arm.refusal.__context__ is None


def test_who_watches_is_told(arm):
    seen = []
    arm.watch(lambda _pose: seen.append(arm.refusal and arm.refusal.limit))
    with pytest.raises(OutOfReach):
        arm.move_to(400, 0, 0)
    assert seen[-1] == "reach"

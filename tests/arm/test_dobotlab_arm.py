"""Which arm the names of DobotLab speak to."""

from __future__ import annotations

import pytest

from dobotkit.arm import dobotlab
from dobotkit.arm.arm import Arm
from dobotkit.arm.dobotlab.answers import RailPlace, Reading, Sensed
from dobotkit.arm.dobotlab.magician import Magician
from dobotkit.errors import ArmClosed, WrongValue
from tests.arm.bench import fresh_address


@pytest.fixture
def port(monkeypatch):
    """Address of the arm that this notebook was started with."""
    address = fresh_address()
    monkeypatch.setenv("DOBOTKIT_PORT", address)
    yield address
    dobotlab.magician.close()


def test_the_first_name_opens_the_arm_that_arm_would_take(port):
    assert "not open" in repr(dobotlab.magician)
    dobotlab.ptp(2, 210, 10, 40, 0)
    assert dobotlab.magician.arm.address == port
    assert dobotlab.magician.ptp(2, 200, 0, 40, 0)
    assert tuple(dobotlab.get_pose())[:3] == (200, 0, 40)


def test_closed_it_is_opened_again(port):
    dobotlab.ptp(2, 210, 10, 40, 0)
    first = dobotlab.magician.arm
    dobotlab.magician.close()
    dobotlab.magician.close()
    assert first.closed
    # The next notebook may have it.
    Arm(port).close()
    assert dobotlab.get_pose()["x"] == 210


def test_both_ways_of_writing_stand_in_one_notebook(port):
    arm = Arm()
    dobotlab.ptp(2, 210, 10, 40, 0)
    assert dobotlab.magician.arm is arm
    arm.move_to(220, 0, 30)
    assert dobotlab.get_pose()["x"] == 220
    # The set-up cell is run again.
    newer = Arm()
    assert dobotlab.get_pose()["x"] == 220
    assert dobotlab.magician.arm is newer
    with pytest.raises(ArmClosed, match="later cell"):
        arm.pose()
    assert newer.address == port


@pytest.mark.usefixtures("port")
def test_another_arm_is_chosen_by_its_address_or_by_itself():
    dobotlab.ptp(2, 210, 10, 40, 0)
    first, address = dobotlab.magician.arm, fresh_address()
    dobotlab.magician.use(address)
    assert first.closed
    dobotlab.ptp(2, 220, 0, 40, 0)
    assert dobotlab.magician.arm.address == address
    with Arm(fresh_address()) as mine:
        dobotlab.magician.use(mine)
        dobotlab.ptp(2, 230, 0, 40, 0)
        assert mine.pose().x == pytest.approx(230, abs=0.01)
    for wrong in (3, None, dobotlab.magician):
        with pytest.raises(WrongValue, match="neither"):
            dobotlab.magician.use(wrong)
    dobotlab.magician._address = None


def test_two_arms():
    left, right = Magician(fresh_address()), Magician(fresh_address())
    left.ptp(2, 210, 0, 40, 0)
    right.ptp(2, 220, 0, 40, 0)
    assert (left.get_pose()["x"], right.get_pose()["x"]) == (210, 220)
    left.close()
    right.close()


def test_a_misspelt_name_is_an_error():
    with pytest.raises(AttributeError):
        dobotlab.magician.motion_param = 50, 50
    with pytest.raises(AttributeError):
        dobotlab.magician.set_conveyor(0, enable=True, speed=10)


def test_several_values_are_a_dictionary_that_can_be_unpacked():
    colour = Reading(red=255, green=3, blue=4)
    assert isinstance(colour, dict)
    r, g, b = colour
    assert (r, g, b) == (colour["red"], colour.get("green"), colour[2]) == (255, 3, 4)
    assert list(colour) == [255, 3, 4]
    assert "red" in colour
    assert colour == {"red": 255, "green": 3, "blue": 4}
    assert {**colour} == dict(colour) == dict(colour.items())
    assert len(colour) == 3
    with pytest.raises(KeyError, match="there are 'red', 'green', 'blue'"):
        colour["gren"]
    with pytest.raises(IndexError):
        colour[3]


def test_one_value_is_itself_and_has_a_name():
    assert Sensed(1) == 1 == Sensed(1)["status"]
    assert not Sensed(0)
    assert RailPlace(12.5) == 12.5 == RailPlace(12.5)["positionL"]
    for value in (Sensed(1), RailPlace(1.0)):
        with pytest.raises(KeyError, match="there is"):
            value["state"]

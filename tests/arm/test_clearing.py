"""An alarm can be cleared, whichever of the two commands the firmware knows."""

from __future__ import annotations

import pytest

from dobotkit import Arm
from dobotkit.arm.link import ALARMS, CLEAR_ALARMS
from dobotkit.arm.wire import encode
from dobotkit.simulator.profiles import PROFILES
from tests.arm.bench import fresh_address


def bad_move(arm):
    """Send the arm, past the refusal, to where it cannot go."""
    arm._link.move_to(600, 0, 0, 0)
    arm._link.current_index()


@pytest.mark.parametrize("profile", PROFILES)
def test_home_recovers_with_every_firmware(profile):
    with Arm(fresh_address(f"pace=instant&profile={profile}")) as arm:
        arm.home()
        bad_move(arm)
        assert arm._link.alarms()
        arm.home()
        assert arm._link.alarms() == ()
        arm.move_to(220, 0, 50)
        assert arm.pose().x == pytest.approx(220)


def test_firmware_that_knows_the_usual_one_never_sees_the_other(link, cable):
    cable.sent.clear()
    link.clear_alarms()
    assert cable.sent == [encode(ALARMS, 1, b"")]
    assert CLEAR_ALARMS not in cable.numbers

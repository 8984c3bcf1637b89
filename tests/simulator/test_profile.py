import pytest

from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.profile import MAGICIAN


@pytest.mark.parametrize("joints", [MAGICIAN.power_on_joints, MAGICIAN.home_joints])
def test_the_arm_starts_and_homes_inside_its_limits(joints):
    assert Linkage(MAGICIAN).broken_limit(joints) is None


def test_an_arm_that_is_switched_on_does_not_stand_at_home():
    assert MAGICIAN.power_on_joints != MAGICIAN.home_joints


def test_home_is_where_real_arms_have_it():
    x, y, z, r = Linkage(MAGICIAN).forward(MAGICIAN.home_joints, MAGICIAN.tool)
    assert (x, y, z, r) == pytest.approx((259.1, 0, -8.5, 0), abs=0.05)


def test_speeds_at_power_on_are_within_the_caps():
    assert max(MAGICIAN.joint_velocity) <= MAGICIAN.joint_velocity_cap
    assert max(MAGICIAN.joint_acceleration) <= MAGICIAN.joint_acceleration_cap
    assert MAGICIAN.line_velocity <= MAGICIAN.line_velocity_cap
    assert MAGICIAN.line_acceleration <= MAGICIAN.line_acceleration_cap
    assert MAGICIAN.turn_velocity <= MAGICIAN.turn_velocity_cap
    assert MAGICIAN.turn_acceleration <= MAGICIAN.turn_acceleration_cap

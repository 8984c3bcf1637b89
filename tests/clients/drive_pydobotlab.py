"""pydobotlab: the names of DobotLab, which wait by themselves."""

import pydobotlab
from steps import drive


def connect(address):
    arm = pydobotlab.Magician(address, verbose=False, via_broker=False)
    arm.connect()
    # It takes the -1 of an arm in which nothing has run yet for "all is done",
    # so that something that takes no time has to come first.
    arm.motion_params = (100, 100)
    return arm


def pose(arm):
    now = arm.get_pose()
    return [*now.as_xyzr(), *now.as_joints()]


drive(
    "pydobotlab",
    connect=connect,
    home=lambda arm: arm.set_home(),
    move=lambda arm, x, y, z, r: arm.move_to(x, y, z, r),
    suck=lambda arm: arm.set_endeffector_suctioncup(enable=True, on=True),
    pose=pose,
)

"""pydobotpp: as pydobotplus, without the prints."""

import pydobotpp
from steps import drive


def pose(arm):
    position, joints = arm.get_pose()
    return [*position, *joints]


drive(
    "pydobotpp",
    connect=pydobotpp.Dobot,
    home=lambda arm: arm.wait_for_cmd(arm.home()),
    move=lambda arm, x, y, z, r: arm.move_to(x, y, z, r, wait=True),
    suck=lambda arm: arm.wait_for_cmd(arm.suck(True)),
    pose=pose,
)

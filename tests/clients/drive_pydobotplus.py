"""pydobotplus: home and suck return the place in the queue, to be waited for."""

import contextlib
import sys

import pydobotplus
from steps import drive


def move(arm, x, y, z, r):
    with contextlib.redirect_stdout(sys.stderr):  # it prints a pose at every move
        arm.move_to(x, y, z, r, wait=True)


def pose(arm):
    position, joints = arm.get_pose()
    return [*position, *joints]


drive(
    "pydobotplus",
    connect=pydobotplus.Dobot,
    home=lambda arm: arm.wait_for_cmd(arm.home()),
    move=move,
    suck=lambda arm: arm.wait_for_cmd(arm.suck(True)),
    pose=pose,
)

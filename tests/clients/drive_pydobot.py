"""pydobot: no home, and it waits only where it is told to."""

import pydobot
from steps import drive

drive(
    "pydobot",
    connect=pydobot.Dobot,
    home=None,
    move=lambda arm, x, y, z, r: arm.move_to(x, y, z, r, wait=True),
    suck=lambda arm: arm.suck(True),
    pose=lambda arm: arm.pose(),
)

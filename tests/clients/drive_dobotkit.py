"""The kit's own arm, which pupils use."""

from steps import drive

from dobotkit import Arm

drive(
    "",
    connect=Arm,
    home=lambda arm: arm.home(),
    move=lambda arm, x, y, z, r: arm.move_to(x, y, z, r),
    suck=lambda arm: arm.suck(True),
    pose=lambda arm: arm.pose(),
)

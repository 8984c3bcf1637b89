"""Which port leads to which arm: a list, and an arm that lifts itself so that people see it.

No Magician has a light that a program can switch, so an arm shows itself by a small move,
and only when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from dobotkit.arm import shutdown
from dobotkit.arm.arm import Arm
from dobotkit.arm.usb import UsbArm
from dobotkit.errors import OutOfReach

__all__ = ["LIFT", "lift", "listing"]

LIFT = 5.0
"""How far an arm lifts itself, in mm."""

# In mm/s: a quarter of a second each way, and what speeding up takes.
_SLOW = 20.0


def lift(arm: Arm | str) -> None:
    """Lift one arm by 5 mm at 20 mm/s and bring it back, so that people see which it is.

    ::

        from dobotkit.arm.who import lift

        lift("keeper://left")      # in a lab; a real arm waits for the teacher's word
        lift("COM3")               # elsewhere

    What waits in the arm is done first. The arm's speed is afterwards what it was.

    Parameters
    ----------
    arm:
        An ``Arm``, or an address: if this program does not have it open, it is opened for
        it and closed again.

    Raises
    ------
    OutOfReach
        From where it stands it cannot go up.
    ArmError
        It cannot be opened, reports an alarm, or may not move.
    """
    if isinstance(arm, Arm):
        _lift(arm)
        return
    mine = shutdown.opened(arm)
    if isinstance(mine, Arm):
        # To open it again would close it, and drop what it holds.
        _lift(mine)
        return
    with Arm(arm) as opened:
        _lift(opened)


def _lift(arm: Arm) -> None:
    try:
        with arm.gently(_SLOW):
            arm.move_by(z=LIFT)
            arm.move_by(z=-LIFT)
    except OutOfReach as error:
        error.what = f"From where it stands, the arm cannot lift itself by {LIFT:g} mm."
        error.advice = (
            "Hold the button on its forearm, bring it by hand to the middle of its reach, "
            "and try again."
        )
        raise


def listing(arms: Sequence[UsbArm]) -> str:
    """Return what is plugged in, and how to find out which is which, for people to read."""
    if not arms:
        return (
            "No arm is plugged in.\n"
            "Check the USB cable and the switch; dobotkit doctor says more about drivers."
        )
    if len(arms) == 1:
        return f"One arm: {arms[0]}."
    lines = "\n".join(f"  {arm}" for arm in arms)
    return (
        f"{len(arms)} arms:\n{lines}\n"
        f"To see which is which, let one lift itself: dobotkit arms --lift {arms[0].address}"
    )

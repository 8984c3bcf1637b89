"""``EndEffector``: suction cup and gripper of one arm, and the pump behind both."""

from __future__ import annotations

import contextlib
import struct

from dobotkit.arm.link import GRIPPER, GRIPPER_OPENS_MS, HOLD, LET_GO, OFF, SUCTION_CUP, WAIT, Link
from dobotkit.arm.pacing import Pacing
from dobotkit.arm.values import ToolName
from dobotkit.errors import ArmError, ArmSilent

__all__ = ["EndEffector"]

# No document says how long a pump needs (ms); a cup that is lifted too early holds nothing.
SUCKS_MS, GRIPS_MS, LETS_GO_MS = 500, 500, 300


class EndEffector:
    """What an arm holds things with.

    Parameters
    ----------
    link, pacing:
        Of the arm.

    Attributes
    ----------
    tool:
        What is fitted, as far as somebody has said so.
    suction, gripping:
        Whether the pump was switched on for the cup; whether the gripper was told to close.
    """

    def __init__(self, link: Link, pacing: Pacing) -> None:
        self._link = link
        self._pacing = pacing
        self.tool: ToolName = "suction cup"
        self.suction = self.gripping = False

    def ask(self) -> None:
        """Find out what an earlier program has left on; not all firmware tells."""
        with contextlib.suppress(ArmSilent):
            self.suction = self._link.holds(SUCTION_CUP)
            self.gripping = self._link.holds(GRIPPER)
        if self.gripping:
            self.tool = "gripper"

    def forget(self) -> None:
        """Take note that the pump is off."""
        self.suction = self.gripping = False

    def suck(self, *, enable: bool) -> None:
        """Queue switching the pump of the suction cup."""
        self._pacing.make_room()
        # LET_GO would let go as well, but leave the pump running.
        self._pacing.put(SUCTION_CUP, HOLD if enable else OFF)
        self.suction = enable

    def grip(self, *, enable: bool) -> None:
        """Queue closing the gripper; opening it is waited for."""
        self._pacing.make_room()
        self._pacing.put(GRIPPER, HOLD if enable else LET_GO)
        self.gripping = enable
        if not enable:
            self._end_of_opening()

    def take(self) -> None:
        """Queue taking what is below the cup or between the fingers, with its pause."""
        if self.tool == "gripper":
            self.grip(enable=True)
            self._pause(GRIPS_MS)
        else:
            self.suck(enable=True)
            self._pause(SUCKS_MS)

    def let_go(self) -> None:
        """Queue letting go of what is held, with its pause."""
        if self.tool == "gripper":
            self.grip(enable=False)
        else:
            self.suck(enable=False)
            self._pause(LETS_GO_MS)

    def _pause(self, ms: int) -> None:
        self._pacing.make_room()
        self._pacing.put(WAIT, struct.pack("<I", ms))

    def _end_of_opening(self) -> None:
        """Switch the pump off when the gripper is open, also when that is interrupted."""
        try:
            self._pause(GRIPPER_OPENS_MS)
            self._pacing.make_room()
            self._pacing.put(GRIPPER, OFF)
            self._pacing.finish()
        except BaseException:
            with contextlib.suppress(ArmError):
                self._link.tell(GRIPPER, OFF)
            raise

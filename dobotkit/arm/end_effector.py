"""``EndEffector``: suction cup and gripper of one arm, and the pump behind both."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable
from functools import partial

from dobotkit.arm.link import GRIPPER, GRIPPER_OPENS_MS, HOLD, LET_GO, OFF, SUCTION_CUP, WAIT, Link
from dobotkit.arm.pacing import Pacing
from dobotkit.arm.track import Act
from dobotkit.arm.values import ToolName
from dobotkit.errors import ArmError, ArmSilent

__all__ = ["EndEffector"]

# No document says how long a pump needs (ms); a cup that is lifted too early holds nothing.
SUCKS_MS, GRIPS_MS, LETS_GO_MS = 500, 500, 300
# What tools are called in the rules of a desk.
_AT_A_DESK: dict[str, ToolName] = {
    "suction": "suction cup",
    "gripper": "gripper",
    "pen": "pen",
}


class EndEffector:
    """What an arm holds things with.

    Parameters
    ----------
    link, pacing:
        Of the arm.
    on_act:
        Called when the tool has done something.

    Attributes
    ----------
    tool:
        What is fitted, as far as somebody has said so; None for nothing that the kit knows.
    suction, gripping:
        Whether the pump was switched on for the cup; whether the gripper was told to close.
    """

    def __init__(self, link: Link, pacing: Pacing, on_act: Callable[[Act], object]) -> None:
        self._link = link
        self._on_act = on_act
        self._pacing = pacing
        self.tool: ToolName | None = "suction cup"
        self.suction = self.gripping = False

    def ask(self) -> None:
        """Find out what an earlier program has left on; not all firmware tells."""
        with contextlib.suppress(ArmSilent):
            self.suction = self._link.holds(SUCTION_CUP)
            self.gripping = self._link.holds(GRIPPER)
        desk = getattr(self._link.ser, "desk_now", None)
        if desk is not None:
            self.tool = _AT_A_DESK.get(desk().tool)
        elif self.gripping:
            self.tool = "gripper"

    def forget(self) -> None:
        """Take note that the pump is off."""
        self.suction = self.gripping = False

    def switch_off(self) -> None:
        """Switch off at once what is on, past the queue and also under an alarm."""
        if self.suction:
            self._link.tell(SUCTION_CUP, OFF)
        if self.gripping:
            self._link.tell(GRIPPER, OFF)
        self.forget()

    def suck(self, *, enable: bool) -> None:
        """Queue switching the pump of the suction cup."""
        self._pacing.make_room()
        # LET_GO would let go as well, but leave the pump running.
        self._put(SUCTION_CUP, HOLD if enable else OFF, "suck" if enable else "let go")
        self.suction = enable

    def grip(self, *, enable: bool) -> None:
        """Queue closing the gripper; opening it is waited for."""
        self._pacing.make_room()
        self._put(GRIPPER, HOLD if enable else LET_GO, "grip" if enable else "open")
        self.gripping = enable
        if not enable:
            self._end_of_opening()

    def switch(self, number: int, *, powered: bool, on: bool) -> None:
        """Queue for the cup (62) or the gripper (63) whether the pump runs, and what it does.

        Without a pause, and as it is said: powered and not on, the pump goes on running.
        """
        holds = powered and on
        self._pacing.make_room()
        if number == GRIPPER:
            self._put(number, bytes((powered, on)), "grip" if holds else "open")
            self.gripping = holds
        else:
            self._put(number, bytes((powered, on)), "suck" if holds else "let go")
            self.suction = holds

    def take(self) -> None:
        """Queue taking what is below the cup or between the fingers, with its pause."""
        self.do("grip" if self.tool == "gripper" else "suck")

    def do(self, act: Act) -> None:
        """Queue something that a tool once did, with its pause."""
        if act in ("suck", "let go"):
            self.suck(enable=act == "suck")
            self._pause(SUCKS_MS if act == "suck" else LETS_GO_MS)
        elif act in ("grip", "open"):
            self.grip(enable=act == "grip")
            if act == "grip":
                self._pause(GRIPS_MS)

    def let_go(self) -> None:
        """Queue letting go of what is held, with its pause."""
        self.do("open" if self.tool == "gripper" else "let go")

    def _put(self, number: int, params: bytes, act: Act) -> None:
        self._pacing.put(number, params, on_end=partial(self._on_act, act))

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

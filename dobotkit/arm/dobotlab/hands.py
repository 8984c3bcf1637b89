# ruff: noqa: SLF001  # an arm's own room: these are verbs of the arm, with other names
"""What DobotLab's names do with an arm: its verbs, and frames for which it has no verb.

Each waits until the arm has done it, and obeys what the arm's own verbs obey: one at a
time, a look at the whole way before it is sent, a stop where something goes wrong.
"""

from __future__ import annotations

import copy
import struct

from dobotkit.arm.arm import Arm
from dobotkit.arm.link import (
    GRIPPER,
    PTP,
    PTP_COMMON_PARAMS,
    PTP_JOINT_PARAMS,
    PTP_JUMP_PARAMS,
    STALL_S,
    SUCTION_CUP,
)
from dobotkit.arm.modes import check, legs_of
from dobotkit.arm.travel import Place
from dobotkit.errors import OutOfReach

__all__ = ["Hands"]

_TWO = struct.Struct("<2f")
_POINT = struct.Struct("<B4f")
_POINT_AND_RAIL = struct.Struct("<B5f")
_POINT_WITH_RAIL = 86


class Hands:
    """The frames of one arm.

    Parameters
    ----------
    arm:
        An open arm.
    """

    def __init__(self, arm: Arm) -> None:
        self._arm = arm

    def ask(self, number: int, params: bytes = b"") -> bytes:
        """Read what a command number tells."""
        self._arm._check_open()
        return self._arm._link.ask(number, params)

    def pair(self, number: int) -> tuple[float, float]:
        """Read a setting of two numbers."""
        first, second = _TWO.unpack_from(self.ask(number))
        return first, second

    def tell(self, number: int, params: bytes) -> None:
        """Write a setting that takes effect at once, when the arm has nothing to do."""
        with self._arm._verb() as pacing:
            pacing.finish()
            self._arm._link.tell(number, params)

    def put(self, number: int, params: bytes = b"", *, seconds: float = 0.0) -> None:
        """Queue a command that takes so many seconds, and wait until it has ended."""
        with self._arm._verb() as pacing:
            pacing.make_room()
            pacing.put(number, params, stall_s=STALL_S + seconds)
            pacing.finish()
            self._arm._learn(self._arm.last_pose)

    def clear_alarms(self) -> None:
        """Clear the alarms that clearing can end.

        Raises
        ------
        AlarmRaised
            One of them comes back: its cause is still there.
        """
        with self._arm._verb() as pacing:
            pacing.finish()
            self._arm._link.clear_alarms()
            self._arm._link.raise_for_alarms()

    def hold(self, number: int, *, powered: bool, on: bool) -> None:
        """Switch the pump of the suction cup (62) or the gripper (63)."""
        self.put(number, bytes((powered, on)))
        # What arm.suction and arm.gripping say.
        self._arm._suction = self._arm._link.holds(SUCTION_CUP)
        self._arm._gripping = self._arm._link.holds(GRIPPER)

    def move(self, mode: int, values: Place, rail: float | None = None) -> None:
        """Move from point to point, and on the rail to so many mm if that is given.

        Raises
        ------
        OutOfReach
            The target, or a place on the way, cannot be reached; nothing was sent.
        """
        arm = self._arm
        with arm._verb() as pacing:
            arm._link.raise_for_alarms()
            pacing.finish()
            jump, ratios = self.pair(PTP_JUMP_PARAMS), self.pair(PTP_COMMON_PARAMS)
            start = pacing.start()
            try:
                steps = legs_of(mode, values, start, tool=arm.reach.tool, jump=jump)
                speeds = check(
                    steps,
                    arm.reach,
                    fastest=arm._speed[0],
                    # The arm itself takes more than 100 % for 100 %.
                    ratios=(min(ratios[0], 100.0) / 100, min(ratios[1], 100.0) / 100),
                    check_line=arm.reach.check_line,
                )
            except OutOfReach as refusal:
                arm._refusal = copy.copy(refusal)
                arm._learn(arm.last_pose)
                raise
            arm._refusal = None
            if speeds is not None:
                arm._link.tell(PTP_JOINT_PARAMS, struct.pack("<8f", *speeds))
            if rail is None:
                number, params = PTP, _POINT.pack(mode, *values)
            else:
                number, params = _POINT_WITH_RAIL, _POINT_AND_RAIL.pack(mode, *values, rail)
            pacing.put(number, params, is_move=True, target=steps.end)
            pacing.finish()

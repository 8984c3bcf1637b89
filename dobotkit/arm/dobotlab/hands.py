"""What DobotLab's names do with an arm: its verbs, and frames for which it has no verb.

Each waits until the arm has done it, and obeys what the arm's own verbs obey: one at a
time, a look at the whole way before it is sent, a stop where something goes wrong.
"""

from __future__ import annotations

import struct

from dobotkit.arm.arm import Arm
from dobotkit.arm.complaints import garbled
from dobotkit.arm.link import (
    PTP,
    PTP_COMMON_PARAMS,
    PTP_JOINT_PARAMS,
    PTP_JUMP_PARAMS,
    STALL_S,
)
from dobotkit.arm.modes import check, legs_of
from dobotkit.arm.rail import PTP_WITH_RAIL
from dobotkit.arm.travel import Place

__all__ = ["Hands"]

_POINT = struct.Struct("<B4f")
_POINT_AND_RAIL = struct.Struct("<B5f")


class Hands:
    """The frames of one arm.

    Parameters
    ----------
    arm:
        An open arm.
    """

    def __init__(self, arm: Arm) -> None:
        self._driver = arm._driver  # noqa: SLF001  # these are verbs of the arm, by other names
        self._end_effector = arm._end_effector  # noqa: SLF001  # as well

    def ask(self, number: int, layout: str, params: bytes = b"") -> tuple[float, ...]:
        """Read what a command number tells.

        Parameters
        ----------
        layout:
            How the answer begins, as ``struct`` writes it.

        Raises
        ------
        ArmGarbled
            It is shorter than that.
        """
        self._driver.check_open()
        answer = self._driver.link.ask(number, params)
        size = struct.calcsize(layout)
        if len(answer) < size:
            raise garbled(f"answer to command {number}", len(answer), size)
        return struct.unpack_from(layout, answer)

    def tell(self, number: int, params: bytes) -> None:
        """Write a setting that takes effect at once, when the arm has nothing to do."""
        with self._driver.verb() as pacing:
            pacing.finish()
            self._driver.link.tell(number, params)

    def put(self, number: int, params: bytes = b"", *, seconds: float = 0.0) -> None:
        """Queue a command that takes so many seconds, and wait until it has ended."""
        with self._driver.verb() as pacing:
            pacing.make_room()
            pacing.put(number, params, stall_s=STALL_S + seconds)
            pacing.finish()
            self._driver.learn(self._driver.link.last_pose)

    def alarms(self) -> tuple[int, ...]:
        """Return the numbers of the alarms that the arm reports."""
        self._driver.check_open()
        return self._driver.link.alarms()

    def clear_alarms(self) -> None:
        """Clear the alarms that clearing can end.

        Raises
        ------
        AlarmRaised
            One of them comes back: its cause is still there.
        """
        with self._driver.verb() as pacing:
            pacing.finish()
            self._driver.link.clear_alarms()
            self._driver.link.raise_for_alarms()

    def hold(self, number: int, *, powered: bool, on: bool) -> None:
        """Switch the pump of the suction cup (62) or the gripper (63)."""
        with self._driver.verb() as pacing:
            self._end_effector.switch(number, powered=powered, on=on)
            pacing.finish()
            self._driver.learn(self._driver.link.last_pose)

    def move(self, mode: int, values: Place, rail: float | None = None) -> None:
        """Move from point to point, and on the rail to so many mm if that is given.

        Raises
        ------
        OutOfReach
            The target, or a place on the way, cannot be reached; nothing was sent.
        """
        driver = self._driver
        with driver.verb() as pacing:
            driver.link.raise_for_alarms()
            pacing.finish()
            lift, limit = self.ask(PTP_JUMP_PARAMS, "<2f")
            speed, acceleration = self.ask(PTP_COMMON_PARAMS, "<2f")
            start, reach = pacing.start(), driver.reach
            with driver.remembering_refusal():
                steps = legs_of(mode, values, start, reach=reach, jump=(lift, limit))
                speeds = check(
                    steps,
                    reach,
                    fastest=driver.speed[0],
                    # The arm itself takes more than 100 % for 100 %.
                    ratios=(min(speed, 100.0) / 100, min(acceleration, 100.0) / 100),
                    check_line=reach.check_line,
                )
            if speeds is not None:
                driver.link.tell(PTP_JOINT_PARAMS, struct.pack("<8f", *speeds))
            if rail is None:
                number, params = PTP, _POINT.pack(mode, *values)
            else:
                number, params = PTP_WITH_RAIL, _POINT_AND_RAIL.pack(mode, *values, rail)
            driver.put_move(number, params, steps.end)
            pacing.finish()

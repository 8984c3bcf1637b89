"""DobotLab's names for moving, on the table and along the rail."""

from __future__ import annotations

import struct
from typing import Literal

from dobotkit.arm.dobotlab.answers import RailPlace, Reading
from dobotkit.arm.dobotlab.setting import Setting
from dobotkit.arm.dobotlab.spoken_to import SpokenTo
from dobotkit.arm.dobotlab.values import between, choice, share
from dobotkit.arm.link import PTP_COMMON_PARAMS, PTP_JUMP_PARAMS, WAIT
from dobotkit.arm.modes import MODES
from dobotkit.arm.rail import LONGEST_RAIL, RAIL, RAIL_PLACE, RAIL_SPEED
from dobotkit.arm.values import number, on_or_off
from dobotkit.errors import WrongValue

__all__ = ["Moving"]

# Command number of the maker's protocol document V1.1.5.
JOG_COMMON_PARAMS = 72

LONGEST_WAIT_S = 3600.0
HIGHEST_JUMP = 300.0  # mm
# mm/s and mm/s². DobotLab does not say of what it takes a share; the whole arm rides.
FASTEST_RAIL = 100.0


class Moving(SpokenTo):
    """Twelve of the 28 names."""

    __slots__ = ()

    def ptp(self, mode: int, x: float, y: float, z: float, r: float) -> Literal[True]:
        """Move from point to point, and wait until the arm is there.

        The whole way is checked first. Joints (modes 0, 1, 3, 4, 6, 8) are slowed down so
        far that the end effector stays below the arm's speed.

        Parameters
        ----------
        mode:
            0 jump to a place, 1 with the joints, 2 in a straight line; 3, 4, 5 the same
            to angles; 6 by angles; 7 in a line and 8 with the joints by so many mm; 9 jump
            to a place, crossing in a line. (The manual calls the place of mode 9 an
            increment; the maker's program takes it for a place, and so does this.)
        x, y, z, r:
            In mm and degrees: forward, left, up, turn. In modes 3 to 6 the angles j1 to j4.

        Raises
        ------
        OutOfReach
            The target, or a place on the way, cannot be reached; nothing has moved.
        """
        self._hands.move(choice("mode", mode, MODES), _place(x, y, z, r))
        return True

    def set_r(self, r: float) -> Literal[True]:
        """Turn the end effector to ``r`` degrees, and wait; x, y and z stay."""
        turn = number("r", r)
        x, y, z, *_ = self.arm.pose()
        self._hands.move(1, (x, y, z, turn))
        return True

    @Setting
    def motion_params(self, vel: float, acc: float) -> Literal[True]:
        """Set which share of its speed and acceleration the arm uses, from 1 to 100 percent.

        100 percent is what ``arm.speed`` says: 100 mm/s, or less at a slower desk. In
        DobotLab it is the fastest that the arm can go, and so faster.
        """
        shares = struct.pack("<2f", share("vel", vel), share("acc", acc))
        self._hands.tell(PTP_COMMON_PARAMS, shares)
        return True

    @Setting
    def jump_params(self, zlimit: float, height: float) -> Literal[True]:
        """Set how a jump (modes 0, 3 and 9) goes: in mm.

        Parameters
        ----------
        zlimit:
            The height that no jump goes above.
        height:
            How far it lifts, from 0 to 300.
        """
        lift = between("height", height, 0, HIGHEST_JUMP, "mm")
        limit = between("zlimit", zlimit, -HIGHEST_JUMP, HIGHEST_JUMP, "mm")
        self._hands.tell(PTP_JUMP_PARAMS, struct.pack("<2f", lift, limit))
        return True

    def get_arm_speed_ratio(self, mode: int) -> float:
        """Return the share of its speed that the arm uses, in percent: 0 jogging, 1 ``ptp``."""
        jogs = choice("mode", mode, range(2)) == 0
        velocity, _ = self._hands.ask(JOG_COMMON_PARAMS if jogs else PTP_COMMON_PARAMS, "<2f")
        return velocity

    def get_pose(self) -> Reading:
        """Return where the arm is, with two decimals, in mm and degrees.

        ``pose["x"]``, ``["y"]``, ``["z"]``, ``["r"]`` and ``["jointAngle"]`` (a list of
        four), or all five in this order: ``x, y, z, r, angles = get_pose()``.
        """
        pose = self.arm.pose()
        # "+ 0.0" turns -0.0 into 0.0
        x, y, z, r, *angles = (round(value, 2) + 0.0 for value in pose)
        return Reading(x=x, y=y, z=z, r=r, jointAngle=angles)

    def set_home(self) -> Literal[True]:
        """Clear alarms, go home and find the zero marks, and wait. The base sweeps round."""
        self.arm.home()
        return True

    def wait(self, second: float) -> Literal[True]:
        """Let the arm do nothing for so many seconds, at most an hour."""
        pause = between("second", second, 0, LONGEST_WAIT_S, "s")
        self._hands.put(WAIT, struct.pack("<I", round(pause * 1000)), seconds=pause)
        return True

    def set_device_withl(self, enable: bool, version: int) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Say whether the arm stands on a rail; version 0 is V1, 1 is V2.

        A keeper does not let a rail move, because it cannot judge its way.
        """
        on, kind = on_or_off("enable", enable), choice("version", version, range(2))
        hands = self._hands
        hands.tell(RAIL, bytes((on, kind)))
        if on:
            # Nobody knows what an arm has been told before.
            hands.tell(RAIL_SPEED, struct.pack("<2f", FASTEST_RAIL, FASTEST_RAIL))
        return True

    def set_ptpl_params(self, vel: float, accel: float) -> Literal[True]:
        """Set how fast the rail moves, in percent of 100 mm/s and 100 mm/s²."""
        speed, acceleration = (
            part / 100 * FASTEST_RAIL for part in (share("vel", vel), share("accel", accel))
        )
        self._hands.tell(RAIL_SPEED, struct.pack("<2f", speed, acceleration))
        return True

    def set_ptpwithl_cmd(  # noqa: PLR0917  # DobotLab's
        self,
        mode: int,
        x: float,
        y: float,
        z: float,
        r: float,
        l: float,  # noqa: E741  # DobotLab's name for it
    ) -> Literal[True]:
        """Move as ``ptp`` does, and at the same time along the rail to ``l`` mm (0 to 1000).

        Raises
        ------
        WrongValue
            Nobody has said that there is a rail.
        OutOfReach
            As ``ptp`` does.
        """
        mode, place = choice("mode", mode, MODES), _place(x, y, z, r)
        rail = between("l", l, 0, LONGEST_RAIL, "mm")
        hands = self._hands
        if hands.ask(RAIL, "<B") != (1,):
            raise WrongValue(
                "This arm does not know of a rail.",
                "If it stands on one: set_device_withl(enable=True, version=1). "
                "If not, use ptp(mode, x, y, z, r).",
            )
        hands.move(mode, place, rail)
        return True

    def get_posel(self) -> RailPlace:
        """Return where the arm is on the rail, in mm; also as ``["positionL"]``."""
        (place,) = self._hands.ask(RAIL_PLACE, "<f")
        return RailPlace(round(place, 2))


def _place(x: float, y: float, z: float, r: float) -> tuple[float, float, float, float]:
    return (number("x", x), number("y", y), number("z", z), number("r", r))

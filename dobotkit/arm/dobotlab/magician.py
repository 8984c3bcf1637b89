"""``Magician``: the 28 names of DobotLab's Magician, over an ``Arm``."""

from __future__ import annotations

import struct
from typing import Literal

from dobotkit.arm import ports, shutdown
from dobotkit.arm.alarms import alarm_words
from dobotkit.arm.arm import Arm
from dobotkit.arm.belt import FASTEST_BELT, PULSES_PER_MM
from dobotkit.arm.dobotlab.answers import Rail, Reading, Sensed
from dobotkit.arm.dobotlab.hands import Hands
from dobotkit.arm.dobotlab.setting import Setting
from dobotkit.arm.dobotlab.values import between, choice, pin, share, socket
from dobotkit.arm.link import (
    GRIPPER,
    MOTOR,
    PTP_COMMON_PARAMS,
    PTP_JUMP_PARAMS,
    SUCTION_CUP,
    WAIT,
)
from dobotkit.arm.modes import MODES
from dobotkit.arm.pins import ANALOGUE, FUNCTION, INPUT, OUTPUT, PULSES
from dobotkit.arm.rail import LONGEST_RAIL, RAIL, RAIL_PLACE, RAIL_SPEED
from dobotkit.arm.sensors import COLOUR_SENSOR, INFRARED_SENSOR
from dobotkit.arm.values import number, on_or_off
from dobotkit.errors import AlarmRaised, TooFast, WrongValue

__all__ = ["Magician"]

# Command numbers of the maker's protocol document V1.1.5.
JOG_COMMON_PARAMS = 72
LOST_STEP_LIMIT, LOST_STEP_CHECK = 170, 171

LONGEST_WAIT_S = 3600.0
HIGHEST_JUMP = 300.0
LOST_STEPS = range(0x50, 0x54)


class Magician:
    """One arm, told what to do in the words of DobotLab.

    ::

        from dobotkit.arm.dobotlab import magician

        magician.ptp(mode=1, x=200, y=0, z=50, r=0)
        magician.set_endeffector_suctioncup(enable=True, on=True)

    The arm is opened when the first name needs it, and waits, refuses and stops as
    ``Arm`` does: every name is done when it returns. Names that tell the arm something
    return True; what fails raises an error of the kit, and never returns False.

    Parameters
    ----------
    address:
        Where the arm is; without it, what ``Arm()`` would take.

    Attributes
    ----------
    Stepper1, Stepper2:
        The two motor sockets, for ``set_converyor``.
    """

    # A misspelt name (magician.motion_param = …) is an error and not a new attribute.
    __slots__ = ("_address", "_arm")

    Stepper1 = 0
    Stepper2 = 1

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._arm: Arm | None = None

    @property
    def arm(self) -> Arm:
        """The arm behind these names, opened if it is not.

        An ``Arm`` that this notebook has open already at that address is used, so that
        both ways of writing can stand in one notebook.
        """
        if self._arm is None or self._arm.closed:
            address = ports.find_arm() if self._address is None else self._address
            found = shutdown.opened(address)
            self._arm = found if isinstance(found, Arm) else Arm(address)
        return self._arm

    def use(self, arm: Arm | str) -> None:
        """Let these names speak to another arm from now on; the one before is closed.

        Parameters
        ----------
        arm:
            An ``Arm``, or an address such as ``"COM3"`` or ``"dobotsim://desk"``.
        """
        if isinstance(arm, Arm):
            address, opened = arm.address, arm
        elif isinstance(arm, str):
            address, opened = arm, None
        else:
            raise WrongValue(
                f"use() takes an arm or its address, and {arm!r} is neither.",
                'Write magician.use("COM3"), or magician.use(arm).',
            )
        if self._arm is not opened:
            self.close()
        self._address, self._arm = address, opened

    def close(self) -> None:
        """Stop the arm, switch its pump off and free the port; the next name opens it again."""
        arm, self._arm = self._arm, None
        if arm is not None:
            arm.close()

    def __repr__(self) -> str:
        if self._arm is None:
            return f"Magician({self._address or ''!r}, not open)"
        return f"Magician over {self._arm!r}"

    @property
    def _hands(self) -> Hands:
        return Hands(self.arm)

    # Moving

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
        x, y, z, r, *angles = (round(value, 2) for value in pose)
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

    # The rail

    def set_device_withl(self, enable: bool, version: int) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Say whether the arm stands on a rail; version 0 is V1, 1 is V2.

        A keeper does not let a rail move, because it cannot judge its way.
        """
        on = on_or_off("enable", enable)
        self._hands.tell(RAIL, bytes((on, choice("version", version, range(2)))))
        return True

    def set_ptpl_params(self, vel: float, accel: float) -> Literal[True]:
        """Set how fast the rail moves, in percent of 100 mm/s and 100 mm/s²."""
        # DobotLab does not say of what; so no part of the arm is faster than its usual speed.
        speeds = struct.pack("<2f", share("vel", vel), share("accel", accel))
        self._hands.tell(RAIL_SPEED, speeds)
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

    def get_posel(self) -> Rail:
        """Return where the arm is on the rail, in mm; also as ``["positionL"]``."""
        (place,) = self._hands.ask(RAIL_PLACE, "<f")
        return Rail(round(place, 2))

    # What the arm holds things with

    def set_endeffector_suctioncup(self, enable: bool, on: bool) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the suction cup: ``True, True`` sucks, ``True, False`` lets go.

        Then the pump still runs; ``False, False`` switches it off.
        """
        powered, sucks = on_or_off("enable", enable), on_or_off("on", on)
        self._hands.hold(SUCTION_CUP, powered=powered, on=sucks)
        return True

    def set_endeffector_gripper(self, enable: bool, on: bool) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the gripper: ``True, True`` closes it, ``True, False`` opens it.

        Then the pump still runs; ``False, False`` switches it off. It returns at once, as
        in DobotLab; a gripper needs half a second.
        """
        powered, closes = on_or_off("enable", enable), on_or_off("on", on)
        self._hands.hold(GRIPPER, powered=powered, on=closes)
        return True

    # Pins

    def set_multiplexing(self, io: str | int, multiplex: int) -> Literal[True]:
        """Say what a pin is used for.

        Parameters
        ----------
        io:
            ``"DO_01"`` to ``"DO_20"``.
        multiplex:
            0 nothing, 1 output, 2 PWM, 3 input, 4 analogue input, 5 input pulled up,
            6 input pulled down.
        """
        function = choice("multiplex", multiplex, range(7))
        self._hands.put(FUNCTION, bytes((pin(io), function)))
        return True

    def set_pwm(self, io: str | int, freq: float, cycle: float) -> Literal[True]:
        """Give out pulses at a pin: 10 to 1 000 000 Hz, on for 0 to 100 percent of the time."""
        often = between("freq", freq, 10, 1_000_000, "Hz; to switch it off, write cycle=0")
        share_on = between("cycle", cycle, 0, 100, "%")
        self._hands.put(PULSES, struct.pack("<B2f", pin(io), often, share_on))
        return True

    def set_do(self, io: str | int, level: int) -> Literal[True]:
        """Set an output low (0) or high (1)."""
        high = choice("level", level, range(2))
        self._hands.put(OUTPUT, bytes((pin(io), high)))
        return True

    def get_di(self, io: str | int) -> int:
        """Return the level at an input: 0 or 1."""
        _, level = self._hands.ask(INPUT, "<2B", bytes((pin(io),)))
        return int(level)

    def get_adc(self, io: str | int) -> int:
        """Return the voltage at an analogue input, from 0 to 4095."""
        _, value = self._hands.ask(ANALOGUE, "<BH", bytes((pin(io),)))
        return int(value)

    # Sensors and the belt

    def set_infrared_sensor(self, port: int, enable: bool, version: int) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the infra-red sensor at a socket on or off.

        Parameters
        ----------
        port:
            1, 2, 4 or 5: the number of the socket, GP1, GP2, GP4 or GP5.
        version:
            0 is V1.0, 1 is V2.0.
        """
        self._sensor(INFRARED_SENSOR, port, enable, version)
        return True

    def get_infrared_sensor(self, port: int) -> Sensed:
        """Return 1 if something is in front of the sensor, else 0; also as ``["status"]``."""
        (there,) = self._hands.ask(INFRARED_SENSOR, "<B", bytes((socket(port),)))
        return Sensed(there)

    def set_color_sensor(self, port: int, enable: bool, version: int) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Switch the colour sensor at a socket on or off; as ``set_infrared_sensor``."""
        self._sensor(COLOUR_SENSOR, port, enable, version)
        return True

    def get_color_sensor(self) -> Reading:
        """Return what the colour sensor that was switched on last sees.

        ``colour["red"]``, ``["green"]`` and ``["blue"]``, or all three in this order:
        ``r, g, b = get_color_sensor()``. From 0 to 255; some sensors say only 0 or 1.
        """
        red, green, blue = self._hands.ask(COLOUR_SENSOR, "<3B")
        return Reading(red=red, green=green, blue=blue)

    def set_converyor(self, index: int, enable: bool, speed: float) -> Literal[True]:  # noqa: FBT001  # DobotLab's
        """Let the belt run at so many mm/s, negative for backwards; it runs on.

        (The name is misspelt in DobotLab.)

        Parameters
        ----------
        index:
            ``magician.Stepper1`` (0) or ``magician.Stepper2`` (1): the socket.
        enable:
            False stops it, whatever the speed.
        speed:
            In mm/s, as in DobotLab, up to 100 and to what the desk allows. Its Python
            package outside the app counts pulses: 283 of them are a millimetre.
        """
        motor, on = choice("index", index, range(2)), on_or_off("enable", enable)
        pulses = round(_belt_speed(speed) * PULSES_PER_MM)
        self._hands.put(MOTOR, struct.pack("<2Bi", motor, on, pulses))
        return True

    def _sensor(self, kind: int, port: int, enable: bool, version: int) -> None:  # noqa: FBT001  # handed on
        on = on_or_off("enable", enable)
        self._hands.put(kind, bytes((on, socket(port), choice("version", version, range(2)))))

    # Alarms

    def clear_alarm(self) -> Literal[True]:
        """Clear the alarms.

        Raises
        ------
        AlarmRaised
            One of them is there again: its cause is not gone.
        """
        self._hands.clear_alarms()
        return True

    def set_lost_step_params(self, value: float) -> Literal[True]:
        """Set by how many degrees (1 to 20) a joint may be off before steps count as lost."""
        limit = between("value", value, 1, 20, "°")
        self._hands.tell(LOST_STEP_LIMIT, struct.pack("<f", limit))
        return True

    def set_lost_step_cmd(self) -> Literal[True]:
        """Look whether motors have lost steps; ``get_lost_step_result`` tells."""
        try:
            self._hands.put(LOST_STEP_CHECK)
        except AlarmRaised as alarm:
            # What was found is an answer here, and no failure; everything else is one.
            if not set(alarm.codes) <= set(LOST_STEPS):
                raise
        return True

    def get_lost_step_result(self) -> list[str]:
        """Return the arm's alarms in words; an empty list if there are none."""
        return [alarm_words(code) for code in self._hands.alarms()]


def _place(x: float, y: float, z: float, r: float) -> tuple[float, float, float, float]:
    return (number("x", x), number("y", y), number("z", z), number("r", r))


def _belt_speed(speed: object) -> float:
    plain = number("speed", speed)
    if not abs(plain) <= FASTEST_BELT:  # also refuses "not a number"
        raise TooFast(
            f"The belt cannot run at {plain:g} mm/s.",
            f"Choose from -{FASTEST_BELT:g} to {FASTEST_BELT:g} mm/s. If the worksheet counts "
            f"pulses, divide by {PULSES_PER_MM:.0f}.",
            rule="belt speed",
            value=plain,
            low=-FASTEST_BELT,
            high=FASTEST_BELT,
            unit="mm/s",
            set_by="kit",
        )
    return plain

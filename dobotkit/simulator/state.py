"""What the controller knows: where the arm stands, its parameters, its alarms."""

from __future__ import annotations

from dobotkit.simulator.kinematics import Linkage, Target, Tool
from dobotkit.simulator.pins import Pins
from dobotkit.simulator.profile import Joints, Profile
from dobotkit.simulator.registers import (
    ARC_RATIOS,
    JOG_RATIOS,
    JUMP,
    JUMP_ENDS,
    RATIOS,
    REGISTERS,
    TOOL,
    Values,
)
from dobotkit.simulator.sensors import Sensors
from dobotkit.simulator.surroundings import Surroundings
from dobotkit.simulator.teaching import TeachingButton

__all__ = ["State"]


class State:
    """The memory of one controller, as it is at power-on.

    Attributes
    ----------
    joints:
        Where the arm stands while it does nothing, in degrees.
    rail, has_rail:
        Where it stands on the rail, in mm, and whether it is told to have one.
    home:
        Where HOME brings it, in degrees.
    registers:
        The parameters by command ID; see :mod:`dobotkit.simulator.registers`.
    ratios, arc_ratios, jog_ratio:
        The factors of velocity and acceleration in use, 0 to 1: of PTP, of arcs
        and circles; of the velocity of a jog.
    alarms:
        The alarm mask: bit k is code k.
    slip:
        How much farther each joint really is than the arm believes, in degrees:
        the steps that its motors have lost.
    pins, sensors, motors, button:
        What is connected to the arm.
    serial_number, name:
        As the host reads them.
    laser_power:
        What the last CPLE command asked for, 0 to 100 percent.
    """

    def __init__(self, profile: Profile, surroundings: Surroundings) -> None:
        self.profile = profile
        self.linkage = Linkage(profile)
        self.joints: Joints = profile.power_on_joints
        self.rail = profile.rail.power_on_place
        self.has_rail = profile.rail.present
        self.home: Joints = profile.home_joints
        self.registers: dict[int, Values] = {
            number: register.initial(profile) for number, register in REGISTERS.items()
        }
        self.ratios = (profile.applied_ratio, profile.applied_ratio)
        self.arc_ratios = self.ratios
        self.jog_ratio = profile.applied_ratio
        self.alarms = sum(1 << code for code in set(profile.alarms_at_power_on))
        self.slip: Joints = (0.0, 0.0, 0.0, 0.0)
        peripherals = profile.peripherals
        self.pins = Pins(peripherals, surroundings)
        self.sensors = Sensors(peripherals, surroundings)
        self.motors = surroundings.motors
        self.button = TeachingButton(peripherals.teaching_interval)
        self.serial_number = profile.serial_number.encode() + b"\0"
        self.laser_power = 0.0
        self.name = profile.name.encode() + b"\0"

    @property
    def tool(self) -> Tool:
        """Offset of the end effector from the wrist in mm: forward, left, down."""
        ahead, aside, down = self.registers[TOOL]
        return (ahead, aside, down)

    def place(self, joints: Joints) -> Target:
        """Return x, y, z, r (mm, degrees) of the end effector for joint angles."""
        return self.linkage.forward(joints, self.tool)

    def set_register(self, number: int, values: Values) -> None:
        """Store parameters, and what goes with them."""
        self.registers[number] = values
        if number == RATIOS:
            self.ratios = _factors(values)
        elif number == JOG_RATIOS:
            # The ratio of the acceleration is stored, and not applied.
            self.jog_ratio, _ = _factors(values)
        elif number == ARC_RATIOS:
            self.arc_ratios = _factors(values)
        elif number == JUMP:
            height, limit = values
            self.registers[JUMP_ENDS] = (height, height, limit)

    def set_laser_power(self, percent: float) -> None:
        """Let the laser shine so strongly, 0 to 100 percent."""
        # In this order, what is not a number becomes 0.
        self.laser_power = min(max(0.0, percent), 100.0)

    def read_angle_sensors(self) -> None:
        """Believe where the two links really are; J1 and J4 have no such sensor."""
        j1, j2, j3, j4 = self.joints
        slip1, slip2, slip3, slip4 = self.slip
        self.joints = (j1, j2 + slip2, j3 + slip3, j4)
        self.slip = (slip1, 0.0, 0.0, slip4)

    def find_switches(self) -> None:
        """Believe where all joints really are, as homing begins with."""
        self.read_angle_sensors()
        j1, j2, j3, j4 = self.joints
        self.joints = (j1 + self.slip[0], j2, j3, j4 + self.slip[3])
        self.slip = (0.0, 0.0, 0.0, 0.0)

    def raise_alarm(self, code: int) -> None:
        """Set one bit of the alarm mask."""
        self.alarms |= 1 << code


def _factors(percentages: Values) -> tuple[float, float]:
    """Make factors of percentages; what is not between 0 and 100 works like the nearer end."""
    velocity, acceleration = percentages
    # In this order, what is not a number becomes 0.
    return (min(max(0.0, velocity), 100.0) / 100, min(max(0.0, acceleration), 100.0) / 100)

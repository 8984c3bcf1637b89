"""What the controller knows: where the arm stands, its parameters, its alarms."""

from __future__ import annotations

from dobotkit.simulator.kinematics import Linkage, Target, Tool
from dobotkit.simulator.pins import Pins
from dobotkit.simulator.profile import Joints, Profile
from dobotkit.simulator.registers import RATIOS, REGISTERS, TOOL, Values

__all__ = ["State"]


class State:
    """The memory of one controller, as it is at power-on.

    Attributes
    ----------
    joints:
        Where the arm stands while it does nothing, in degrees.
    home:
        Where HOME brings it, in degrees.
    registers:
        The parameters by command ID; see :mod:`dobotkit.simulator.registers`.
    ratios:
        The factors of velocity and acceleration in use, 0 to 1.
    alarms:
        The alarm mask: bit k is code k.
    pins:
        The pins of the connectors.
    motors:
        What the two extra stepper drivers were told: (enabled, pulses a second).
    name:
        The device name as the host wrote it.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.linkage = Linkage(profile)
        self.joints: Joints = profile.power_on_joints
        self.home: Joints = profile.home_joints
        self.registers: dict[int, Values] = {
            number: register.initial(profile) for number, register in REGISTERS.items()
        }
        self.ratios = (profile.applied_ratio, profile.applied_ratio)
        self.alarms = sum(1 << code for code in set(profile.alarms_at_power_on))
        self.pins = Pins(profile.peripherals)
        self.motors: dict[int, tuple[int, int]] = {}
        self.name = profile.name.encode() + b"\0"

    @property
    def tool(self) -> Tool:
        """Offset of the end effector from the wrist in mm: forward, left, down."""
        ahead, aside, down = self.registers[TOOL]
        return (ahead, aside, down)

    def place(self, joints: Joints) -> Target:
        """Return x, y, z, r (mm, degrees) of the end effector for joint angles."""
        return self.linkage.forward(joints, self.tool)

    def set_ratios(self, values: Values) -> None:
        """Store the PTP ratios, in percent; more than 100 works like 100."""
        self.registers[RATIOS] = values
        velocity, acceleration = values
        self.ratios = (min(velocity, 100.0) / 100, min(acceleration, 100.0) / 100)

    def raise_alarm(self, code: int) -> None:
        """Set one bit of the alarm mask."""
        self.alarms |= 1 << code

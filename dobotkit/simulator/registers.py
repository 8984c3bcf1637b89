"""Parameters that the host can set and read back, one register for each command ID.

Tuples of numbers, in the order of the wire. Units: mm, degrees, per s, per s².
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import NamedTuple

from dobotkit.simulator.profile import Profile

__all__ = [
    "ARC",
    "ARC_RATIOS",
    "COORDINATES",
    "CP",
    "GRIPPER",
    "JOG_COORDINATES",
    "JOG_JOINTS",
    "JOG_RAIL",
    "JOG_RATIOS",
    "JOINTS",
    "JUMP",
    "JUMP_ENDS",
    "LASER",
    "LOST_STEPS",
    "ORIENTATION",
    "RAIL",
    "RATIOS",
    "REGISTERS",
    "SUCTION",
    "TOOL",
    "Register",
    "Values",
]

Values = tuple[float, ...]

ORIENTATION = 50
TOOL = 60
LASER = 61
SUCTION = 62
GRIPPER = 63
JOG_JOINTS = 70
JOG_COORDINATES = 71
JOG_RATIOS = 72
JOG_RAIL = 74
JOINTS = 80
COORDINATES = 81
JUMP = 82
RATIOS = 83
RAIL = 85
JUMP_ENDS = 87
CP = 90
ARC = 100
ARC_RATIOS = 103
LOST_STEPS = 170


class Register(NamedTuple):
    """One register.

    Attributes
    ----------
    layout:
        On the wire.
    initial, caps:
        The contents at power-on, and what larger values are lowered to.
    queued:
        Whether the document lets it be written in the queue.
    """

    layout: Struct
    initial: Callable[[Profile], Values]
    caps: Callable[[Profile], Values] | None = None
    queued: bool = True

    def unpack(self, params: bytes, profile: Profile) -> Values:
        """Read the values from a frame and lower them to the caps."""
        values: Values = self.layout.unpack(params)
        if self.caps is None:
            return values
        caps = self.caps(profile)
        return tuple(min(value, cap) for value, cap in zip(values, caps, strict=True))


_EIGHT = Struct("<8f")  # four velocities, four accelerations
_SWITCH = Struct("<2B")  # control enabled, on


def _off(_profile: Profile) -> Values:
    return (0, 0)


REGISTERS = {
    # Left- or right-handed, for arms that can be both: kept, and of no effect here.
    ORIENTATION: Register(Struct("<B"), lambda _: (0,), queued=False),
    TOOL: Register(Struct("<3f"), lambda p: p.tool),
    LASER: Register(_SWITCH, _off),
    SUCTION: Register(_SWITCH, _off),
    GRIPPER: Register(_SWITCH, _off),
    JOG_JOINTS: Register(
        _EIGHT,
        lambda p: (*p.jog.joint_velocity, *p.jog.joint_acceleration),
        lambda p: (*[p.jog.velocity_cap] * 4, *[p.jog.acceleration_cap] * 4),
    ),
    JOG_COORDINATES: Register(
        _EIGHT,
        lambda p: (*p.jog.line_velocity, *p.jog.line_acceleration),
        lambda p: (*[p.jog.velocity_cap] * 4, *[p.jog.acceleration_cap] * 4),
    ),
    JOG_RATIOS: Register(Struct("<2f"), lambda p: (p.velocity_ratio, p.acceleration_ratio)),
    # velocity and acceleration; the document gives 32 bytes
    JOG_RAIL: Register(
        Struct("<2f"),
        lambda p: (p.rail.jog_velocity, p.rail.jog_acceleration),
        lambda p: (p.jog.velocity_cap, p.jog.acceleration_cap),
    ),
    JOINTS: Register(
        _EIGHT,
        lambda p: (*p.joint_velocity, *p.joint_acceleration),
        lambda p: (*[p.joint_velocity_cap] * 4, *[p.joint_acceleration_cap] * 4),
    ),
    COORDINATES: Register(
        Struct("<4f"),  # velocity of path and r, acceleration of path and r
        lambda p: (p.line_velocity, p.turn_velocity, p.line_acceleration, p.turn_acceleration),
        lambda p: (
            p.line_velocity_cap,
            p.turn_velocity_cap,
            p.line_acceleration_cap,
            p.turn_acceleration_cap,
        ),
    ),
    JUMP: Register(Struct("<2f"), lambda p: (p.jump_height, p.jump_limit)),
    # height at the start and at the end, limit
    JUMP_ENDS: Register(Struct("<3f"), lambda p: (p.jump_height, p.jump_height, p.jump_limit)),
    RATIOS: Register(Struct("<2f"), lambda p: (p.velocity_ratio, p.acceleration_ratio)),
    # velocity and acceleration; the document gives 32 bytes
    RAIL: Register(
        Struct("<2f"),
        lambda p: (p.rail.velocity, p.rail.acceleration),
        lambda p: (p.rail.velocity_cap, p.rail.acceleration_cap),
    ),
    CP: Register(Struct("<3fB"), lambda p: p.path.parameters),
    ARC: Register(
        Struct("<4f"),  # like COORDINATES
        lambda p: (p.line_velocity, p.turn_velocity, p.line_acceleration, p.turn_acceleration),
        lambda p: (
            p.line_velocity_cap,
            p.turn_velocity_cap,
            p.line_acceleration_cap,
            p.turn_acceleration_cap,
        ),
    ),
    ARC_RATIOS: Register(Struct("<2f"), lambda p: (p.velocity_ratio, p.acceleration_ratio)),
    LOST_STEPS: Register(Struct("<f"), lambda p: (p.peripherals.lost_step_threshold,)),
}

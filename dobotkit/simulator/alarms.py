"""The alarms that this arm can raise; a code is the number of its bit in the mask."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["LIMITS", "Alarm"]


class Alarm(IntEnum):
    """PLAN alarms are raised before a move starts, MOVE alarms on its way.

    LIMIT alarms are raised by a jog that comes to the end of a joint, and are gone
    when it goes back.
    """

    UNDEFINED_INSTRUCTION = 0x01
    PLAN_NO_SOLUTION = 0x11
    PLAN_LIMIT = 0x12
    PLAN_REPEATED_POINT = 0x13
    PLAN_ARC_POINTS = 0x14
    PLAN_JUMP_PARAMETERS = 0x15
    MOVE_NO_SOLUTION = 0x21
    MOVE_LIMIT = 0x22
    LIMIT_J1_HIGH = 0x40
    LIMIT_J1_LOW = 0x41
    LIMIT_J2_HIGH = 0x42
    LIMIT_J2_LOW = 0x43
    LIMIT_J3_HIGH = 0x44
    LIMIT_J3_LOW = 0x45
    LIMIT_J4_HIGH = 0x46
    LIMIT_J4_LOW = 0x47
    LIMIT_STRETCHED = 0x48
    LIMIT_FOLDED = 0x49
    LOST_STEPS_J1 = 0x50
    LOST_STEPS_J2 = 0x51
    LOST_STEPS_J3 = 0x52
    LOST_STEPS_J4 = 0x53


LIMITS = sum(1 << alarm for alarm in Alarm if Alarm.LIMIT_J1_HIGH <= alarm <= Alarm.LIMIT_FOLDED)
"""The bits of the alarms that are gone when the arm is no longer at the end of a joint."""

"""The alarms that this arm can raise; a code is the number of its bit in the mask."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Alarm"]


class Alarm(IntEnum):
    """PLAN alarms are raised before a move starts, MOVE alarms on its way."""

    UNDEFINED_INSTRUCTION = 0x01
    PLAN_NO_SOLUTION = 0x11
    PLAN_LIMIT = 0x12
    MOVE_NO_SOLUTION = 0x21
    MOVE_LIMIT = 0x22
    LOST_STEPS_J1 = 0x50
    """J2, J3 and J4 have the codes that follow."""

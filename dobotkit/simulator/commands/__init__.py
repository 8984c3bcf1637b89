"""What the arm understands: one entry for each command ID.

Where the maker's document and running code disagree about a size or an ID, the
entry says so. What is not in the table is not answered.
"""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands import (
    alarms,
    device,
    homing,
    motion,
    motors,
    parameters,
    pins,
    pose,
    queue,
    waiting,
)
from dobotkit.simulator.commands.command import Command

__all__ = ["COMMANDS", "Command"]

COMMANDS: Final = {
    **device.COMMANDS,
    **pose.COMMANDS,
    **alarms.COMMANDS,
    **homing.COMMANDS,
    **parameters.COMMANDS,
    **motion.COMMANDS,
    **waiting.COMMANDS,
    **pins.COMMANDS,
    **motors.COMMANDS,
    **queue.COMMANDS,
}

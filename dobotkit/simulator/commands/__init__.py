"""What the arm understands: one entry for each command ID.

Where the maker's document and running code disagree about a size or an ID, the
entry says so. What is not in the table is not answered. That is everything that
came with other arms of the family (the Lite, the Magic Box), and on purpose two
groups that a Magician has: calibration (140 to 143), which spoils a real arm for
the next class, and Wi-Fi (150 to 157), which hands out the password of the network.
A program that needs an answer from them is not for a shared arm.
"""

from __future__ import annotations

from typing import Final

from dobotkit.simulator.commands import (
    alarms,
    device,
    homing,
    jogging,
    levelling,
    motion,
    motors,
    parameters,
    pins,
    pose,
    queue,
    rail,
    sensors,
    teaching,
    waiting,
)
from dobotkit.simulator.commands.command import NOTHING, Command

__all__ = ["COMMANDS", "NOTHING", "Command"]

COMMANDS: Final = {
    **device.COMMANDS,
    **pose.COMMANDS,
    **alarms.COMMANDS,
    **homing.COMMANDS,
    **levelling.COMMANDS,
    **teaching.COMMANDS,
    **parameters.COMMANDS,
    **motion.COMMANDS,
    **jogging.COMMANDS,
    **rail.COMMANDS,
    **waiting.COMMANDS,
    **pins.COMMANDS,
    **motors.COMMANDS,
    **sensors.COMMANDS,
    **queue.COMMANDS,
}

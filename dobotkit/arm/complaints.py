"""What ``Link`` says about an arm that answers, but not as it should."""

from __future__ import annotations

from dobotkit.errors import ArmGarbled, ArmRestarted, ArmStalled

__all__ = ["garbled", "out_of_place", "restarted", "stalled"]


def out_of_place(place: int) -> ArmGarbled:
    """Say that a command cannot have this place in the queue."""
    return ArmGarbled(
        f"The arm says that a command has place {place} in its queue, which cannot be.",
        "Look where it is with arm.pose(); if it happens again, try another USB cable.",
    )


def restarted() -> ArmRestarted:
    """Say that the arm was off in between."""
    return ArmRestarted(
        "The arm was switched off and on again: it has forgotten its speed and where its zero is.",
        "Run the set-up cell again, arm = Arm(), and then arm.home().",
    )


def stalled(stall_s: float) -> ArmStalled:
    """Say that nothing has changed for so many seconds."""
    return ArmStalled(
        f"The arm took the command but has not moved for {stall_s:.0f} seconds.",
        "Check that nothing blocks it, then run arm.stop() and arm.home().",
    )


def garbled(what: str, length: int, expected: int) -> ArmGarbled:
    """Say that an answer has another length than its question asks for."""
    return ArmGarbled(
        f"The arm's answer about its {what} has {length} bytes instead of {expected}.",
        "Check that the device at this port is a Dobot Magician.",
    )

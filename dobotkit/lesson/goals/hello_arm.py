"""The goals of lesson 01, "Hello, arm"."""

from __future__ import annotations

from dobotkit.arm.arm import Arm
from dobotkit.lesson.goal import Goal, Missing, first_missing, off_target
from dobotkit.lesson.question import Question

__all__ = ["GOALS", "QUESTIONS", "edge", "lift", "mirror"]

# "Straight up" ends at least this high, in mm.
_HIGH = 90.0
# How near to the end of its reach the arm has to stand, in mm.
_NEAR_EDGE = 5.0


def lift(arm: Arm) -> Missing | None:
    """Stand above (220, 80), at z = 90 mm or more, with the suction on."""
    pose = arm.pose()
    return first_missing(
        off_target(pose, x=220, y=80),
        _suction(arm, on=True),
        None
        if pose.z >= _HIGH - 1
        else Missing(
            f"z is {pose.z:.0f} mm, and {_HIGH:.0f} mm or more is wanted.",
            f"Go {_HIGH - pose.z:.0f} mm up.",
        ),
    )


def mirror(arm: Arm) -> Missing | None:
    """Stand at (220, −80, 20), with the suction off."""
    return first_missing(
        off_target(arm.pose(), x=220, y=-80, z=20),
        _suction(arm, on=False),
    )


def edge(arm: Arm) -> Missing | None:
    """Stand straight ahead at z = 0, within 5 mm of the end of the reach."""
    pose = arm.pose()
    farthest = max(high for _, high in arm.reach.radii(0))
    return first_missing(
        off_target(pose, y=0, z=0),
        None
        if pose.x >= farthest - _NEAR_EDGE
        else Missing(
            f"x is {pose.x:.0f} mm, and the end of the reach is farther away than that.",
            f"Go forward, until at most {_NEAR_EDGE:.0f} mm are left.",
        ),
    )


def _suction(arm: Arm, *, on: bool) -> Missing | None:
    if arm.suction == on:
        return None
    found, wanted = ("off", "on") if on else ("on", "off")
    return Missing(
        f"the suction is {found}, and it has to be {wanted}.",
        f"Switch it {wanted}: arm.suck({on}).",
    )


GOALS = (
    Goal(
        name="lift",
        done="the arm is up high, with the suction on.",
        takes=(("arm", Arm),),
        missing=lift,
        hints=(
            "Three things happen one after the other: go there, switch on, go up.",
            "You met one command for each: move_to, suck and move_by.",
            "move_by(z=…) goes straight up: from z = 20 to z = 90 it is 70 mm.",
            "arm.move_to(220, 80, 20)  then  arm.suck(True)  then  arm.move_by(z=70)",
        ),
    ),
    Goal(
        name="mirror",
        done="the arm stands at the mirror image, with the suction off.",
        takes=(("arm", Arm),),
        missing=mirror,
        hints=(
            "Imagine a mirror standing along the line that points straight ahead, y = 0.",
            "In this mirror left becomes right. Which of x, y and z says left or right?",
            "Only y changes its sign: 80 becomes -80. And the suction has to be off.",
            "arm.suck(False)  then  arm.move_to(220, -80, 20)",
        ),
    ),
    Goal(
        name="edge",
        done="the arm stands at the end of its reach.",
        takes=(("arm", Arm),),
        missing=edge,
        hints=(
            "Try bigger and bigger x. A refusal does no harm: the arm just stays where it is.",
            "Take a number that works and one that is refused, and try the one in the middle.",
            "Read the second line of a refusal: it says how far the arm can go at this height.",
            "Try arm.move_to(328, 0, 0)",
        ),
    ),
)

QUESTIONS = (
    Question(
        name="up",
        text="The arm has to go straight up. Which number changes?",
        answers={
            "x": "x says how far in front: a bigger x goes forward.",
            "y": "y says which side: a bigger y goes to the arm's left.",
            "z": "z says how high: a bigger z goes up.",
            "all three": "Straight up means that the other two stay as they are.",
        },
        right="z",
    ),
)

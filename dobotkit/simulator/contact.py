"""How an arm touches things, as data: how well its cup seals, what its fingers span.

The tags of the sources are those of :mod:`dobotkit.simulator.profile`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Contact"]


@dataclass(frozen=True, slots=True)
class Contact:
    """The suction cup and the gripper of one model of arm. Lengths in mm, times in seconds.

    No source tells more than a few of these numbers; the others are our assumption [-].
    """

    cup_radius: float = 8.0
    """Of the cup, which takes up that much room [-]."""

    cup_lip: float = 5.0
    """So far inside the edges of a top its centre must be, for the cup to seal [-]."""

    cup_above: float = 2.0
    """From so far above a top it still sucks a thing up [-]."""

    cup_give: float = 3.0
    """So far the bellows of the cup can be pressed together; pressed farther, the arm hits
    what is below [-]."""

    pump_delay: float = 0.2
    """From the command until there is a vacuum. The build-up time is documented nowhere [-]."""

    finger_opening: float = 27.5
    """Between the open fingers, at most [G]."""

    finger_length: float = 20.0
    """From the tips up to the palm [-]."""

    finger_depth: float = 5.0
    """So far below a top the tips must be, to hold a thing [-]."""

    finger_thickness: float = 4.0
    finger_width: float = 10.0
    """Of one finger: in the direction in which it closes, and across [-]."""

    finger_give: float = 0.5
    """So far the tips may be pressed onto something [-]."""

    grip_delay: float = 0.3
    """From the command until the fingers are closed [-]."""

    loses_steps: bool = False
    """What happens where the arm runs into something. It stops dead there, and knows where
    it is; or its motors go on in vain, so that it is no longer where it believes. Either way
    the alarm of the joint that moved most is raised (0x50 to 0x53). Real ones lose steps [R];
    that is the profile "slips", because after it only homing helps."""

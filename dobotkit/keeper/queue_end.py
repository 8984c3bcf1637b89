"""What the arm will be like when it has done all that was passed on to it.

The arm does queued commands in their order, so a move that is queued now begins where
the last one before it ends, with the tool and the speeds that those before it set.
"""

from __future__ import annotations

import math
import time
from collections import deque
from typing import NamedTuple

from dobotkit.arm.kinematics import Tool, inverse
from dobotkit.arm.travel import Joints, Place
from dobotkit.geometry import Pose
from dobotkit.keeper.arm_itself import ArmItself
from dobotkit.keeper.refusals import busy

__all__ = ["Motion", "QueueEnd"]

# At most the running move and one that waits; of a drawn path, for which the arm has to
# look ahead, so many points, and no more than so many seconds of way before the last.
AT_MOST = 2
MOST_POINTS, MOST_SECONDS = 16, 1.0
# Of all commands. The smallest queue there is has 32 places, and some firmware drops
# what finds it full without a word.
MOST_COMMANDS = 24

_STILL = 0.01  # mm and degrees
_STILL_S = 0.06
_LOOKS = 50


class Motion(NamedTuple):
    """A motion that was allowed.

    Attributes
    ----------
    end:
        Where the arm will be; None if that is not known before.
    path_seconds:
        How long it takes, if it is one point of a drawn path; else None.
    """

    end: Place | None
    path_seconds: float | None = None


class QueueEnd:
    """Place, tool and speeds at the end of one arm's queue.

    Attributes
    ----------
    tool:
        Offset of the end effector from the wrist in mm.
    joint_speed, joint_acceleration:
        Parameters of joint moves, degrees/s and degrees/s².
    ratios:
        The factors that they are multiplied with.
    jump:
        Heights in mm: up at the start, down at the end, highest.
    home:
        The joint angles of the home position, in degrees.
    """

    def __init__(self, arm: ArmItself, tool: Tool) -> None:
        self._arm = arm
        self.tool = tool
        self.joint_speed: Joints = (15.0,) * 4
        self.joint_acceleration: Joints = (50.0,) * 4
        self.ratios = (1.0, 1.0)
        self.jump = (20.0, 20.0, 150.0)
        self.home: Joints = inverse(*arm.home(), tool=tool)
        self._place: Place | None = None
        self._motions: deque[tuple[int, Motion]] = deque()
        # The index that has ended when somebody last looked, and the last one given.
        self._ended = -1
        self._given = -1
        # The first one given since the queue was empty.
        self._first = -1
        self._braked = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing that was passed on waits in the arm: settings, pauses and moves."""
        if self._ended < self._given:
            self._look()
        return self._ended >= self._given

    @property
    def is_at_rest(self) -> bool:
        """Whether every motion has ended, as far as the arm has said."""
        return not self._motions and not self._braked

    def given(self, index: int) -> None:
        """Take note of the place in the queue that a command was given."""
        if self._given < 0:
            self._first = index
        self._given = index

    def looked(self, current: int) -> None:
        """Take note of the index of the last command that has ended, as the arm says it."""
        if not self._ended <= current <= self._given:
            return  # a damaged answer, or that of an arm that was switched off
        self._ended = current
        while self._motions and self._motions[0][0] <= current:
            self._motions.popleft()
            if not self._motions:
                # Where it says it is, is better than where it should be.
                self._place = None

    def goes_on(self) -> bool:
        """Ask whether the arm counts on from where it was; if not, it was switched off."""
        current = self._arm.index()
        if current < self._ended:
            return False
        self.looked(current)
        return True

    def start(self) -> Place:
        """Return where the next motion will begin.

        Raises
        ------
        ArmBusy
            The arm is moving, and nobody knows where to.
        """
        if self._place is None:
            if self._motions:
                self._look()
            if self._motions:
                raise busy("Nobody knows yet where the arm will be: it is on its way home.")
            self._place = self._resting_pose()[:4]
        return self._place

    def check_room(self, path_seconds: float | None = None) -> None:
        """Raise ``ArmBusy`` if as much waits in the arm as may."""
        if len(self._motions) >= AT_MOST:
            self._look()
        waiting = len(self._motions)
        if waiting < AT_MOST:
            return
        seconds = [motion.path_seconds for _, motion in self._motions]
        if (
            path_seconds is not None
            and waiting < MOST_POINTS
            and sum(math.inf if one is None else one for one in seconds) <= MOST_SECONDS
        ):
            return
        raise busy(
            f"{waiting} moves are in the arm already: more would go on without you.",
            "Wait for each move, or for the one before the last: wait=True.",
        )

    def check_places(self) -> None:
        """Raise ``ArmBusy`` if its queue is nearly full: a command might be lost."""
        if self._waiting >= MOST_COMMANDS:
            self._look()
        if self._waiting >= MOST_COMMANDS:
            raise busy(f"{self._waiting} commands are in the arm already.")

    @property
    def _waiting(self) -> int:
        return self._given - max(self._ended, self._first - 1)

    def add(self, motion: Motion, index: int) -> None:
        """Take note of a motion that was passed on, with its place in the queue."""
        self._motions.append((index, motion))
        self._place = motion.end

    def emptied(self) -> None:
        """Take note that the queue was cleared, or may not be what it should be."""
        # Some firmware counts from the start again then.
        self._ended = self._given = self._first = -1
        self._braked = True
        self._motions.clear()
        self._place = None

    def _look(self) -> None:
        self.looked(self._arm.index())

    def _resting_pose(self) -> Pose:
        said = None if self._braked else self._arm.resting_pose()
        if said is not None:
            return said
        before = self._arm.pose()
        for _ in range(_LOOKS):
            if self._braked:
                # What brakes, or begins to move, hardly differs from one question to the next.
                time.sleep(_STILL_S)
            pose = self._arm.pose()
            if math.dist(before, pose) < _STILL:
                self._braked = False
                return pose
            before = pose
        raise busy("The arm is still moving, and nobody knows where it will stop.")

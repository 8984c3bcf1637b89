"""What an arm says of itself, and what it has said a moment ago.

Before every motion the keeper needs to know things that only the arm knows: whether an
alarm is on, where it stands. Each question takes milliseconds on a cable, and the
notebook has mostly just asked the same. Its answers have come through here, so they
count, for as long as nothing can have changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from struct import Struct, unpack_from
from typing import Final

from dobotkit.arm.alarms import codes_in
from dobotkit.arm.kinematics import Tool, forward
from dobotkit.errors import ArmSilent
from dobotkit.geometry import Pose
from dobotkit.keeper.travel import Place

__all__ = ["ALARMS", "INDEX", "POSE", "ArmItself", "index_in", "pose_in"]

POSE: Final = 10
ALARMS: Final = 20
INDEX: Final = 246

_HOME = 30
_POSE = Struct("<8f")
_NOTHING_RAN = 2**64 - 1

# For so long an arm at rest is as it has said (s). Nobody leads an arm by hand far in
# that time, and no two programs of a notebook are as quick.
_FRESH_S = 0.1
# Whoever has been silent for less than this was not switched off and on (s): an arm
# needs longer to start.
_STARTS_S = 0.5
# A pose says everything twice, in space and as angles (mm and degrees).
_AGREES = 0.1


class ArmItself:
    """How to ask one arm.

    Parameters
    ----------
    ask:
        Asks it something and returns the parameters of its answer; may raise an ``ArmError``.
    tool:
        Offset of the end effector from the wrist in mm.
    """

    def __init__(self, ask: Callable[[int], bytes], tool: Tool) -> None:
        self._ask = ask
        self._tool = tool
        self._said: dict[int, tuple[float, bytes]] = {}
        self._heard = time.monotonic()
        self._doubtful = False

    def noted(self, number: int, answer: bytes, *, at_rest: bool) -> None:
        """Take note of an answer.

        Parameters
        ----------
        number, answer:
            The command that was read, and what came back.
        at_rest:
            Whether all that the arm was told has ended before.
        """
        now = self._hear()
        if at_rest:
            self._said[number] = (now, answer)

    def told(self, tool: Tool | None = None) -> None:
        """Take note that it has got a command: what it said before may not be true now.

        Parameters
        ----------
        tool:
            Another tool, if that is what it was told.
        """
        self._hear()
        self._said.clear()
        if tool is not None:
            self._tool = tool

    def trust(self) -> None:
        """Take note that it was not switched off until now."""
        self._hear()
        self._doubtful = False

    @property
    def is_doubtful(self) -> bool:
        """Whether it may have been switched off and on since somebody made sure."""
        return self._doubtful or time.monotonic() - self._heard >= _STARTS_S

    def pose(self) -> Pose:
        """Ask where it is."""
        return pose_in(self._ask(POSE))

    def resting_pose(self) -> Pose | None:
        """Where it has just said to be, at rest; None if it has not, or not credibly."""
        said = self._lately(POSE)
        if len(said) < _POSE.size:
            return None
        pose = pose_in(said)
        # Of the answers that a cable damages, the checksum lets some pass.
        place = forward(pose.j1, pose.j2, pose.j3, pose.j4, tool=self._tool)
        agrees = all(abs(a - b) <= _AGREES for a, b in zip(pose[:4], place, strict=True))
        return pose if agrees else None

    def alarms(self) -> tuple[int, ...]:
        """Return the alarms that are on."""
        said = self._lately(ALARMS)
        return codes_in(said or self._ask(ALARMS))

    def index(self) -> int:
        """Ask how far its queue has come."""
        return index_in(self._ask(INDEX))

    def home(self) -> Place:
        """Ask where it goes when it is sent home."""
        try:
            x, y, z, r = unpack_from("<4f", self._ask(_HOME))
        except ArmSilent:
            # Where the maker's protocol document puts it: all joints at 0, 45, 45, 0.
            return forward(0.0, 45.0, 45.0, 0.0)
        return (x, y, z, r)

    def read(self, number: int) -> bytes:
        """Ask for a setting; empty where this firmware does not know it."""
        try:
            return self._ask(number)
        except ArmSilent:
            return b""

    def _hear(self) -> float:
        now = time.monotonic()
        self._doubtful = self.is_doubtful
        self._heard = now
        return now

    def _lately(self, number: int) -> bytes:
        when, said = self._said.get(number, (-_FRESH_S, b""))
        return said if time.monotonic() - when < _FRESH_S else b""


def index_in(answer: bytes) -> int:
    """Return the index of the last command that has ended; −1 if none has."""
    index = int.from_bytes(answer[:8], "little")
    return -1 if index == _NOTHING_RAN else index


def pose_in(answer: bytes) -> Pose:
    """Return the pose that an answer of 32 bytes or more tells."""
    return Pose._make(_POSE.unpack_from(answer))

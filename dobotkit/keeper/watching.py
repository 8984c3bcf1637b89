"""Watching an arm that somebody else has: a look now and then, and nothing moves."""

from __future__ import annotations

import struct
import threading
import time
from typing import Literal

from dobotkit.errors import ArmError
from dobotkit.keeper.lease import Lease
from dobotkit.messages import ArmSeen

__all__ = ["LOOK_S", "Lookout"]

LOOK_S = 0.05
"""The arm is asked no more often than once in so many seconds, by all watchers together."""

# An arm that does not answer keeps the cable from its notebook; not for each watcher (s).
_SILENT_S = 2.0

_SUCTION_CUP, _GRIPPER = 62, 63


class Lookout:
    """One arm, as all its watchers see it."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._silent: tuple[Lease | None, float] = (None, 0.0)

    def look(
        self, lease: Lease, state: Literal["by you", "by another notebook"], since: float
    ) -> ArmSeen:
        """Look at an arm; it is asked only if nobody has asked it a moment ago.

        Parameters
        ----------
        lease:
            The arm.
        state, since:
            Who has it, and for how many seconds.
        """
        # One after the other, so that the second one sees what the first one was told.
        with self._looking:
            silent, until = self._silent
            if silent is lease and time.monotonic() < until:
                return ArmSeen(state="silent", since=since)
            try:
                pose = lease.pose(age=LOOK_S)
            except (ArmError, struct.error):  # the second: what answers is no arm
                self._silent = (lease, time.monotonic() + _SILENT_S)
                return ArmSeen(state="silent", since=since)
        return ArmSeen(
            state=state,
            since=since,
            pose=pose,
            suction=lease.holds[_SUCTION_CUP],
            gripping=lease.holds[_GRIPPER],
        )

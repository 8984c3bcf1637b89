"""Watching an arm that somebody else has: a look now and then, and nothing moves."""

from __future__ import annotations

import contextlib
import struct
import threading
import time
from collections.abc import Callable
from queue import Full, Queue
from typing import Literal

from dobotkit.errors import ArmError, KeeperRefused
from dobotkit.keeper.lease import Lease
from dobotkit.messages import ArmSeen, Tell

__all__ = ["LOOK_S", "Lookout", "Watcher"]

LOOK_S = 0.05
"""The arm is asked no more often than once in so many seconds, by all watchers together."""

# An arm that does not answer keeps the cable from its notebook; not for each watcher (s).
_SILENT_S = 2.0
# Looks that may wait, of one notebook.
_WAITING = 8

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


class Watcher:
    """The looks of one notebook, in a thread of their own: an arm takes its time to answer.

    Parameters
    ----------
    look:
        Looks at the arm of a name, and returns what is to be told; raises nothing.
    tell:
        Called with a number and an answer; returns at once.
    """

    def __init__(self, look: Callable[[str], Tell], tell: Callable[[int, Tell], None]) -> None:
        self._look = look
        self._tell = tell
        self._todo: Queue[tuple[int, str] | None] = Queue(_WAITING)
        self._over = False
        self._thread: threading.Thread | None = None

    def take(self, n: int, arm: str) -> None:
        """Answer question ``n`` soon; never called by two threads.

        Raises
        ------
        KeeperRefused
            Too many wait already.
        """
        # Most notebooks watch nothing.
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="watcher", daemon=True)
            self._thread.start()
        try:
            self._todo.put_nowait((n, arm))
        except Full:
            raise KeeperRefused(
                f"This notebook has asked {_WAITING} things of the arm without waiting.",
                "Wait for an answer before you ask again.",
            ) from None

    def end(self) -> None:
        """Answer nothing more; returns at once."""
        self._over = True
        # Should there be no room, the thread takes note of it all the same.
        with contextlib.suppress(Full):
            self._todo.put_nowait(None)

    def _work(self) -> None:
        while (item := self._todo.get()) is not None and not self._over:
            n, arm = item
            self._tell(n, self._look(arm))

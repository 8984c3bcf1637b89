"""How much is in the arm at once, and when it has ended.

The arm goes on with its queue when the program that filled it dies. So the
program keeps the queue short: the running command and one that waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from dobotkit.arm.link import STALL_S, Link, Ticket
from dobotkit.errors import DobotKitError
from dobotkit.geometry import Pose

__all__ = ["AT_MOST", "Pacing", "Target"]

AT_MOST = 2

Target = tuple[float, float, float, float]


class Sent(NamedTuple):
    """One command that is in the arm: its ticket, and whether it moves the arm."""

    ticket: Ticket
    is_move: bool


class Pacing:
    """The commands of one arm that have been sent and have not ended.

    Not for several threads at once: whoever uses it holds a lock. Only
    ``Link.stop`` may come from elsewhere, at any time.

    Parameters
    ----------
    link:
        The connection to the arm.
    on_pose:
        Called with the poses that are seen while waiting.
    on_moved:
        Called after the end of each move.
    """

    def __init__(
        self,
        link: Link,
        *,
        on_pose: Callable[[Pose], object],
        on_moved: Callable[[], object],
    ) -> None:
        self._link = link
        self._on_pose = on_pose
        self._on_moved = on_moved
        self._sent: deque[Sent] = deque()
        self._target: Target | None = None
        self._stops = link.stops

    def begin(self) -> None:
        """Begin a verb: what stop() has thrown out of the arm is not waited for."""
        self._stops = self._link.stops
        if self._sent and self._sent[0].ticket.stops != self._stops:
            self._lose_track()

    def put(
        self,
        number: int,
        params: bytes = b"",
        *,
        is_move: bool = False,
        target: Target | None = None,
    ) -> None:
        """Queue a command, after waiting for a place in the arm.

        Parameters
        ----------
        number, params:
            The command.
        is_move:
            Whether the arm moves.
        target:
            Where it then will be, if that is known.
        """
        self._forget_ended()
        while len(self._sent) >= AT_MOST:
            self._finish_first(STALL_S)
        # A stop may have come from another thread since the verb began: what
        # the verb wanted to do is then not wanted any more.
        with self._link.lock:
            self._link.raise_if_stopped_since(self._stops)
            self._sent.append(Sent(self._link.enqueue(number, params), is_move))
        if is_move:
            self._target = target

    def finish(self, *, stall_s: float = STALL_S) -> None:
        """Wait until everything that was sent has ended.

        Raises as ``Link.wait_for`` does.
        """
        while self._sent:
            self._finish_first(stall_s)

    def start(self) -> Target:
        """Where the next move will begin: the last queued target, else the present pose."""
        self._forget_ended()
        if not self._sent or self._target is None:
            self.finish()
            pose = self._link.pose()
            self._on_pose(pose)
            self._target = pose[:4]
        return self._target

    def _finish_first(self, stall_s: float) -> None:
        try:
            self._link.wait_for(self._sent[0].ticket, stall_s=stall_s, on_pose=self._on_pose)
        except DobotKitError:
            self._lose_track()
            raise
        self._pop()

    def _forget_ended(self) -> None:
        if not self._sent:
            return
        current = self._link.current_index()
        while self._sent and self._link.has_ended(self._sent[0].ticket, current):
            self._pop()

    def _pop(self) -> None:
        if self._sent.popleft().is_move:
            self._on_moved()

    def _lose_track(self) -> None:
        self._sent.clear()
        self._target = None

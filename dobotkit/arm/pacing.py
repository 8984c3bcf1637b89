"""How much is in the arm at once, and when it has ended.

The arm goes on with its queue when the program that filled it dies. So the
program keeps the queue short: the running command and one that waits; of
commands whose time is known, as many as take a second. And whatever goes
wrong stops the arm: nothing that was sent before an error may move it after
the error.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from math import inf
from typing import NamedTuple

from dobotkit.arm.link import LOOK_S, STALL_S, Link, Ticket
from dobotkit.errors import (
    AnswerLost,
    ArmClosed,
    ArmError,
    ArmGarbled,
    ArmRestarted,
    ArmSilent,
    ArmStopped,
)
from dobotkit.geometry import Pose

__all__ = ["AT_MOST", "AT_MOST_OF_A_PATH", "AT_MOST_SECONDS", "Pacing", "Target"]

AT_MOST = 2
# The points of a path are joined without a stop only if the next ones are in the
# arm already. The queue holds 32; half of it stays free.
AT_MOST_OF_A_PATH = 16
AT_MOST_SECONDS = 1.0

Target = tuple[float, float, float, float]


class Sent(NamedTuple):
    """One command that is in the arm.

    ``stall_s`` is how many seconds without any change are still no stall,
    ``seconds`` how long it will probably take, ``on_end`` is called when
    it has ended, and ``target`` is where the arm will be then, of a move.
    """

    ticket: Ticket
    stall_s: float
    seconds: float
    on_end: Callable[[], object] | None
    target: Target | None


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
        Called after the end of each move. It may use the arm itself.
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
        self._looked = 0.0

    @contextlib.contextmanager
    def verb(self, stops: int) -> Iterator[None]:
        """Carry out one verb; verbs may nest, when ``on_moved`` has some.

        Parameters
        ----------
        stops:
            ``link.stops`` when the verb was called. A stop since then is
            meant for this verb as well.
        """
        outer, self._stops = self._stops, stops
        try:
            if self._sent and self._sent[0].ticket.stops != self._link.stops:
                self._lose_track()
            self._link.come_to_rest()
            yield
        finally:
            self._stops = outer

    def abandon(self) -> None:
        """Stop the arm and forget what was sent; the running verb goes on from there."""
        with self._link.lock:
            self._link.raise_if_stopped_since(self._stops)
            self._link.stop()
            self._stops = self._link.stops
        self._lose_track()
        self._link.come_to_rest()

    def make_room(self, seconds: float = inf) -> None:
        """Wait until there is a place in the arm for one more command.

        Parameters
        ----------
        seconds:
            How long it will take, if that is known: of short commands more
            may be in the arm at once.
        """
        self._forget_ended()
        while len(self._sent) >= AT_MOST and not self._fits(seconds):
            self._finish_first()

    def _fits(self, seconds: float) -> bool:
        together = seconds + sum(sent.seconds for sent in self._sent)
        return len(self._sent) < AT_MOST_OF_A_PATH and together <= AT_MOST_SECONDS

    def put(
        self,
        number: int,
        params: bytes = b"",
        *,
        is_move: bool = False,
        target: Target | None = None,
        stall_s: float | None = None,
        seconds: float = inf,
        on_end: Callable[[], object] | None = None,
    ) -> None:
        """Queue a command, for which ``make_room`` has made room.

        Parameters
        ----------
        number, params:
            The command.
        is_move:
            Whether the arm moves.
        target:
            Where it then will be, if that is known.
        stall_s:
            How many seconds it may take without any change, if not the usual.
        seconds:
            How long it will take, if that is known.
        on_end:
            Called when it has ended, instead of ``on_moved``.

        Raises
        ------
        ArmStopped
            A stop has come since the verb began.
        AnswerLost
            Whether the arm has got the command is not known.
        ArmRestarted
            The arm was switched off since it was opened.
        """
        try:
            # Under the lock, so that no stop comes between looking and sending.
            with self._link.lock:
                self._link.raise_if_stopped_since(self._stops)
                ticket = self._link.enqueue(number, params)
        except ArmRestarted:
            self._lose_track()
            with contextlib.suppress(ArmError):
                self._link.stop()
            raise
        except (ArmSilent, ArmGarbled) as error:
            self._lose_track()
            # Raises ArmSilent itself if the line is dead altogether.
            self._link.stop()
            self._link.come_to_rest()
            raise AnswerLost(
                "The arm's answer was lost: nobody can know whether it took the command. "
                "So the arm was stopped.",
                "Look where it is with arm.pose(), then go on.",
            ) from error
        if on_end is None and is_move:
            on_end = self._on_moved
        patience = STALL_S if stall_s is None else stall_s
        self._sent.append(Sent(ticket, patience, seconds, on_end, target if is_move else None))
        if is_move:
            self._target = target

    def finish(self) -> None:
        """Wait until everything that was sent has ended.

        Raises as ``Link.wait_for`` does.
        """
        while self._sent:
            self._finish_first()

    def look(self) -> None:
        """Look where the arm is, and whether it reports an alarm, if it is time to.

        For many short commands, which end without being waited for: about 20
        times a second, and when the arm has ended all that it was sent.

        Raises
        ------
        AlarmRaised
            The arm reports an alarm; it was stopped.
        """
        now = time.monotonic()
        if self._sent and now - self._looked < LOOK_S:
            return
        self._looked = now
        with self._stopping_on_error():
            self._link.raise_for_alarms()
            self._on_pose(self._link.pose())

    def start(self) -> Target:
        """Where the next move will begin: the last queued target, else the present pose."""
        if self._sent:
            self._forget_ended()
        if not self._sent or self._target is None:
            self.finish()
            pose = self._link.pose()
            self._on_pose(pose)
            self._target = pose[:4]
        return self._target

    @property
    def ahead(self) -> tuple[Target, ...]:
        """The places of the moves that are in the arm, for views; also from other threads."""
        return tuple(sent.target for sent in self._sent.copy() if sent.target is not None)

    def forget_place(self) -> None:
        """Forget where the next move will begin: the arm now reckons differently."""
        self._target = None

    def _finish_first(self) -> None:
        sent = self._sent[0]
        with self._stopping_on_error():
            self._link.wait_for(sent.ticket, stall_s=sent.stall_s, on_pose=self._on_pose)
        self._pop()

    @contextlib.contextmanager
    def _stopping_on_error(self) -> Iterator[None]:
        try:
            yield
        except (ArmStopped, ArmClosed):
            self._lose_track()
            raise
        except ArmError:
            self._lose_track()
            # What waits behind a failed command must not run on by itself,
            # now or when the alarm is cleared.
            with contextlib.suppress(ArmError):
                self._link.stop()
            raise

    def _forget_ended(self) -> None:
        # Also when nothing was sent: it raises if the arm was switched off meanwhile.
        with self._stopping_on_error() if self._sent else contextlib.nullcontext():
            current = self._link.current_index()
        while self._sent and self._link.has_ended(self._sent[0].ticket, current):
            self._pop()

    def _pop(self) -> None:
        on_end = self._sent.popleft().on_end
        if on_end is not None:
            on_end()

    def _lose_track(self) -> None:
        self._sent.clear()
        self._target = None

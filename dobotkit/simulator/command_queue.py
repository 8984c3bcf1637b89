"""The queue of commands: strict order, one at a time, an index for each.

Nothing runs by itself here either: :meth:`CommandQueue.catch_up` works out what
has begun and ended up to the clock's now, each command starting in the
very moment in which the one before it ended.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, Protocol, TypeVar

from dobotkit.simulator.clock import Clock
from dobotkit.simulator.motion import Activity
from dobotkit.simulator.profile import Profile

__all__ = ["CommandQueue", "Worker"]

Job = TypeVar("Job")
Job_contra = TypeVar("Job_contra", contravariant=True)


class Worker(Protocol[Job_contra]):
    """Who carries out the commands of a queue."""

    def held(self, job: Job_contra) -> bool:
        """Tell whether this command has to wait although it is its turn."""

    def begin(self, job: Job_contra) -> Activity | None:
        """Take up a command in its turn; None if it was done at once."""

    def end(self, activity: Activity) -> None:
        """Take note that an activity is over."""


class CommandQueue(Generic[Job]):
    """Commands that wait, and the one that runs.

    Attributes
    ----------
    current_index:
        The index of the command that ended last.
    started:
        Whether waiting commands are taken up.
    """

    def __init__(self, worker: Worker[Job], clock: Clock, profile: Profile) -> None:
        self._worker = worker
        self._clock = clock
        self._profile = profile
        self._depth = profile.queue_depth
        self._next_index = profile.first_index
        self._waiting: deque[tuple[int, Job]] = deque()
        self._activity: Activity | None = None
        self._index: int | None = None
        self._since = 0.0
        self._time = clock.now()
        self.current_index = profile.nothing_ran
        self.started = profile.queue_runs

    @property
    def activity(self) -> Activity | None:
        """What runs at the moment."""
        return self._activity

    @property
    def time(self) -> float:
        """The time up to which everything has been worked out, in seconds."""
        return self._time

    @property
    def elapsed(self) -> float:
        """For how many seconds it has been running."""
        return self._time - self._since

    @property
    def space(self) -> int:
        """How many more commands can wait."""
        return self._depth - len(self._waiting)

    def use_clock(self, clock: Clock) -> None:
        """Go on with another clock; it must show the time of the present one."""
        self._clock = clock

    def catch_up(self) -> float:
        """Bring everything up to the clock's now, and return it."""
        while True:
            if self._activity is None:
                now = self._clock.now()
            else:
                ends = self._since + self._activity.duration
                now = self._clock.now(ends)
                if ends > now:
                    break
                self._time = max(self._time, ends)
                self._finish()
            if not self._take_next():
                break
        self._time = max(self._time, now)
        return self._time

    def put(self, job: Job) -> int | None:
        """Let a command wait for its turn; return its index, or None if the queue is full."""
        if not self.space:
            return None
        index = self.skip_index()
        self._waiting.append((index, job))
        return index

    def run_now(self, job: Job) -> None:
        """Run a command outside the order and without an index, unless one is running."""
        if self._activity is None:
            self._begin(job, None)

    def skip_index(self) -> int:
        """Return the index for a command that will never run."""
        index = self._next_index
        self._next_index += 1
        return index

    def clear(self) -> None:
        """Forget the waiting commands; the running one goes on."""
        self._waiting.clear()
        if self._profile.habits.clear_restarts_indices:
            self._index = None
            self._next_index = self._profile.first_index
            self.current_index = self._profile.nothing_ran

    def brake(self) -> None:
        """Stop the queue and bring the running command to rest."""
        self.started = False
        if self._activity is not None:
            self._activity = self._activity.brake(self.elapsed)
            self._since = self._time

    def _take_next(self) -> bool:
        if not (self.started and self._waiting):
            return False
        if self._worker.held(self._waiting[0][1]):
            return False
        index, job = self._waiting.popleft()
        self._begin(job, index)
        return True

    def _begin(self, job: Job, index: int | None) -> None:
        self._index = index
        self._since = self._time
        self._activity = self._worker.begin(job)
        if self._activity is None:
            self._finish()

    def _finish(self) -> None:
        activity, self._activity = self._activity, None
        if activity is not None:
            self._worker.end(activity)
        if self._index is not None:
            self.current_index = self._index

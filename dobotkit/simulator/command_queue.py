"""The queue of commands: strict order, one at a time, an index for each.

Nothing runs by itself here either: :meth:`CommandQueue.catch_up` works out what
has begun and ended up to the clock's now, each command starting in the
very moment in which the one before it ended.

Some commands become part of what runs already: points of a continuous path, a
new direction of a jog. Until its turn in there comes, such a command still
takes a place in the queue, and it can still be cleared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from math import inf
from typing import Generic, Protocol, TypeVar

from dobotkit.simulator.clock import Clock
from dobotkit.simulator.motion import Activity, Cue
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

    def join(
        self, activity: Activity, t: float, jobs: Sequence[Job_contra]
    ) -> tuple[Activity, int] | None:
        """Make the first few commands part of what has been running for ``t`` seconds.

        Return what follows and how many commands that are, or None if there is none.
        """

    def end(self, activity: Activity) -> None:
        """Take note that an activity is over."""

    def sure_until(self, activity: Activity, since: float) -> float:
        """Tell for how long nothing cuts short what has been running since some time."""

    def meet(self, activity: Activity, since: float, until: float) -> tuple[float, Activity] | None:
        """Tell when an activity is cut short before a moment, and what follows then."""


class CommandQueue(Generic[Job]):
    """Commands that wait, and the ones that run.

    Attributes
    ----------
    current_index:
        The index of the command that ended last.
    """

    def __init__(self, worker: Worker[Job], clock: Clock, profile: Profile) -> None:
        self._worker = worker
        self._clock = clock
        self._profile = profile
        self._depth = profile.queue_depth
        self._next_index = profile.first_index
        self._waiting: deque[tuple[int, Job]] = deque()
        self._activity: Activity | None = None
        # The commands of the activity, in order; without an index what was not queued.
        self._running: deque[tuple[int | None, Job]] = deque()
        self._ends: tuple[float, ...] = ()
        self._cues: deque[Cue] = deque()
        self._since = 0.0
        self._time = clock.now()
        self._started = profile.queue_runs
        self.current_index = profile.nothing_ran

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
        return self._depth - len(self._waiting) - max(0, len(self._running) - 1)

    def use_clock(self, clock: Clock) -> None:
        """Go on with another clock; it must show the time of the present one."""
        self._clock = clock

    def catch_up(self) -> float:
        """Bring everything up to the clock's now, and return it."""
        while True:
            activity = self._activity
            if activity is None:
                now = self._clock.now()
            elif activity.over():
                # Who changes what it waited for has caught up first: it was just now.
                now = self._time
                self._finish()
            else:
                ends = self._since + activity.duration
                sure = min(ends, self._worker.sure_until(activity, self._since))
                endless = activity.open_ended or ends == inf
                now = self._clock.now(inf if endless else sure)
                cut = self._worker.meet(activity, self._since, min(now, ends))
                if cut is not None:
                    self._pass(cut[0])
                    self._follow(cut[1])
                    continue
                self._pass(min(now, ends))
                if ends > now >= sure:
                    continue
                if ends > now:
                    break
                self._finish()
            if not self._take_next():
                break
        self._time = max(self._time, now)
        return self._time

    def put(self, job: Job) -> int | None:
        """Let a command wait for its turn; return its index, or None if the queue is full."""
        if self.space <= 0:
            return None
        index = self.skip_index()
        self._waiting.append((index, job))
        self._join()
        return index

    def run_now(self, job: Job) -> None:
        """Run a command outside the order and without an index, unless another one is running.

        It may become part of what is running, though.
        """
        if self._activity is None:
            self._begin(job, None)
        elif self._activity.steerable and (
            joined := self._worker.join(self._activity, self.elapsed, (job,))
        ):
            self._pass(self._time)
            self._running.append((None, job))
            self._follow(joined[0])

    def skip_index(self) -> int:
        """Return the index for a command that will never run."""
        index = self._next_index
        self._next_index += 1
        return index

    def clear(self) -> None:
        """Forget the waiting commands; the running one goes on."""
        self._shorten()
        self._waiting.clear()
        if self._profile.habits.clear_restarts_indices:
            self._running = deque((None, job) for _, job in self._running)
            self._next_index = self._profile.first_index
            self.current_index = self._profile.nothing_ran

    def start(self) -> None:
        """Take up waiting commands."""
        self._started = True
        self._join()

    def stop(self) -> None:
        """Let the running command end and take up no other.

        A continuous path comes to rest at the first end of a command at which it can.
        """
        self._started = False
        self._shorten()

    def brake(self) -> None:
        """Stop the queue and bring the running command to rest."""
        self._started = False
        if self._activity is not None:
            self._follow(self._activity.brake(self.elapsed))

    def _take_next(self) -> bool:
        if not (self._started and self._waiting):
            return False
        if self._worker.held(self._waiting[0][1]):
            return False
        index, job = self._waiting.popleft()
        self._begin(job, index)
        return True

    def _begin(self, job: Job, index: int | None) -> None:
        self._running.append((index, job))
        activity = self._worker.begin(job)
        if activity is None:
            self._finish()
            return
        self._follow(activity)
        self._join()

    def _join(self) -> None:
        """Let waiting commands become part of what runs, where they can."""
        if self._activity is None or not self._activity.joinable:
            return
        if not (self._started and self._waiting):
            return
        self._pass(self._time)
        jobs = [job for _, job in self._waiting]
        joined = self._worker.join(self._activity, self.elapsed, jobs)
        if joined is None:
            return
        activity, count = joined
        for _ in range(count):
            self._running.append(self._waiting.popleft())
        self._follow(activity)

    def _shorten(self) -> None:
        if self._activity is not None:
            shorter = self._activity.shorten(self.elapsed)
            if shorter is not self._activity:
                self._follow(shorter)

    def _follow(self, activity: Activity) -> None:
        """Go on with an activity from this moment; what is no longer in it waits again."""
        self._activity = activity
        self._since = self._time
        self._ends = activity.ends
        self._cues = deque(activity.cues)
        while len(self._running) > len(self._ends):
            index, job = self._running.pop()
            if index is not None:
                self._waiting.appendleft((index, job))

    def _pass(self, moment: float) -> None:
        """Take note of what happens on the way up to a moment."""
        self._time = max(self._time, moment)
        elapsed = self.elapsed
        while self._cues and self._cues[0].time <= elapsed:
            self._cues.popleft().do()
        # The last command ends with the activity.
        passed = bisect_right(self._ends, elapsed, hi=len(self._ends) - 1)
        for _ in range(passed - (len(self._ends) - len(self._running))):
            self._credit(self._running.popleft()[0])

    def _credit(self, index: int | None) -> None:
        if index is not None:
            self.current_index = index

    def _finish(self) -> None:
        activity, self._activity = self._activity, None
        if activity is not None:
            while self._cues and self._cues[0].time <= activity.duration:
                self._cues.popleft().do()
            self._worker.end(activity)
        while self._running:
            self._credit(self._running.popleft()[0])

"""The power that the arm hangs on: without it, the arm's time stands still."""

from __future__ import annotations

from dobotkit.simulator.clock import Clock

__all__ = ["Mains"]


class Mains:
    """A clock that stops when the power fails, so that the arm stands where it is.

    Parameters
    ----------
    clock:
        The time of the world, which goes on.
    fails_at:
        What that clock shows when the power fails, in seconds.
    """

    def __init__(self, clock: Clock, fails_at: float) -> None:
        self._clock = clock
        self._fails_at = fails_at

    def now(self, next_event: float | None = None) -> float:
        """Return the time in seconds, at most that of the failure."""
        if next_event is not None:
            next_event = min(next_event, self._fails_at)
        return min(self._clock.now(next_event), self._fails_at)

    def with_clock(self, clock: Clock) -> Mains:
        """Return mains that fail at the same time, on another clock."""
        return Mains(clock, self._fails_at)

    @property
    def on(self) -> bool:
        """Whether there still is power."""
        return self._clock.now() < self._fails_at

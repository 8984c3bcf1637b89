"""The time that the simulated arm lives in.

Nothing in the simulator runs by itself: whenever somebody asks, it works out
what has happened up to the clock's *now*. A clock is therefore one method.
"""

from __future__ import annotations

import math
import time
from typing import Protocol

__all__ = ["Clock", "InstantClock", "ManualClock", "RealClock", "clock_for_pace"]


class Clock(Protocol):
    """Tells the time of the simulated world, in seconds from any zero."""

    def now(self, next_event: float | None = None) -> float:
        """Return the time.

        Parameters
        ----------
        next_event:
            When the arm will be done with what it does at present, or None
            where it does nothing. Only an event-driven clock looks at it.
        """


class RealClock:
    """Time passes as on the wall, or ``rate`` times as fast.

    Parameters
    ----------
    rate:
        Simulated seconds in a real one.
    start:
        The time it shows at first, in seconds.
    """

    def __init__(self, rate: float = 1.0, *, start: float = 0.0) -> None:
        self._rate = rate
        self._start = start
        self._begun = time.monotonic()

    def now(self, next_event: float | None = None) -> float:  # noqa: ARG002 - time passes anyhow
        """Return the time in seconds."""
        return self._start + (time.monotonic() - self._begun) * self._rate


class InstantClock:
    """Time jumps to whatever the arm is waiting for.

    Every frame therefore finds the arm done with all that was queued before.
    A move that never ends is not waited for.
    """

    def __init__(self, *, start: float = 0.0) -> None:
        self._now = start

    def now(self, next_event: float | None = None) -> float:
        """Jump to the next event, if there is one, and return the time in seconds."""
        if next_event is not None and self._now < next_event < math.inf:
            self._now = next_event
        return self._now


class ManualClock:
    """Time passes only when it is told to, for tests and for stepping through."""

    def __init__(self, *, start: float = 0.0) -> None:
        self._now = start

    def now(self, next_event: float | None = None) -> float:  # noqa: ARG002 - only advance() moves it
        """Return the time in seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        if not seconds >= 0:
            raise ValueError(f"time cannot go back: advance({seconds!r})")
        self._now += seconds


def clock_for_pace(pace: str, *, start: float = 0.0) -> RealClock | InstantClock:
    """Make the clock for ``real``, ``instant``, or a number (that many times faster).

    Raises
    ------
    ValueError
        If the pace is none of these.
    """
    if pace == "real":
        return RealClock(start=start)
    if pace == "instant":
        return InstantClock(start=start)
    try:
        rate = float(pace)
    except ValueError:
        rate = math.nan
    if not 0 < rate < math.inf:
        raise ValueError(f"pace is real, instant or a positive number, not {pace!r}")
    return RealClock(rate, start=start)

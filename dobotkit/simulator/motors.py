"""The two extra stepper drivers, for a conveyor belt, an extruder and the like.

Nothing is stepped here: a driver knows since when it has been running how fast,
so that its position can be told for any moment.
"""

from __future__ import annotations

from math import copysign, inf, isfinite

__all__ = ["Motor"]


class Motor:
    """One stepper driver, at rest.

    Times are those of the arm's clock, in seconds; they never go back.
    """

    def __init__(self) -> None:
        self._since = 0.0
        self._begun = 0.0
        self._speed = 0.0
        self._left = inf  # pulses until it stops by itself

    def run(self, now: float, speed: float, pulses: float = inf) -> None:
        """Run at so many pulses a second from now on, negative for backwards.

        It stops after ``pulses`` of them, counted without sign.
        """
        self._begun = self.position(now)
        self._since = now
        self._speed = speed if isfinite(speed) else 0.0
        self._left = pulses

    def stop(self, now: float) -> None:
        """Stand still from now on."""
        self.run(now, 0.0)

    def position(self, now: float) -> float:
        """Return the pulses done so far, those backwards taken off."""
        way = min(abs(self._speed) * (now - self._since), self._left)
        return self._begun + copysign(way, self._speed)

    def speed(self, now: float) -> float:
        """Return how fast it runs, in pulses a second."""
        done = abs(self._speed) * (now - self._since) >= self._left
        return 0.0 if done else self._speed

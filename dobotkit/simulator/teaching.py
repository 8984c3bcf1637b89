"""The button on the forearm, for teaching the arm by hand (HHT)."""

from __future__ import annotations

from typing import Final

__all__ = ["TeachingButton"]

_PERIODIC: Final = 1


class TeachingButton:
    """Triggers when it is let go (mode 0), or again and again while it is held (mode 1).

    A trigger is kept until it is read, and reading takes it away: clients ask in a
    tight loop and count one point for each press [C].

    Parameters
    ----------
    interval:
        Seconds between two triggers in mode 1.

    Attributes
    ----------
    mode, enabled:
        As the host wrote them (HHTTrigMode, HHTTrigOutputEnabled).
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._triggered = False
        self._next: float | None = None  # when it will trigger while it is held
        self.mode = 0
        self.enabled = 0

    @property
    def held(self) -> bool:
        """Whether the button is down."""
        return self._next is not None

    def press(self, now: float) -> None:
        """Hold the button down; nothing changes if it is down."""
        if self._next is None:
            self._next = now + self._interval

    def release(self, now: float) -> None:
        """Let the button go; nothing changes if it is up."""
        if self._next is None:
            return
        self._hold(now)
        self._next = None
        if self.mode != _PERIODIC and self.enabled:
            self._triggered = True

    def take_trigger(self, now: float) -> bool:
        """Return whether it has triggered since it was last asked."""
        self._hold(now)
        triggered, self._triggered = self._triggered, False
        return triggered and bool(self.enabled)

    def _hold(self, now: float) -> None:
        if self._next is None or now < self._next:
            return
        self._next = now + self._interval
        if self.mode == _PERIODIC and self.enabled:
            self._triggered = True

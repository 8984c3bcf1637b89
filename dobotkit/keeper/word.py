"""The teacher's word: a real arm moves only after somebody has looked at it.

It guards against accidents (a hand in the way, the wrong computer), and not against
people: whoever sits at this computer as the teacher's user can give it.
"""

from __future__ import annotations

import threading

from dobotkit.errors import WordNeeded

__all__ = ["Word"]


class Word:
    """Which real arms may move, from the start of this keeper on: none."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._lock = threading.Lock()

    def give(self, arm: str) -> None:
        """Let this arm move until the keeper ends."""
        with self._lock:
            self._given.add(arm)

    def take_back(self, arm: str) -> None:
        """Let this arm begin no other motion."""
        with self._lock:
            self._given.discard(arm)

    def given(self, arm: str) -> bool:
        """Whether this arm may move."""
        with self._lock:
            return arm in self._given

    def check(self, arm: str) -> None:
        """Raise ``WordNeeded`` if this arm may not move."""
        if not self.given(arm):
            raise WordNeeded(
                f"The arm {arm} is a real one, and has not been allowed to move yet.",
                f"Ask your teacher: it is allowed with  allow {arm}  in the lab's window, "
                "or on the keeper's page.",
                rule="teacher's word",
                set_by="desk",
            )

"""The teacher's word: a real arm moves only after somebody has looked at it.

There are two. One lets an arm move, until the keeper ends. The other lets it seek its
zero marks, once and soon: its base then turns far, on a way that nobody can check, so
somebody has to look each time. The one says nothing about the other: who stands beside
an arm for one sweep has not said that it may move for the rest of the day.

It guards against accidents (a hand in the way, the wrong computer), and not against
people: whoever sits at this computer as the teacher's user can give it.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Literal

from dobotkit.errors import WordNeeded

__all__ = ["HOME_S", "Ask", "Word"]

Ask = Literal["move", "home"]
"""What an arm asks for: to move, or to seek its zero marks."""

HOME_S = 300.0
"""For so many seconds the word for a home is good: whoever gave it is still there."""

# A notebook that tries again and again asks no more often than this (s).
_AGAIN_S = 60.0


class Word:
    """What the real arms may do, from the start of this keeper on: nothing.

    Parameters
    ----------
    on_ask:
        Called when an arm asks for a word, at most once a minute for each arm and word;
        returns at once.
    now:
        The time in seconds. As people count it: while a computer sleeps it goes on.
    """

    def __init__(
        self,
        on_ask: Callable[[Ask, str], None] = lambda _what, _arm: None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._on_ask = on_ask
        self._now = now
        self._given: set[str] = set()
        # When the word for a home was given, and when an arm has asked for which word.
        self._homes: dict[str, float] = {}
        self._asked: dict[tuple[Ask, str], float] = {}
        self._lock = threading.Lock()

    def give(self, arm: str) -> None:
        """Let this arm move until the keeper ends, or the word is taken back."""
        with self._lock:
            self._given.add(arm)
            self._asked.pop(("move", arm), None)

    def give_home(self, arm: str) -> None:
        """Let this arm seek its zero marks once, in the next five minutes."""
        with self._lock:
            self._homes[arm] = self._now()
            self._asked.pop(("home", arm), None)

    def take_back(self, arm: str) -> None:
        """Let this arm begin nothing more, and forget what it has asked for."""
        with self._lock:
            self._given.discard(arm)
            self._homes.pop(arm, None)
            self._asked = {key: when for key, when in self._asked.items() if key[1] != arm}

    def take_back_home(self, arm: str) -> None:
        """Let this arm not seek its zero marks: it was meant for another notebook."""
        with self._lock:
            self._homes.pop(arm, None)

    def take_back_homes(self) -> None:
        """Let no arm seek its zero marks: whoever stops the arms has seen something."""
        with self._lock:
            self._homes.clear()

    def given(self, arm: str) -> bool:
        """Whether this arm may move."""
        with self._lock:
            return arm in self._given

    def home_left(self, arm: str) -> float:
        """For how many seconds this arm may begin to seek its zero marks; 0 if it may not."""
        with self._lock:
            return self._home_left(arm)

    def asks_for(self, arm: str) -> Ask | None:
        """Return the word that an arm has asked for in the last five minutes, and not got."""
        with self._lock:
            recent = [
                (when, what)
                for (what, who), when in self._asked.items()
                if who == arm and abs(self._now() - when) < HOME_S
            ]
        return max(recent)[1] if recent else None

    def check(self, arm: str) -> None:
        """Raise ``WordNeeded`` if this arm may not move."""
        if not self.given(arm):
            self._ask("move", arm)
            raise WordNeeded(
                f"The arm {arm} is a real one, and has not been allowed to move yet.",
                f"Ask your teacher: it is allowed with  allow {arm}  in the lab's window, "
                "or on the keeper's page.",
                rule="teacher's word",
                set_by="desk",
            )

    def use_home(self, arm: str) -> None:
        """Take the word for one home; raise ``WordNeeded`` if there is none."""
        with self._lock:
            left = self._home_left(arm)
            self._homes.pop(arm, None)
        if not left:
            self._ask("home", arm)
            raise WordNeeded(
                f"The arm {arm} is a real one: it turns far to seek its zero marks, and needs "
                "the teacher's word for it each time.",
                f"Ask your teacher: it is allowed once with  home {arm}  in the lab's window, "
                "or on the keeper's page. Then run this again.",
                rule="teacher's word",
                set_by="desk",
            )

    def _home_left(self, arm: str) -> float:
        # A clock that was set to quite another time, either way, ends it.
        age = abs(self._now() - self._homes.get(arm, -math.inf))
        return max(0.0, HOME_S - age)

    def _ask(self, what: Ask, arm: str) -> None:
        now = self._now()
        with self._lock:
            before = self._asked.get((what, arm), -math.inf)
            if abs(now - before) < _AGAIN_S:
                return
            self._asked[what, arm] = now
        self._on_ask(what, arm)

"""Wrong tokens are counted: who guesses has to wait.

Nobody guesses 125 random bits. But a keeper that answers as many guesses as somebody can
send has nothing left for the others, and one that says no more slowly costs nobody anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from dobotkit.errors import NotYours

__all__ = ["FREE", "REST_S", "WAIT_S", "Tries"]

FREE = 10
"""Wrong tokens, in the whole lab, before anybody has to wait."""

WAIT_S = 5.0
"""Seconds from one wrong token to the next try."""

REST_S = 300.0
"""Seconds without a wrong token after which they are counted from the beginning."""


class Tries:
    """The wrong tokens of one keeper.

    A notebook that has not been wrong so far never waits, so that nobody can keep others
    from coming back to their session by guessing. Nor does one whose token was right before.
    Each waits for itself: who guesses on and on takes nobody else's turn.

    Parameters
    ----------
    clock:
        Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._count = 0
        self._last = 0.0
        # When each notebook was wrong the last time.
        self._wrong: dict[object, float] = {}

    def check(self, notebook: object) -> None:
        """Raise ``NotYours`` if a notebook has to wait, whatever token it has."""
        if notebook not in self._wrong or self._count < FREE:
            return
        left = self._wrong[notebook] + WAIT_S - self._clock()
        if left <= 0:
            return
        raise NotYours(
            f"{self._count} tokens were wrong, so the next is looked at in {math.ceil(left)} s.",
            "Compare what you typed with what you wrote down. For a new session: "
            "session = Session()",
            rule="guessing",
            used="how many tokens were wrong in this lab, and when this notebook was wrong last",
        )

    def wrong(self, notebook: object) -> None:
        """Count a wrong token."""
        if self._clock() - self._last > REST_S:
            self._count = 0
        self._count += 1
        self._last = self._wrong[notebook] = self._clock()

    def gone(self, notebook: object) -> None:
        """Forget a notebook that has ended; how many were wrong stays."""
        self._wrong.pop(notebook, None)

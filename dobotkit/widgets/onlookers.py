"""``Onlookers``: whether anybody looks at a view, so that nothing is sent to nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["Onlookers"]

# A page says every ten seconds that it is still looked at. One that was closed without
# a word, or whose computer was shut, is forgotten after this long (s).
_FORGOTTEN_S = 40.0
_UNKNOWN = ""


class Onlookers:
    """Who looks at one view: pages that show it where somebody can see it.

    A page says so when it begins to be seen and when it ends to. While a cell runs, only
    kernels that read such messages in a thread of their own can hear it. Of pages of
    another kernel it is taken that they are looked at all the time: a picture that
    stands still is worse than one that nobody sees.

    Parameters
    ----------
    clock:
        Tells the time in seconds.

    Attributes
    ----------
    came:
        Set when somebody begins to look.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self.came = threading.Event()

    def expect(self) -> None:
        """Take it that somebody looks, until a page says more: the view is being shown."""
        if not self._until:
            self._until[_UNKNOWN] = float("inf")
        self.came.set()

    def hear(self, page: str, *, sees: bool, at_once: bool) -> bool:
        """Take in what a page says.

        Parameters
        ----------
        page:
            Which page it is.
        sees:
            Whether the view is seen there.
        at_once:
            Whether such messages are read also while a cell runs.

        Returns
        -------
        bool
            Whether somebody has begun to look there.
        """
        self._until.pop(_UNKNOWN, None)
        new = sees and page not in self._until
        if sees:
            self._until[page] = self._clock() + _FORGOTTEN_S if at_once else float("inf")
            self.came.set()
        elif at_once:
            self._until.pop(page, None)
        return new

    @property
    def any(self) -> bool:
        """Whether anybody looks."""
        now = self._clock()
        return any(until >= now for until in tuple(self._until.values()))

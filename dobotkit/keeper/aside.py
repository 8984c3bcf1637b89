"""What takes a while, done for one notebook in a thread beside the one that reads.

The thread that reads must not wait for anything: the next message may be a stop.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from queue import Full, Queue

from dobotkit.errors import KeeperRefused
from dobotkit.messages import Tell

__all__ = ["Aside"]

# Questions that may wait, of one notebook.
_WAITING = 8


class Aside:
    """One thing after the other, in a thread of its own.

    Parameters
    ----------
    name:
        What the thread is called.
    tell:
        Called with a number and an answer; returns at once.
    """

    def __init__(self, name: str, tell: Callable[[int, Tell], None]) -> None:
        self._name = name
        self._tell = tell
        self._todo: Queue[tuple[int, Callable[[], Tell]] | None] = Queue(_WAITING)
        self._over = False
        self._thread: threading.Thread | None = None

    def take(self, n: int, work: Callable[[], Tell]) -> None:
        """Answer question ``n`` soon, with what ``work`` returns; never called by two threads.

        Parameters
        ----------
        n:
            Which question.
        work:
            Raises nothing.

        Raises
        ------
        KeeperRefused
            Too many wait already.
        """
        # Most notebooks ask nothing that takes a while.
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        try:
            self._todo.put_nowait((n, work))
        except Full:
            raise KeeperRefused(
                f"This notebook has asked {_WAITING} things that take a while, without waiting.",
                "Wait for an answer before you ask again.",
            ) from None

    def end(self) -> None:
        """Answer nothing more; returns at once."""
        self._over = True
        # Should there be no room, the thread takes note of it all the same.
        with contextlib.suppress(Full):
            self._todo.put_nowait(None)

    def _work(self) -> None:
        while (item := self._todo.get()) is not None and not self._over:
            n, work = item
            self._tell(n, work())
            del item, work  # what was asked is not remembered while nothing is

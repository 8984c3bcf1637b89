"""Whether a cell of this notebook is running, as IPython says.

The keeper is told, so that it knows whether another notebook may take an arm over.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["Cells"]


class Cells:
    """The running cells of this process; a program without IPython counts as one.

    One that is running while this is made has begun before it could be heard of. It is
    taken for granted that there is one, until a cell ends that was not seen to begin,
    or another one begins.

    Parameters
    ----------
    on_change:
        Called, in the thread that runs the cells, when ``running`` changes.
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        # IPython is asked only where it is there already.
        ipython = sys.modules.get("IPython")
        self._shell = ipython.get_ipython() if ipython is not None else None
        self._unseen = True
        self._present = self._request()
        # One that runs another one (%%capture) goes on when that one has ended.
        self._seen: list[Any] = []
        if self._shell is not None:
            self._shell.events.register("pre_run_cell", self._begins)
            self._shell.events.register("post_run_cell", self._ends)

    @property
    def running(self) -> bool:
        """Whether a cell is running."""
        return self._unseen or bool(self._seen)

    def close(self) -> None:
        """Listen to IPython no more."""
        if self._shell is not None:
            with contextlib.suppress(ValueError):  # twice
                self._shell.events.unregister("pre_run_cell", self._begins)
                self._shell.events.unregister("post_run_cell", self._ends)

    def _begins(self, info: Any) -> None:  # noqa: ANN401  # IPython's ExecutionInfo
        before = self.running
        if self._request() != self._present:
            self._unseen = False
        self._seen.append(info)
        self._say(before)

    def _ends(self, result: Any) -> None:  # noqa: ANN401  # IPython's ExecutionResult
        before = self.running
        info = getattr(result, "info", None)
        others = [one for one in self._seen if one is not info]
        if len(others) == len(self._seen):
            self._unseen = False
        self._seen = others
        self._say(before)

    def _say(self, before: bool) -> None:  # noqa: FBT001  # what running was
        if self.running != before:
            self._on_change()

    def _request(self) -> str:
        """Return which request of the notebook is being dealt with, where there is a kernel."""
        kernel = getattr(self._shell, "kernel", None)
        if kernel is None:
            return ""
        number: str = kernel.get_parent().get("header", {}).get("msg_id", "")
        return number

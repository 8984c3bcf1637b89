"""A fetch as lines and a bar on a terminal."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TimeRemainingColumn
from rich.progress import Progress as Bar

__all__ = ["Progress"]


class Progress:
    """Tells a terminal how far a fetch is; elsewhere, only its lines."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._bar = Bar(
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def say(self, text: str) -> None:
        """Say one line; the bar of what came before is over."""
        if self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None
        self._console.print(text, soft_wrap=True, markup=False)

    def at(self, done: int, whole: int) -> None:
        """Move the bar to so many bytes."""
        if self._task is None:
            self._task = self._bar.add_task("", total=whole)
        self._bar.update(self._task, completed=done, total=whole)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

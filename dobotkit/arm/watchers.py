"""``Watchers``: functions that are told something, and cannot harm who tells it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Watchers"]

log = logging.getLogger(__name__)

News = TypeVar("News")


class Watchers(Generic[News]):
    """The functions that watch one thing.

    Parameters
    ----------
    thing:
        What they watch, as a log names it.
    """

    def __init__(self, thing: str) -> None:
        self._thing = thing
        self._callbacks: list[Callable[[News], object]] = []

    def add(self, callback: Callable[[News], object]) -> Callable[[], None]:
        """Have a function told from now on; call what is returned to end that."""
        self._callbacks.append(callback)

        def unwatch() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unwatch

    def tell(self, news: News) -> None:
        """Tell them all, in the thread of the caller."""
        for callback in tuple(self._callbacks):
            try:
                callback(news)
            except Exception:  # a picture or a bar that fails must not stop an arm half-way
                log.exception("a function that watches %s failed", self._thing)

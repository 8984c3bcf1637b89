"""The drawers in which visitors are remembered, as a store that can be asked and emptied.

The templates themselves stay where pictures are looked at. Here it is known whose block they
belong to: so that a right of access names them, and whoever deletes theirs empties the drawer.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from typing import Protocol

from dobotkit.keeper.people.holder import Key
from dobotkit.people_messages import HeldEntry
from dobotkit.visitor_messages import LABELS

__all__ = ["Drawers", "Remembers"]


class Remembers(Protocol):
    """What remembers visitors for one notebook."""

    @property
    def borrower(self) -> object:
        """The notebook."""

    @property
    def visitors(self) -> int:
        """How many are remembered at the moment."""

    def check_permissions(self) -> None:
        """Keep nothing on that needs a permission which is off; returns at once."""

    def forget_visitors(self) -> None:
        """Forget all of them, and close the block; returns at once."""


class Drawers:
    """Which notebook remembers how many visitors, and for which session.

    Parameters
    ----------
    comparing:
        Returns the sessions for which a notebook may compare visitors.
    """

    rows = ("visitor-drawer",)

    def __init__(self, comparing: Callable[[object], tuple[Key, ...]]) -> None:
        self._comparing = comparing
        # Weakly: a search through what is held about sessions is not to walk through cameras.
        self._all: tuple[weakref.ref[Remembers], ...] = ()

    def add(self, one: Remembers) -> None:
        """Ask this one as well from now on, for as long as it is there."""
        self._all = (*(ref for ref in self._all if ref() is not None), weakref.ref(one))

    def remove(self, one: Remembers) -> None:
        """Ask this one no more."""
        self._all = tuple(ref for ref in self._all if ref() not in (one, None))

    def check(self) -> None:
        """Let everybody end what they may not do any more."""
        for one in self._present():
            one.check_permissions()

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return whom the notebooks of a session remember: letters, and no numbers."""
        return tuple(
            HeldEntry(
                row=self.rows[0],
                what=f"numbers that compare visitor {label}",
                value="128 numbers, which are shown to nobody",
            )
            for label in LABELS[: sum(one.visitors for one in self._of(key))]
        )

    def delete(self, key: Key) -> int:
        """Empty the drawers of a session; return how many were remembered."""
        gone = len(self.access(key))
        for one in self._of(key):
            one.forget_visitors()
        return gone

    def _of(self, key: Key) -> Iterator[Remembers]:
        return (one for one in self._present() if key in self._comparing(one.borrower))

    def _present(self) -> tuple[Remembers, ...]:
        return tuple(one for ref in self._all if (one := ref()) is not None)

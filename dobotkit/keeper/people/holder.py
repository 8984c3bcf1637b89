"""Stores that hold something about sessions, and the register of all of them.

What is not registered can be neither shown nor deleted; a test walks the keeper's objects
and fails when it finds something of a session that no holder answers for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NewType, Protocol

from dobotkit.people_messages import HeldEntry

__all__ = ["Holder", "Holders", "Key"]

Key = NewType("Key", bytes)
"""What a session is known by inside the keeper: a hash of its token."""


class Holder(Protocol):
    """A store that holds something about sessions."""

    @property
    def rows(self) -> tuple[str, ...]:
        """Rows of the inventory that it answers for."""
        ...

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return everything held about one session."""
        ...

    def delete(self, key: Key) -> int:
        """Forget everything held about one session; return how many entries that were."""
        ...


class Holders:
    """All stores that hold something about sessions."""

    def __init__(self) -> None:
        self._holders: list[Holder] = []

    def register(self, holder: Holder) -> None:
        """Let a store be asked from now on."""
        self._holders.append(holder)

    def __iter__(self) -> Iterator[Holder]:
        return iter(tuple(self._holders))

    def access(self, key: Key) -> tuple[HeldEntry, ...]:
        """Return everything that any store holds about one session."""
        return tuple(entry for holder in self for entry in holder.access(key))

    def delete(self, key: Key) -> dict[str, int]:
        """Let every store forget one session; return how many entries went, by row.

        The stores are asked in the order in which they registered.
        """
        deleted: Counter[str] = Counter()
        for holder in self:
            held = Counter(entry.row for entry in holder.access(key))
            # What a store deletes beyond what it shows counts as well, as its first row.
            held[holder.rows[0]] += holder.delete(key) - held.total()
            deleted.update(held)
        return {row: count for row, count in deleted.items() if count}

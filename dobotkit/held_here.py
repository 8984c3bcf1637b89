"""What this notebook itself holds about whoever uses it, and the register of it.

Most is held by the keeper. Where a part of the kit holds something in the notebook's own
memory, it registers here, so that the rights (access, copy, delete) reach it as well.
"""

from __future__ import annotations

import threading
import weakref
from typing import Protocol, runtime_checkable

__all__ = ["Correctable", "HeldHere", "holders", "register"]


class HeldHere(Protocol):
    """Something in this notebook's memory."""

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the inventory that it answers for; its entries belong to the first."""
        ...

    def access(self) -> tuple[tuple[str, str], ...]:
        """Return what is held: what it is and its value, in words."""
        ...

    def delete(self) -> int:
        """Forget it; return how many entries that were."""
        ...


@runtime_checkable
class Correctable(Protocol):
    """A store in which single entries can be put right."""

    def correct(self, name: str, value: bool) -> str:  # noqa: FBT001 - yes or no is the value
        """Put one entry right; return how it is now, in words.

        Raises
        ------
        DobotKitError
            There is no entry of that name, or it cannot be what it is told to be.
        """
        ...


_lock = threading.Lock()
_holders: list[weakref.ref[HeldHere]] = []


def register(holder: HeldHere) -> None:
    """Let a store be asked from now on, for as long as it is there."""
    with _lock:
        _holders.append(weakref.ref(holder))


def holders() -> tuple[HeldHere, ...]:
    """Return all stores that are still there, oldest first."""
    with _lock:
        _holders[:] = [one for one in _holders if one() is not None]
        return tuple(holder for one in _holders if (holder := one()) is not None)

"""Which permission a request needs: worked out from the inventory, and from nothing else."""

from __future__ import annotations

import functools

from dobotkit.message_parts import Message
from dobotkit.policy.inventory import inventory

__all__ = ["needed"]


@functools.cache
def needed(request: type[Message]) -> tuple[str, ...]:
    """Return the permissions without which the keeper refuses a kind of request."""
    code = f"message:{request.__name__}"
    rows = inventory().rows.values()
    return tuple(sorted({row.permission for row in rows if row.permission and code in row.code}))

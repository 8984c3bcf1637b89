"""Which seed belongs to which number."""

from __future__ import annotations

__all__ = ["seed_of"]


def seed_of(number: int) -> int:
    """Return the seed from which the person of a number is drawn."""
    return number * 100

"""Which seed belongs to which number, so that people of the class can be told apart."""

from __future__ import annotations

from typing import Final

__all__ = ["CHOSEN", "seed_of"]

# For the numbers 1, 2, 3 …: how many seeds were passed over, because whom they draw looks too
# much like somebody with a smaller number. Found by `benchmarks/choose_people.py`; to be found
# again whenever people are drawn in another way.
CHOSEN: Final = ""


def seed_of(number: int) -> int:
    """Return the seed from which the person of a number is drawn."""
    passed = int(CHOSEN[number - 1], 36) if number <= len(CHOSEN) else 0
    return number * 100 + passed

"""Which seed belongs to which number, so that people of the class can be told apart."""

from __future__ import annotations

from typing import Final

__all__ = ["CHOSEN", "seed_of"]

# For the numbers 1, 2, 3 …: how many seeds were passed over, because whom they draw looks too
# much like somebody with a smaller number. Found by `benchmarks/choose_people.py`; to be found
# again whenever people are drawn in another way.
CHOSEN: Final = (
    "00022101b3001gb136c10059111721d654031lj4h1hq9567bb"
    "ff07mac51qf94gs32a7u3aa4l06ayd2v063nd4r43q2xvhffn9"
    "mgfs0e83nwboc7fl88lzw6j2auz5qym0lt2uw7y65m85tt1ops"
    "ts19ygvkuj86aopyhe8o8explp6qpg1tem0m31bxrbitlkmbui"
)


def seed_of(number: int) -> int:
    """Return the seed from which the person of a number is drawn."""
    passed = int(CHOSEN[number - 1], 36) if number <= len(CHOSEN) else 0
    return number * 100 + passed

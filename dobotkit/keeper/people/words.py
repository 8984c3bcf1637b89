"""The pseudonym of a session: drawn from a list, never typed, never derived.

A typed nickname would tell who somebody is: a name, a birthday, a favourite player.
A derived one (a hash of a name or of an account) would be the same tomorrow, and whoever
can guess what it was made of can make it again. A drawn one says nothing and is
forgotten with its session. How the words were chosen: ``docs/pseudonyms.md``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Final

__all__ = ["PSEUDONYM", "Words", "colour", "draw", "words"]

PSEUDONYM: Final = re.compile(r"[a-z]{3,12}-[a-z]{3,12}-[2-9][0-9]")
"""What every pseudonym looks like, as a whole."""

_TRIES: Final = 50


@dataclass(frozen=True)
class Words:
    """What is drawn from.

    Attributes
    ----------
    adjectives, animals:
        The first and the second word.
    numbers:
        The last part: two digits, without those that mean something.
    colours:
        What a drawn robot can be painted with.
    never:
        Pairs of an adjective and an animal that mock, though each is harmless.
    """

    adjectives: tuple[str, ...]
    animals: tuple[str, ...]
    numbers: tuple[int, ...]
    colours: tuple[str, ...]
    never: frozenset[tuple[str, str]]

    @property
    def how_many(self) -> int:
        """Number of different pseudonyms."""
        return len(self.pairs) * len(self.numbers)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All adjectives with all animals, without the pairs that mock."""
        return tuple(
            (adjective, animal)
            for adjective in self.adjectives
            for animal in self.animals
            if (adjective, animal) not in self.never
        )


@cache
def words() -> Words:
    """Read the list that comes with the kit."""
    file = resources.files("dobotkit.keeper.people").joinpath("words.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    span = told["numbers"]
    return Words(
        adjectives=tuple(told["adjectives"]),
        animals=tuple(told["animals"]),
        numbers=tuple(
            n for n in range(span["from"], span["to"] + 1) if n not in set(span["without"])
        ),
        colours=tuple(told["colours"]["names"]),
        never=frozenset(
            (adjective, animal)
            for rule in told["never"]
            for adjective in rule["adjectives"]
            for animal in rule["animals"]
        ),
    )


def draw(rng: Random, taken: Collection[str] = ()) -> str:
    """Draw a pseudonym, such as ``quiet-otter-27``.

    Parameters
    ----------
    rng:
        Where chance comes from. A keeper gives ``random.SystemRandom()``, which nobody
        can foresee or repeat; a made-up class a seeded ``Random``, to be the same again.
    taken:
        Pseudonyms of the sessions that are alive. None of them is drawn again; and as
        long as there are others, neither is one with the same two words:
        quiet-otter-27 beside quiet-otter-72 would be mixed up.

    Raises
    ------
    LookupError
        Every one is taken.
    """
    gone = frozenset(taken)
    spoken = {name.rpartition("-")[0] for name in gone}
    said = words()
    for _ in range(_TRIES):
        pair = rng.choice(said.adjectives), rng.choice(said.animals)
        number = rng.choice(said.numbers)
        if pair not in said.never and "-".join(pair) not in spoken:
            return f"{pair[0]}-{pair[1]}-{number}"
    # Nearly all pairs are spoken for, which no school will see: look for what is left.
    left = [pair for pair in said.pairs if "-".join(pair) not in spoken] or list(said.pairs)
    free = [
        name
        for a, b in left
        for number in said.numbers
        if (name := f"{a}-{b}-{number}") not in gone
    ]
    if not free:
        raise LookupError(f"All {said.how_many} pseudonyms are taken.")
    return rng.choice(free)


def colour(rng: Random) -> str:
    """Draw the colour of a robot, such as ``green``: a picture of oneself that shows nobody."""
    return rng.choice(words().colours)

"""``Experiment``: what all experiments have in common, and where their pictures come from."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from dobotkit.keeper.eyes.embedding import LENGTH
from dobotkit.keeper.eyes.faces import COVERED_FROM, FoundFace, find_faces
from dobotkit.keeper.eyes.frame import Pixels, wipe
from dobotkit.measured.finding import LOWEST
from dobotkit.messages import Tell
from dobotkit.simulator.people import Appearance, Person, photograph

__all__ = ["Experiment", "Templates", "photographed", "score_of", "surest"]


class Experiment(abc.ABC):
    """A measurement that goes on picture by picture.

    Attributes
    ----------
    done, total:
        Pictures that are done, of all.
    """

    def __init__(self, total: int) -> None:
        self.done = 0
        self.total = total

    def step(self) -> None:
        """Do one picture more."""
        self._do(self.done)
        self.done += 1

    @property
    def is_over(self) -> bool:
        """Whether all pictures are done."""
        return self.done >= self.total

    @abc.abstractmethod
    def _do(self, number: int) -> None:
        """Do picture `number`, counted from 0."""

    @abc.abstractmethod
    def result(self) -> Tell:
        """Return what was counted; after the last picture."""

    def close(self) -> None:
        """Overwrite what is left of pictures and faces; more than once does no harm."""
        # An experiment that keeps templates overwrites them; pictures are gone already.
        self.done = self.total


class Templates:
    """What the recogniser made of pictures, to be compared, and overwritten at the end.

    Parameters
    ----------
    most:
        How many there can be.
    """

    def __init__(self, most: int) -> None:
        self._rows = np.zeros((most, LENGTH), np.float32)
        self._whose: list[int] = []

    def __len__(self) -> int:
        return len(self._whose)

    def add(self, whose: int, template: NDArray[np.float32]) -> None:
        """Keep one, (128,) of length 1, and overwrite what was given."""
        self._rows[len(self._whose)] = template.reshape(-1)
        self._whose.append(whose)
        wipe(template)

    @property
    def whose(self) -> NDArray[np.int64]:
        """Whose each is: (n,), the number of a drawn person."""
        return np.array(self._whose, np.int64)

    def similarity_to(self, others: Templates) -> NDArray[np.float32]:
        """Return the cosine similarity of each with each of the others: (n, m), -1 to 1."""
        # Not with `@`: BLAS copies what it multiplies into memory of its own.
        mine, theirs = self._rows[: len(self)], others._rows[: len(others)]
        return np.asarray(np.einsum("ik,jk->ij", mine, theirs), np.float32)

    def close(self) -> None:
        """Overwrite all of them."""
        wipe(self._rows)
        self._whose.clear()


@contextmanager
def photographed(number: int, occasion: int) -> Iterator[Pixels]:
    """Draw a picture of a person for as long as the block lasts; then it is overwritten.

    Parameters
    ----------
    number:
        Of the drawn person.
    occasion:
        Which picture of this person; the same one is the same picture.
    """
    person = Person(number)
    drawn = photograph(person, Appearance.of(person, occasion))
    # A copy: what the drawing keeps for the next time is not ours to overwrite.
    pixels = drawn.copy()
    try:
        yield pixels
    finally:
        wipe(pixels)


_known: dict[tuple[int, int], FoundFace | None] = {}
"""Where the faces of drawn people are in their pictures: it follows from two numbers."""


def score_of(number: int, occasion: int) -> float:
    """Return how surely the face in a picture of a drawn person is found; 0 if not at all."""
    if (number, occasion) not in _known:
        with photographed(number, occasion) as pixels:
            surest(pixels, number, occasion)
    face = _known[number, occasion]
    return 0.0 if face is None else face.score


def surest(pixels: Pixels, number: int, occasion: int) -> FoundFace | None:
    """Return the face that is found most surely in a picture of one person, from 0.5 on.

    Parameters
    ----------
    pixels:
        The picture.
    number, occasion:
        Whose it is, and which: in the same one nothing is looked for twice.
    """
    if (number, occasion) not in _known:
        found = find_faces(pixels, min_score=LOWEST)
        _known[number, occasion] = found[0] if found else None
    face = _known[number, occasion]
    return face if face is not None and face.score >= COVERED_FROM else None

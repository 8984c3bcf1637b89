"""How often two pictures are taken for the same person's, rightly and wrongly."""

from __future__ import annotations

import numpy as np

from dobotkit.keeper.eyes.embedding import embed, forget
from dobotkit.keeper.eyes.experiments.experiment import (
    Experiment,
    Templates,
    photographed,
    surest,
)
from dobotkit.measured.finding import STEPS
from dobotkit.measuring_messages import MatchingTold
from dobotkit.messages import Tell

__all__ = ["MatchingExperiment"]


class MatchingExperiment(Experiment):
    """Compares each picture with each other.

    Parameters
    ----------
    people:
        How many: those with the first numbers.
    pictures:
        Of each of them.
    """

    def __init__(self, people: int, pictures: int) -> None:
        super().__init__(people * pictures)
        self._people = people
        self._pictures = pictures
        self._templates = Templates(self.total)
        self._left_out = 0

    def _do(self, number: int) -> None:
        occasion, person = divmod(number, self._people)
        with photographed(person + 1, occasion) as pixels:
            face = surest(pixels, person + 1, occasion)
            if face is None:
                self._left_out += 1
                return
            self._templates.add(person + 1, embed(pixels, face, drawn=True))

    def result(self) -> Tell:
        """Count the pairs at each threshold."""
        whose = self._templates.whose
        similar = self._templates.similarity_to(self._templates)
        first, second = np.triu_indices(len(whose), 1)
        values = similar[first, second]
        same = values[whose[first] == whose[second]]
        different = values[whose[first] != whose[second]]
        return MatchingTold(
            people=self._people,
            pictures=self._pictures,
            same=_at_least(same),
            different=_at_least(different),
            same_pairs=same.size,
            different_pairs=different.size,
            left_out=self._left_out,
        )

    def close(self) -> None:
        """Overwrite the templates."""
        super().close()
        self._templates.close()
        forget()


def _at_least(values: np.ndarray) -> tuple[int, ...]:
    """Return for each threshold 0.00, 0.01 … 1.00 how many values are not below it."""
    ordered = np.sort(values)
    thresholds = np.arange(STEPS) / (STEPS - 1)
    return tuple(int(one) for one in ordered.size - np.searchsorted(ordered, thresholds))

"""How often the faces of drawn people of each skin tone are found, for every threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dobotkit.keeper.eyes.experiments.experiment import Experiment, score_of
from dobotkit.measured.finding import STEPS
from dobotkit.measuring_messages import FindingTold, ToneTold
from dobotkit.messages import Tell
from dobotkit.simulator.people import Person

__all__ = ["FindingExperiment", "people_of"]

# Among so many numbers there are enough of each tone.
_NUMBERS: Final = 2000


class FindingExperiment(Experiment):
    """Looks for faces, and counts at which threshold they would be found.

    Parameters
    ----------
    tones:
        Of the Monk scale.
    people:
        Of each tone.
    pictures:
        Of each of them.
    """

    def __init__(self, tones: Sequence[int], people: int, pictures: int) -> None:
        super().__init__(len(tones) * people * pictures)
        self._tones = list(tones)
        self._people = people
        self._pictures = pictures
        who = {tone: people_of(tone, people) for tone in self._tones}
        # Who stops early has measured something of every tone.
        self._plan = [
            (tone, who[tone][one], occasion)
            for occasion in range(pictures)
            for one in range(people)
            for tone in self._tones
        ]
        self._counts = {tone: np.zeros(STEPS, np.int64) for tone in self._tones}

    def _do(self, number: int) -> None:
        tone, person, occasion = self._plan[number]
        score = score_of(person, occasion)
        if score:
            # To the last threshold that it reaches.
            self._counts[tone] += np.arange(STEPS) / (STEPS - 1) <= score

    def result(self) -> Tell:
        """Return the counts."""
        return FindingTold(
            tones=tuple(
                ToneTold(
                    tone=tone,
                    people=self._people,
                    pictures=self._people * self._pictures,
                    counts=tuple(int(one) for one in self._counts[tone]),
                )
                for tone in self._tones
            )
        )


def people_of(tone: int, how_many: int) -> list[int]:
    """Return the lowest numbers of people who have a skin tone."""
    found: list[int] = []
    for number in range(1, _NUMBERS):
        if Person(number).tone == tone:
            found.append(number)
            if len(found) == how_many:
                break
    return found

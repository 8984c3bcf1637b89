"""What the face finder makes of drawn people of every tone."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.seeing.people import Recogniser
from dobotkit.simulator.people import CLASS, Person, photograph


@pytest.fixture(scope="module")
def recogniser():
    return Recogniser()


@pytest.fixture(scope="module")
def seen(recogniser):
    """Ten people, one of each tone, and what is found in a picture of each."""
    pictures = [
        (Person(number), photograph(Person(number), size=(480, 360))) for number in CLASS[:10]
    ]
    return [(person, picture, recogniser.found(picture)) for person, picture in pictures]


def test_somebody_of_every_tone_is_found(seen):
    assert {person.tone for person, _, rows in seen if len(rows) and rows[0, 14] >= 0.5} == set(
        range(1, 11)
    )


def test_people_are_told_apart(seen, recogniser):
    embedded = np.array([recogniser.embedded(picture, rows) for _, picture, rows in seen])
    alike = embedded @ embedded.T - np.eye(10)
    assert alike.max() < 0.8

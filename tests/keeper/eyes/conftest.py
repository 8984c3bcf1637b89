"""Pictures of drawn people, made once for all tests of this folder."""

from __future__ import annotations

import numpy as np
import pytest

from dobotkit.opencv import cv2
from dobotkit.simulator.people import Appearance, Person, photograph


@pytest.fixture(scope="session")
def somebody() -> np.ndarray:
    """One person, (480, 640, 3)."""
    person = Person(29)
    return photograph(person, Appearance.of(person, 1), (640, 480))


@pytest.fixture(scope="session")
def three(somebody) -> np.ndarray:
    """Three people of different sizes in one picture, (720, 1280, 3): tones 4, 8 and 10."""
    picture = np.full((720, 1280, 3), (160, 170, 175), np.uint8)
    picture[200:680, 20:660] = somebody
    for number, left, width in ((1, 660, 320), (57, 1000, 240)):
        person = Person(number)
        who = photograph(person, Appearance.of(person, 1), (640, 480))
        who = cv2.resize(who, (width, width * 3 // 4), interpolation=cv2.INTER_AREA)
        picture[300 : 300 + len(who), left : left + width] = who
    return picture

"""Invented people: everything about them follows from a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.features import (
    draw_brows,
    draw_eyes,
    draw_marks,
    draw_mouth,
    draw_nose,
    draw_outline,
)
from dobotkit.simulator.people.parameters import Looks
from dobotkit.simulator.people.told_apart import seed_of
from dobotkit.simulator.people.wardrobe import draw_hair, draw_wear
from dobotkit.simulator.people.words import words_for

__all__ = ["CLASS", "Person", "age_of", "looks_of", "looks_with", "tone_of"]

# The numbers of people who were chosen so that they can be told apart.
CLASS: Final = range(1, 201)
# The ages that follow each other.
_AGES: Final = ("adult", "child", "teen", "old", "adult")


def looks_with(seed: int, tone: int, age: str) -> Looks:
    """Draw what somebody of a tone and an age looks like from a seed."""
    draw = Draws(seed, "person")
    build = draw.about(0.24, 0.09) if draw.happens(0.5) else draw.about(0.76, 0.09)
    shape = {"child": 0.35, "teen": 0.8}.get(age, 1.0) * (build - 0.5) + 0.5
    shape -= {"child": 0.25, "teen": 0.05}.get(age, 0.0)
    nose = draw_nose(seed, age, shape)
    mouth = draw_mouth(seed, age, shape, nose)
    return Looks(
        seed=seed,
        tone=tone,
        age=age,
        build=build,
        outline=draw_outline(seed, age, shape, mouth),
        eyes=draw_eyes(seed, age, shape, tone),
        brows=draw_brows(seed, age, shape),
        nose=nose,
        mouth=mouth,
        marks=draw_marks(seed, age, build, tone),
        hair=draw_hair(seed, age, build, tone),
        wear=draw_wear(seed, age, build),
    )


def tone_of(number: int) -> int:
    """Return the tone of the person of a number: neighbours differ, and each comes as often."""
    return number * 7 % 10 + 1


def age_of(number: int) -> str:
    """Return the age of the person of a number: in each tone all ages come as often."""
    return _AGES[(number + (number - 1) // 10) % len(_AGES)]


@lru_cache(maxsize=256)
def looks_of(number: int) -> Looks:
    """Return what the person of a number looks like."""
    return looks_with(seed_of(number), tone_of(number), age_of(number))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist, drawn from a number.

    Parameters
    ----------
    number:
        1 or more. Numbers 1 to 200 were chosen so that these people can be told apart.
    """

    number: int

    def __post_init__(self) -> None:
        """Refuse what is not a number of a person."""
        if not isinstance(self.number, int) or self.number < 1:
            what = f"a person has a whole number from 1 on, not {self.number!r}"
            raise ValueError(what)

    @property
    def looks(self) -> Looks:
        """What they look like, as numbers."""
        return looks_of(self.number)

    @property
    def tone(self) -> int:
        """Step of the Monk Skin Tone Scale: 1 (lightest) to 10 (darkest)."""
        return self.looks.tone

    @property
    def age(self) -> str:
        """``"child"``, ``"teen"``, ``"adult"`` or ``"old"``."""
        return self.looks.age

    @property
    def glasses(self) -> str:
        """The kind of their glasses; ``""`` without."""
        return self.looks.wear.glasses

    @property
    def beard(self) -> str:
        """The kind of their beard; ``""`` without."""
        return self.looks.hair.beard

    @property
    def hair(self) -> str:
        """The style of their hair, whether it is seen or not."""
        return self.looks.hair.style

    @property
    def covering(self) -> str:
        """What they wear on the head, like ``"hijab"`` or ``"turban"``; ``""`` if nothing."""
        return self.looks.wear.covering

    @property
    def hearing_aid(self) -> str:
        """``"behind the ear"``, ``"cochlear implant"`` or ``""``."""
        return self.looks.wear.hearing_aid

    @property
    def mobility(self) -> str:
        """``"wheelchair"``, ``"crutches"`` or ``""``."""
        return self.looks.wear.mobility

    @property
    def stature(self) -> float:
        """How tall they stand (or sit), as a share of a standing grown-up."""
        draw = Draws(self.looks.seed, "stature")
        tall = {"child": 0.72, "teen": 0.93, "adult": 1.0, "old": 0.97}[self.age]
        return tall * draw.about(1.0, 0.025) * (0.78 if self.mobility == "wheelchair" else 1.0)

    @property
    def words(self) -> str:
        """Who it is in words, for those who do not see the picture."""
        return words_for(self.looks)

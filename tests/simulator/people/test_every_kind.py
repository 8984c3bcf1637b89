"""Whatever somebody of the class wears, uses or has on the head is in their picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dobotkit.simulator.people import CLASS, NEUTRAL, Person
from dobotkit.simulator.people.drawing import draw
from dobotkit.simulator.people.parameters import Looks

LOW = 160

EVERYBODY = [Person(number) for number in CLASS]


def first_of_each(name: str, among: list[Person]) -> list[Any]:
    found: dict[str, Person] = {}
    for person in among:
        found.setdefault(getattr(person, name), person)
    return [pytest.param(one, id=f"{name}-{kind}") for kind, one in found.items() if kind]


def differs(one: Looks, other: Looks) -> float:
    """The share of two drawings that is not alike."""
    seen, instead = (draw(looks, NEUTRAL, LOW).astype(int) for looks in (one, other))
    assert seen.shape == instead.shape
    return float((np.abs(seen - instead).max(axis=2) > 12).mean())


@pytest.mark.parametrize("name", ["glasses", "covering", "hearing_aid", "mobility"])
def test_there_are_kinds_to_be_tried(name):
    assert len(first_of_each(name, EVERYBODY)) >= 2


@pytest.mark.parametrize(
    ("person", "name"),
    [
        pytest.param(*one.values, name, id=str(one.id))
        for name in ("glasses", "covering", "mobility")
        for one in first_of_each(name, EVERYBODY)
    ],
)
def test_what_somebody_wears_or_uses_is_seen(person, name):
    looks = person.looks
    without = replace(looks, wear=replace(looks.wear, **{name: ""}))
    assert 0.002 < differs(looks, without) < 0.6


BARE = [one for one in EVERYBODY if not one.covering]


@pytest.mark.parametrize("person", first_of_each("hearing_aid", BARE))
def test_a_hearing_aid_is_seen(person):
    looks = person.looks
    assert 0.0005 < differs(looks, replace(looks, wear=replace(looks.wear, hearing_aid=""))) < 0.1


@pytest.mark.parametrize("person", first_of_each("beard", EVERYBODY))
def test_a_beard_is_seen(person):
    looks = person.looks
    assert 0.0005 < differs(looks, replace(looks, hair=replace(looks.hair, beard=""))) < 0.2


@pytest.mark.parametrize("person", first_of_each("hair", BARE))
def test_the_style_of_hair_is_seen(person):
    looks = person.looks
    other = "afro" if looks.hair.style != "afro" else "bald"
    assert differs(looks, replace(looks, hair=replace(looks.hair, style=other))) > 0.01

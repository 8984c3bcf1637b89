"""The search that proves a deletion finds what is there, wherever it hides."""

from __future__ import annotations

import functools
import threading
from collections import deque
from dataclasses import dataclass

import pytest

from dobotkit.errors import DobotKitError
from dobotkit.memory_search import forms_of, search

NEEDLE = "quiet-otter-27"
KEY = bytes(range(200, 232))


@dataclass(slots=True)
class Slots:
    it: object


class Usual:
    def __init__(self, it):
        self.it = it

    def method(self):
        return None


def closed_over(it):
    return lambda: it


def cached(it):
    @functools.cache
    def remember(_n):
        return it

    remember(1)
    return remember


PLACES = {
    "itself": lambda it: it,
    "a list in a dict": lambda it: {"a": [it]},
    "a key of a dict": lambda it: {it: 1},
    "slots": Slots,
    "an attribute": Usual,
    "a bound method": lambda it: Usual(it).method,
    "a closure": closed_over,
    "a default": lambda it: lambda x=it: x,
    "a cache": cached,
    "a deque": lambda it: deque([it]),
    "a partial": lambda it: functools.partial(print, it),
    "a thread": lambda it: threading.Thread(target=print, args=(it,)),
    "an error": lambda it: DobotKitError("what", str(it)),
}


@pytest.mark.parametrize("place", PLACES)
def test_it_is_found_wherever_it_is(place):
    searched, found = search([[PLACES[place](NEEDLE)]], (NEEDLE,))
    assert [thing for thing in found if NEEDLE in str(thing)]
    assert searched > 1
    assert search([[PLACES[place]("loud-crow-31")]], (NEEDLE,))[1] == []


def test_it_is_found_inside_longer_texts_and_bytes():
    for thing in (f"ask {NEEDLE}!", f'{{"token":"{NEEDLE}"}}'.encode(), bytearray(KEY * 2)):
        assert search([[thing]], (NEEDLE, KEY))[1] == [thing]


@pytest.mark.parametrize("form", forms_of(KEY), ids=("bytes", "hex", "base64", "urlsafe"))
def test_a_key_is_found_in_what_is_usually_made_of_it(form):
    assert search([{"id": form}], forms_of(KEY))[1] == [form]


def test_a_class_of_the_kit_is_searched_and_one_of_others_is_not(monkeypatch):
    monkeypatch.setattr(DobotKitError, "seen", [NEEDLE], raising=False)
    assert search([DobotKitError], (NEEDLE,))[1] == [NEEDLE]
    monkeypatch.setattr(Usual, "seen", [NEEDLE], raising=False)
    assert search([Usual], (NEEDLE,))[1] == []


def test_it_does_not_wander_into_all_of_python():
    import json  # noqa: PLC0415 - a module that is sure to be there

    searched, found = search([[json, json.dumps, len]], ("JSONEncoder",))
    assert searched < 100
    assert found == []


def test_what_holds_itself_ends():
    ring = [NEEDLE]
    ring.append(ring)
    assert search([ring], (NEEDLE,))[1] == [NEEDLE]

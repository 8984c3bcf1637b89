"""The search through a program's objects finds what is there, wherever it hides."""

from __future__ import annotations

import base64
import functools
from collections import deque
from dataclasses import dataclass
from queue import Queue, SimpleQueue
from types import SimpleNamespace

import pytest

from dobotkit.memory_search import forms_of, search

NAME, KEY = "zoe-lehmann-7b", bytes(range(100, 132))


class Slotted:
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


@dataclass(slots=True)
class Data:
    value: object


class Method:
    def __init__(self, value):
        self.value = value

    def call(self):
        return self.value


class Text(str):
    __slots__ = ()


def generator(value):
    yield value


def queued(value, kind):
    queue = kind()
    queue.put(value)
    return queue


WRAPS = {
    "itself": lambda value: value,
    "list": lambda value: [value],
    "key": lambda value: {value: 1},
    "value": lambda value: {1: value},
    "set": lambda value: {value},
    "tuple in a dict": lambda value: {(value, 1): 2},
    "object": lambda value: SimpleNamespace(value=value),
    "slots": Slotted,
    "dataclass with slots": Data,
    "bound method": lambda value: Method(value).call,
    "closure": lambda value: lambda: value,
    "default": lambda value: lambda other=value: other,
    "keyword default": lambda value: lambda *, other=value: other,
    "partial": lambda value: functools.partial(print, value),
    "deque": lambda value: deque([value]),
    "queue": lambda value: queued(value, Queue),
    "simple queue": lambda value: queued(value, SimpleQueue),
    "error": ValueError,
    "deep": lambda value: functools.reduce(lambda inner, _: [inner], range(2000), value),
}


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize(
    "hidden",
    [
        NAME,
        f"notebook {NAME}.ipynb",
        Text(NAME),
        NAME.encode(),
        bytearray(NAME.encode()),
        KEY,
        b"x" + KEY + b"x",
        KEY.hex(),
        base64.b64encode(KEY).decode(),
    ],
    ids=repr,
)
def test_it_finds(wrap, hidden):
    if wrap in {"key", "set", "tuple in a dict"} and isinstance(hidden, bytearray):
        hidden = bytes(hidden)
    looked, found = search([WRAPS[wrap](hidden)], [NAME, *forms_of(KEY)])
    assert found
    assert looked >= 1


@pytest.mark.parametrize("wrap", WRAPS)
def test_it_finds_nothing_where_nothing_is(wrap):
    assert not search([WRAPS[wrap]("quiet-otter-27")], [NAME, *forms_of(KEY)])[1]


def test_it_comes_to_an_end_where_things_hold_each_other():
    one, other = [], []
    one.append(other)
    other.append(one)
    assert search([one], [NAME]) == (2, [])

"""A notebook's own simulated arm: the same one again, and nobody else's."""

from __future__ import annotations

import itertools

import pytest

from dobotkit.keeper.arms import Arms
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.word import Word
from dobotkit.simulator.scene import shipped_scene

_names = itertools.count()
BLOCKS = ("red", "green", "blue", "yellow")


@pytest.fixture
def arms():
    """A keeper's simulated arm."""
    arms = Arms({"desk": f"dobotsim://own{next(_names)}?pace=instant"}, Envelope(), Word())
    yield arms
    for loan in arms.loans:
        loan.lease.close()


class Notebook:
    """One that may have arms."""


def things(loan):
    return tuple(thing.name for thing in loan.lease.table_now().things)


def lay_and_close(arms, notebook, options=""):
    lease = arms.open("desk", options, notebook).lease
    lease.set_scene(shipped_scene("blocks"))
    lease.close()


def test_who_opens_it_again_finds_what_was_there(arms):
    notebook = Notebook()
    lay_and_close(arms, notebook)
    assert things(arms.open("desk", "", notebook)) == BLOCKS


def test_another_notebook_has_an_arm_of_its_own(arms):
    lay_and_close(arms, Notebook())
    assert things(arms.open("desk", "", Notebook())) == ()


def test_an_arm_of_another_kind_is_another_arm(arms):
    notebook = Notebook()
    lay_and_close(arms, notebook)
    assert things(arms.open("desk", "seed=3", notebook)) == ()


def test_while_it_is_open_a_second_one_is_another_arm(arms):
    notebook = Notebook()
    first = arms.open("desk", "", notebook)
    first.lease.set_scene(shipped_scene("blocks"))
    second = arms.open("desk", "", notebook)
    assert things(second) == ()
    assert things(first) == BLOCKS

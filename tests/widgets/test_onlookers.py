"""Who looks at a view."""

from __future__ import annotations

from dobotkit.widgets.onlookers import Onlookers


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_nobody_looks_at_what_was_never_shown():
    assert not Onlookers().any


def test_what_is_being_shown_is_looked_at_until_a_page_says_more():
    onlookers = Onlookers()
    onlookers.expect()
    assert onlookers.any
    onlookers.hear("a", sees=True, at_once=True)
    onlookers.hear("a", sees=False, at_once=True)
    assert not onlookers.any


def test_of_two_pages_one_is_enough():
    onlookers = Onlookers()
    onlookers.hear("a", sees=True, at_once=True)
    onlookers.hear("b", sees=True, at_once=True)
    onlookers.hear("a", sees=False, at_once=True)
    assert onlookers.any
    onlookers.hear("b", sees=False, at_once=True)
    assert not onlookers.any


def test_a_page_that_went_without_a_word_is_forgotten():
    clock = Clock()
    onlookers = Onlookers(clock)
    onlookers.hear("a", sees=True, at_once=True)
    clock.now = 30
    onlookers.hear("a", sees=True, at_once=True)
    clock.now = 65
    assert onlookers.any
    clock.now = 75
    assert not onlookers.any


def test_where_a_page_cannot_be_heard_while_a_cell_runs_it_is_taken_to_look():
    clock = Clock()
    onlookers = Onlookers(clock)
    onlookers.hear("a", sees=True, at_once=False)
    onlookers.hear("a", sees=False, at_once=False)
    clock.now = 10_000
    assert onlookers.any


def test_somebody_who_comes_is_noticed_at_once():
    onlookers = Onlookers()
    onlookers.hear("a", sees=False, at_once=True)
    assert not onlookers.came.is_set()
    onlookers.hear("a", sees=True, at_once=True)
    assert onlookers.came.is_set()

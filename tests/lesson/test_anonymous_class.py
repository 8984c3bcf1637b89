"""The goals of lesson 11: solved, half solved, and handed the wrong things."""

from __future__ import annotations

import pytest

from dobotkit.errors import NotYet
from dobotkit.lesson.class_numbers import Number, OpenCount
from dobotkit.lesson.goals import goals_of, questions_of
from dobotkit.lesson.goals.anonymous_class import PROMISES, detective, order, promises

NOT_FINISHED = {"club": ("chess",), "finished": ("no",)}
WITHOUT_GLASSES = NOT_FINISHED | {"glasses": ("no",)}


def number(shown, **where):
    asked = {name: (value,) for name, value in where.items()}
    return Number(shown, asked, rule="shown" if shown else "small-group", used="")


def test_there_are_three_exercises_with_hints_and_four_questions():
    assert list(goals_of("anonymous_class")) == ["detective", "order", "promises"]
    assert all(len(goal.hints) >= 3 for goal in goals_of("anonymous_class").values())
    assert list(questions_of("anonymous_class")) == ["drawn", "anonymous", "hidden", "teacher"]


def test_the_detective_is_done_with_two_large_counts():
    assert detective(OpenCount(6, NOT_FINISHED), OpenCount(5, WITHOUT_GLASSES)) is None


@pytest.mark.parametrize(
    ("big", "small", "words"),
    [
        ((9, {"club": ("chess",)}), (9, {"club": ("chess",)}), "nothing about exercises"),
        ((6, NOT_FINISHED), (1, NOT_FINISHED | {"glasses": ("yes",)}), "small is 1"),
        ((6, NOT_FINISHED), (6, NOT_FINISHED), "not about somebody with glasses"),
        ((14, {"finished": ("no",)}), (9, {"glasses": ("no",), "finished": ("no",)}), "is 5"),
    ],
)
def test_what_the_detective_still_misses(big, small, words):
    assert words in detective(OpenCount(*big), OpenCount(*small)).what


def test_the_order_is_right_when_narrow_is_shown_and_wide_is_hidden():
    narrow, wide = {"club": "chess", "glasses": "no"}, {"club": "chess"}
    assert order(number(9, **narrow), number(None, **wide)) is None
    assert "still hidden" in order(number(None, **narrow), number(9, **wide)).what
    assert "wide is shown" in order(number(9, **narrow), number(9, **wide)).what
    assert "not a part of" in order(number(9, **wide), number(None, **narrow)).what


def test_promises_are_answered_one_by_one():
    assert promises(dict(PROMISES)) is None
    assert "no answer for “asks no name”" in promises({}).what
    assert "is None" in promises(dict.fromkeys(PROMISES)).what
    wrong = dict.fromkeys(PROMISES, True)
    assert promises(wrong).what == "2 answers not right yet."
    assert promises(PROMISES | {"asks no name": False}).what == "1 answer not right yet."


def test_a_check_says_what_it_needs():
    with pytest.raises(NotYet, match="needs big and was given 3"):
        goals_of("anonymous_class")["detective"].check(3, 4)

"""``.why()``: every decision that the kit makes by itself names its rule and what it looked at."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dobotkit
from dobotkit import errors, lesson
from dobotkit.errors import (
    ArmError,
    ArmSilent,
    DobotKitError,
    NotYet,
    NotYours,
    SessionError,
    WordNeeded,
    WrongValue,
)
from dobotkit.keeper import refusals
from dobotkit.lesson.question import Question
from dobotkit.rules import RULES, SESSION_RULES, say
from dobotkit.session.explanation import explain

KIT = Path(dobotkit.__file__).parent


@pytest.mark.parametrize("name", [name for name in errors.__all__ if name != "OutOfReach"])
def test_every_error_of_the_kit_can_be_asked_why(name):
    kind = getattr(errors, name)
    error = kind("It happened.", "Do this.")
    assert "It happened." in error.why()
    assert explain(error).text == error.why()


def _rules_met(*rooms):
    """Every ``rule="…"`` in the code of some rooms, with the name of what is made with it."""
    for room in rooms:
        for path in sorted((KIT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    words = {word.arg: word.value for word in node.keywords}
                    if isinstance(rule := words.get("rule"), ast.Constant) and rule.value:
                        yield ast.unparse(node.func).rpartition(".")[2], rule.value, set(words)


def test_every_refusal_about_a_session_has_a_rule_and_says_what_was_used():
    met = list(_rules_met("keeper/people", "session"))
    assert {"token", "permission", "withdrawn", "never", "one purpose", "complaints"} <= {
        rule for _, rule, _ in met
    }
    for made, rule, words in met:
        assert rule in SESSION_RULES, rule
        assert "used" in words, f"{made} by the rule {rule} does not say what was looked at"


def test_every_session_error_is_made_with_a_rule_where_it_is_a_decision():
    """Only what merely happened has none: a session that is over, a file that is not there."""
    kinds = {name for name in errors.__all__ if issubclass(getattr(errors, name), SessionError)}
    without = set()
    for room in ("keeper", "session", "lesson"):
        for path in sorted((KIT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in kinds:
                    words = {word.arg for word in node.keywords}
                    if "rule" not in words:
                        without.add(ast.unparse(node.func))
    assert without <= {"SessionOver", "CopyError"}


MADE = {
    "a speed": refusals.too_fast("speed", 300, 100),
    "a box": refusals.inside_a_box((200.0, 0.0, 0.0, 0.0), "camera stand"),
    "a word": WordNeeded("No.", "Ask.", rule="teacher's word", set_by="desk"),
    "a token": NotYours("No.", "Ask.", rule="token", used="a hash"),
    "an exercise": NotYet("lift: the arm is at z=20.", "Go up."),
    "an answer": Question("1 + 1?", {2: "Yes.", 3: "One less."}, 2).judge("3"),
}


@pytest.mark.parametrize("name", MADE)
def test_an_explanation_names_the_rule_and_what_was_used(name):
    told = explain(MADE[name])
    assert told.rule
    assert told.text == MADE[name].why()
    assert repr(told) == told.text
    assert told._repr_html_().startswith("<p>")
    about = say(told.rule) if told.rule in RULES else "camera stand"
    assert about.split(".")[0] in told.text or told.rule in told.text


def test_what_was_looked_at_is_told():
    assert explain(MADE["a speed"]).used == "300 mm/s"
    assert explain(MADE["a token"]).used == "a hash"
    assert "z=20" in explain(MADE["an exercise"]).text
    assert "3" in explain(MADE["an answer"]).text
    assert "your answer" in explain(MADE["an answer"]).text


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_be_asked_about_without_an_error(rule):
    told = explain(rule)
    assert told.rule == rule
    assert len(told.text) > len(rule) + 20
    assert not told.text.startswith(f"Rule “{rule}”. Rule: ")


def test_all_rules_are_listed_and_nobody_is():
    told = explain()
    assert "No list is kept" in told.text
    for rule in RULES:
        assert f"\n{rule}: " in told.text


@pytest.mark.parametrize("thing", [3, object(), ValueError("x"), NotYours, ["token"]])
def test_what_is_no_decision_is_said_to_be_none(thing):
    with pytest.raises(WrongValue, match="no decision of the kit"):
        explain(thing)


def test_a_rule_that_is_none_is_compared_with_those_there_are():
    with pytest.raises(WrongValue, match="Did you mean 'token'"):
        explain("tokn")
    with pytest.raises(WrongValue, match="lists all rules"):
        explain("xyzzy plugh")


def test_anything_with_why_can_be_explained():
    class Cell:
        rule, used = "small numbers", "how many are in it"

        def why(self):
            return "Fewer than 5."

    told = explain(Cell())
    assert (told.text, told.rule, told.used) == (
        "Fewer than 5.", "small numbers", "how many are in it",
    )  # fmt: skip


def test_what_just_happened_has_no_rule():
    told = explain(ArmSilent("Nothing answers.", "Switch it on."))
    assert told.rule == ""
    assert "no rule behind this" in told.text
    assert issubclass(ArmError, DobotKitError)
    assert callable(lesson.check)

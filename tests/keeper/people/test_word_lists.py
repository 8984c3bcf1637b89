"""No pseudonym is somebody's name, and none hurts: as far as lists can tell."""

from __future__ import annotations

import pytest

from dobotkit.keeper.people.words import words
from tests.keeper.people.name_lists import names, own, plain, rude_across, rude_inside, unkind

ALL = (*words().adjectives, *words().animals)


@pytest.mark.parametrize("name", own()["controls"]["first_names"])
def test_the_check_finds_first_names(name):
    assert name in names().first


@pytest.mark.parametrize("name", own()["controls"]["second_names"])
def test_the_check_finds_second_names(name):
    assert name in names().second


def test_the_check_finds_what_is_rude():
    assert rude_inside("peacock")
    assert "rat" in unkind()["groups"]["fear_and_falsehood"]


def test_names_are_compared_without_marks_and_in_latin_letters():
    assert plain("Nguyễn") == "nguyen"
    assert plain("Żółć") == "zolc"
    assert plain("Юлия") == "yuliya"
    assert plain("Θεόδωρος") == "theodoros"


def test_there_are_lists_of_at_least_twelve_languages():
    languages = {where.partition("_")[0] for where in names().lists if ":" not in where}
    assert len(languages) >= 12
    assert len(names().first) > 25_000


@pytest.mark.parametrize("kind", ["first", "second"])
def test_no_word_is_a_name(kind):
    known = getattr(names(), kind)
    assert {word: sorted(known[word]) for word in ALL if word in known} == {}


def test_no_word_is_unkind():
    groups = unkind()["groups"]
    assert {(w, g) for w in ALL for g, bad in groups.items() if w in bad} == set()


def test_no_word_has_a_rude_one_inside():
    harmless = unkind()["false_alarms"]
    found = {word: rude_inside(word) - set(harmless.get(word, ())) for word in ALL}
    assert {word: bad for word, bad in found.items() if bad} == {}
    # An exception that is no longer needed would hide the next one.
    assert {w: set(bad) for w, bad in harmless.items()} == {w: rude_inside(w) for w in harmless}


def test_no_two_words_read_together_are_rude():
    # Spoken, the hyphen is not heard.
    said = words()
    across = rude_across(said.adjectives, said.animals)
    assert {pair: bad for pair, bad in across.items() if pair not in said.never} == {}
    assert ("snug", "lynx") in across


def test_every_pair_that_mocks_could_be_drawn_without_its_rule():
    assert {first for first, _ in words().never} <= set(words().adjectives)
    assert {second for _, second in words().never} <= set(words().animals)

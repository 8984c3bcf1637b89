"""Pseudonyms are drawn: evenly enough, never twice, never from anything known."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.keeper.people import words as room
from dobotkit.keeper.people.words import PSEUDONYM, Words, colour, draw, words


@given(st.integers())
def test_a_pseudonym_is_three_parts(seed):
    name = draw(Random(seed))
    assert PSEUDONYM.fullmatch(name)
    first, second, number = name.split("-")
    assert first in words().adjectives
    assert second in words().animals
    assert (first, second) not in words().never
    assert int(number) in words().numbers


def test_the_same_seed_draws_the_same():
    assert draw(Random(7)) == draw(Random(7))
    assert colour(Random(7)) == colour(Random(7))


def test_the_one_of_the_lessons_can_be_drawn():
    assert ("quiet", "otter") in set(words().pairs)
    assert 27 in words().numbers


def test_there_are_enough():
    assert words().how_many > 800_000
    assert len(words().adjectives) > 100
    assert len(words().animals) >= 95


def test_the_page_about_them_says_how_many():
    page = (Path(__file__).resolve().parents[3] / "docs/pseudonyms.md").read_text(encoding="utf-8")
    said = words()
    assert f"{len(said.adjectives)} adjectives, {len(said.animals)} animals" in page
    assert f"without {len(said.never)} pairs that mock: {said.how_many:,} pseudonyms" in page
    assert f"({len(said.pairs):,})" in page


def test_each_word_stands_once():
    everything = (*words().adjectives, *words().animals, *words().colours)
    assert len(set(everything)) == len(everything)


def test_numbers_are_no_ages_and_no_signs():
    assert min(words().numbers) > 19
    assert not {28, 39, 44, 69, 88} & set(words().numbers)


def test_pairs_that_mock_are_never_drawn():
    rng = Random(1)
    pairs = {tuple(draw(rng).split("-")[:2]) for _ in range(3000)}
    assert len(pairs) > 2500
    assert not pairs & words().never


def test_live_sessions_share_no_pair_of_words():
    rng, taken = Random(3), set()
    for _ in range(200):
        taken.add(draw(rng, taken))
    assert len({name.rpartition("-")[0] for name in taken}) == 200


@pytest.fixture
def few(monkeypatch):
    """Return a list with two pseudonyms of one pair, and one pair that mocks."""
    some = Words(("calm",), ("otter", "moth"), (27, 31), ("blue",), frozenset({("calm", "moth")}))
    monkeypatch.setattr(room, "words", lambda: some)
    return some


@pytest.mark.usefixtures("few")
def test_when_all_pairs_are_spoken_for_numbers_still_differ():
    assert draw(Random(1), ["calm-otter-27"]) == "calm-otter-31"


def test_when_all_are_taken_it_says_so(few):
    with pytest.raises(LookupError, match="All 2 pseudonyms are taken"):
        draw(Random(1), ["calm-otter-27", "calm-otter-31"])
    assert few.how_many == 2


def test_chance_is_spread_over_all_words():
    rng = Random(5)
    animals = {draw(rng).split("-")[1] for _ in range(2000)}
    assert animals == set(words().animals)
    assert {colour(rng) for _ in range(200)} == set(words().colours)

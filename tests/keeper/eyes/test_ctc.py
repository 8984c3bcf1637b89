"""The best text of a length, against all texts there are."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.keeper.eyes.ctc import greedy, likeliest, through

CLASSES = 4  # a blank and three characters


def best_of(logs: np.ndarray, text: tuple[int, ...]) -> float:
    """How good the best path is that spells a text: all paths are tried."""
    steps = len(logs)
    best = -math.inf
    for path in itertools.product(range(CLASSES), repeat=steps):
        spelt = tuple(one for one, _ in itertools.groupby(path) if one)
        if spelt == text:
            best = max(best, sum(logs[step, one] for step, one in enumerate(path)))
    return best


@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(3, 5))
def test_every_score_is_that_of_the_best_path_through_it(seed, positions, steps):
    draw = np.random.default_rng(seed)
    chances = draw.dirichlet([0.4] * CLASSES, steps).astype(np.float32)
    allowed = draw.random((positions, CLASSES - 1)) < 0.8
    allowed[:, 0] = True
    logs = likeliest(chances)
    texts = {
        text: best_of(logs, text)
        for text in itertools.product(range(1, CLASSES), repeat=positions)
        if all(allowed[place, one - 1] for place, one in enumerate(text))
    }
    top = max(texts.values())
    found, best = through(logs, allowed)
    if top > -math.inf:
        assert best == pytest.approx(top, abs=1e-3)
    assert found.shape == allowed.shape
    for place, one in np.ndindex(allowed.shape):
        with_it = [score for text, score in texts.items() if text[place] == one + 1]
        want = max(with_it, default=-math.inf) - top
        if top == -math.inf:
            continue  # so many characters do not fit into so few steps
        if want == -math.inf:
            assert found[place, one] < -1e6
        else:
            assert found[place, one] == pytest.approx(want, abs=1e-3)


def test_two_alike_need_a_blank_between_them():
    chances = np.array([[0.1, 0.9], [0.4, 0.6], [0.1, 0.9]], np.float32)
    assert [one for one, _ in greedy(chances)] == [1]
    # Told that there are two, it finds the blank.
    assert through(likeliest(chances), np.ones((2, 1), np.bool_)).losses.tolist() == [[0], [0]]


def test_the_greedy_path_says_how_sure_each_character_is():
    chances = np.array([[0.2, 0.8, 0], [0.1, 0.9, 0], [0.7, 0.1, 0.2], [0.3, 0, 0.7]], np.float32)
    (one, first), (two, second) = greedy(chances)
    assert (one, two) == (1, 2)
    assert (first, second) == (pytest.approx(0.9), pytest.approx(0.7))
    assert greedy(np.ones((3, 1), np.float32)) == []

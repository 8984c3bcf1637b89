"""Who is who among several faces at once: against every possible way of pairing them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dobotkit.keeper.eyes.assignment import best_pairs


def worth(pairs: dict[int, int], alike: np.ndarray, threshold: float) -> float:
    return sum(float(alike[one]) - threshold for one in pairs.items())


def best_of_all(alike: np.ndarray, threshold: float) -> float:
    rows, columns = alike.shape
    best = 0.0
    for many in range(min(rows, columns) + 1):
        for chosen in itertools.combinations(range(rows), many):
            for places in itertools.permutations(range(columns), many):
                pairs = dict(zip(chosen, places, strict=True))
                if all(alike[one] >= threshold for one in pairs.items()):
                    best = max(best, worth(pairs, alike, threshold))
    return best


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 3), (4, 3), (3, 5), (5, 4)])
@pytest.mark.parametrize("seed", range(6))
def test_no_other_way_of_pairing_is_worth_more(shape, seed):
    alike = np.random.default_rng(seed).uniform(0.3, 0.9, shape).astype(np.float32)
    for threshold in (0.35, 0.56, 0.8):
        pairs = best_pairs(alike, threshold)
        assert all(alike[one] >= threshold for one in pairs.items())
        assert len(set(pairs.values())) == len(pairs)
        assert worth(pairs, alike, threshold) == pytest.approx(best_of_all(alike, threshold))


def test_the_second_face_does_not_take_what_fits_the_first_one_better():
    # Looked up one after the other, face 0 would take visitor 0, and face 1 would be new.
    alike = np.array([[0.80, 0.78], [0.90, 0.30]], np.float32)
    assert best_pairs(alike, 0.56) == {0: 1, 1: 0}
    # Twins, and one visitor: one of them is new.
    assert best_pairs(np.array([[0.80], [0.85]], np.float32), 0.56) == {1: 0}


def test_the_threshold_itself_is_enough_and_nothing_below_it():
    alike = np.array([[0.5]], np.float32)
    assert best_pairs(alike, 0.5) == {0: 0}
    assert best_pairs(alike, 0.51) == {}
    assert best_pairs(np.zeros((2, 0), np.float32), 0.5) == {}
    assert best_pairs(np.zeros((0, 2), np.float32), 0.5) == {}


def test_twenty_faces_find_their_twenty_templates():
    order = np.random.default_rng(3).permutation(20)
    alike = np.full((20, 20), 0.2, np.float32)
    alike[np.arange(20), order] = 0.9
    assert best_pairs(alike, 0.56) == dict(enumerate(order.tolist()))

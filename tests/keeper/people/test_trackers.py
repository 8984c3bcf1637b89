"""The linear audit, against an attacker who is written differently: ranks of all subsets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.keeper.people.trackers import isolates

K = 3


def bits(*sets_of_people: set[int], n: int) -> dict[int, int]:
    """Return the kinds of ``n`` people, given who is counted in which count."""
    columns: dict[int, int] = {}
    for person in range(n):
        kind = sum(1 << at for at, people in enumerate(sets_of_people) if person in people)
        columns[kind] = columns.get(kind, 0) + 1
    return columns


EVERYBODY = set(range(12))


def test_the_size_of_the_class_isolates_nobody():
    assert not isolates(bits(EVERYBODY, n=12), 1, 0, K)


def test_a_small_count_does():
    assert isolates(bits(EVERYBODY, {0, 1}, n=12), 1, 0b10, K)


def test_what_a_count_leaves_over_does_too():
    assert isolates(bits(EVERYBODY, EVERYBODY - {0, 1}, n=12), 1, 0b10, K)


def test_a_difference_of_two_harmless_counts_does():
    chess, without_glasses = set(range(6)), set(range(1, 6))
    assert not isolates(bits(EVERYBODY, chess, n=12), 1, 0b10, K)
    assert isolates(bits(EVERYBODY, chess, without_glasses, n=12), 1, 0b110, K)


def test_a_tracker_of_three_counts_does():
    # Denning's individual tracker: |A| + |B| - |A or B| is about who is in both.
    a, b = set(range(6)), {0, 6, 7, 8}
    assert not isolates(bits(EVERYBODY, a, b, n=12), 1, 0b110, K)
    assert isolates(bits(EVERYBODY, a, b, a | b, n=12), 1, 0b1110, K)


def test_that_nobody_is_left_over_tells_something_about_all():
    # All of the chess club walk: the two counts are the same, and that says so.
    chess = set(range(6))
    columns = bits(EVERYBODY, chess, chess, n=12)
    assert not isolates(columns, 1, 0b110, K)
    columns[0b011] = 0  # in the chess club, and not walking: possible, though nobody is
    assert isolates(columns, 1, 0b110, K)


def test_what_everybody_knows_is_not_held_against_a_count():
    # One has joined, which everybody sees from the size of the class.
    columns = bits(EVERYBODY - {0}, EVERYBODY, set(range(6, 12)), n=12)
    assert not isolates(columns, 0b011, 0, K)
    assert not isolates(columns, 0b011, 0b100, K)


def oracle(counts: list[set[int]], n: int) -> bool:
    matrix = np.array([[person in people for person in range(n)] for people in counts], float)
    rank = np.linalg.matrix_rank(matrix)
    for size in range(1, K):
        for some in combinations(range(n), size):
            others = [person for person in range(n) if person not in some]
            if np.linalg.matrix_rank(matrix[:, others]) < rank:
                return True
    return False


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sets(st.integers(0, 8), min_size=1), max_size=6))
def test_it_finds_what_an_attacker_finds_who_tries_all_groups(counts):
    everybody = set(range(9))
    columns = bits(everybody, *counts, n=9)
    shown = (1 << len(counts)) - 1 << 1
    assert isolates(columns, 1, shown, K) == oracle([everybody, *counts], 9)

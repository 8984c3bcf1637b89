"""Who has finished? An attacker who sees everybody in the room asks for counts.

Seen of each pupil: club, way to school, glasses. Wanted: whether the exercises are
finished; found out where all who look the same have, or none of them. The attacker is
given exact numbers even where the kit rounds them.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from random import Random

import pytest

from dobotkit.class_messages import ATTRIBUTES
from dobotkit.keeper.people.aggregate import Guard, K, fits
from dobotkit.keeper.people.made_up import VISIBLE, invented

PUPILS = [dict(answers) for _, answers in invented()]
KINDS = Counter(tuple(one[name] for name in VISIBLE) for one in PUPILS)


def choices(name):
    """Return every way to ask about one attribute: any value, or some of them."""
    values = ATTRIBUTES[name]
    some = [frozenset(c) for r in range(1, len(values)) for c in combinations(values, r)]
    return [{}, *({name: one} for one in some)]


GROUPS = [
    {name: values for part in parts for name, values in part.items()}
    for parts in product(*map(choices, VISIBLE))
]
NOT_FINISHED = {"finished": frozenset({"no"})}


def count(where):
    return sum(fits(one, where) for one in PUPILS)


def found_out(groups):
    """Return of how many pupils it follows, from the unfinished in these groups, who has finished.

    All ways to spread those who have not finished over the kinds of pupils that are seen are
    tried, as long as they lead to the counts that were shown.
    """
    kinds = list(KINDS)
    inside = [
        tuple(fits(dict(zip(VISIBLE, kind, strict=True)), group) for group in groups)
        for kind in kinds
    ]
    target = tuple(count(group | NOT_FINISHED) for group in groups)

    def steps(order):
        reached = [{(0,) * len(groups)}]
        for at in order:
            new = {
                plus(sums, n, inside[at])
                for sums in reached[-1]
                for n in range(KINDS[kinds[at]] + 1)
            }
            reached.append({sums for sums in new if not above(sums, target)})
        return reached

    before, after = steps(range(len(kinds))), steps(reversed(range(len(kinds))))
    known = 0
    for at, kind in enumerate(kinds):
        rest = after[len(kinds) - 1 - at]
        possible = [
            n
            for n in range(KINDS[kind] + 1)
            if any(
                tuple(t - s for t, s in zip(target, plus(sums, n, inside[at]), strict=True)) in rest
                for sums in before[at]
            )
        ]
        known += KINDS[kind] * (possible in ([0], [KINDS[kind]]))
    return known


def plus(sums, n, inside):
    return tuple(a + n * b for a, b in zip(sums, inside, strict=True))


def above(sums, target):
    return any(a > b for a, b in zip(sums, target, strict=True))


def independent(groups):
    """Leave out what follows from the others, to save time: by elimination over the kinds."""
    basis, kept = [], []
    for group in groups:
        row = [float(fits(dict(zip(VISIBLE, kind, strict=True)), group)) for kind in KINDS]
        for at, other in basis:
            if row[at]:
                row = [a - row[at] * b for a, b in zip(row, other, strict=True)]
        at = next((i for i, value in enumerate(row) if abs(value) > 1e-9), None)
        if at is not None:
            basis.append((at, [value / row[at] for value in row]))
            kept.append(group)
    return kept


def test_the_open_table_gives_a_third_of_them_away():
    exact = [{name: frozenset({v}) for name, v in zip(VISIBLE, k, strict=True)} for k in KINDS]
    assert len(PUPILS) == 24
    assert found_out(exact) == 8


def test_hiding_only_small_counts_does_not_help_at_all():
    # As many independent counts of at least five as there are kinds: each kind follows.
    naive = independent([group for group in GROUPS if count(group | NOT_FINISHED) >= K])
    assert len(naive) == len(KINDS)


@pytest.mark.parametrize("seed", range(3))
def test_what_the_kit_shows_gives_nobody_away(seed):
    guard = Guard(ATTRIBUTES, lambda: 0.0, visible=VISIBLE)
    guard.look(dict(enumerate(PUPILS)))
    questions = [group | NOT_FINISHED for group in GROUPS] + GROUPS[1:]
    Random(seed).shuffle(questions)
    for question in questions[:90]:
        guard.count(question)
    shown = [group for group in GROUPS if group | NOT_FINISHED in guard.log]
    assert guard.log
    assert found_out(independent(shown)) == 0

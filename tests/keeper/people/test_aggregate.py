"""Numbers about a class: what a patient attacker can work out from all that is shown."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.keeper.people.aggregate import EVERY_S, Guard, rounded

CLUBS = {"club": ("chess", "music", "robots"), "glasses": ("no", "yes")}
KINDS = list(product(*CLUBS.values()))


class Clock:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def where(**values):
    return {name: frozenset([one] if isinstance(one, str) else one) for name, one in values.items()}


def pupils(counts):
    """Return a class with so many pupils of each kind."""
    everybody = [kind for kind, count in zip(KINDS, counts, strict=True) for _ in range(count)]
    return {number: dict(zip(CLUBS, kind, strict=True)) for number, kind in enumerate(everybody)}


def fits(kind, asked):
    one = dict(zip(CLUBS, kind, strict=True))
    return all(one[name] in values for name, values in asked.items())


@pytest.fixture
def clock():
    return Clock()


def test_shown_counts_are_multiples_of_three():
    assert [rounded(n) for n in range(5, 13)] == [6, 6, 6, 9, 9, 9, 12, 12]


@pytest.mark.parametrize(
    ("chess", "shown"), [(0, False), (4, False), (5, True), (12, True), (19, True), (20, False)]
)
def test_a_count_is_hidden_on_both_sides(clock, chess, shown):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([chess, 0, 0, 0, 24 - chess, 0]))
    number = guard.count(where(club="chess"))
    assert (number.shown is not None) == shown
    assert number.rule == ("shown" if shown else "small-group")


def test_of_a_small_class_nothing_is_shown(clock):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([2, 2, 0, 0, 0, 0]))
    assert guard.count(where(club="chess")).rule == "small-class"


def test_a_second_cell_is_hidden_when_the_first_could_be_worked_out(clock):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([10, 0, 8, 0, 2, 0]))
    shown = [n.shown for n in guard.table(where(club=club) for club in CLUBS["club"])]
    assert shown == [9, None, None]


def test_as_many_cells_are_hidden_as_it_takes(clock):
    # 1 and 2 are hidden; 3 people could still be worked out, so 7 goes too.
    guard = Guard({"club": ("a", "b", "c", "d")}, clock)
    sizes = {"a": 14, "b": 7, "c": 2, "d": 1}
    flat = [club for club, size in sizes.items() for _ in range(size)]
    guard.look({number: {"club": club} for number, club in enumerate(flat)})
    assert [n.shown for n in guard.table(where(club=c) for c in "abcd")] == [15, None, None, None]


def test_a_difference_is_refused_that_would_be_about_one(clock):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([8, 1, 5, 3, 4, 3]))
    assert guard.count(where(club="chess")).shown == 9
    refused = guard.count(where(club="chess", glasses="no"))
    assert (refused.shown, refused.rule, refused.earlier) == (None, "small-group", 1)


def test_the_other_way_round_as_well(clock):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([8, 1, 5, 3, 4, 3]))
    assert guard.count(where(club="chess", glasses="no")).shown == 9
    assert guard.count(where(club="chess")).shown is None


def test_of_a_group_that_everybody_sees_the_rest_is_looked_at_too(clock):
    # Everybody sees who is in the chess club: 7 of these 9 have glasses, so 2 have none.
    class_now = pupils([2, 7, 5, 3, 4, 3])
    for visible, shown in (((), 6), (("club",), None)):
        guard = Guard(CLUBS, clock, visible=visible)
        guard.look(class_now)
        assert guard.count(where(club="chess", glasses="yes")).shown == shown


def test_the_same_count_can_be_asked_for_again_and_counts_once(clock):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([8, 1, 5, 3, 4, 3]))
    for _ in range(3):
        assert guard.count(where(club="chess")).shown == 9
    assert len(guard.log) == 1


def test_after_many_different_counts_it_is_enough(clock):
    # Five pupils of each of many kinds: nothing there is small.
    many = {"a": ("1", "2", "3"), "b": ("1", "2", "3"), "c": ("1", "2", "3")}
    guard = Guard(many, clock)
    kinds = list(product(*many.values())) * 5
    guard.look({n: dict(zip(many, kind, strict=True)) for n, kind in enumerate(kinds)})
    some = [s for r in (1, 2) for s in combinations("123", r)]
    rules = [
        guard.count(where(a=a, b=b, c=c)).rule for a, b, c in product(some[:4], some[:4], some[:4])
    ]
    assert rules[:40] == ["shown"] * 40
    assert rules[-1] == "enough-asked"


def test_a_second_look_needs_time_and_changes(clock):
    guard = Guard(CLUBS, clock)
    class_now = pupils([8, 2, 5, 3, 4, 2])
    guard.look(class_now)
    before = guard.count(where(club="chess")).shown
    for who in range(4):
        class_now[who] = {"club": "robots", "glasses": "no"}
    clock.now = EVERY_S
    assert guard.look(class_now) == EVERY_S
    assert guard.count(where(club="chess")).shown == before
    class_now[4] = {"club": "robots", "glasses": "no"}
    assert guard.look(class_now) == 0.0
    clock.now += EVERY_S - 1
    for who in range(5):
        class_now[who] = {"club": "music", "glasses": "no"}
    assert guard.look(class_now) == EVERY_S - 1


def test_who_was_deleted_is_not_told_by_the_next_count(clock):
    guard = Guard(CLUBS, clock)
    guard.look(pupils([9, 3, 4, 3, 3, 2]))
    assert guard.count(where(club="chess")).shown == 12
    assert guard.forget(0)
    assert not guard.forget(0)
    assert guard.size == 23
    # 11 now, and 12 before: the difference would be the one who has gone.
    assert guard.count(where(club="chess")).shown is None
    # What the one who has gone is not in tells nothing.
    assert guard.count(where(club="music")).shown == 6


def values_of(kinds, consistent):
    return {sum(world[index] for index in kinds) for world in consistent}


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_small_number_follows_from_what_is_shown(data):
    # All classes of so many pupils that would have led to the same exact numbers, which
    # is more than an attacker has: shown numbers are rounded.
    k, n = 3, data.draw(st.integers(6, 9))
    counts = data.draw(
        st.lists(st.integers(0, n), min_size=5, max_size=5)
        .map(sorted)
        .map(lambda cuts: [b - a for a, b in zip([0, *cuts], [*cuts, n], strict=True)])
    )
    guard = Guard(CLUBS, Clock(), k=k)
    guard.look(pupils(counts))
    questions = data.draw(st.lists(st.sampled_from(QUESTIONS), max_size=8))
    if data.draw(st.booleans()):
        guard.table(questions)
    else:
        for asked in questions:
            guard.count(asked)
    shown = [[fits(kind, asked) for kind in KINDS] for asked in guard.log]
    truth = np.array(shown, int).reshape(-1, 6) @ np.array(counts)
    worlds = WORLDS[n]
    consistent = worlds[(worlds @ np.array(shown, int).reshape(-1, 6).T == truth).all(axis=1)]
    for some in SUBSETS:
        values = consistent[:, list(some)].sum(axis=1)
        small = min(sum(counts[i] for i in some), n - sum(counts[i] for i in some)) < k
        if small:
            assert values.min() < values.max(), (counts, guard.log, some)


VALUES = {
    name: [frozenset(some) for r in range(1, len(all_) + 1) for some in combinations(all_, r)]
    for name, all_ in CLUBS.items()
}
QUESTIONS = [{"club": a, "glasses": b} for a, b in product(VALUES["club"], VALUES["glasses"])]
SUBSETS = [some for r in range(1, 6) for some in combinations(range(6), r)]


def worlds(n):
    """All classes of ``n`` pupils: how many there are of each of six kinds."""
    cuts = np.array(list(combinations(range(n + 5), 5)))
    edges = np.hstack([np.full((len(cuts), 1), -1), cuts, np.full((len(cuts), 1), n + 5)])
    return np.diff(edges, axis=1) - 1


WORLDS = {n: worlds(n) for n in range(6, 10)}


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_nor_from_what_is_shown_while_pupils_come_and_go(data):  # noqa: C901 - one story
    # Over time, each pupil is an unknown: no sum of shown counts is about fewer than k,
    # unless everybody sees it from the sizes of the class alone.
    k, clock = 3, Clock()
    guard = Guard(CLUBS, clock, k=k)
    room, fresh, sizes, shown, then = {}, iter(range(1000)), [], [], 1
    for _ in range(data.draw(st.integers(1, 4))):
        clock.now += EVERY_S
        for _ in range(data.draw(st.integers(0, 6))):
            room[next(fresh)] = dict(zip(CLUBS, data.draw(st.sampled_from(KINDS)), strict=True))
        for who in data.draw(st.lists(st.sampled_from(sorted(room)), max_size=3)) if room else ():
            room.pop(who, None)
            if data.draw(st.booleans()):
                guard.forget(who)
                sizes.append(guard.seen)
        guard.look(room)
        sizes.append(guard.seen)
        for asked in data.draw(st.lists(st.sampled_from(QUESTIONS), max_size=4)):
            before = len(guard.log)
            guard.count(asked)
            if len(guard.log) > before:
                shown.append((sizes[-1], asked))
                then = len(sizes)
    # Nobody can help it that somebody goes afterwards; from then on more is refused.
    del sizes[then:]
    everybody = {who: one for seen in sizes for who, one in seen.items()}
    public = [[who in seen for who in everybody] for seen in sizes]
    counted = [
        [who in seen and fits(one.values(), asked) for who, one in everybody.items()]
        for seen, asked in shown
    ]
    # Whoever is there together could be of any kind: nobody knows beforehand.
    for there in {tuple(column) for column in zip(*public, strict=True)}:
        for kind in KINDS:
            at = {id(seen): here for seen, here in zip(sizes, there, strict=True)}
            for row, here in zip(public, there, strict=True):
                row.append(here)
            for row, (seen, asked) in zip(counted, shown, strict=True):
                row.append(at[id(seen)] and fits(kind, asked))
    known, all_ = np.array(public, float), np.array([*public, *counted], float)
    people = len(everybody)
    real = {tuple(column) for column in all_[:, :people].T}
    empty = [i for i in range(people, all_.shape[1]) if tuple(all_[:, i]) not in real]
    full = [i for i in range(people, all_.shape[1]) if tuple(all_[:, i]) in real]
    for size in range(k):
        for some in combinations(range(people), size):
            # Who is alike is counted alike.
            alike = {tuple(all_[:, i]) for i in some}
            also = [i for i in full if tuple(all_[:, i]) in alike]
            group = [*some, *empty, *also]
            assert alone(all_, group) == alone(known, group)


def alone(matrix, group):
    """Return how many independent sums of rows are about ``group`` and nobody else."""
    rest = np.delete(matrix, group, axis=1)
    return np.linalg.matrix_rank(matrix) - (np.linalg.matrix_rank(rest) if rest.size else 0)


def test_who_comes_is_not_told_by_the_next_count(clock):
    guard = Guard(CLUBS, clock)
    room = pupils([9, 3, 4, 3, 3, 2])
    guard.look(room)
    assert guard.count(where(club="chess")).shown == 12
    clock.now += EVERY_S
    # One comes, and four change something else: five changes.
    room |= {100: {"club": "music", "glasses": "no"}}
    room |= {who: {"club": "chess", "glasses": "yes"} for who in range(4)}
    assert guard.look(room) == 0.0
    assert guard.size == 25
    assert guard.count(where(club="chess")).shown is None

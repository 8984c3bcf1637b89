"""Sessions in the keeper: whose they are, how long they last, and that they are forgotten."""

from __future__ import annotations

import re

import pytest

from dobotkit.errors import NotYours
from dobotkit.keeper.people.people import People
from dobotkit.keeper.people.sessions import LASTS_S
from dobotkit.keeper.people.tokens import draw_token, key_of
from dobotkit.keeper.people.tries import FREE, REST_S, WAIT_S
from dobotkit.memory_search import search
from dobotkit.people_messages import (
    TOKEN,
    AskHeld,
    AskLedger,
    AskSession,
    ComeBack,
    DeleteMine,
    EndSession,
    GivePermission,
    KeepSession,
    OpenSession,
    ReleasePermission,
    TakePermission,
    WithdrawPermission,
)

NOBODYS = "00000-00000-00000-00000-00000"


class Keeper:
    def __init__(self) -> None:
        self.now = 0.0
        self.people = People(lambda: self.now)

    def __call__(self, notebook, ask):
        return self.people.answer(notebook, ask)


@pytest.fixture
def keeper():
    return Keeper()


class Notebook:
    """Stands for a connection; the keeper only asks whether it is the same."""


@pytest.fixture
def anna():
    return Notebook()


@pytest.fixture
def ben():
    return Notebook()


def everything_about(token):
    return [
        kind(token=token)
        for kind in (ComeBack, KeepSession, AskSession, AskLedger, AskHeld, EndSession, DeleteMine)
    ] + [
        kind(token=token, permission="camera")
        for kind in (TakePermission, ReleasePermission, WithdrawPermission, GivePermission)
    ]


def is_forgotten(keeper, opened):
    needles = (opened.token, opened.pseudonym, key_of(opened.token))
    return not search([keeper.people], needles)[1]


def test_a_token_is_drawn_and_its_hash_is_all_that_stays(keeper, anna):
    opened = keeper(anna, OpenSession())
    assert re.fullmatch(TOKEN, opened.token)
    assert not search([keeper.people], [opened.token, opened.token[:11]])[1]
    # The search would have found it.
    assert search([keeper.people, {"note": [opened.token]}], [opened.token])[1]
    assert search([keeper.people], [key_of(opened.token)])[1]
    assert search([keeper.people], [opened.pseudonym])[1]


def test_tokens_are_never_the_same():
    drawn = {draw_token() for _ in range(2000)}
    assert len(drawn) == 2000
    assert set("".join(drawn)) == set("0123456789abcdefghjkmnpqrstvwxyz-")


@pytest.mark.parametrize("ask", everything_about(NOBODYS))
def test_nothing_is_done_without_the_right_token(keeper, anna, ask):
    keeper(anna, OpenSession())
    with pytest.raises(NotYours) as refused:
        keeper(anna, ask)
    assert refused.value.rule == "token"
    assert "teacher" in refused.value.why()
    assert ask.token not in str(refused.value) + refused.value.why() + repr(refused.value)


@pytest.mark.parametrize("end", [EndSession, DeleteMine])
def test_the_end_forgets_everything(keeper, anna, end):
    opened = keeper(anna, OpenSession())
    keeper(anna, TakePermission(token=opened.token, permission="camera"))
    keeper(anna, WithdrawPermission(token=opened.token, permission="class-table"))
    assert not is_forgotten(keeper, opened)
    keeper(anna, end(token=opened.token))
    assert is_forgotten(keeper, opened)
    assert keeper.people.on == ()
    # And the token of an ended session opens nothing any more.
    with pytest.raises(NotYours):
        keeper(anna, ComeBack(token=opened.token))


def test_delete_counts_what_went_and_proves_it(keeper, anna):
    opened = keeper(anna, OpenSession())
    keeper(anna, TakePermission(token=opened.token, permission="camera"))
    deleted = keeper(anna, DeleteMine(token=opened.token))
    assert {one.row for one in deleted.deleted} >= {"permission-use", "ledger-line", "pseudonym"}
    assert (deleted.left, deleted.searched > 50) == (0, True)


def test_time_is_up_to_the_second(keeper, anna):
    opened = keeper(anna, OpenSession())
    keeper(anna, KeepSession(token=opened.token))
    keeper.now = LASTS_S - 0.001
    assert keeper(anna, AskSession(token=opened.token)).seconds == pytest.approx(0.001)
    # Also where nobody has swept meanwhile.
    keeper.now = LASTS_S
    with pytest.raises(NotYours):
        keeper(anna, AskSession(token=opened.token))
    assert is_forgotten(keeper, opened)


def test_the_sweep_forgets_a_session_that_nobody_asks_about(keeper, anna):
    opened = keeper(anna, OpenSession())
    keeper(anna, TakePermission(token=opened.token, permission="camera"))
    keeper.now = LASTS_S + 1
    keeper.people.sweep()
    assert is_forgotten(keeper, opened)
    assert keeper.people.on == ()


def test_coming_back_makes_it_last_no_longer(keeper, anna, ben):
    opened = keeper(anna, OpenSession())
    keeper.now = 600
    assert keeper(ben, ComeBack(token=opened.token)).seconds == LASTS_S - 600


def test_a_session_ends_with_its_notebook(keeper, anna):
    opened = keeper(anna, OpenSession())
    keeper.people.gone(anna)
    assert is_forgotten(keeper, opened)


def test_a_session_that_is_kept_does_not(keeper, anna, ben):
    opened = keeper(anna, OpenSession())
    keeper(anna, KeepSession(token=opened.token))
    keeper(anna, TakePermission(token=opened.token, permission="camera"))
    keeper.people.gone(anna)
    assert keeper.people.on == ()
    back = keeper(ben, ComeBack(token=opened.token))
    assert (back.pseudonym, back.colour) == (opened.pseudonym, opened.colour)
    keeper.people.gone(ben)
    assert not is_forgotten(keeper, opened)
    keeper.now = LASTS_S
    keeper.people.sweep()
    assert is_forgotten(keeper, opened)


def test_two_notebooks_of_one_session(keeper, anna, ben):
    opened = keeper(anna, OpenSession())
    keeper(ben, ComeBack(token=opened.token))
    keeper.people.gone(anna)
    assert not is_forgotten(keeper, opened)
    keeper.people.gone(ben)
    assert is_forgotten(keeper, opened)


def test_who_only_shows_the_token_is_in_the_session_too(keeper, anna, ben):
    opened = keeper(anna, OpenSession())
    keeper(ben, AskSession(token=opened.token))
    keeper.people.gone(anna)
    assert keeper(ben, AskSession(token=opened.token)).pseudonym == opened.pseudonym


def test_a_notebook_has_one_session_at_a_time(keeper, anna):
    first = keeper(anna, OpenSession())
    keeper(anna, TakePermission(token=first.token, permission="camera"))
    second = keeper(anna, OpenSession())
    assert keeper.people.on == ()
    assert is_forgotten(keeper, first)
    assert keeper(anna, AskSession(token=second.token)).on == ()


def test_going_over_to_another_session_switches_off_what_was_on(keeper, anna, ben):
    first = keeper(anna, OpenSession())
    keeper(anna, KeepSession(token=first.token))
    keeper(anna, TakePermission(token=first.token, permission="camera"))
    other = keeper(ben, OpenSession())
    keeper(anna, ComeBack(token=other.token))
    assert keeper.people.on == ()
    lines = keeper(ben, AskLedger(token=other.token)).lines
    assert not [line for line in lines if line.what == "camera"]


def test_a_crowd_makes_room_from_those_that_nobody_works_with(keeper, anna):
    mine = keeper(anna, OpenSession())
    for _ in range(300):
        passing = Notebook()
        theirs = keeper(passing, OpenSession())
        keeper(passing, KeepSession(token=theirs.token))
        keeper.people.gone(passing)
    assert keeper(anna, AskSession(token=mine.token)).pseudonym == mine.pseudonym
    assert len(keeper.people._sessions) == 100
    # The oldest has gone, the newest not.
    assert keeper(Notebook(), ComeBack(token=theirs.token)).pseudonym == theirs.pseudonym


def test_even_a_crowd_of_notebooks_has_a_limit(keeper):
    notebooks = [Notebook() for _ in range(130)]
    opened = [keeper(one, OpenSession()) for one in notebooks]
    assert len(keeper.people._sessions) == 100
    assert is_forgotten(keeper, opened[0])
    assert len({one.pseudonym for one in opened[30:]}) == 100


class TestGuessing:
    WRONG = ComeBack(token=NOBODYS)

    def refused(self, keeper, notebook):
        with pytest.raises(NotYours) as refused:
            keeper(notebook, self.WRONG)
        return refused.value.rule

    def test_is_made_slow(self, keeper, anna):
        assert [self.refused(keeper, anna) for _ in range(FREE)] == ["token"] * FREE
        assert [self.refused(keeper, anna) for _ in range(1000)] == ["guessing"] * 1000
        keeper.now += WAIT_S - 0.01
        assert self.refused(keeper, anna) == "guessing"
        keeper.now += 0.01
        assert self.refused(keeper, anna) == "token"
        assert self.refused(keeper, anna) == "guessing"

    def test_the_right_token_waits_as_well(self, keeper, anna, ben):
        opened = keeper(ben, OpenSession())
        for _ in range(FREE):
            self.refused(keeper, anna)
        with pytest.raises(NotYours, match="looked at in 5 s"):
            keeper(anna, ComeBack(token=opened.token))

    def test_is_counted_for_the_whole_lab(self, keeper):
        for _ in range(FREE):
            assert self.refused(keeper, Notebook()) == "token"
        late = Notebook()
        assert self.refused(keeper, late) == "token"
        assert self.refused(keeper, late) == "guessing"

    def test_makes_nobody_else_wait(self, keeper, anna, ben):
        opened = keeper(ben, OpenSession())
        for _ in range(50):
            with pytest.raises(NotYours):
                keeper(anna, self.WRONG)
        assert keeper(ben, AskSession(token=opened.token)).pseudonym == opened.pseudonym
        assert keeper(Notebook(), ComeBack(token=opened.token)).pseudonym == opened.pseudonym

    def test_is_forgotten_after_a_rest(self, keeper, anna):
        for _ in range(FREE + 1):
            self.refused(keeper, anna)
        keeper.now += REST_S + 1
        assert [self.refused(keeper, anna) for _ in range(FREE)] == ["token"] * FREE

    def test_of_a_notebook_that_is_gone_leaves_nothing(self, keeper, anna):
        self.refused(keeper, anna)
        keeper.people.gone(anna)
        assert anna not in keeper.people._tries._wrong

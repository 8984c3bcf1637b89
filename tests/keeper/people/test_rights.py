"""Rights in the keeper: what is held, correcting, and a deletion that is proved by a search."""

from __future__ import annotations

import pytest

from dobotkit.class_messages import JoinClass
from dobotkit.errors import NeverAllowed, NotYours, RightRefused
from dobotkit.keeper.people.holder import Key
from dobotkit.keeper.people.people import People
from dobotkit.keeper.people.rights import MOST_COMPLAINTS_EACH
from dobotkit.keeper.people.tokens import key_of
from dobotkit.memory_search import forms_of, search
from dobotkit.people_messages import (
    AskHeld,
    AskLedger,
    AskSession,
    DeleteMine,
    GivePermission,
    KeepSession,
    OpenSession,
    TakePermission,
    WithdrawPermission,
)
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import Complain, CorrectMine

NOTEBOOK, OTHER = object(), object()


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def people(clock):
    return People(clock)


def begin(people, notebook=NOTEBOOK):
    return people.answer(notebook, OpenSession())


class Remembering:
    """A notebook's block with visitors in it; the drawer itself is elsewhere."""

    def __init__(self, borrower: object, visitors: int) -> None:
        self.borrower, self.visitors = borrower, visitors

    def check_permissions(self) -> None:
        """It goes on."""

    def forget_visitors(self) -> None:
        self.visitors = 0


# The people of a keeper do not keep it alive.
_blocks: list[Remembering] = []


def fill(people, token, notebook=NOTEBOOK):
    """Put something of a session into every store that there is."""
    for ask in (
        KeepSession(token=token),
        TakePermission(token=token, permission="camera"),
        TakePermission(token=token, permission="same-visitor"),
        WithdrawPermission(token=token, permission="class-table"),
        CorrectMine(token=token, what="pseudonym"),
        CorrectMine(token=token, what="robot-colour"),
        Complain(token=token, says="found-out", about="camera"),
        JoinClass(token=token),
    ):
        people.answer(notebook, ask)
    _blocks.append(Remembering(notebook, 2))
    people.drawers.add(_blocks[-1])
    return people.answer(notebook, AskSession(token=token)).pseudonym


def needles(token, pseudonym):
    return (*forms_of(key_of(token)), token, pseudonym)


def test_every_store_has_something_of_a_full_session_and_shows_it(people):
    token = begin(people).token
    fill(people, token)
    key = key_of(token)
    empty = [type(holder).__name__ for holder in people.holders if not holder.access(key)]
    assert empty == [], "put something of a session into it, in fill() above"
    for holder in people.holders:
        assert {entry.row for entry in holder.access(key)} <= set(holder.rows)


def test_access_is_exactly_what_all_stores_hold(people):
    token = begin(people).token
    fill(people, token)
    told = people.answer(NOTEBOOK, AskHeld(token=token))
    held = [entry for holder in people.holders for entry in holder.access(key_of(token))]
    assert (list(told.entries), told.total) == (held, len(held))


def test_another_token_gets_nothing(people):
    mine = begin(people).token
    fill(people, mine)
    yours = begin(people, OTHER).token
    told = people.answer(OTHER, AskHeld(token=yours))
    said = {entry.value for entry in told.entries}
    pseudonym = people.answer(NOTEBOOK, AskSession(token=mine)).pseudonym
    assert pseudonym not in said
    assert not {entry.row for entry in told.entries} & {"correction", "complaint-count"}
    nobodys = "00000-00000-00000-00000-00000"
    for ask in (
        AskHeld(token=nobodys),
        CorrectMine(token=nobodys, what="pseudonym"),
        DeleteMine(token=nobodys),
        Complain(token=nobodys, says="kept"),
    ):
        with pytest.raises(NotYours) as caught:
            people.answer(OTHER, ask)
        assert caught.value.rule == "token"
        assert "not even a teacher" in caught.value.why()


def test_a_corrected_session_is_another_and_its_history_has_no_old_value(people, clock):
    opened = begin(people)
    clock.now += 301
    now = people.answer(NOTEBOOK, CorrectMine(token=opened.token, what="pseudonym"))
    assert (now.pseudonym != opened.pseudonym, now.colour) == (True, opened.colour)
    again = people.answer(NOTEBOOK, CorrectMine(token=opened.token, what="robot-colour"))
    assert (again.pseudonym, again.colour != now.colour) == (now.pseudonym, True)
    history = [
        (entry.what, entry.value)
        for entry in people.holders.access(key_of(opened.token))
        if entry.row == "correction"
    ]
    assert history == [
        ("minutes 5 to 10", "another pseudonym was drawn, 1 ×"),
        ("minutes 5 to 10", "another colour was drawn, 1 ×"),
    ]
    assert search([people], (opened.pseudonym,))[1] == []


def test_deleting_counts_every_row_and_the_search_finds_nothing(people):
    token = begin(people).token
    pseudonym = fill(people, token)
    held = [entry.row for entry in people.holders.access(key_of(token))]
    assert len(search([people], needles(token, pseudonym))[1]) >= 2  # it finds, if there is
    told = people.answer(NOTEBOOK, DeleteMine(token=token))
    assert {one.row: one.count for one in told.deleted} == {row: held.count(row) for row in held}
    assert told.searched > 50
    assert told.left == 0
    assert search([people], needles(token, pseudonym))[1] == []
    assert people.on == ()
    with pytest.raises(NotYours):
        people.answer(NOTEBOOK, AskHeld(token=token))


class Rogue:
    """A store that has not registered."""

    def __init__(self):
        self.seen: dict[Key, str] = {}


@pytest.mark.parametrize("what", ["key", "token", "pseudonym"])
def test_a_store_that_forgot_to_register_is_found(people, what):
    token = begin(people).token
    pseudonym = fill(people, token)
    people.rogue = Rogue()
    planted = {"key": key_of(token), "token": token, "pseudonym": pseudonym}[what]
    people.rogue.seen[planted] = "something"
    # As DeleteMine does it: whatever is left belongs to no holder.
    told = people.answer(NOTEBOOK, DeleteMine(token=token))
    assert told.left == 1


def test_all_that_is_of_a_session_belongs_to_a_registered_store(people):
    token = begin(people).token
    pseudonym = fill(people, token)
    people.holders.delete(key_of(token))
    assert search([people], needles(token, pseudonym))[1] == []


def test_other_sessions_keep_what_is_theirs(people):
    mine, yours = begin(people).token, begin(people, OTHER).token
    fill(people, mine)
    fill(people, yours, OTHER)
    before = people.holders.access(key_of(yours))
    people.answer(NOTEBOOK, DeleteMine(token=mine))
    assert people.holders.access(key_of(yours)) == before


def test_what_was_used_stays_readable_when_it_is_taken_back(people):
    token = begin(people).token
    people.answer(NOTEBOOK, TakePermission(token=token, permission="camera"))
    people.answer(NOTEBOOK, WithdrawPermission(token=token, permission="camera"))
    lines = people.answer(NOTEBOOK, AskLedger(token=token)).lines
    said = [line.event for line in lines if line.what == "camera"]
    assert said == ["permission-on", "permission-withdrawn"]


def test_what_is_never_given_cannot_be_given_again(people):
    token = begin(people).token
    with pytest.raises(NeverAllowed):
        people.answer(NOTEBOOK, GivePermission(token=token, permission="microphone"))


def test_one_session_cannot_fill_the_box(people):
    token = begin(people).token
    for _ in range(MOST_COMPLAINTS_EACH):
        people.answer(NOTEBOOK, Complain(token=token, says="other"))
    with pytest.raises(RightRefused) as caught:
        people.answer(NOTEBOOK, Complain(token=token, says="other"))
    assert caught.value.rule == "complaints"
    yours = begin(people, OTHER).token
    assert people.answer(OTHER, Complain(token=yours, says="other"))


def test_no_complaint_knows_its_session(people):
    token = begin(people).token
    pseudonym = fill(people, token)
    assert len(people.complaints.everything()) == 1
    found = search([people.complaints], (*needles(token, pseudonym), "camera"))[1]
    # The box knows what it can be about: also rows that are called camera-something.
    assert [one for one in found if one not in inventory().rows] == ["camera"] * 2


def test_a_complaint_outlives_its_session(people):
    token = begin(people).token
    fill(people, token)
    people.answer(NOTEBOOK, DeleteMine(token=token))
    [complaint] = people.complaints.everything()
    assert complaint.says == "found-out"


def test_who_asked_not_to_be_tracked_has_no_history_of_corrections(people):
    people.do_not_track(NOTEBOOK)
    opened = begin(people)
    now = people.answer(NOTEBOOK, CorrectMine(token=opened.token, what="pseudonym"))
    assert now.pseudonym != opened.pseudonym
    held = people.answer(NOTEBOOK, AskHeld(token=opened.token)).entries
    assert "correction" not in {entry.row for entry in held}

"""RET: nothing outlives its time."""

from __future__ import annotations

from dobotkit.keeper.people.people import People
from dobotkit.keeper.people.sessions import LASTS_S
from dobotkit.keeper.people.tokens import key_of
from dobotkit.memory_search import search
from dobotkit.people_messages import OpenSession
from tests.keeper.people.test_rights import Clock, fill, needles


def test_ret_01_after_its_time_no_store_has_anything_of_a_session():
    """Also of one that is to be kept, and although nobody asks about it any more."""
    clock, notebook = Clock(), object()
    people = People(clock)
    token = people.answer(notebook, OpenSession()).token
    pseudonym = fill(people, token, notebook)
    hunted = (*needles(token, pseudonym),)
    clock.now = LASTS_S - 1
    people.sweep()
    assert all(holder.access(key_of(token)) for holder in people.holders)
    assert len(search([people], hunted)[1]) >= 2
    clock.now = LASTS_S
    people.sweep()
    assert LASTS_S == 90 * 60
    assert [one for one in people.holders if one.access(key_of(token))] == []
    looked, left = search([people], hunted)
    assert (looked > 50, left, people.on) == (True, [], ())

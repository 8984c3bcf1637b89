"""CON: faces and cards are two purposes, with an agreement for each."""

from __future__ import annotations

import pytest

from dobotkit.card_messages import BeginCards, LookForCards
from dobotkit.keeper.people import gate
from dobotkit.policy.inventory import inventory
from dobotkit.visitor_messages import BeginVisitors, LookForVisitors
from tests.keeper.marks import all_messages, rows_of

TWO = {"same-visitor": (BeginVisitors, LookForVisitors), "read-card": (BeginCards, LookForCards)}


@pytest.mark.parametrize("permission", TWO)
def test_con_03_each_has_messages_of_its_own_that_need_its_own_permission(permission):
    other = next(one for one in TWO if one != permission)
    for message in TWO[permission]:
        needs = gate.needed(message)
        assert {permission, "camera"} <= set(needs)
        assert other not in needs
        # And says so: an agreement for one is not sent for the other.
        assert message.model_fields["purpose"].annotation.__args__ == (permission,)


def test_con_03_no_message_is_for_both_and_no_row_is():
    for message in all_messages():
        assert not set(TWO) <= set(gate.needed(message)), message
    rows = inventory().rows
    for one, messages in TWO.items():
        guarded = {row.id for row in rows.values() if row.permission == one}
        assert guarded & {row for message in messages for row in rows_of(message)}


def test_con_03_each_is_asked_for_in_words_of_its_own():
    known = inventory().permissions
    faces, cards = (known[one].words for one in TWO)
    assert "card" in cards
    assert "card" not in faces
    assert "face" not in cards
    assert "visitor" not in cards

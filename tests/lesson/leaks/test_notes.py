"""What is noted of a visit: three services as their policies say, the kit as its keeper does."""

from __future__ import annotations

import pytest

from dobotkit import Session, client
from dobotkit.lesson.leaks.notes import SERVICES, USAGE, compare_notes, usage_table


@pytest.fixture
def nobody_asked(monkeypatch):
    """Nothing was said about being tracked; the keeper of this test is gone after it."""
    monkeypatch.setenv("DOBOTKIT_DNT", "")
    client.disconnect()
    yield
    client.disconnect()


@pytest.mark.usefixtures("nobody_asked")
def test_a_wish_not_to_be_tracked_is_heeded_by_the_kit_alone():
    before = compare_notes()
    assert before.counted["this kit"] > 0
    after = compare_notes(do_not_track=True)
    assert after.counted["this kit"] == 0
    assert len(Session().ledger) == 0
    assert all(after.counted[one.name] == before.counted[one.name] > 0 for one in SERVICES)
    # It cannot be taken back.
    assert compare_notes().counted["this kit"] == 0
    Session().end()


def test_a_service_that_heeded_it_would_note_nothing():
    """The simulated ones are able to; that they do not is what their policies say."""
    from dataclasses import replace  # noqa: PLC0415 - for this alone

    kind = replace(SERVICES[0], heeds=True, notes=[])
    assert kind.visit(do_not_track=True) == ()
    assert len(kind.visit(do_not_track=False)) == len(kind.notes) > 0


def test_every_item_of_the_clause_has_a_line_and_most_say_not_collected():
    assert len(USAGE) == 9
    assert [name for name, _ in USAGE] == [
        "what you look at",
        "which features you use",
        "what you do",
        "your time zone",
        "your country",
        "dates and times",
        "browser and its version",
        "kind of computer",
        "how you are connected",
    ]
    assert sum(kit.startswith("not collected") for _, kit in USAGE) > len(USAGE) / 2
    assert len(usage_table().lines) == len(USAGE)

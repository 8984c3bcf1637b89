"""The ledger of a session: counts in steps of five minutes, and a running total."""

from __future__ import annotations

import pytest

from dobotkit.keeper.people.holder import Key
from dobotkit.keeper.people.ledger import BUCKET_S, MOST_LINES, POINTS, Ledger
from dobotkit.keeper.people.people import People
from dobotkit.keeper.people.sessions import LASTS_S
from dobotkit.messages import LARGEST_ANSWER, Answered
from dobotkit.people_messages import (
    EVENTS,
    PERMISSIONS,
    AskHeld,
    AskLedger,
    HeldEntry,
    OpenSession,
    TakePermission,
)
from dobotkit.policy.inventory import inventory

ANNA, BEN = Key(b"a" * 32), Key(b"b" * 32)


@pytest.fixture
def clock():
    return {"now": 0.0}


@pytest.fixture
def ledger(clock):
    return Ledger(inventory().permissions, lambda _: clock["now"])


def said(ledger, key=ANNA):
    return [(line.minute, line.event, line.what, line.times) for line in ledger.lines(key)]


def test_what_happens_within_five_minutes_is_one_line(ledger, clock):
    for clock["now"] in (0, 1.5, BUCKET_S - 0.001, BUCKET_S, 2 * BUCKET_S - 1, 5399.9):
        ledger.note(ANNA, "permission-on", "camera")
    assert said(ledger) == [
        (0, "permission-on", "camera", 3),
        (5, "permission-on", "camera", 2),
        (85, "permission-on", "camera", 1),
    ]


def test_no_line_has_a_time_of_day_or_a_second(ledger, clock):
    clock["now"] = 1234.567
    ledger.note(ANNA, "session-back")
    (line,) = ledger.lines(ANNA)
    assert set(line.model_dump()) == {"minute", "event", "what", "times", "points"}
    assert isinstance(line.minute, int)
    assert line.minute % 5 == 0
    (book,) = ledger._books.values()
    assert not [part for key in book.lines for part in key if isinstance(part, float)]


def test_lines_come_in_the_order_in_which_they_began(ledger, clock):
    ledger.note(ANNA, "session-opened")
    ledger.note(ANNA, "permission-on", "class-table")
    ledger.note(ANNA, "session-back")
    clock["now"] = BUCKET_S
    ledger.note(ANNA, "permission-on", "class-table")
    ledger.note(ANNA, "session-opened")
    assert [event for _, event, _, _ in said(ledger)] == [
        "session-opened",
        "permission-on",
        "session-back",
        "permission-on",
        "session-opened",
    ]


def test_points_count_what_was_switched_on_and_nothing_else(ledger):
    for event in EVENTS:
        for what in (None, *PERMISSIONS):
            if event != "permission-on":
                ledger.note(ANNA, event, what)
    assert ledger.points(ANNA) == 0
    ledger.note(ANNA, "permission-on", "camera")
    assert ledger.points(ANNA) == POINTS["C2"] == 5
    ledger.note(ANNA, "permission-on", "class-table")
    ledger.note(ANNA, "permission-on", "class-table")
    assert ledger.points(ANNA) == 7
    assert sum(line.points for line in ledger.lines(ANNA)) == 7
    ledger.note(ANNA, "permission-on", "same-visitor")
    assert ledger.points(ANNA) == 7 + POINTS["C3"] == 32


def test_the_oldest_line_makes_room_and_its_points_stay(clock):
    ledger = Ledger(inventory().permissions, lambda _: clock["now"])
    ledger.note(ANNA, "permission-on", "camera")
    for n in range(MOST_LINES):
        clock["now"] = (n + 1) * BUCKET_S
        ledger.note(ANNA, "session-back")
    assert len(ledger._books[ANNA].lines) == MOST_LINES
    assert ledger.forgotten(ANNA) == 1
    assert ledger.points(ANNA) == 5
    # A line that is there is counted on, and pushes out none.
    ledger.note(ANNA, "session-back")
    assert ledger.forgotten(ANNA) == 1


def test_a_session_cannot_have_more_lines_than_that(ledger, clock):
    clock["now"] = 0.0
    while clock["now"] < LASTS_S:
        for event in EVENTS:
            for what in (None, *PERMISSIONS):
                if event != "permission-on" or what in {"camera", "class-table"}:
                    ledger.note(ANNA, event, what)
        clock["now"] += BUCKET_S
    assert len(ledger.lines(ANNA)) == MOST_LINES
    assert ledger.forgotten(ANNA) > 18 * len(EVENTS) * len(PERMISSIONS) - MOST_LINES


def test_ledgers_are_kept_apart(ledger):
    ledger.note(ANNA, "permission-on", "camera")
    ledger.note(BEN, "session-opened")
    assert said(ledger, BEN) == [(0, "session-opened", "", 1)]
    assert ledger.points(BEN) == 0
    assert ledger.delete(ANNA) == 1
    assert (said(ledger), ledger.points(ANNA), ledger.forgotten(ANNA)) == ([], 0, 0)
    assert said(ledger, BEN)
    assert ledger.delete(ANNA) == 0


@pytest.mark.parametrize("what", ["Alice", "microphone ", "camera;", "x" * 1000])
def test_there_is_no_line_about_anything_else(ledger, what):
    with pytest.raises(ValueError, match="closed lists") as refused:
        ledger.note(ANNA, "permission-on", what)
    assert what not in str(refused.value)
    assert ledger.lines(ANNA) == ()


def test_there_are_no_other_kinds_of_lines(ledger):
    with pytest.raises(ValueError, match="closed lists"):
        ledger.note(ANNA, "saw-alice")
    assert ledger.lines(ANNA) == ()


class TestPages:
    """Long answers come in parts that fit."""

    @pytest.fixture
    def people(self, clock):
        return People(lambda: clock["now"])

    @staticmethod
    def whole(people, token, kind, field):
        parts, pages, more = [], 0, True
        while more:
            now = people.answer(TestPages, kind(token=token, skip=len(parts)))
            assert len(Answered(n=2**53, tell=now).model_dump_json().encode()) <= LARGEST_ANSWER
            part = getattr(now, field)
            parts += part
            pages += 1
            more = now.more if field == "lines" else len(parts) < now.total
            assert part or not more
        return parts, pages

    def test_a_long_ledger(self, people, clock):
        token = people.answer(TestPages, OpenSession()).token
        while clock["now"] < LASTS_S - BUCKET_S:
            clock["now"] += BUCKET_S
            for event in EVENTS:
                for what in (None, "camera", "class-table"):
                    if what or event != "permission-on":
                        key = next(iter(people._sessions._sessions))
                        people._ledger.note(key, event, what)
        lines, pages = self.whole(people, token, AskLedger, "lines")
        assert (len(lines), pages) == (MOST_LINES, 5)
        assert len({(line.minute, line.event, line.what) for line in lines}) == MOST_LINES
        entries, _ = self.whole(people, token, AskHeld, "entries")
        assert len([entry for entry in entries if entry.row == "ledger-line"]) >= MOST_LINES - 1

    @pytest.mark.parametrize("letter", ["a", "×", "🤖", '"', "\x01"])
    def test_long_entries(self, people, letter):
        token = people.answer(TestPages, OpenSession()).token
        people.answer(TestPages, TakePermission(token=token, permission="camera"))

        class Chatty:
            rows = ("held-entry",)

            def access(self, _):
                long = HeldEntry(row="held-entry", what=letter * 200, value=letter * 200)
                return (long,) * 100

            def delete(self, _):
                return 0

        people.holders.register(Chatty())
        entries, _ = self.whole(people, token, AskHeld, "entries")
        assert len([entry for entry in entries if entry.row == "held-entry"]) == 100

    def test_beyond_the_end_there_is_nothing(self, people):
        token = people.answer(TestPages, OpenSession()).token
        ledger = people.answer(TestPages, AskLedger(token=token, skip=2**31))
        assert (ledger.lines, ledger.more) == ((), False)
        assert people.answer(TestPages, AskHeld(token=token, skip=2**31)).entries == ()

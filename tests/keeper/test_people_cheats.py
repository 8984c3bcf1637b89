"""Programs that try to get at somebody else's session, in raw messages.

What a notebook's own code may believe counts for nothing here: each of these speaks with the
keeper directly, as any program in a cell can.
"""

from __future__ import annotations

import json

import pytest

from dobotkit.keeper.people.people import People
from dobotkit.keeper.people.tokens import key_of
from dobotkit.memory_search import forms_of, search
from dobotkit.messages import LARGEST_REQUEST
from dobotkit.people_messages import OpenSession
from tests.keeper.people.planted import planted_row
from tests.keeper.wires import PATIENCE_S, RawNotebook, wait_until

NOBODYS = "00000-00000-00000-00000-00000"


class Clock:
    now = 0.0


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def people(clock):
    return People(lambda: clock.now)


@pytest.fixture
def come(people):
    notebooks = []

    def come():
        notebooks.append(RawNotebook(people=people))
        return notebooks[-1]

    yield come
    for notebook in notebooks:
        if not notebook.has_ended:
            notebook.end()


@pytest.fixture
def anna(come):
    return come()


@pytest.fixture
def mallory(come):
    return come()


def opened(notebook):
    return notebook.ask(kind="open_session")


def refusal(tell):
    assert tell.kind == "refused", tell
    return tell.error, tell.rule


def test_a_pseudonym_opens_nothing(anna, mallory):
    mine = opened(anna)
    for stolen in (mine.pseudonym, mine.colour, mine.pseudonym.encode().hex(), ""):
        n = mallory.send(kind="ask_held", token=stolen)
        answer = mallory.answer()
        # It has not even the shape of a token, so it is no message.
        assert (answer.n, answer.tell.error) == (0, "KeeperRefused")
        assert n
        assert not stolen or stolen not in answer.tell.what + answer.tell.advice
    assert anna.ask(kind="ask_session", token=mine.token).pseudonym == mine.pseudonym


def test_a_message_with_a_pseudonym_field_is_none(anna, mallory):
    mine = opened(anna)
    mallory.send(kind="ask_held", token=NOBODYS, pseudonym=mine.pseudonym)
    assert mallory.answer().n == 0


def test_what_the_keeper_keeps_of_a_token_is_no_token(anna, mallory):
    mine = opened(anna)
    for form in forms_of(key_of(mine.token)):
        text = form.hex() if isinstance(form, bytes) else form
        mallory.send(kind="come_back", token=text)
        assert mallory.answer().n == 0


def test_guessing_is_slow_and_makes_nobody_else_wait(anna, mallory, clock):
    mine = opened(anna)
    rules = [refusal(mallory.ask(kind="come_back", token=NOBODYS))[1] for _ in range(200)]
    assert rules == ["token"] * 10 + ["guessing"] * 190
    # Also the right one is not looked at meanwhile.
    assert refusal(mallory.ask(kind="come_back", token=mine.token)) == ("NotYours", "guessing")
    assert anna.ask(kind="ask_session", token=mine.token).pseudonym == mine.pseudonym
    clock.now += 5
    assert refusal(mallory.ask(kind="come_back", token=NOBODYS))[1] == "token"
    assert refusal(mallory.ask(kind="come_back", token=NOBODYS))[1] == "guessing"


def test_who_guesses_on_takes_nobody_elses_turn(anna, mallory, come, clock):
    mine = opened(anna)
    anna.ask(kind="keep_session", token=mine.token)
    again = come()
    assert refusal(again.ask(kind="come_back", token=NOBODYS))[1] == "token"  # mistyped once
    for _ in range(20):
        mallory.ask(kind="come_back", token=NOBODYS)
    assert refusal(again.ask(kind="come_back", token=mine.token))[1] == "guessing"
    clock.now += 5
    assert refusal(mallory.ask(kind="come_back", token=NOBODYS))[1] == "token"
    assert again.ask(kind="come_back", token=mine.token).pseudonym == mine.pseudonym


def test_a_new_connection_for_each_guess_buys_one_guess_each(come):
    for _ in range(15):
        guesser = come()
        assert refusal(guesser.ask(kind="come_back", token=NOBODYS))[1] == "token"
    assert refusal(guesser.ask(kind="come_back", token=NOBODYS))[1] == "guessing"


@pytest.mark.parametrize("end", ["end_session", "delete_mine"])
def test_an_old_token_opens_nothing(anna, mallory, end):
    mine = opened(anna)
    anna.ask(kind=end, token=mine.token)
    for kind in ("come_back", "ask_held", "keep_session", "end_session"):
        assert refusal(mallory.ask(kind=kind, token=mine.token)) == ("NotYours", "token")


def test_a_token_that_is_heard_of_after_the_end_of_its_notebook_opens_nothing(come, people):
    anna, mallory = come(), come()
    mine = opened(anna)
    anna.end()
    assert refusal(mallory.ask(kind="come_back", token=mine.token)) == ("NotYours", "token")
    assert not search([people], [mine.token, mine.pseudonym, *forms_of(key_of(mine.token))])[1]


def test_another_notebook_releases_nothing_of_mine(anna, mallory, people):
    mine, theirs = opened(anna), opened(mallory)
    anna.ask(kind="take_permission", token=mine.token, permission="camera")
    for kind in ("release_permission", "withdraw_permission", "give_permission"):
        mallory.ask(kind=kind, token=theirs.token, permission="camera")
        assert refusal(mallory.ask(kind=kind, token=NOBODYS, permission="camera"))[1] == "token"
    assert people.on == ("camera",)
    with planted_row("message:AskArms", permission="camera"):
        assert anna.ask(kind="ask_arms").kind == "arms"
        assert refusal(mallory.ask(kind="ask_arms")) == ("PermissionNotActive", "permission")


class TestWithoutPermission:
    """The keeper refuses, whatever the notebook says."""

    @pytest.fixture(autouse=True)
    def arms_need_the_camera(self):
        with planted_row("message:AskArms", permission="camera"):
            yield

    def refused(self, notebook, **more):
        return refusal(notebook.ask(kind="ask_arms", **more)) == (
            "PermissionNotActive",
            "permission",
        )

    def test_before_anything_was_said(self, mallory):
        assert self.refused(mallory)

    def test_with_a_session_and_nothing_on(self, mallory):
        opened(mallory)
        assert self.refused(mallory)

    def test_after_a_release_that_was_sent_with_it(self, mallory):
        mine = opened(mallory)
        mallory.send(kind="take_permission", token=mine.token, permission="camera")
        mallory.send(kind="release_permission", token=mine.token, permission="camera")
        assert self.refused(mallory)

    def test_with_another_permission(self, mallory):
        mine = opened(mallory)
        mallory.ask(kind="take_permission", token=mine.token, permission="class-table")
        assert self.refused(mallory)

    def test_that_it_says_it_has(self, mallory):
        for lie in ({"permission": "camera"}, {"on": ["camera"]}, {"token": NOBODYS}):
            mallory.send(kind="ask_arms", **lie)
            assert mallory.answer().n == 0
        assert self.refused(mallory)

    def test_after_a_refused_try_to_take_it(self, mallory):
        assert refusal(mallory.ask(kind="take_permission", token=NOBODYS, permission="camera")) == (
            "NotYours",
            "token",
        )
        assert self.refused(mallory)

    @pytest.mark.parametrize("name", ["microphone", "location", "contacts"])
    def test_never(self, mallory, name):
        mine = opened(mallory)
        tell = mallory.ask(kind="take_permission", token=mine.token, permission=name)
        assert refusal(tell) == ("NeverAllowed", "never")

    def test_after_the_time_is_up(self, mallory, clock):
        mine = opened(mallory)
        mallory.ask(kind="keep_session", token=mine.token)
        mallory.ask(kind="take_permission", token=mine.token, permission="camera")
        assert mallory.ask(kind="ask_arms").kind == "arms"
        clock.now += 90 * 60
        assert refusal(mallory.ask(kind="ask_session", token=mine.token)) == ("NotYours", "token")
        assert self.refused(mallory)


def test_what_is_on_in_one_session_opens_nothing_in_another(mallory):
    theirs = opened(mallory)
    mallory.ask(kind="keep_session", token=theirs.token)
    mallory.ask(kind="withdraw_permission", token=theirs.token, permission="class-table")
    other = opened(mallory)
    mallory.ask(kind="take_permission", token=other.token, permission="class-table")
    assert mallory.ask(kind="list_openly", token=other.token).kind == "class_list"
    tell = mallory.ask(kind="list_openly", token=theirs.token)
    assert refusal(tell) == ("PermissionNotActive", "permission")


def test_who_counts_keeps_nobody_waiting(anna, mallory, people):
    mine, theirs = opened(anna), opened(mallory)
    cells = [{"club": ["chess"]}]
    with people._classes._counting:  # as long as a count takes
        ask = {"kind": "count_class", "token": theirs.token, "cells": cells}
        counted = [mallory.send(**ask)]
        aside = mallory.service._counting
        wait_until(lambda: aside._thread and aside._todo.empty())
        counted += [mallory.send(**ask) for _ in range(19)]
        refused = [mallory.answer() for _ in range(11)]
        assert {refusal(one.tell)[0] for one in refused} == {"KeeperRefused"}
        assert mallory.ask(kind="ping").kind == "done"
        assert mallory.ask(kind="stop_arm", arm="desk").error == "ArmClosed"
        assert anna.ask(kind="ask_session", token=mine.token).pseudonym == mine.pseudonym
        people.sweep()
    later = {mallory.answer().n for _ in range(9)}
    assert later | {one.n for one in refused} == set(counted)


def test_a_count_that_waits_is_no_thread_to_a_deleted_session(mallory, people):
    theirs = opened(mallory)
    with people._classes._counting:
        for _ in range(3):
            mallory.send(kind="count_class", token=theirs.token, cells=[{"club": ["chess"]}])
        deleted = mallory.ask(kind="delete_mine", token=theirs.token)
        assert (deleted.kind, deleted.left) == ("deleted", 0)
    assert {mallory.answer().tell.kind for _ in range(3)} == {"class_numbers"}
    assert not people._classes._classes


def test_new_sessions_do_not_fill_the_box_for_complaints(anna, mallory, people):
    mine = opened(anna)
    told = []
    for _ in range(5):
        theirs = opened(mallory)
        told += [mallory.ask(kind="complain", token=theirs.token, says="other") for _ in range(10)]
    assert [tell.kind for tell in told] == ["complaints_now"] * 20 + ["refused"] * 30
    assert {refusal(tell) for tell in told[20:]} == {("RightRefused", "complaints")}
    assert anna.ask(kind="complain", token=mine.token, says="kept").kind == "complaints_now"
    mallory.end()
    assert set(people._desk._opened_in) == {anna.service}


def still_there(anna, mine, people, mallory_has=1):
    # One for each notebook, however many it has asked for.
    assert len(people._sessions) == len(people._openings._notebooks) == 1 + mallory_has
    assert anna.ask(kind="ask_session", token=mine.token).pseudonym == mine.pseudonym


def test_many_sessions_of_one_notebook_push_nobody_out(anna, mallory, people):
    mine = opened(anna)
    for _ in range(500):
        opened(mallory)
    still_there(anna, mine, people)


@pytest.mark.slow
def test_nor_do_twenty_thousand(anna, people):
    mine = opened(anna)
    before = search([people], ["x"])[0]
    mallory = object()
    for _ in range(20_000):
        people.answer(mallory, OpenSession())
    still_there(anna, mine, people)
    assert search([people], ["x"])[0] < before + 200


def test_sessions_that_are_kept_push_out_only_those_that_nobody_works_with(anna, come, people):
    mine = opened(anna)
    mallory = come()
    for _ in range(150):
        theirs = opened(mallory)
        mallory.ask(kind="keep_session", token=theirs.token)
    assert len(people._sessions) == 100
    assert anna.ask(kind="ask_session", token=mine.token).pseudonym == mine.pseudonym


@pytest.mark.parametrize(
    "ask",
    [
        {"kind": "come_back", "token": "a" * 12_000},
        {"kind": "come_back", "token": ["00000"] * 5},
        {"kind": "come_back", "token": NOBODYS.upper().replace("0", "O")},
        {"kind": "come_back", "token": NOBODYS + "\n"},
        {"kind": "come_back", "token": NOBODYS.replace("0", "٠")},
        {"kind": "come_back"},
        {"kind": "take_permission", "token": NOBODYS, "permission": "selfie"},
        {"kind": "take_permission", "token": NOBODYS, "permission": ["camera"]},
        {"kind": "take_permission", "token": NOBODYS, "permission": "camera", "why": "Alice"},
        {"kind": "take_permission", "token": NOBODYS, "permission": "camera", "notebook": 1},
        {"kind": "ask_ledger", "token": NOBODYS, "skip": -1},
        {"kind": "ask_ledger", "token": NOBODYS, "skip": 2**63},
        {"kind": "ask_ledger", "token": NOBODYS, "skip": 1.5},
        {"kind": "ask_log", "event": "alice-came", "purpose": "safety"},
        {"kind": "ask_log", "event": "arm-stopped", "purpose": "advertising"},
        {"kind": "ask_log", "event": "arm-stopped", "purpose": "safety", "of": "anna"},
        {"kind": "open_session", "name": "Alice"},
        {"kind": "open_session", "pseudonym": "quiet-otter-27"},
        {"kind": "hello", "protocol": 2, "no_tracking": False, "user": "alice"},
        {"kind": "session_opened"},
    ],
    ids=lambda ask: json.dumps(ask)[:60],
)
def test_what_has_no_field_cannot_be_said(mallory, people, ask):
    mallory.send(**ask)
    answer = mallory.answer()
    assert answer.n == 0
    said = answer.model_dump_json()
    for planted in ("Alice", "alice", "quiet-otter", "selfie", NOBODYS, "aaaaaa", "٠"):
        assert planted not in said
    assert len(people._sessions) == 0


def test_a_message_that_is_too_long_ends_its_notebook_and_nobody_elses(anna, come):
    mine = opened(anna)
    mallory = come()
    mallory.connection.send_bytes(b"x" * (LARGEST_REQUEST + 1))
    mallory._thread.join(PATIENCE_S)
    assert mallory.has_ended
    assert anna.ask(kind="ask_session", token=mine.token).pseudonym == mine.pseudonym


PURPOSES = ("teaching", "safety", "stability", "rights")
KINDS = {
    "notebook-came": "stability",
    "notebook-went": "stability",
    "notebook-silent": "stability",
    "message-refused": "stability",
    "arm-opened": "teaching",
    "arm-refused": "teaching",
    "arm-stopped": "safety",
}


@pytest.mark.parametrize("event", KINDS)
def test_a_note_is_read_for_its_purpose_only(mallory, event):
    for purpose in PURPOSES:
        tell = mallory.ask(kind="ask_log", event=event, purpose=purpose)
        if purpose == KINDS[event]:
            assert tell.kind == "log_now"
        else:
            assert refusal(tell) == ("WrongPurpose", "one purpose")
            assert tell.used


def notes(people, event):
    return sum(line.times for line in people.log.read(event, KINDS[event]))


def test_who_asked_not_to_be_tracked_cannot_be_made_to_forget_it(come, people):
    mallory = come()
    hello = {"kind": "hello", "protocol": 2}
    mallory.ask(**hello, no_tracking=True)
    mallory.ask(**hello, no_tracking=False)
    refusal(mallory.ask(kind="come_back", token=NOBODYS))
    mine = opened(mallory)
    mallory.ask(kind="take_permission", token=mine.token, permission="camera")
    assert mallory.ask(kind="ask_ledger", token=mine.token).lines == ()
    mallory.end()
    assert {event: notes(people, event) for event in KINDS} == dict.fromkeys(KINDS, 0)


def test_a_lie_about_it_is_about_nobody_else(come, people):
    anna, mallory = come(), come()
    hello = {"kind": "hello", "protocol": 2}
    anna.ask(**hello, no_tracking=False)
    mallory.ask(**hello, no_tracking=True)
    assert notes(people, "notebook-came") == 1
    mine = opened(anna)
    anna.ask(kind="take_permission", token=mine.token, permission="camera")
    assert len(anna.ask(kind="ask_ledger", token=mine.token).lines) == 2
    # What safety needs is noted all the same, and says no more than that an arm was stopped.
    mallory.service._note("arm-stopped", "silence")
    (line,) = people.log.read("arm-stopped", "safety")
    assert set(line.model_dump()) == {"second", "detail", "times"}


def test_what_stops_an_arm_is_noted_for_safety_and_nothing_else_is(anna, people):
    def noted():
        return [line.detail for line in people.log.read("arm-stopped", "safety")]

    anna.ask(kind="stop_arm", arm="desk")
    assert noted() == []  # none is open
    assert anna.ask(kind="open_arm", arm="desk", options="").kind == "arm_opened"
    anna.ask(kind="stop_arm", arm="desk")
    assert noted() == ["asked"]
    anna.service.stop_all("window")
    wait_until(lambda: noted() == ["asked", "window"])
    anna.ask(kind="close_arm", arm="desk")
    anna.ask(kind="stop_arm", arm="desk")
    anna.end()
    assert noted() == ["asked", "window"]

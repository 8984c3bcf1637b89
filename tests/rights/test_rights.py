"""``session.rights`` with a real keeper: each right does what its name says."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from dobotkit import lesson
from dobotkit.arm.points import points_of
from dobotkit.class_messages import ClassJoined, ClassList, JoinClass, ListOpenly
from dobotkit.client import client
from dobotkit.errors import (
    NeverAllowed,
    PermissionNotActive,
    PermissionWithdrawn,
    RightRefused,
    SessionError,
    SessionOver,
    UnknownExercise,
    WrongValue,
)
from dobotkit.lesson import current
from dobotkit.messages import Done
from dobotkit.people_messages import (
    PERMISSIONS,
    AskHeld,
    GivePermission,
    HeldNow,
    TakePermission,
)
from dobotkit.policy.inventory import inventory
from dobotkit.session import held as held_module
from dobotkit.session import rights as rights_module
from dobotkit.session.session import Session


def rows_of(held):
    return {name: [(one.what, one.value) for one in entries] for name, entries in held.rows.items()}


# Access.


def test_access_is_what_the_keeper_holds_and_what_this_notebook_holds(session, begun):
    points_of("dobotsim://rights")["tray"] = (200, 0, 50)
    held = session.rights.access()
    told = client().ask(AskHeld(token=session._mine.token, skip=1), HeldNow)
    keeper = [one for one in held.entries if one.where == "keeper"]
    assert [one.row for one in keeper[1:]] == [one.row for one in told.entries]
    here = {one.row for one in held.entries if one.where == "this notebook"}
    assert here == {"progress", "session-token", "taught-points"}
    assert rows_of(held)["progress"] == [
        ("exercise lift", "solved"),
        ("hints shown for lift", "1"),
    ]
    assert ("the point “tray”", "x=200.0 y=0.0 z=50.0 mm r=0.0°") in rows_of(held)["taught-points"]
    assert ("your drawn pseudonym", session.pseudonym) in rows_of(held)["pseudonym"]
    assert begun.solved == {"lift"}


def test_access_is_read_by_people(session):
    held = session.rights.access()
    assert f"  your drawn pseudonym: {session.pseudonym} (keeper)" in repr(held).splitlines()
    shown = held._repr_html_()
    row = inventory().row("pseudonym")
    assert row.words in shown
    assert "Who sees it: " in shown
    assert session._mine.opened.token not in repr(held) + shown


@pytest.fixture
def busy(session):
    """A session of which so much is held that one answer does not hold it."""
    rights = session.rights
    for permission in ("camera", "same-visitor", "read-card", "class-table"):
        with session.permission(permission, why="a test"):
            pass
    for permission in PERMISSIONS:
        rights.withdraw(permission)
        with pytest.raises(SessionError):
            client().ask(TakePermission(token=session._mine.token, permission=permission), Done)
    for what in ("pseudonym", "colour"):
        rights.correct(what)
    rights.give("camera")
    rights.complain("other")
    client().ask(JoinClass(token=session._mine.token), ClassJoined)
    return session


def test_that_the_notebook_knows_the_token_is_told_and_the_token_is_not(session):
    held = session.rights.access()
    here = [one for one in held.entries if one.where == "this notebook"]
    assert "session-token" in {one.row for one in here}
    assert str(session._mine.opened.token) not in repr(held)


def test_many_pages_are_one_list(busy):
    token = busy._mine.token
    first = client().ask(AskHeld(token=token), HeldNow)
    assert first.total > len(first.entries)
    held = [one for one in busy.rights.access().entries if one.where == "keeper"]
    assert len(held) == first.total
    assert len({(one.row, one.what, one.value) for one in held}) == len(held)


def test_a_list_that_changes_while_it_is_read_is_read_again(busy, monkeypatch):
    real, skips = client(), []

    class Meanwhile:
        """The real client; and after the first page, another cell goes on working."""

        def ask(self, ask, kind):
            skips.append(ask.skip)
            answer = real.ask(ask, kind)
            if len(skips) == 1:
                real.ask(GivePermission(token=ask.token, permission="class-table"), Done)
            return answer

    monkeypatch.setattr(held_module, "client", Meanwhile)
    held = held_module.read_held(busy._mine.token, take_along=False)
    monkeypatch.undo()
    assert skips.count(0) == 2
    again = held_module.read_held(busy._mine.token, take_along=False)
    assert [(one.row, one.what) for one in held] == [(one.row, one.what) for one in again]


# Correct.


def test_another_pseudonym_and_another_colour_are_drawn(session):
    before = session.pseudonym, session.colour
    named = session.rights.correct("pseudonym")
    assert named.now == session.pseudonym != before[0]
    painted = session.rights.correct("colour")
    assert painted.now == session.colour != before[1]
    assert [one.value for one in painted.history] == [
        "another pseudonym was drawn, 1 ×",
        "another colour was drawn, 1 ×",
    ]
    assert before[0] not in repr(painted) + painted._repr_html_()
    assert Session().pseudonym == session.pseudonym == session.now.pseudonym


def test_progress_is_put_right_both_ways(session, begun):
    wrong = session.rights.correct("progress", exercise="lift", solved=False)
    assert wrong.now == "not solved"
    assert begun.solved == set()
    session.rights.correct("progress", exercise="lift", solved=True)
    assert lesson.progress().solved == ("lift",)
    history = session.rights.access().rows["correction"]
    assert [(one.what, one.value, one.where) for one in history] == [
        ("exercise lift", "2 ×", "this notebook")
    ]


@pytest.mark.usefixtures("begun")
def test_progress_that_is_not_there_cannot_be_put_right(session, monkeypatch):
    with pytest.raises(UnknownExercise, match='Did you mean "lift"'):
        session.rights.correct("progress", exercise="lfit", solved=True)
    with pytest.raises(WrongValue, match="Which exercise"):
        session.rights.correct("progress")
    monkeypatch.setattr(current, "_current", None)
    with pytest.raises(UnknownExercise, match="No lesson was begun"):
        session.rights.correct("progress", exercise="lift", solved=True)
    monkeypatch.setattr(rights_module, "holders", tuple)
    with pytest.raises(RightRefused, match="No progress is held"):
        session.rights.correct("progress", exercise="lift", solved=True)


@pytest.mark.parametrize("what", ["ledger-line", "session-time", "Mia", ""])
def test_what_only_says_what_happened_cannot_be_corrected(session, what):
    with pytest.raises(RightRefused) as caught:
        session.rights.correct(what)
    assert caught.value.rule == "correct"
    assert "never typed" in caught.value.why()


# Delete: see test_deletion.py. Permissions.


def test_withdrawing_is_as_easy_as_giving(session):
    rights = session.rights
    assert rights.withdraw("camera").states["camera"] == "taken back"
    assert rights.give("camera").states["camera"] == "off"
    assert rights.withdraw().states == {
        "camera": "taken back",
        "same-visitor": "taken back",
        "read-card": "taken back",
        "class-table": "taken back",
        "microphone": "never",
        "location": "never",
        "contacts": "never",
    }
    assert "microphone: given to nobody" in repr(rights.permissions())
    assert "taken back; it stays off" in rights.permissions()._repr_html_()


def test_taking_back_works_inside_a_with_that_is_running(session):
    inside, done = threading.Event(), threading.Event()

    def button():
        inside.wait(20)
        session.rights.withdraw("class-table")
        done.set()

    thread = threading.Thread(target=button)
    thread.start()
    ask = ListOpenly(token=session._mine.token)
    with session.permission("class-table", why="a test"):
        assert session.rights.permissions().states["class-table"] == "on"
        assert client().ask(ask, ClassList).pupils
        inside.set()
        assert done.wait(20)
        assert session.rights.permissions().states["class-table"] == "taken back"
        with pytest.raises(PermissionNotActive):
            client().ask(ask, ClassList)
    thread.join()
    with (
        pytest.raises(PermissionWithdrawn) as caught,
        session.permission("class-table", why="a test"),
    ):
        raise AssertionError
    assert caught.value.rule == "withdrawn"
    # What was used before is still there to read.
    used = [line.event for line in session.ledger.lines if line.what == "class-table"]
    assert used == ["permission-on", "permission-withdrawn", "permission-refused"]


def test_what_the_kit_gives_to_nobody_cannot_be_given(session):
    with pytest.raises(NeverAllowed):
        session.rights.give("location")
    for act in (session.rights.give, session.rights.withdraw):
        with pytest.raises(WrongValue, match="There are: camera"):
            act("webcam")


# Complain.


def test_a_complaint_has_a_number_and_two_days(session):
    ticket = session.rights.complain("permission", about="camera")
    assert ticket.due - ticket.opened == dt.timedelta(days=15)
    assert (ticket.state, ticket.overdue) == ("open", False)
    assert ticket.says == "A permission is on that I did not ask for."
    said = repr(ticket)
    assert f"Complaint {ticket.number}" in said
    assert "ends with the lab" in said
    assert inventory().about.complaint in said
    assert inventory().about.complaint in ticket._repr_html_().replace("&#x27;", "'")
    assert session.rights.complaints().tickets == (ticket,)
    assert str(ticket.number) in repr(session.rights.complaints())
    assert f'<td style="text-align:left">{ticket.number}</td>' in (
        session.rights.complaints()._repr_html_()
    )
    [number] = session.rights.access().rows["complaint-number"]
    assert (number.value, number.where) == (str(ticket.number), "this notebook")


def test_a_complaint_has_no_words_of_its_own(session):
    with pytest.raises(WrongValue, match="names nobody"):
        session.rights.complain("Mia reads my notebook")
    with pytest.raises(WrongValue, match="nothing called 'Mia'"):
        session.rights.complain("found-out", about="Mia")
    assert len(session.rights.complaints()) == 0
    assert repr(session.rights.complaints()) == "This notebook has no complaint open."
    assert "no complaint" in session.rights.complaints()._repr_html_()


def test_the_next_session_sees_nothing_of_the_last_ones_complaints(session):
    session.rights.complain("other")
    session.end()
    with Session() as other:
        assert len(other.rights.complaints()) == 0
        assert "complaint-number" not in other.rights.access().rows


# All of them.


def test_the_rights_say_what_they_are(session):
    said = repr(session.rights)
    for right in inventory().rights:
        assert f"session.rights.{right}()" in said
        assert callable(getattr(session.rights, right))
        assert right in session.rights._repr_html_()


def test_after_the_end_there_is_nothing_to_ask_about(session):
    rights = session.rights
    session.end()
    for act in (
        rights.access,
        rights.delete,
        rights.copy,
        rights.withdraw,
        rights.permissions,
        lambda: rights.give("camera"),
        lambda: rights.correct("pseudonym"),
        lambda: rights.complain("other"),
    ):
        with pytest.raises(SessionOver):
            act()
    assert rights.explain("token").rule == "token"


def test_what_needs_a_permission_says_so(session):
    error = PermissionNotActive("It is off.", "Ask.", rule="permission", used="what is on")
    told = session.rights.explain(error)
    assert (told.rule, told.used) == ("permission", "what is on")

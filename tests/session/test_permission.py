"""``with session.permission(...)``: on with a sign, off after whatever happens."""

from __future__ import annotations

import contextlib
import re

import pytest

from dobotkit import Session
from dobotkit.errors import (
    NeverAllowed,
    NotYours,
    PermissionNotActive,
    PermissionWithdrawn,
    WrongValue,
)
from dobotkit.messages import Arms, AskArms
from dobotkit.people_messages import WithdrawPermission
from dobotkit.session.indicator import Indicator
from dobotkit.widgets.session_words import state_of
from tests.keeper.people.planted import planted_row


@pytest.fixture
def session(notebook):
    assert notebook
    return Session()


def test_it_is_on_for_the_lines_of_the_with(session, room, capsys):
    with session.permission("camera", why="find the red\n  block") as permission:
        assert permission.on
        assert session.now.on == room.people.on == ("camera",)
        assert capsys.readouterr().out == "● camera is ON now: find the red block\n"
        assert repr(permission) == "<Permission camera, on: find the red block>"
    assert not permission.on
    assert session.now.on == ()
    assert capsys.readouterr().out == "○ camera is off again\n"


def test_a_reason_does_not_paint_over_the_sign(session, capsys):
    why = "look\x1b[1A\x1b[2K\u202e\r○ camera is off"
    with session.permission("camera", why=why):
        assert capsys.readouterr().out == "● camera is ON now: look [1A [2K ○ camera is off\n"
    with pytest.raises(WrongValue, match="needs a reason"):
        session.permission("camera", why="\u200b\x1b")


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_it_is_off_after_an_error(session, room, error):
    with pytest.raises(error), session.permission("camera", why="look"):
        raise error
    assert room.people.on == ()


def test_the_keeper_refuses_what_is_asked_for_without_it(session, notebook):
    def ask():
        return notebook.client.ask(AskArms(), Arms)

    with planted_row("message:AskArms", permission="camera"):
        with pytest.raises(PermissionNotActive) as refused:
            ask()
        assert "which permissions it has on" in refused.value.why()
        with session.permission("camera", why="look"):
            assert ask().arms
            with session.permission("camera", why="look again"):
                assert ask().arms
            assert ask().arms
        with pytest.raises(PermissionNotActive):
            ask()


def test_never_says_why(session):
    with (
        pytest.raises(NeverAllowed, match="given to nobody") as refused,
        session.permission("microphone", why="hear me"),
    ):
        pass
    assert refused.value.why().startswith("Rule “never”.")
    assert session.ledger.lines[-1].event == "permission-refused"


@pytest.mark.parametrize(
    "name", ["selfie", "Camera", "", None, 5, "camera\x00", "Alice Example of 12 Long Street" * 9]
)
def test_what_there_is_not_is_not_asked_for(session, name):
    with pytest.raises(WrongValue, match="camera, same-visitor, read-card, class-table") as refused:
        session.permission(name, why="look")
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("why", ["", "  \n", None, 0, ["zoe-lehmann"], "x" * 81])
def test_a_reason_is_a_short_text(session, why):
    with pytest.raises(WrongValue, match="reason") as refused:
        session.permission("camera", why=why)
    assert "lehmann" not in str(refused.value)


def test_the_reason_stays_in_the_notebook(session, room):
    from dobotkit.memory_search import search  # noqa: PLC0415 - the keeper's side

    with session.permission("camera", why="because zoe-lehmann-7b sits there"):
        assert not search([room.people, notebook_services(room)], ["lehmann"])[1]


def notebook_services(room):
    return [notebook.service for notebook in room._notebooks]


def test_taken_back_while_it_is_on(session, notebook, room):
    with session.permission("camera", why="look"):
        ask = WithdrawPermission(token=session._mine.opened.token, permission="camera")
        room.people.answer(notebook.service, ask)
        assert room.people.on == ()
        with (
            pytest.raises(PermissionWithdrawn, match=r"rights\.give"),
            session.permission("camera", why="look"),
        ):
            pass
    assert session.now.withdrawn == ("camera",)


def test_the_session_ends_inside(session, room):
    with session.permission("camera", why="look") as permission:
        session.end()
        assert room.people.on == ()
    assert not permission.on
    with pytest.raises(NotYours), permission:
        pass


def test_the_notebook_dies_inside(session, notebook, room):
    with session.permission("camera", why="look") as permission:
        notebook.die()
        assert room.people.on == ()
    assert not permission.on


def test_the_sign_does_not_say_off_while_another_has_it_on(session, capsys):
    with session.permission("camera", why="outer"):
        with session.permission("camera", why="inner"):
            pass
        said = capsys.readouterr().out.splitlines()
        assert said[-1] == "○ camera is off here; another line of yours still had it on"
    assert capsys.readouterr().out == "○ camera is off again\n"


def test_one_with_at_a_time_for_one_permission(session, room):
    permission = session.permission("camera", why="look")
    for _ in range(2):
        with permission:
            with pytest.raises(WrongValue, match="on already"), permission:
                pass
            assert room.people.on == ("camera",)
        assert room.people.on == ()


class Interrupted(Indicator):
    """A sign that Ctrl-C comes into."""

    def show(self):
        raise KeyboardInterrupt


def test_ctrl_c_on_the_way_in_leaves_nothing_on(session, room):
    permission = session.permission("camera", why="look")
    permission._indicator = Interrupted("camera", "look")
    with pytest.raises(KeyboardInterrupt), permission:
        raise AssertionError("it never came in")
    assert room.people.on == ()
    assert not permission.on


def test_the_sign_says_it_with_words_and_runs_no_markup():
    sign = Indicator("camera", "<img src=x onerror=alert(1)>")
    sign.show()
    on = sign._repr_html_()
    sign.switch_off()
    off = sign._repr_html_()
    assert 'role="status"' in on
    assert "camera is ON" in re.sub(r"<[^>]*>", "", on)
    assert "<img" not in on
    assert "is off again" in off
    assert "img" not in off
    assert "img" not in repr(sign)


def test_the_ledger_counts_and_tells_no_contents(session, room):
    for _ in range(3):
        with session.permission("camera", why="find zoe-lehmann-7b"):
            pass
    room.now += 600
    with session.permission("class-table", why="see"), contextlib.suppress(NeverAllowed):
        session.permission("location", why="where am I").__enter__()
    ledger = session.ledger
    assert [(line.minute, line.event, line.what, line.times) for line in ledger.lines] == [
        (0, "session-opened", "", 1),
        (0, "permission-on", "camera", 3),
        (0, "permission-off", "camera", 3),
        (10, "permission-on", "class-table", 1),
        (10, "permission-refused", "location", 1),
        (10, "permission-off", "class-table", 1),
    ]
    assert ledger.points == sum(line.points for line in ledger.lines) == 16
    assert len(ledger) == 6
    text, table = repr(ledger), ledger._repr_html_()
    assert "camera: switched on  (+15)" in text
    assert text.endswith("Running total: 16 points.")
    assert table.count("<tr>") == 7
    assert "lehmann" not in text + table


def test_in_adult_mode_every_sign_says_so_whatever_the_environment_says(room, monkeypatch, capsys):
    monkeypatch.setenv("DOBOTKIT_MODE", "school")
    with room.notebook(mode="adult"):
        with Session().permission("camera", why="meet a visitor"):
            assert capsys.readouterr().out == "● camera is ON now: meet a visitor – ADULT MODE\n"
        assert capsys.readouterr().out == "○ camera is off again\n"
        assert state_of(Session())["banner"].startswith("ADULT MODE. ")
    with room.notebook() as notebook:
        assert notebook.client.mode == "school"
        monkeypatch.setenv("DOBOTKIT_MODE", "adult")
        with Session().permission("camera", why="look"):
            assert "ADULT" not in capsys.readouterr().out
        assert state_of(Session())["banner"] == ""

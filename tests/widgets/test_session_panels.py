"""The panels of a session: what they say, what their buttons do, and what they never keep."""

from __future__ import annotations

import json
import re

import pytest

from dobotkit import Session, show
from dobotkit.client import disconnect
from dobotkit.errors import PermissionWithdrawn, SessionOver
from dobotkit.people_messages import PERMISSIONS
from dobotkit.rights_messages import SAYS
from tests.widgets.session_pages import page_with
from tests.widgets.test_arm_view import eventually


@pytest.fixture(scope="module", autouse=True)
def a_keeper():
    """One practice keeper for all of these."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DOBOTKIT_KEEPER", "DOBOTKIT_DNT"):
            patch.delenv(name, raising=False)
        disconnect()
        yield
        disconnect()


@pytest.fixture
def session():
    session = Session()
    yield session
    session.end()


@pytest.fixture
def page(session):
    with page_with(session) as page:
        yield page


@pytest.fixture
def desk(session):
    with page_with(session.rights) as page:
        yield page


def test_it_says_who_you_are_and_how_long(session, page):
    assert page.becomes(pseudonym=session.pseudonym, colour=session.colour, over="", kept=False)
    assert page.now["minutes"] == 90
    assert page.now["on"] == []


def test_what_is_on_is_seen_while_it_is_on(session, page):
    page.look()
    with session.permission("class-table", why="be seen"):
        assert eventually(lambda: [one["name"] for one in page.now["on"]] == ["class-table"])
        assert page.now["on"][0]["words"].startswith("See the open table")
    assert page.becomes(on=[], points=1)


def test_the_keeper_is_not_asked_while_nobody_looks(page):
    page.look()
    assert page.panel.is_seen
    page.look(sees=False)
    assert not page.panel.is_seen


def test_the_token_goes_to_the_page_that_asks_and_nowhere_else(session, page):
    assert session.now.kept is False
    answer = page.press("token")
    assert re.fullmatch(r"[0-9a-z]{5}(-[0-9a-z]{5}){4}", answer["token"])
    assert page.becomes(kept=True)
    token = answer["token"]
    assert [one for one in page.all if token in json.dumps(one)] == [answer]
    assert token not in json.dumps(page.panel.get_state(), default=repr)
    assert token not in repr(page.panel)


def test_nothing_of_the_session_is_in_what_a_notebook_may_save(session, page, desk):
    for panel in (page.panel, desk.panel):
        kept = json.dumps(panel.get_state(), default=repr) + repr(panel)
        assert session.pseudonym not in kept
        assert session.pseudonym not in str(panel._repr_mimebundle_())


def test_ending_it_is_one_order_and_says_so(session, page, desk):
    page.say("end")
    assert page.now == {"over": "This session has ended, and all about it is forgotten."}
    desk.say("now")
    assert desk.now == page.now
    with pytest.raises(SessionOver):
        _ = session.now


def test_the_same_session_is_the_same_panel(session, page):
    assert show(session) is page.panel
    page.panel.close()
    newer = show(session)
    assert newer is not page.panel
    newer.close()


def test_a_ledger_is_a_table_already(session):
    ledger = session.ledger
    assert show(ledger) is ledger


@pytest.mark.parametrize("message", [None, 3, {}, {"do": 4}, {"do": "explode", "page": "one"}])
def test_what_is_no_order_is_not_for_us(page, message):
    page.panel.hear(message)
    assert page.now["over"] == ""


def test_each_permission_stands_in_the_panel_with_its_words(desk):
    states = {one["name"]: one["state"] for one in desk.now["permissions"]}
    assert tuple(states) == PERMISSIONS
    assert states["camera"] == "off"
    assert states["microphone"] == "never"
    assert all(one["words"].endswith(".") for one in desk.now["permissions"])


def test_access_lists_all_that_is_held(session, desk):
    answer = desk.press("access")
    values = [row[2] for row in answer["table"]["rows"]]
    assert {session.pseudonym, session.colour} <= set(values)
    assert answer["lines"][0].startswith(f"{len(values)} things are held about this session")


def test_a_copy_is_written_beside_the_notebook(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = desk.press("copy")
    assert answer["kind"] == "done"
    assert "my-data.json" in answer["lines"][0]
    assert [path.name for path in tmp_path.iterdir()] == ["my-data.json"]


def test_another_name_is_drawn(session, desk):
    before = session.pseudonym
    answer = desk.press("correct", what="pseudonym")
    assert session.pseudonym != before
    assert answer["lines"] == [f"Your pseudonym is now: {session.pseudonym}."]


def test_what_cannot_be_corrected_is_refused_in_two_lines(desk):
    answer = desk.press("correct", what="ledger")
    assert answer["kind"] == "failed"
    assert len(answer["lines"]) == 2
    assert answer["lines"][1].startswith("→ ")


def test_taking_back_works_inside_a_running_with_and_the_sign_says_so(session, desk, capsys):
    with session.permission("class-table", why="be taken back") as permission:
        desk.press("withdraw", permission="class-table")
        assert eventually(lambda: not permission.on)
        assert "class-table was taken back: it is off" in capsys.readouterr().out
    assert capsys.readouterr().out == ""
    with (
        pytest.raises(PermissionWithdrawn),
        session.permission("class-table", why="once more"),
    ):
        pass
    assert "given again" in desk.press("give", permission="class-table")["lines"][0]
    with session.permission("class-table", why="once more"):
        pass


def test_a_sign_goes_out_when_the_session_ends_under_it(session, page, capsys):
    with session.permission("class-table", why="outlive it") as permission:
        page.say("end")
        assert eventually(lambda: not permission.on)
    assert "class-table is off: the session is over" in capsys.readouterr().out


def test_all_rules_are_explained(desk):
    answer = desk.press("explain")
    assert all(len(row) == 2 for row in answer["table"]["rows"])
    assert "never" in [row[0] for row in answer["table"]["rows"]]


def test_a_complaint_has_a_number_and_an_answer(desk):
    assert desk.press("complaints")["lines"] == ["This notebook has no complaint open."]
    assert [one[0] for one in desk.now["says"]] == list(SAYS)
    assert re.match(r"Complaint \d{4}: ", desk.press("complain", says="kept")["lines"][0])
    answer = desk.press("complaints")
    assert [row[1] for row in answer["table"]["rows"]] == [SAYS["kept"]]
    assert desk.press("complain", says="my own words")["kind"] == "failed"


def test_deleting_says_first_what_goes_and_then_what_went(session, desk):
    pseudonym = session.pseudonym
    goes = desk.press("held")
    assert goes["kind"] == "goes"
    assert goes["lines"][0].startswith("This will go: ")
    # The proof looks for what is left in this very process, to which this page belongs here.
    desk.forget()
    went = desk.press("delete")
    assert went["kind"] == "done"
    assert "the session is over" in went["lines"][0]
    assert "nothing of the session is left" in went["lines"][1]
    assert desk.now["over"]
    assert pseudonym not in json.dumps(went)

"""Deleting: both sides, every store, and a search that would find what is left."""

from __future__ import annotations

import pytest

from dobotkit import lesson
from dobotkit.arm import points
from dobotkit.arm.arm import Arm
from dobotkit.arm.points import points_of
from dobotkit.client import client
from dobotkit.errors import SessionOver
from dobotkit.held_here import holders
from dobotkit.messages import Done
from dobotkit.people_messages import EndSession
from dobotkit.session.deletion import Deletion, delete_here, left_here
from dobotkit.session.session import Session

CANARY = "canary-of-the-rights"


def test_all_goes_on_both_sides_and_the_search_is_the_proof(session, begun):
    session.rights.correct("pseudonym")
    session.rights.complain("kept")
    points_of("dobotsim://delete")["tray"] = (200, 0, 50)
    with session.permission("camera", why="a test"):
        held = session.rights.access()
        count = {row: len(entries) for row, entries in held.rows.items()}
        token, pseudonym = str(session._mine.opened.token), str(session.pseudonym)
        done = session.rights.delete()
    assert done.rows == count
    assert done.count == len(held)
    assert done.left == 0
    assert done.searched > 5000  # both sides
    assert begun.solved == set()
    assert lesson.progress().solved == ()
    assert "tray" not in points_of("dobotsim://delete")
    assert left_here(token, pseudonym)[1] == []
    assert pseudonym not in repr(session)
    with pytest.raises(SessionOver) as over:
        session.rights.access()
    # What stands where the pseudonym was is not said as if it were one.
    assert over.value.what.startswith("The session was ended")
    fresh = Session()
    assert fresh.pseudonym != pseudonym
    assert set(fresh.rights.access().rows) == {
        "ledger-line", "pseudonym", "robot-colour", "session-open", "session-time",
        "session-token",
    }  # fmt: skip
    fresh.end()


def test_the_search_finds_what_a_notebook_would_forget_to_delete(session, monkeypatch):
    monkeypatch.setattr(points, "rogue", {session.pseudonym: 1}, raising=False)
    done = session.rights.delete()
    assert done.left == 1
    assert "a mistake in the kit" in repr(done)
    assert "a mistake in the kit" in done._repr_html_()


def test_before_it_is_deleted_the_search_finds_it(session):
    token, pseudonym = str(session._mine.opened.token), session.pseudonym
    _, found = left_here(token, pseudonym)
    assert {str(one) for one in found} >= {token, pseudonym}


def test_what_has_run_out_in_the_keeper_is_still_deleted_here(session, begun):
    client().ask(EndSession(token=session._mine.token), Done)
    done = session.rights.delete()
    assert done.rows == {"progress": 2, "session-token": 1}  # the notebook's own, as well
    assert done.left == 0
    assert begun.solved == set()


def test_all_that_a_notebook_holds_belongs_to_a_registered_store(session, begun, monkeypatch):
    begun.solved.add(f"{CANARY}-exercise")
    begun.shown[f"{CANARY}-hint"] = 1
    with Arm("dobotsim://canary?pace=instant") as arm:
        arm.points[f"{CANARY}-point"] = (200, 0, 50)
        with arm.record() as track:
            arm.move_to(200, 0, 60)
            assert len(left_here(CANARY)[1]) >= 3
            shown = [what for store in holders() for what in store.access()]
            assert len([what for what in shown if CANARY in what[0]]) == 3
            assert ("a track that is being recorded", repr(track)) in shown
            delete_here(holders())
            assert len(track) == 0
        assert left_here(CANARY)[1] == []
        assert dict(arm.points) == {}
    monkeypatch.setattr(points, "rogue", [f"{CANARY}-rogue"], raising=False)
    assert left_here(CANARY)[1] == [f"{CANARY}-rogue"]
    assert session.now.on == ()


def test_the_result_says_how_much_of_what():
    done = Deletion({"ledger-line": 3, "pseudonym": 1}, searched=1234, left=0)
    lines = repr(done).splitlines()
    assert lines[0] == "4 entries are deleted, and the session is over."
    assert lines[1] == "  ledger-line: 3"
    assert "1234 objects" in repr(done)
    assert "nothing of the session is left" in done._repr_html_()

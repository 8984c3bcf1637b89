"""``Session`` in a notebook: the same one until it ends, and nothing of it shows."""

from __future__ import annotations

import contextlib
import copy
import gc
import os
import pickle
import threading
import traceback

import pytest

from dobotkit import Session
from dobotkit.errors import KeeperGone, NeverAllowed, NotYours, SessionOver, WrongValue
from dobotkit.keeper.people.sessions import LASTS_S
from dobotkit.session import session as session_module
from dobotkit.session.hidden import Hidden
from dobotkit.session.session import token_of

pytestmark = pytest.mark.usefixtures("notebook")
NOBODYS = "00000-00000-00000-00000-00000"


def in_a_thread(work):
    got = []
    thread = threading.Thread(target=lambda: got.append(work()))
    thread.start()
    thread.join(20)
    return got[0]


def test_a_notebook_has_one_session(room):
    first, second = Session(), Session()
    assert (first.pseudonym, first.colour) == (second.pseudonym, second.colour)
    assert first.now.pseudonym == first.pseudonym
    assert len(room.people._sessions) == 1


def test_threads_that_begin_at_once_begin_one(room):
    barrier, names = threading.Barrier(8), []

    def begin():
        barrier.wait(20)
        names.append(Session().pseudonym)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(names) == 8
    assert len(set(names)) == 1
    assert len(room.people._sessions) == 1


def test_the_end_is_the_end(room):
    session = Session()
    same = Session()
    session.end()
    session.end()
    in_a_thread(session.end)
    assert len(room.people._sessions) == 0
    for ask in ("now", "token", "ledger"):
        for one in (session, same):
            with pytest.raises(SessionOver, match="was ended"):
                getattr(one, ask)
    with pytest.raises(SessionOver) as over:
        session.permission("camera", why="look")
    assert "no rule behind this" in over.value.why()
    assert repr(same) == f"<Session {same.pseudonym}, ended>"
    # A new one is another one.
    assert Session().pseudonym != session.pseudonym
    assert len(room.people._sessions) == 1


def test_with_ends_it_also_after_an_error(room):
    with contextlib.suppress(ZeroDivisionError), Session():
        _ = 1 / 0
    assert len(room.people._sessions) == 0


def test_time_is_up(room):
    session = Session()
    room.now += LASTS_S
    with pytest.raises(NotYours) as refused:
        _ = session.now
    # Rule and inputs have crossed the channel.
    assert refused.value.rule == "token"
    assert "hash of the token" in refused.value.used
    assert "a hash" in refused.value.why()
    assert Session().pseudonym != session.pseudonym
    assert len(room.people._sessions) == 1


def test_coming_back_from_another_notebook(room):
    session = Session()
    token = session.token
    with room.notebook() as other:
        back = Session(token=f"  {token.upper().replace('-', ' - ', 1).replace('-', ' ', 2)} ")
        assert (back.pseudonym, back.colour) == (session.pseudonym, session.colour)
        assert Session().pseudonym == session.pseudonym
        with back.permission("camera", why="look"):
            assert room.people.on == ("camera",)
            other.die()
        assert room.people.on == ()
    assert [line.event for line in session.ledger.lines] == [
        "session-opened",
        "session-back",
        "permission-on",
        "permission-off",
    ]


def test_coming_back_after_its_notebook_has_died(notebook, room):
    session = Session()
    token, name = session.token, session.pseudonym
    notebook.die()
    with room.notebook():
        assert Session(token=token).pseudonym == name


def test_one_whose_token_was_never_read_ends_with_its_notebook(notebook, room):
    session = Session()
    token = session._mine.opened.token
    notebook.die()
    with room.notebook(), pytest.raises(NotYours):
        Session(token=token)
    assert len(room.people._sessions) == 0


@pytest.mark.parametrize(
    "typed",
    ["", "Alice Example", "alice@example.org", "12.5.2014", "a" * 10_000, "il0uo-il0uo", "\x00"],
)
def test_what_is_no_token_is_refused_and_not_repeated(room, typed):
    with pytest.raises(NotYours) as refused:
        Session(token=typed)
    said = "".join(traceback.format_exception(refused.value)) + refused.value.why()
    for name in ("Alice", "example.org", "2014", "aaaaa", "il0uo"):
        assert name not in said.replace(__file__, "").lower() or name not in typed
    assert len(room.people._sessions) == 0
    assert refused.value.rule == "token"


def test_a_notebook_that_never_was_in_it_stays_out(room):
    mine = Session()
    with room.notebook(), pytest.raises(NotYours, match="No session has this token"):
        Session(token=NOBODYS)
    assert mine.now.pseudonym == mine.pseudonym


def test_after_the_keeper_is_gone(notebook):
    session = Session()
    notebook.die()
    with pytest.raises(KeeperGone):
        _ = session.now
    with pytest.raises(KeeperGone):
        Session()
    assert "minutes left at most" in repr(session)
    session.end()
    assert repr(session).endswith("ended>")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_copy_of_the_process_has_no_session():
    session = Session()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, str(session_module._here is None).encode())
        # Also where another thread was just beginning one.
        os.write(write, str(session_module._lock.acquire(blocking=False)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100) == b"TrueTrue"
    os.close(read)
    os.close(write)
    assert Session().pseudonym == session.pseudonym


class TestTheTokenShowsItself:
    """Nowhere but where it is asked for."""

    @pytest.fixture
    def session(self):
        return Session()

    @pytest.fixture
    def token(self, session):
        return session._mine.opened.token

    def test_not_in_what_is_shown(self, session, token):
        permission = session.permission("camera", why="look")
        shown = [session, session._mine, session.now, session.ledger, permission, Hidden(token)]
        for thing in shown:
            html = getattr(thing, "_repr_html_", lambda: "")()
            assert token not in f"{thing!r} {getattr(thing, '__dict__', '')} {html}"
        assert token in session.token
        assert type(session.token) is str

    @staticmethod
    def in_full(error, of="/dobotkit/"):
        """What a traceback with all values says about the functions of the kit."""
        whole = traceback.TracebackException.from_exception(error, capture_locals=True)
        frames = "".join(whole.format()).split("  File ")
        mine = [frame for frame in frames if of in frame.partition(",")[0]]
        assert mine
        return "".join(mine)

    def test_not_in_a_traceback_with_values(self, session, token):
        with pytest.raises(WrongValue) as refused:
            session.permission("camera", why="")
        assert token not in self.in_full(refused.value)
        session.token  # noqa: B018 - so that it is kept
        with pytest.raises(NeverAllowed) as never, session.permission("location", why="look"):
            pass
        assert token not in self.in_full(never.value)
        session.end()
        with pytest.raises(NotYours) as lost:
            Session(token=token)
        assert token not in self.in_full(lost.value)

    def test_the_search_for_it_can_find_it(self, token):
        def given(token):
            raise ValueError(len(token))

        with pytest.raises(ValueError, match="29") as error:
            given(token)
        assert token in self.in_full(error.value, of=__file__)


def test_a_session_that_ended_is_forgotten_in_the_notebook_as_well():
    session = Session()
    name = session.pseudonym
    session.end()
    del session
    Session()
    gc.collect()
    left = [one for one in gc.get_objects() if type(one).__name__ == "_Mine" and name in repr(one)]
    assert not left


@pytest.mark.parametrize("end", [Session.end, lambda session: session.rights.delete()])
def test_who_has_to_wait_is_not_told_that_it_is_over(room, notebook, end):
    with room.notebook():
        token = str(Session().token)
    with notebook:
        mine = Session()
        assert mine.token  # it is kept
        Session(token)  # and this notebook has gone over to another one
        for _ in range(12):
            with pytest.raises(NotYours):
                Session(NOBODYS)
        with pytest.raises(NotYours, match="were wrong") as refused:
            end(mine)
        assert refused.value.rule == "guessing"
        assert len(room.people._sessions) == 2
        room.now += 5
        end(mine)
        assert len(room.people._sessions) == 1


@pytest.mark.parametrize("write", [pickle.dumps, copy.deepcopy])
def test_a_session_gets_into_no_file(write):
    session = Session()
    for one in (session, token_of(session), session.permission("camera", why="look")):
        with pytest.raises(WrongValue, match="not written into a file"):
            write(one)

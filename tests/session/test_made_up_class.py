"""The made-up class as a pupil asks about it: through a notebook's client and a keeper."""

from __future__ import annotations

import pytest

from dobotkit import lesson
from dobotkit.client import client
from dobotkit.errors import PermissionNotActive, SessionOver, WrongValue
from dobotkit.keeper.people.made_up import invented
from dobotkit.lesson.made_up_class import _ago
from dobotkit.session.session import Session


@pytest.fixture
def session(notebook):
    assert notebook.client is client()
    session = Session()
    yield session
    session.end()


@pytest.fixture
def made_up(session):
    return lesson.made_up_class(session)


def openly(session):
    return session.permission("class-table", why="try it")


def test_a_class_belongs_to_a_session(made_up, session):
    with pytest.raises(WrongValue, match="belongs to a session, and str is none"):
        lesson.made_up_class("me")
    session.end()
    # A new session alone would not bring the class back.
    for ask in (made_up.join, made_up.leave, made_up.open_list, lambda: made_up.table("club")):
        with pytest.raises(SessionOver, match=r"made_up = lesson\.made_up_class\(session\)"):
            ask()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0, "less than a minute"), (60.0, "1 minute "), (179.0, "2 minutes")]
)
def test_how_old_the_numbers_are_is_said_in_words(seconds, words):
    assert _ago(seconds).startswith(words)


@pytest.mark.parametrize(
    "ask",
    [
        lambda made_up: made_up.open_list(),
        lambda made_up: made_up.open_table("club"),
        lambda made_up: made_up.open_count(club="chess"),
    ],
)
def test_what_is_open_needs_the_permission(made_up, ask):
    with pytest.raises(PermissionNotActive):
        ask(made_up)


def test_the_open_class_is_as_the_lesson_says(made_up, session):
    with openly(session):
        assert len(made_up.open_list()) == 24
        assert made_up.open_count(club="chess") == 9
        assert made_up.open_count(club="chess", glasses="no") == 8
        assert made_up.open_count(club="chess", finished="no") == 6
        assert made_up.open_count(club="chess", glasses="no", finished="no") == 5
        (one,) = (
            one for one in made_up.open_list().pupils if (one.club, one.glasses) == ("chess", "yes")
        )
    assert (one.pseudonym, one.travel, one.finished) == ("helpful-skylark-73", "bus", "no")


def test_the_made_up_pupils_are_the_same_for_everybody():
    assert invented() == invented()
    assert len({name for name, _ in invented()}) == 24


def test_a_table_shows_what_may_be_shown(made_up):
    table = made_up.table("club")
    assert [repr(table[row]) for row in table.rows] == [
        "about 9",
        "hidden",
        "about 6",
        "hidden",
        "about 24",
    ]
    assert repr(table).splitlines()[:3] == [
        "club      pupils",
        "chess     about 9",
        "football  hidden",
    ]
    assert '<th scope="row" style="text-align:left">robots</th>' in table._repr_html_()
    assert "<em>hidden</em>" in table._repr_html_()
    assert table.why("football").startswith("Rule “small-group”.")
    assert "fewer than 5" in table.why("football")


def test_an_open_table_has_sums_and_nothing_hidden(made_up, session):
    with openly(session):
        table = made_up.open_table("club", "glasses")
    assert table["chess", "yes"] == 1
    assert table["all", "all"] == 24
    assert "hidden" not in repr(table).replace("nothing hidden", "")
    assert "open table" in table.why("chess", "yes")


def test_why_names_what_was_looked_at_and_not_the_number(made_up, session):
    made_up.count(club="chess")
    hidden = made_up.count(club="chess", glasses="no")
    assert hidden.hidden
    assert "club chess, glasses no" in hidden.used
    assert hidden.used.endswith("all numbers that were shown before: 1")
    explained = session.rights.explain(hidden)
    assert explained.rule == "small-group"
    assert "8" not in repr(explained)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda m: m.count(hobby="chess"), "Nothing called 'hobby'"),
        (lambda m: m.count(club="rowing"), "club cannot be 'rowing'"),
        (lambda m: m.table(), "it was given none"),
        (lambda m: m.table("club", "club"), "it was given 'club', 'club'"),
    ],
)
def test_what_is_not_in_the_lists_is_refused(made_up, ask, words):
    with pytest.raises(WrongValue, match=words):
        ask(made_up)


def test_who_joins_is_drawn_counted_held_and_forgotten(made_up, session):
    before = made_up.count(club="chess").shown
    (you,) = made_up.join().pupils
    assert made_up.join().pupils == (you,)
    assert you.pseudonym == "you"
    with openly(session):
        assert len(made_up.open_list()) == 25
    # The shield does not look again yet: the difference would be you.
    assert made_up.count(club="chess").shown == before
    held = session.rights.access().rows
    assert [entry.value for entry in held["class-character"]] == [
        you.club,
        you.travel,
        you.glasses,
        you.finished,
    ]
    made_up.leave()
    assert "class-character" not in session.rights.access().rows
    with openly(session):
        assert len(made_up.open_list()) == 24


def test_deleting_everything_deletes_the_drawn_pupil_too(made_up, session):
    made_up.join()
    made_up.count(club="chess")
    deletion = session.rights.delete()
    assert deletion.rows["class-character"] == 4
    assert deletion.left == 0


def test_each_session_has_its_own_class(made_up, session):
    made_up.count(club="chess")
    session.end()
    other = Session()
    try:
        assert lesson.made_up_class(other).count(club="chess", glasses="no").shown == 9
    finally:
        other.end()


def test_what_was_asked_stands_in_the_ledger_without_the_answers(made_up, session):
    made_up.count(club="chess")
    made_up.join()
    lines = {line.event: line.times for line in session.ledger.lines}
    assert lines["class-asked"] == 1
    assert lines["class-joined"] == 1
    assert "chess" not in repr(session.ledger)


def test_the_keeper_answers_in_one_message(made_up):
    # The largest table that can be asked for.
    assert len(made_up.table("club", "travel").rows) == 5
    assert client().practice

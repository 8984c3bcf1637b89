"""The copy: one file, a schema, a way back, and nothing in it that is not the pupil's."""

from __future__ import annotations

import copy
import json
import os
import re
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dobotkit.arm.points import points_of
from dobotkit.client import client
from dobotkit.errors import CopyError
from dobotkit.messages import Done
from dobotkit.people_messages import TOKEN, EndSession, KeepSession, OpenSession, SessionOpened
from dobotkit.session import copying
from dobotkit.session.copying import (
    SCHEMA,
    CopyEntry,
    CopyFile,
    CopyRow,
    content_of,
    read_copy,
    schema,
    write_copy,
)
from dobotkit.session.held import Entry

ROW = CopyRow(
    id="progress", name="your progress", words="Words.", purpose="p", until="u", seen_by="you"
)
EMPTY = CopyFile(form="dobotkit copy 1", rows=(), entries=())
CONTENT = CopyFile(
    form="dobotkit copy 1",
    rows=(ROW,),
    entries=(
        CopyEntry(row="progress", what="exercise lift", value="solved", where="this notebook"),
        CopyEntry(row="progress", what="Größe “°”", value='−1 × \\ " \u2028', where="keeper"),
    ),
)
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def other(session):
    """Another session of the same keeper, which stays there."""
    assert session.token  # so that the first one is kept when the notebook opens the other
    opened = client().ask(OpenSession(), SessionOpened)
    client().ask(KeepSession(token=opened.token), Done)
    yield opened
    client().ask(EndSession(token=opened.token), Done)


def test_the_schema_that_is_shipped_is_the_one_of_the_models():
    assert SCHEMA.read_text(encoding="utf-8") == schema(), (
        "write it anew: python -c 'from dobotkit.session.copying import *; "
        'SCHEMA.write_text(schema(), encoding="utf-8")\''
    )
    Draft202012Validator.check_schema(json.loads(schema()))
    assert json.loads(schema())["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_copy_comes_back_as_it_was(here):
    written = write_copy(CONTENT, "my-data.json")
    assert read_copy("my-data.json") == CONTENT == written.content
    assert [one.name for one in here.iterdir()] == ["my-data.json"]
    data = json.loads((here / "my-data.json").read_text(encoding="utf-8"))
    VALIDATOR.validate(data)
    assert "my-data.json, in this notebook's folder" in repr(written)
    assert "where you wanted it" in repr(write_copy(CONTENT, here / "b.json"))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=200)), max_size=5))
def test_whatever_was_held_comes_back(tmp_path_factory, held):
    entries = tuple(
        CopyEntry(row="progress", what=what, value=value, where="keeper") for what, value in held
    )
    content = CopyFile(form="dobotkit copy 1", rows=(ROW,), entries=entries)
    path = tmp_path_factory.getbasetemp() / "whatever.json"
    assert read_copy(write_copy(content, path).path) == content
    assert VALIDATOR.is_valid(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_nobody_else_can_read_it(here):
    write_copy(CONTENT, "my-data.json")
    assert stat.S_IMODE((here / "my-data.json").stat().st_mode) == 0o600


def test_an_older_copy_is_replaced():
    write_copy(EMPTY, "my-data.json")
    write_copy(CONTENT, "my-data.json")
    assert read_copy("my-data.json") == CONTENT


@pytest.mark.parametrize("there", ["{}", "[1]", "", "print('my program')", '{"points": {}}'])
def test_no_other_file_is_replaced(here, there):
    (here / "my-data.json").write_text(there)
    with pytest.raises(CopyError, match="another file") as caught:
        write_copy(CONTENT, "my-data.json")
    assert caught.value.rule == "another file"
    assert (here / "my-data.json").read_text() == there
    assert [one.name for one in here.iterdir()] == ["my-data.json"]


def test_no_folder_and_no_link_to_nowhere_is_replaced(here):
    (here / "a.json").mkdir()
    places = ["a.json"]
    if os.name != "nt":
        (here / "b.json").symlink_to(here / "nothing.json")
        places.append("b.json")
    for place in places:
        with pytest.raises(CopyError, match=r"another file|a folder was named"):
            write_copy(CONTENT, place)


def test_a_place_that_is_not_there_is_refused_without_its_folder_s_name(here):
    with pytest.raises(CopyError, match=r"copy x\.json cannot be written") as caught:
        write_copy(CONTENT, here / "mias folder" / "x.json")
    assert "mias" not in str(caught.value)
    assert caught.value.__cause__ is None
    with pytest.raises(CopyError, match=r"y\.json cannot be read") as caught:
        read_copy(here / "mias folder" / "y.json")
    assert "mias" not in str(caught.value)


def test_what_goes_wrong_while_writing_leaves_the_old_copy(here, monkeypatch):
    write_copy(CONTENT, "my-data.json")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying.os, "replace", full)
    with pytest.raises(CopyError, match="No space left"):
        write_copy(EMPTY, "my-data.json")
    assert read_copy("my-data.json") == CONTENT
    assert [one.name for one in here.iterdir()] == ["my-data.json"]


def good():
    return json.loads(CONTENT.model_dump_json())


def changed(change):
    data = good()
    change(data)
    return data


WRONG = {
    "another form": lambda d: d.update(form="dobotkit copy 2"),
    "no form": lambda d: d.pop("form"),
    "no rows": lambda d: d.pop("rows"),
    "no entries": lambda d: d.pop("entries"),
    "one more field": lambda d: d.update(name="Mia"),
    "one more field in an entry": lambda d: d["entries"][0].update(name="Mia"),
    "one more field in a row": lambda d: d["rows"][0].update(name2="Mia"),
    "a number": lambda d: d["entries"][0].update(value=3),
    "nothing": lambda d: d["entries"][0].update(value=None),
    "another place": lambda d: d["entries"][0].update(where="the internet"),
    "a row without a name": lambda d: d["rows"][0].update(id=""),
    "too long": lambda d: d["entries"][0].update(value="x" * 1001),
    "no list": lambda d: d.update(entries={}),
    "an entry that is none": lambda d: d["entries"].append("pseudonym"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_as_the_schema_says_is_refused_by_both(here, name):
    data = changed(WRONG[name])
    assert not VALIDATOR.is_valid(data)
    (here / "wrong.json").write_text(json.dumps(data))
    with pytest.raises(CopyError, match="is no copy") as caught:
        read_copy("wrong.json")
    assert caught.value.rule == "copy"
    assert "Mia" not in str(caught.value)


def test_what_is_much_too_large_is_not_even_read(here):
    with (here / "large.json").open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    with pytest.raises(CopyError, match="much too large"):
        read_copy("large.json")


@pytest.mark.usefixtures("here")
def test_however_many_points_are_taught_the_copy_comes_back(session):
    points = points_of("dobotsim://many")
    points.update({f"p{number}": (200, 0, 50) for number in range(30_000)})
    try:
        made = session.rights.copy()
        assert read_copy(made.path) == made.content
    finally:
        points.clear()


def test_a_folder_is_no_copy(session, here):
    for folder in ("", ".", here):
        with pytest.raises(CopyError, match="a folder was named"):
            session.rights.copy(folder)


@pytest.mark.usefixtures("begun")
def test_a_whole_session_comes_back_with_nobody_else_in_it(session, other):
    session.rights.correct("colour")
    made = session.rights.copy()
    held = session.rights.access()
    text = made.path.read_text(encoding="utf-8")
    assert read_copy(made.path) == made.content
    VALIDATOR.validate(json.loads(text))
    assert session.pseudonym in text
    assert other.pseudonym not in text
    assert not re.search(TOKEN, text)
    kinds = {row.id for row in made.content.rows}
    assert kinds == {entry.row for entry in made.content.entries} == set(held.rows)
    assert [line.event for line in session.ledger.lines].count("right-copy") == 1
    assert ("exercise lift", "solved") in [(one.what, one.value) for one in made.content.entries]


def test_the_rows_say_what_the_inventory_says():
    content = content_of((Entry("progress", "exercise lift", "solved", "this notebook"),))
    [row] = content.rows
    assert row.purpose == "so that the lesson works"
    assert row.until.startswith("until the notebook is closed")
    assert copy.deepcopy(content) == content

"""What is promised by id is checked by a test that exists, or says why it is not."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.requirements.promises import PAGE, ROOT, groups, page, promises

EVERY = promises()
IDS = [one.id for one in EVERY]
NAMED = re.compile(rf"\b(?:{'|'.join(group.id for group in groups())})-(?:\d\d|[a-i])(?![\w-])")


@cache
def those_in(path):
    """The tests of a file, with the class that they stand in."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = {one.name for one in functions(tree)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in functions(node)}
    return found


def functions(node):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [one for one in node.body if isinstance(one, kinds) and one.name.startswith("test_")]


@pytest.mark.parametrize("promise", EVERY, ids=IDS)
def test_what_is_kept_is_checked_and_what_is_open_says_why(promise):
    done = (promise.does, promise.where, promise.checks)
    if promise.state == "open":
        assert done == ("", (), ())
    else:
        assert all(done)
    assert bool(promise.open) == (promise.state != "kept")
    assert promise.about
    assert re.match(r"(Dobot|Sobot|AIRobotics), ", promise.clause)


@pytest.mark.parametrize("promise", EVERY, ids=IDS)
def test_its_tests_and_places_exist(promise):
    for check in promise.checks:
        path, _, name = check.partition("::")
        assert name in those_in(path), check
    for place in promise.where:
        assert (ROOT / place).exists(), place


def test_a_test_that_is_not_there_would_be_seen():
    here = "tests/requirements/test_promises.py"
    assert "test_each_id_stands_once_and_in_a_group" in those_in(here)
    assert "those_in" not in those_in(here)
    assert "TestKeeping::test_not_before" in those_in("tests/test_crash.py")
    assert "test_not_before" not in those_in("tests/test_crash.py")


def test_each_id_stands_once_and_in_a_group():
    assert len(IDS) == len(set(IDS))
    assert {one.group for one in EVERY} == {group.id for group in groups()}


def test_every_test_by_id_is_named_by_its_promise():
    """A test that carries an id in its name stands in the table, beside that id."""
    for path in sorted((ROOT / "tests" / "requirements").glob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for test in those_in(name):
            if given := re.match(r"test_([a-z]+)_([a-i]|\d\d)_", test):
                owner = f"{given[1].upper()}-{given[2]}"
                checks = next(one.checks for one in EVERY if one.id == owner)
                assert f"{name}::{test}" in checks


def test_ids_that_other_pages_name_are_explained():
    named = {
        found
        for place in (ROOT, ROOT / "docs", ROOT / "docs" / "decisions")
        for path in place.glob("*.md")
        for found in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert {"SCH-f", "SHR-09"} <= named
    assert named <= set(IDS)


def test_the_page_says_what_the_data_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "run  python -m tests.requirements.page"

"""The escapes as texts that are read: whole, short, and none twice."""

from __future__ import annotations

import ast

import pytest

from dobotkit.escapes.marks import ids_in, mark_of, new_run
from dobotkit.guard.escapes import ESCAPES, Escape, escape


def test_there_are_many_and_none_twice():
    ids = [one.id for one in ESCAPES]
    assert len(ids) == len(set(ids)) >= 60
    assert len({one.code for one in ESCAPES}) == len(ids)


@pytest.mark.parametrize("one", ESCAPES, ids=lambda one: one.id)
def test_an_escape_is_short_and_whole(one):
    tree = ast.parse(one.code)
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    # So that it can be copied into any notebook.
    assert "dobotkit" not in imported
    assert len(one.code.splitlines()) <= 50
    assert max(map(len, one.code.splitlines())) <= 100
    assert one.needs, "it goes nowhere"
    assert one.title[0].islower() or one.title.startswith(
        ("D-Bus", "MPTCP", "SCTP", "UDP", "Z", "O", "POSIX")
    )


def test_one_that_is_not_there_is_said_with_those_that_are():
    assert escape("tcp4").id == "tcp4"
    with pytest.raises(KeyError, match="tcp4, tcp6"):
        escape("carrier-pigeon")


def test_what_stops_it_is_what_it_says():
    def said(code: str) -> str:
        return Escape("x", "x", "x", code).run({"mark": "word"}).text

    assert said("print(TARGET['mark'])") == "ran to its end"
    assert said("1 / 0") == "ZeroDivisionError: division by zero"
    assert said("raise SystemExit(3)") == "SystemExit: 3"
    assert said("TARGET['tcp']") == "not tried: nobody listens there (tcp)"


def test_marks_of_one_run_are_found_and_those_of_another_are_not():
    run, other = new_run(), new_run()
    mark = mark_of(run, "tcp4")
    data = f"GET /{mark} {mark_of(other, 'tcp6')} {run}-half".encode()
    assert ids_in(data, run) == {"tcp4"}
    assert ids_in(data[:20], run) == set()
    # One label of a name that is looked up has 63 characters at most.
    assert all(len(mark_of(run, one.id)) <= 63 for one in ESCAPES)

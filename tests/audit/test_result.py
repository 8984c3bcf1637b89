"""What an audit concludes from what it has found, and how it says so."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from dobotkit.audit import examine as room
from dobotkit.audit.places import LEFT_BY_A_PLAIN_LAB, PLACES, place_of
from dobotkit.audit.report import as_json, print_report
from dobotkit.audit.result import BLIND, CLEAN, LEAKS, Moment, Result
from dobotkit.canary import Canary, search
from dobotkit.cli import app
from dobotkit.errors import AuditError

KNOWN = {**LEFT_BY_A_PLAIN_LAB, "trash": {"picture", "name"}}


def _moment(found=None, folder="home", **more) -> Moment:
    found = found or {}
    return Moment(
        {place: frozenset(what) for place, what in found.items()},
        {place: (f"{folder}/{place}",) for place in found},
        **more,
    )


def _result(**changes) -> Result:
    whole = {
        "blind_to": (),
        "false_alarms": (),
        "forms": 85,
        "browser": True,
        "plain": {"running": _moment(KNOWN), "killed": _moment()},
        "private": dict.fromkeys(("running", "ended", "killed", "restarted"), _moment()),
        "memory": {
            "plain": {"before": {"picture": 2.0, "name": 9.0}, "after": None},
            "private": {
                "before": {"picture": 2.0, "name": 9.0},
                "after": {"picture": 0.0, "name": 4.5},
            },
        },
        "speed": 40.0,
    }
    private = changes.pop("private", {})
    whole["private"] |= private
    return Result(**(whole | changes))


def test_a_private_lab_that_keeps_nothing_is_clean():
    assert _result().status == CLEAN
    assert _result().leaks == ()


@pytest.mark.parametrize("place", KNOWN)
def test_a_search_that_misses_what_a_plain_lab_keeps_says_nothing(place):
    less = {name: what for name, what in KNOWN.items() if name != place}
    result = _result(plain={"running": _moment(less)})
    assert result.missed == (place,)
    assert result.status == BLIND


@pytest.mark.parametrize("what", ["blind_to", "false_alarms"])
def test_a_search_that_is_blind_or_sees_ghosts_says_nothing(what):
    assert _result(**{what: ("gzip",)}).status == BLIND


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("ended", _moment({"temp": {"picture"}})),
        ("ended", _moment(processes=1)),
        ("restarted", _moment(sockets=1)),
        ("restarted", _moment({"memory": {"name"}})),
        ("running", _moment({"notebook": {"picture"}}, folder="/dev/shm/dobotkit-x/work")),
        ("running", _moment({"history": {"name"}}, folder="/dev/shm/dobotkit-x")),
        ("running", _moment({"elsewhere": {"name"}})),
    ],
)
def test_whatever_the_private_lab_keeps_is_a_leak(when, moment):
    result = _result(private={when: moment})
    assert result.status == LEAKS
    assert len(result.leaks) == 1
    text = io.StringIO()
    print_report(result, Console(file=text, width=100))
    assert result.leaks[0][:40] in text.getvalue()


def test_what_a_pupil_typed_may_stand_in_the_notebook_while_the_lab_runs():
    typed = _moment(
        {"notebook": {"name", "number"}, "files": {"picture"}}, folder="/dev/shm/dobotkit-x/work"
    )
    killed = _moment({"notebook": {"name"}}, processes=0)
    assert _result(private={"running": typed, "killed": killed}).status == CLEAN


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("home/notebooks/a.ipynb", "notebook"),
        ("home/notebooks/.ipynb_checkpoints/a-checkpoint.ipynb", "checkpoint"),
        ("home/.ipython/profile_default/history.sqlite", "history"),
        ("home/.ipython/profile_default/db/autorestore/name", "store"),
        ("home/.local/share/Trash/files/a.ipynb", "trash"),
        ("home/.config/chromium/Default/History", "browser"),
        ("/dev/shm/dobotkit-abc/work/a.ipynb", "notebook"),
        ("/dev/shm/psm_1", "memory"),
        ("home/.local/share/jupyter/runtime/kernel-1.json", "jupyter"),
        ("server.log", "log"),
        ("temp/tmp1", "temp"),
        ("home/core.123", "core"),
        ("home/notebooks/face.png", "files"),
        ("home/x", "elsewhere"),
    ],
)
def test_places_have_names(path, place):
    assert place_of(path).id == place


def test_a_search_is_sorted_by_places(tmp_path):
    canary = Canary.fresh()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").write_text(canary.name)
    moment = Moment.of(search([tmp_path], canary), ("",), 3)
    assert moment.found == {"notebook": {"name"}}
    assert moment.files == {"notebook": ("notebooks/a.ipynb",)}
    assert not moment.clean
    assert moment.processes == 3


def test_the_report_says_it_in_words_and_in_json():
    text = io.StringIO()
    result = _result()
    print_report(result, Console(file=text, width=80))
    said = text.getvalue()
    assert "The private lab has kept nothing of it." in said
    assert "85 of 85" in said
    said = " ".join(said.replace("│", " ").split())
    for place in KNOWN:
        assert next(one for one in PLACES if one.id == place).title.split()[-1] in said, place
    assert "ipynb_checkpoints" not in said
    data = json.loads(as_json(result))
    assert data["status"] == CLEAN
    assert data["copies_in_memory"]["private"]["after"] == {"picture": 0.0, "name": 4.5}


@pytest.mark.parametrize("status", [CLEAN, LEAKS, BLIND])
def test_the_command_ends_with_the_status(status, monkeypatch):
    results = {
        CLEAN: _result(),
        LEAKS: _result(private={"ended": _moment({"temp": {"name"}})}),
        BLIND: _result(blind_to=("gzip",)),
    }
    monkeypatch.setattr(room, "examine", lambda **_: results[status])
    ran = CliRunner().invoke(app, ["audit", "--json"])
    assert ran.exit_code == status
    assert json.loads(ran.stdout)["status"] == status


def test_an_audit_that_breaks_off_is_no_clean_bill(monkeypatch):
    def broken(**_):
        raise AuditError("A lab did not start.", "Try again.")

    monkeypatch.setattr(room, "examine", broken)
    ran = CliRunner().invoke(app, ["audit"])
    assert ran.exit_code == BLIND

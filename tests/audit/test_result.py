"""What an audit concludes from what it has found, and how it says so."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from dobotkit.audit import examine as room
from dobotkit.audit.places import CARDS_IN_A_PLAIN_LAB, FACES_IN_A_PLAIN_LAB, PLACES, place_of
from dobotkit.audit.report import as_json, print_report
from dobotkit.audit.result import BLIND, CLEAN, LEAKS, Moment
from dobotkit.canary import Canary, search
from dobotkit.cli import app
from dobotkit.errors import AuditError
from tests.audit.results import KNOWN, moment, result

WHAT = ("picture", "template", "card_text")


def test_a_private_lab_that_keeps_nothing_is_clean():
    assert result().status == CLEAN
    assert result().leaks == ()


@pytest.mark.parametrize("place", KNOWN)
def test_a_search_that_misses_what_a_plain_lab_keeps_says_nothing(place):
    less = {name: what for name, what in KNOWN.items() if name != place}
    whole = result(plain={"running": moment(less)})
    assert whole.missed == (place,)
    assert whole.status == BLIND


@pytest.mark.parametrize("what", ["blind_to", "false_alarms"])
def test_a_search_that_is_blind_or_sees_ghosts_says_nothing(what):
    assert result(**{what: ("gzip",)}).status == BLIND


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("ended", moment({"temp": {"picture"}})),
        ("ended", moment(processes=1)),
        ("restarted", moment(sockets=1)),
        ("restarted", moment({"memory": {"name"}})),
        ("running", moment({"notebook": {"picture"}}, folder="/dev/shm/dobotkit-x/work")),
        ("running", moment({"notebook": {"face"}}, folder="/dev/shm/dobotkit-x/work")),
        # After faces were looked at in a lab of its own: not even in its own folder.
        ("faces", moment({"files": {"picture"}}, folder="/dev/shm/dobotkit-x/work")),
        ("faces", moment({"temp": {"template"}}, folder="/dev/shm/dobotkit-x")),
        ("faces", moment({"notebook": {"face"}}, folder="/dev/shm/dobotkit-x/work")),
        ("running", moment({"history": {"name"}}, folder="/dev/shm/dobotkit-x")),
        ("running", moment({"elsewhere": {"name"}})),
        # Nobody types what is written on a card: at no moment it may stand anywhere.
        ("running", moment({"files": {"card_text"}}, folder="/dev/shm/dobotkit-x/work")),
        ("running", moment({"notebook": {"card"}}, folder="/dev/shm/dobotkit-x/work")),
        ("faces", moment({"files": {"card"}}, folder="/dev/shm/dobotkit-x/work")),
        ("killed", moment({"notebook": {"card_text"}}, folder="/dev/shm/dobotkit-x/work")),
    ],
)
def test_whatever_the_private_lab_keeps_is_a_leak(when, found):
    whole = result(private={when: found})
    assert whole.status == LEAKS
    assert len(whole.leaks) == 1
    text = io.StringIO()
    print_report(whole, Console(file=text, width=100))
    assert whole.leaks[0][:40] in text.getvalue()


def test_what_a_pupil_typed_may_stand_in_the_notebook_while_the_lab_runs():
    typed = moment(
        {"notebook": {"name", "number"}, "files": {"picture"}}, folder="/dev/shm/dobotkit-x/work"
    )
    killed = moment({"notebook": {"name"}}, processes=0)
    assert result(private={"running": typed, "killed": killed}).status == CLEAN


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
    sorted_ = Moment.of(search([tmp_path], canary), ("",), 3)
    assert sorted_.found == {"notebook": {"name"}}
    assert sorted_.files == {"notebook": ("notebooks/a.ipynb",)}
    assert not sorted_.clean
    assert sorted_.processes == 3


def test_the_report_says_it_in_words_and_in_json():
    text = io.StringIO()
    whole = result()
    print_report(whole, Console(file=text, width=80))
    said = text.getvalue()
    assert "The private lab has kept nothing of it." in said
    assert "85 of 85" in said
    said = " ".join(said.replace("│", " ").split())
    for place in KNOWN:
        assert next(one for one in PLACES if one.id == place).title.split()[-1] in said, place
    assert "ipynb_checkpoints" not in said
    data = json.loads(as_json(whole))
    assert data["status"] == CLEAN
    assert data["copies_in_memory"]["private"]["after"] == {
        "picture": 0.0,
        "name": 4.5,
        "template": 0.5,
        "card_text": 0.0,
    }
    assert "dobotkit models fetch" in said


def test_the_report_says_what_a_keeper_has_counted():
    text = io.StringIO()
    whole = result(
        faces=True,
        keeper={"held": dict.fromkeys(WHAT, 1.0), "after": dict.fromkeys(WHAT, 0.0)},
        templates={"school": {"faces": 2, "templates": 2, "before": 2, "after": 0}, "adult": None},
        plain={"running": moment(seen(KNOWN, FACES_IN_A_PLAIN_LAB))},
    )
    print_report(whole, Console(file=text, width=80))
    said = " ".join(text.getvalue().split())
    assert "picture 1 while one is held on purpose, 0 after it was looked at" in said
    assert "text of a card 1 if it is read there on purpose, 0 after" in said
    assert "The keeper in school mode: face numbers of 2 visitor(s), found 2 time(s), and 0" in said
    assert "The keeper in adult mode: could not be counted" in said
    assert whole.status == CLEAN


def seen(*all_of_it):
    """What stands in the first of these, and in the others as well."""
    together = {}
    for one in all_of_it:
        for place, what in one.items():
            together[place] = together.get(place, set()) | what
    return together


@pytest.mark.parametrize("place", CARDS_IN_A_PLAIN_LAB)
def test_a_careless_reader_has_to_be_found_out(place):
    less = {
        name: what - ({"card_text"} if name == place else set()) for name, what in KNOWN.items()
    }
    assert result(plain={"running": moment(less)}).missed == (place,)


def test_where_faces_are_looked_for_a_plain_lab_has_to_be_full_of_them():
    blind = result(faces=True)
    assert set(blind.missed) == set(FACES_IN_A_PLAIN_LAB)
    assert blind.status == BLIND


@pytest.mark.parametrize("status", [CLEAN, LEAKS, BLIND])
def test_the_command_ends_with_the_status(status, monkeypatch):
    results = {
        CLEAN: result(),
        LEAKS: result(private={"ended": moment({"temp": {"name"}})}),
        BLIND: result(blind_to=("gzip",)),
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

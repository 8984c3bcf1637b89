"""``dobotkit policy`` on the command line, the notice, and the line on what lessons collect."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dobotkit.cli import app
from dobotkit.errors import PolicyError
from dobotkit.policy.collects import collects_line
from dobotkit.policy.inventory import FILE, inventory, parse
from dobotkit.policy.notice import notice
from dobotkit.policy.row import KEPT, PURPOSES, RETENTIONS
from tests.policy.small import TEXT


@pytest.fixture
def run():
    # As wide as a table needs, so that no word is broken.
    environment = {"COLUMNS": "200"}
    return lambda *words: CliRunner(env=environment).invoke(app, ["policy", *words])


def test_show_names_every_row_and_one_whole(run):
    answer = run("show")
    assert answer.exit_code == 0
    for row in inventory().rows.values():
        assert row.id in answer.output
        assert row.name in answer.output
    assert f"{len(inventory().rows)} rows." in answer.output
    one = run("show", "progress").output
    row = inventory().row("progress")
    for words in (row.words, PURPOSES[row.purpose], RETENTIONS[row.retention], *row.code):
        assert words in one


def test_show_says_which_row_is_not_there(run):
    answer = run("show", "shoe-size")
    assert isinstance(answer.exception, PolicyError)
    assert "no row 'shoe-size'" in str(answer.exception)


def test_notice_says_everything_from_the_inventory(run):
    text = run("notice").output
    content = inventory()
    assert text.startswith("# What this kit knows, and what for\n")
    for row in content.rows.values():
        assert row.words in text
        assert KEPT[row.kept] in text
    for right in content.rights.values():
        assert right.how in text
    for permission in content.permissions.values():
        assert (permission.never or permission.why_it_exists) in text
    assert content.about.controller in text
    assert content.about.complaint in text


def test_a_notice_names_strangers_what_is_asked_for_and_what_is_new():
    news = ["major (who gets to see it): your face (row face): is new", "minor: a comma"]
    said = notice(parse(TEXT), "Version 7 of 2030-01-31", news)
    assert "\nVersion 7 of 2030-01-31.\n\n## What is new\n\n- your face: is new\n" in said
    assert "- Small changes, such as better words: 1.\n" in said
    assert "a cell that asks for it, while its lines run: Look through a camera." in said
    assert "- **Listen through a microphone.** No lesson needs to hear you." in said
    assert "What strangers get to see: installing the kit." in said
    # Of one purpose, what comes nearest to a person stands first.
    assert said.index("### Your face") < said.index("### Your progress")


def test_diff_compares_versions_and_the_inventory_as_it_is(run):
    assert run("diff", "1", "1").output == "0 change(s), 0 of them major.\n"
    assert "0 of them major." in run("diff").output
    answer = run("diff", "99")
    assert answer.exit_code == 2
    assert "There is no version 99" in answer.output


def test_check_passes_what_is_shipped(run):
    answer = run("check")
    assert answer.exit_code == 0, answer.output
    assert "all as it should be" in answer.output


def test_check_ends_with_status_1_and_says_what_to_do(run, monkeypatch, tmp_path):
    monkeypatch.setattr(
        "dobotkit.policy.checking.problems.__defaults__", (FILE, tmp_path / "no versions")
    )
    answer = run("check")
    assert answer.exit_code == 1
    assert "The inventory has no version yet." in answer.output
    assert "dobotkit policy new-version" in answer.output


def test_new_version_says_what_is_new_and_makes_none_where_nothing_is(run, monkeypatch, tmp_path):
    monkeypatch.setattr("dobotkit.policy.versions.publish.__defaults__", (tmp_path,))
    answer = run("new-version")
    assert answer.output.startswith("Version 1 of ")
    assert answer.output.endswith("\n  The first version.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"0001.toml", "0001.md", "SHA256SUMS"}
    assert isinstance(run("new-version").exception, PolicyError)


def test_the_line_of_a_lesson_names_what_when_and_what_is_near():
    content = parse(TEXT)
    assert collects_line(["arm-orders", "progress", "your-notebook"], content) == (
        "Nobody asks who you are. Used: orders to the arm and your progress, until the notebook "
        "is closed; what you write in a notebook, until the lab ends (could point at you)."
    )
    assert collects_line([], content) == "Nobody asks who you are."
    assert "Also seen by: the package index." in collects_line(["installation"], content)
    with pytest.raises(PolicyError, match="shoe-size"):
        collects_line(["shoe-size"])


def test_the_line_says_what_is_asked_for_and_what_is_only_looked_at():
    assert collects_line(["face"], parse(TEXT)) == (
        "Looked at and never kept: your face. Asked for before it is used: camera."
    )

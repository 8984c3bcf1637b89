"""``dobotkit lessons`` on the command line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dobotkit.cli import app
from tests.lesson_tools.conftest import cell_of


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(app, ["lessons", *map(str, arguments)])


def test_list_has_a_row_for_each_lesson_and_says_what_it_collects(run):
    answer = run("list")
    assert answer.exit_code == 0
    [row] = [line for line in answer.output.splitlines() if line.startswith("| 01 ")]
    assert "Hello, arm" in row
    assert "| 50 " in row
    assert "11 to 18" in row
    assert "Nobody asks who you are" in row


def test_check_passes_what_is_shipped(run):
    answer = run("check")
    assert answer.exit_code == 0
    assert "all as it should be" in answer.output


def test_check_says_what_it_found_and_ends_with_status_1(run, checkout):
    checkout.change(lambda data: cell_of(data, "home")["metadata"].update(tags=["Solution"]))
    answer = run("check", checkout.lesson)
    assert answer.exit_code == 1
    assert "cell 4 (home): the tag 'Solution' is not known" in answer.output
    assert "→ Write solution." in answer.output
    assert "1 finding(s) in 1 lesson(s), 0 other notebook(s)." in answer.output


def test_student_names_what_it_wrote(run, tmp_path):
    answer = run("student", tmp_path / "copy")
    assert answer.exit_code == 0
    assert "lesson.ipynb" in answer.output
    assert (tmp_path / "copy" / "lessons" / "01_hello_arm" / "lesson.ipynb").is_file()


def test_refresh_says_what_has_changed(run, checkout):
    folder = checkout.root / "notebooks"
    for path in folder.glob("*.ipynb"):  # others would be run, which takes seconds
        if path.stem not in {"start_here", "when_things_go_wrong"}:
            path.unlink()
    answer = run("refresh", folder)
    assert answer.exit_code == 0
    assert [line.partition("  ")[0] for line in answer.output.splitlines()] == ["as before"] * 2

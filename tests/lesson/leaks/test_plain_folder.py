"""A plain notebook leaves behind what the lesson says, and nothing outside of its folder."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path

import nbformat
import pytest

from dobotkit.errors import LessonError
from dobotkit.lesson.leaks.hunting import GUESSES, Catch, compare, hunt, hunt_lab, planted
from dobotkit.lesson.leaks.plain_folder import PLACES, PlainFolder, plain_folder

ON_WINDOWS = sys.platform == "win32"


@pytest.fixture(scope="module")
def used(canary):
    """A plain notebook that was used, with what was found before and after it was deleted."""
    with PlainFolder(canary) as plain:
        plain.visit()
        page = nbformat.read(plain.notebook, as_version=4)
        first = hunt(plain, canary)
        plain.delete()
        after = hunt(plain, canary)
        yield page, first, after


def test_the_notebook_has_what_was_typed_and_shown(used, canary):
    page, _, _ = used
    assert canary.name in page.cells[0].source
    assert page.cells[1].outputs[0].text == "Stored 'visitor' (str)\n"
    assert set(page.cells[2].outputs[0].data) == {"image/png", "text/plain"}
    assert [cell.execution_count for cell in page.cells] == [1, 2, 3]


def test_both_are_found_in_notebook_and_checkpoint_and_the_name_in_history_and_store(used):
    _, first, _ = used
    assert {place: first.at(place) for place in PLACES} == {
        "notebook": "both",
        "checkpoint": "both",
        "history": "name",
        "store": "name",
        "signatures": "nothing",
        "trash": "nothing",
    }
    assert (first.count("picture"), first.count("name")) == (2, 4)
    assert "in base64" in repr(first)
    assert "in a database" in repr(first)


def test_deleted_is_not_gone(used):
    _, _, after = used
    assert {place: after.at(place) for place in PLACES} == {
        "notebook": "nothing",
        "checkpoint": "nothing",
        "history": "name",
        "store": "name",
        "signatures": "nothing",
        "trash": "nothing" if ON_WINDOWS else "both",
    }


def test_signatures_are_there_and_say_nothing(canary):
    """Else it would be no wonder that nothing is found among them."""
    with PlainFolder(canary) as plain:
        plain.visit()
        database = plain.path / PLACES["signatures"] / "nbsignatures.db"
        assert b"sha256" in database.read_bytes()


def test_guesses_are_compared_place_by_place(used):
    _, _, after = used
    guess = {place: after.at(place) for place in PLACES} | {"store": "nothing"}
    del guess["signatures"]
    table = compare(guess, after)
    assert table.below == "4 of 6 guessed right."
    marks = {line[0]: line[-1] for line in table.lines}
    assert marks["history"] == "✔"
    assert marks["store"] == "✘"
    assert marks["signatures"] == "no guess"


def test_a_guess_that_is_none_says_what_can_be_guessed(used):
    with pytest.raises(LessonError, match="The guess for trash is 'perhaps'") as info:
        compare({"trash": "perhaps"}, used[2])
    assert all(guess in str(info.value) for guess in GUESSES)


def test_every_step_once_and_in_order(canary):
    with PlainFolder(canary) as plain:
        assert "nothing yet" in repr(plain)
        with pytest.raises(LessonError, match=r"Before delete\(\) comes visit\(\)"):
            plain.delete()
        plain.visit()
        with pytest.raises(LessonError, match=r"had its visit\(\) already"):
            plain.visit()
        assert "visit" in repr(plain)


def test_it_is_gone_when_it_is_closed_and_a_new_one_replaces_it(canary):
    first = plain_folder(canary)
    second = plain_folder(canary)
    assert not first.path.exists()
    assert second.path.is_dir()
    second.close()
    second.close()
    assert not second.path.exists()
    assert repr(second.files()) == "There is no file in it."


def test_the_program_around_it_stays_as_it_was(canary, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    before = sys.displayhook, sys.excepthook, list(sys.path), set(sys.modules)
    main, known = sys.modules["__main__"], set(vars(builtins))
    with PlainFolder(canary) as plain:
        plain.visit()
        plain.delete()
    assert (sys.displayhook, sys.excepthook, list(sys.path)) == before[:3]
    assert "plain_notebook" not in set(sys.modules) - before[3]
    assert sys.modules["__main__"] is main
    assert set(vars(builtins)) - known <= {"display", "__IPYTHON__"}
    assert list(tmp_path.iterdir()) == []


def refuse(_folder):
    """As the system answers behind a wall; root, who may run these tests, is never refused."""
    raise PermissionError(13, "Permission denied")


class TestTheLab:
    @pytest.fixture
    def lab(self, tmp_path, monkeypatch):
        """Folders as a lab has them, seen from one of its notebooks."""
        here = tmp_path / "work" / "lessons" / "13_leak_hunt"
        here.mkdir(parents=True)
        (tmp_path / "tmp").mkdir()
        (tmp_path / "settings").mkdir()
        monkeypatch.chdir(here)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
        return tmp_path

    def test_nothing_is_found_where_nothing_is(self, lab, canary):
        (lab / "settings" / "a.json").write_text("{}")
        catch = hunt_lab(canary)
        assert repr(catch).startswith("Files searched: 1. Nothing was found.")

    def test_what_is_anywhere_in_it_is_found(self, lab, canary):
        (lab / "settings" / "a.json").write_text(canary.name)
        assert hunt_lab(canary).files == {"settings/a.json": {"name"}}

    def test_behind_a_wall_it_searches_the_two_folders_that_it_may_read(
        self, lab, canary, monkeypatch
    ):
        (lab / "settings" / "a.json").write_text(canary.name)
        (lab / "work" / "b.txt").write_text(canary.name)
        monkeypatch.setattr(Path, "iterdir", refuse)
        catch = hunt_lab(canary)
        assert catch.files == {"work/b.txt": {"name"}}
        assert "sees two folders" in repr(catch)
        with planted(canary) as file:
            assert f"tmp/{file.name}" in hunt_lab(canary).files

    def test_what_is_planted_is_found_and_taken_away(self, lab, canary):
        with planted(canary) as file:
            found = hunt_lab(canary)
        assert found.files == {f"tmp/{file.name}": {"name", "picture"}}
        assert "in gzip" in repr(found)
        assert list((lab / "tmp").iterdir()) == []

    def test_outside_the_lab_it_searches_its_own_folder_and_says_so(
        self, canary, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        assert "not opened in the lab" in repr(hunt_lab(canary))
        with planted(canary) as file:
            assert file.parent == Path.cwd()
            assert hunt_lab(canary).count("picture") == 1


def test_files_that_could_not_be_read_are_said():
    assert "not readable: 2." in repr(Catch({}, 5, unread=2))

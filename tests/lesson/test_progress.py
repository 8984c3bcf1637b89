"""What is solved in a notebook, and a fresh copy of its lesson."""

from __future__ import annotations

import pytest

from dobotkit import lesson
from dobotkit.errors import LessonError, NotYet
from dobotkit.lesson import fresh
from dobotkit.shipped import find_content


@pytest.mark.usefixtures("hello_arm")
def test_ticks_come_with_solved_exercises(arm):
    assert repr(lesson.progress()) == (
        "Solved in this notebook: 0 of 3\n○ lift: not yet\n○ mirror: not yet\n○ edge: not yet"
    )
    with pytest.raises(NotYet):
        lesson.check("mirror", arm)
    assert lesson.progress().solved == ()
    arm.move_to(220, -80, 20)
    lesson.check("mirror", arm)
    arm.home()
    with pytest.raises(NotYet):
        lesson.check("mirror", arm)
    assert lesson.progress().solved == ("mirror",)
    assert lesson.progress().open == ("lift", "edge")
    assert "✔ mirror: solved" in repr(lesson.progress())


@pytest.mark.usefixtures("hello_arm")
def test_the_set_up_cell_run_again_forgets_nothing(arm):
    lesson.start()
    arm.move_to(220, -80, 20)
    lesson.check("mirror", arm)
    lesson.start()
    assert lesson.progress().solved == ("mirror",)


def test_another_lesson_begins_with_nothing(hello_arm, arm, monkeypatch):
    lesson.start()
    arm.move_to(220, -80, 20)
    lesson.check("mirror", arm)
    other = hello_arm.parent / "02_hello_arm"
    other.mkdir()
    (other / "lesson.toml").write_bytes((hello_arm / "lesson.toml").read_bytes())
    monkeypatch.chdir(other)
    lesson.start()
    assert lesson.progress().solved == ()


@pytest.mark.usefixtures("hello_arm")
def test_all_solved_is_worth_a_word(arm):
    arm.move_to(220, -80, 20)
    lesson.check("mirror", arm)
    arm.move_to(328, 0, 0)
    lesson.check("edge", arm)
    arm.move_to(220, 80, 90)
    arm.suck(True)
    lesson.check("lift", arm)
    assert repr(lesson.progress()).startswith("Solved in this notebook: 3 of 3. Well done!")


@pytest.mark.usefixtures("hello_arm")
def test_a_screen_reader_hears_words_and_a_list():
    page = lesson.progress()._repr_html_()
    assert page.count("<li") == 3
    assert page.count('<span aria-hidden="true">○</span>') == 3
    assert page.count("not yet") == 3


def test_where_there_are_no_exercises(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert repr(lesson.progress()) == "This notebook has no exercises."
    assert "<ul" not in lesson.progress()._repr_html_()


@pytest.mark.usefixtures("arm")
def test_a_fresh_copy_stands_beside_the_work_and_changes_nothing_else(hello_arm):
    mine = hello_arm / "lesson.ipynb"
    mine.write_text("what I wrote", encoding="utf-8")
    other = hello_arm.parent / "02_more" / "lesson.ipynb"
    other.parent.mkdir()
    other.write_text("another lesson", encoding="utf-8")

    copies = [lesson.start_over() for _ in range(2)]
    shipped = find_content() / "lessons" / "01_hello_arm" / "lesson.ipynb"
    assert [copy.path.name for copy in copies] == ["lesson-fresh.ipynb", "lesson-fresh-2.ipynb"]
    for copy in copies:
        assert copy.path.parent == hello_arm
        assert copy.path.read_bytes() == shipped.read_bytes()
        assert f'<a href="{copy.path.name}" ' in copy._repr_html_()
        assert copy.path.name in repr(copy)
    assert mine.read_text(encoding="utf-8") == "what I wrote"
    assert other.read_text(encoding="utf-8") == "another lesson"
    assert len(list(hello_arm.iterdir())) == 4


def test_a_fresh_copy_is_never_written_over_another_file(hello_arm):
    for number in range(1, fresh._MOST + 1):
        name = "lesson-fresh.ipynb" if number == 1 else f"lesson-fresh-{number}.ipynb"
        (hello_arm / name).write_text("mine", encoding="utf-8")
    with pytest.raises(LessonError, match="20 fresh copies already"):
        lesson.start_over()
    assert {path.read_text(encoding="utf-8") for path in hello_arm.glob("*.ipynb")} == {"mine"}


def test_the_copy_goes_where_the_lesson_is_even_if_python_went_elsewhere(
    hello_arm, tmp_path, monkeypatch
):
    lesson.start()
    monkeypatch.chdir(tmp_path)
    assert lesson.start_over().path.parent == hello_arm


def test_a_notebook_that_is_no_lesson_has_nothing_to_start_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LessonError, match="not one of the lessons"):
        lesson.start_over()


def test_a_lesson_that_the_kit_does_not_have(hello_arm, monkeypatch):
    mine = hello_arm.rename(hello_arm.with_name("my_lesson"))
    monkeypatch.chdir(mine)
    with pytest.raises(LessonError, match="no lesson my_lesson"):
        lesson.start_over()


def test_the_shipped_lessons_are_not_littered(monkeypatch):
    folder = find_content() / "lessons" / "01_hello_arm"
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    with pytest.raises(LessonError, match="nothing fresher"):
        lesson.start_over()
    assert sorted(folder.iterdir()) == before


def test_a_folder_that_cannot_be_written(tmp_path):
    # A folder that is a file: no rights of this user matter.
    with pytest.raises(LessonError, match="No file can be written"):
        fresh.copy_beside(_file(tmp_path / "01_hello_arm"))


def _file(path):
    path.write_text("", encoding="utf-8")
    return path

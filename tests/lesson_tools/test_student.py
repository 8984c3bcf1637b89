"""The pupils' copy: what is in it, what is not, and whose files it never touches."""

from __future__ import annotations

import json

import pytest

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.student import make_student_copy
from tests.lesson_tools.conftest import cell_of, read


@pytest.fixture
def out(tmp_path):
    return tmp_path / "for pupils äöü"


def test_has_no_solutions_and_nothing_for_teachers(checkout, out):
    written = make_student_copy(checkout.catalogue, out)
    lesson, start_here = written[0], out / "notebooks" / "start_here.ipynb"
    assert start_here in written
    assert lesson == out / "lessons" / "01_hello_arm" / "lesson.ipynb"
    before, after = read(checkout.notebook), read(lesson)
    left_out = [cell["id"] for cell in before["cells"] if cell not in after["cells"]]
    assert left_out == [
        f"{name}-solution{end}" for name in ("lift", "mirror", "edge") for end in ("-below", "")
    ]
    assert "COM3" not in start_here.read_text(encoding="utf-8")
    files = {path.name for path in out.rglob("*") if path.is_file()}
    assert files == {".dobotkit-student-copy", "lesson.toml", *(path.name for path in written)}


def test_keeps_tagged_outputs_and_no_others(checkout, out):
    def leave_an_output(data):
        cell_of(data, "home")["outputs"] = [
            {"output_type": "stream", "name": "stdout", "text": "my name is Ada"}
        ]

    checkout.change(leave_an_output)
    lesson, *_ = make_student_copy(checkout.catalogue, out)
    assert "Ada" not in lesson.read_text(encoding="utf-8")
    assert cell_of(read(lesson), "where")["outputs"]


def test_the_source_is_as_before(checkout, out):
    files = [path for path in checkout.root.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    make_student_copy(checkout.catalogue, out)
    assert {path: path.read_bytes() for path in files} == before


def test_a_copy_that_nobody_has_touched_is_replaced(checkout, out):
    make_student_copy(checkout.catalogue, out)
    checkout.change(lambda data: cell_of(data, "home").update(source="arm.home()  # new"))
    lesson, *_ = make_student_copy(checkout.catalogue, out)
    assert "# new" in lesson.read_text(encoding="utf-8")


def test_work_of_a_pupil_is_never_replaced(checkout, out):
    lesson, *_ = make_student_copy(checkout.catalogue, out)
    data = json.loads(lesson.read_text(encoding="utf-8"))
    data["cells"][3]["source"] = "arm.home()  # mine"
    lesson.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(LessonError, match=r"worked in .*lesson\.ipynb was added or changed"):
        make_student_copy(checkout.catalogue, out)
    assert "# mine" in lesson.read_text(encoding="utf-8")


def test_a_file_that_was_added_is_never_removed(checkout, out):
    make_student_copy(checkout.catalogue, out)
    (out / "lessons" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LessonError, match=r"mine\.txt was added"):
        make_student_copy(checkout.catalogue, out)
    assert (out / "lessons" / "mine.txt").is_file()


def test_a_folder_of_somebody_else_is_refused(checkout, out):
    out.mkdir()
    (out / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(LessonError, match="not a copy made here"):
        make_student_copy(checkout.catalogue, out)
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]


def test_an_empty_folder_will_do_and_a_file_will_not(checkout, out):
    out.mkdir()
    assert make_student_copy(checkout.catalogue, out)
    with pytest.raises(LessonError, match="is a file"):
        make_student_copy(checkout.catalogue, checkout.root / "README.md")

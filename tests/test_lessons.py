"""The lessons and notebooks that are shipped: their shape, and that checks and copies bite.

That every cell runs is nbval's part, in ``.ci/run``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dobotkit.lesson_tools.catalogue import Catalogue, find
from dobotkit.lesson_tools.check import check
from dobotkit.lesson_tools.notebook import Notebook
from dobotkit.lesson_tools.student import make_student_copy

ROOT = Path(__file__).resolve().parents[1]
ALL = find([ROOT / "lessons", ROOT / "notebooks"])


# They take their time, each look most of all, so these are tried with the slow tests.
LONG = {
    "02_reach_and_refuse",
    "03_pick_and_place",
    "04_draw_a_path",
    "05_what_the_wire_says",
    "06_see_the_table",
    "07_sort_the_blocks",
    "08_faces_without_names",
    "09_same_visitor",
    "10_read_a_card_keep_nothing",
    "11_anonymous_class",
    "13_leak_hunt",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_lessons_and_notebooks():
    assert ALL.lessons
    assert ALL.notebooks


@pytest.mark.parametrize("folder", ALL.lessons, ids=name)
def test_a_lesson_has_its_shape(folder):
    assert [str(finding) for finding in check(Catalogue((folder,), ()))] == []


@pytest.mark.parametrize("path", ALL.notebooks, ids=name)
def test_a_notebook_has_its_shape(path):
    assert [str(finding) for finding in check(Catalogue((), (path,)))] == []


@pytest.mark.parametrize(
    "path", ["lessons/01_hello_arm/lesson.ipynb", "notebooks/start_here.ipynb"]
)
def test_the_arm_moves_within_three_cells_and_few_words(path):
    notebook = Notebook(ROOT / path)
    moving = next(i for i, cell in enumerate(notebook.code) if "move_to" in cell.source)
    assert moving <= 2
    words = 0
    for cell in notebook.cells:
        if cell.is_code and "arm.home" in cell.source:
            break
        words += len(cell.source.split())
    # A slow reader manages 200 words in a minute.
    assert words <= 230


def run_nbval(*notebooks: Path) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    environment["DOBOTKIT_PORT"] = "dobotsim://desk?pace=instant"
    environment["PYTHONPATH"] = str(ROOT)
    folder = Path(os.path.commonpath([notebook.parent for notebook in notebooks]))
    command = [
        *(sys.executable, "-m", "pytest", "-p", "nbval", "-p", "no:cacheprovider"),
        *("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60", "-q", "-c", os.devnull),
        *("--rootdir", str(folder), *map(str, notebooks)),
    ]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
        timeout=280,  # a watchdog: cards are read one by one
        check=False,
    )


def with_a_wrong_output(folder: Path, copy: Path) -> tuple[Path, int]:
    """A copy of a lesson with one digit changed in its first output, and the cell's number."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
    data = Notebook(folder / "lesson.ipynb").data
    code = [cell for cell in data["cells"] if cell["cell_type"] == "code"]
    number, cell = next((i, cell) for i, cell in enumerate(code) if cell["outputs"])
    output = cell["outputs"][0]
    output["text"] = re.sub(r"\d", lambda digit: str(9 - int(digit[0])), output["text"], count=1)
    (copy / "lesson.ipynb").write_text(json.dumps(data), encoding="utf-8")
    return copy / "lesson.ipynb", number


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(folder, marks=[pytest.mark.slow] * (folder.name in LONG))
        for folder in ALL.lessons
    ],
    ids=name,
)
def test_nbval_finds_a_wrong_output_and_unsolved_exercises_and_nothing_else(folder, tmp_path):
    """What is checked is worth something, and pupils start with a lesson that works.

    Both in one run of nbval, because starting it takes longer than a lesson.
    """
    # Both in a folder of the lesson's name: it says which goals belong to it.
    wrong, wrong_cell = with_a_wrong_output(folder, tmp_path / "wrong" / folder.name)
    [pupils, *_] = make_student_copy(Catalogue((folder,), ()), tmp_path / "pupils")
    result = run_nbval(wrong, pupils)
    assert result.returncode == 1, result.stdout
    failed = re.findall(r"^FAILED (\w+)/.*::Cell (\d+)", result.stdout, re.MULTILINE)
    assert [int(cell) for where, cell in failed if where == "wrong"] == [wrong_cell]

    code = Notebook(pupils).code
    unsolved = {int(cell) for where, cell in failed if where == "pupils"}
    checks = {i for i, cell in enumerate(code) if "lesson.check(" in cell.source}
    assert checks <= unsolved, "a check that passes without a solution"
    assert all("exercise" in code[i].tags for i in unsolved)
    said = re.sub(r"\x1b\[\d+m", "", result.stdout)
    reports = re.split(r"^_+ (.+)::Cell (\d+) _+$", said, flags=re.MULTILINE)
    for where, cell, report in zip(reports[1::3], reports[2::3], reports[3::3], strict=True):
        if where.startswith("pupils/"):
            assert "\nTraceback:\n\nNotYet: " in report, f"cell {cell} failed otherwise:\n{report}"
    total = len(code) + len(Notebook(wrong).code)
    assert f"{total - len(failed)} passed" in result.stdout

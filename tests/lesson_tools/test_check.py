"""Every rule finds what it is for: a good lesson is spoilt in one way at a time."""

from __future__ import annotations

import json

import pytest

from dobotkit.errors import LessonError
from dobotkit.lesson_tools.catalogue import find
from tests.lesson_tools.conftest import cell_of


def test_a_good_lesson_has_nothing_to_find(checkout):
    assert checkout.findings() == []


def _tag(cell_id, *tags):
    return lambda data: cell_of(data, cell_id)["metadata"].update(tags=list(tags))


def _source(cell_id, source):
    return lambda data: cell_of(data, cell_id).update(source=source)


def _add(cell_id, text):
    def change(data):
        cell_of(data, cell_id)["source"] += text

    return change


def _drop(cell_id):
    return lambda data: data["cells"].remove(cell_of(data, cell_id))


def _swap(data):
    """Step 5 before step 4."""
    ids = [cell["id"] for cell in data["cells"]]
    four, five = ids.index("step-4"), ids.index("step-5")
    data["cells"][four], data["cells"][five] = data["cells"][five], data["cells"][four]


def _output(cell_id, **output):
    def change(data):
        cell_of(data, cell_id)["outputs"] = [output]

    return change


def _nothing_checked(data):
    for cell in data["cells"]:
        if "keep_output" in cell["metadata"].get("tags", ()):
            cell["metadata"]["tags"] = []
            cell["outputs"], cell["execution_count"] = [], None


SPOILT = {
    "no section about rights": (
        _source("your-rights", "Here is a button for each right."),
        "",
        "the last headings are 'Check 3', 'Key points', 'Goodbye'",
    ),
    "rights without a panel": (
        _source("rights", "from dobotkit import Session, show\n\nsession = Session()"),
        "(rights)",
        "the cell before the last does not show the rights",
    ),
    "a session that is not ended": (
        _source("close", "arm.close()"),
        "(close)",
        "the last cell is not the goodbye",
    ),
    "a tag in upper case": (_tag("home", "NBVAL_SKIP"), "cell 4 (home)", "Write nbval-skip"),
    "an unknown tag": (_tag("home", "hint"), "cell 4 (home)", "There are: exercise, keep_output"),
    "an order in a comment": (
        _source("home", "# NBVAL_SKIP\narm.home()"),
        "cell 4 (home)",
        "NBVAL_SKIP is an order",
    ),
    "nine lines": (_source("home", "arm.home()\n" * 9), "cell 4 (home)", "9 lines of code"),
    "an empty cell": (_source("home", "\n"), "cell 4 (home)", "the cell is empty"),
    "code after code": (_drop("step-2"), "(first-move)", "no prose stands before"),
    "broken code": (_source("home", "arm.home("), "cell 4 (home)", "Python cannot read it"),
    "a question to the keyboard": (_add("home", "\ninput()"), "cell 4 (home)", "input() waits"),
    "an output that is not checked": (
        _output("home", output_type="stream", name="stdout", text="x"),
        "cell 4 (home)",
        "an output or a number of execution is kept",
    ),
    "a number of execution": (
        lambda data: cell_of(data, "home").update(execution_count=2),
        "cell 4 (home)",
        "an output or a number of execution is kept",
    ),
    "checked and not kept": (
        _tag("where", "nbval-check-output"),
        "(where)",
        "nbval-check-output stands without keep_output",
    ),
    "kept and not checked": (
        _tag("where", "keep_output"),
        "(where)",
        "keep_output stands without nbval-check-output",
    ),
    "checked and not run": (
        lambda data: cell_of(data, "where").update(execution_count=None),
        "(where)",
        "is missing",
    ),
    "a checked picture": (
        _output("where", output_type="display_data", data={"image/png": "AAAA"}, metadata={}),
        "(where)",
        "not plain text",
    ),
    "nothing checked": (_nothing_checked, "lesson.ipynb: ", "no output is checked"),
    "a picture from elsewhere": (
        _add("step-2", "\n\n![a blue robot arm](https://example.org/arm.png)"),
        "(step-2)",
        "comes from elsewhere",
    ),
    "a picture inside the text": (
        _add("step-2", "\n\n![a blue robot arm](data:image/png;base64,AAAA)"),
        "(step-2)",
        "comes from elsewhere",
    ),
    "a picture that is not there": (
        _add("step-2", "\n\n![a blue robot arm](arm.png)"),
        "(step-2)",
        "there is no picture arm.png",
    ),
    "a picture without words": (
        _add("step-2", "\n\n![](lesson.toml)"),
        "(step-2)",
        "has no words",
    ),
    "a picture in HTML": (_add("step-2", '\n\n<img src="a.png">'), "(step-2)", "<img>"),
    "a frame": (_add("step-2", "\n<IFRAME src='x'>"), "(step-2)", "<iframe>"),
    "a script": (_add("step-2", "\n<script>1</script>"), "(step-2)", "<script>"),
    "a script in code": (_add("home", "\nx = '<script>1</script>'"), "(home)", "<script>"),
    "an attachment": (
        lambda data: cell_of(data, "step-2").update(attachments={"a.png": {"image/png": "AA"}}),
        "(step-2)",
        "attachment",
    ),
    "a link into nothing": (
        _add("step-2", "\n[more](../02/lesson.ipynb)"),
        "(step-2)",
        "leads to ../02/lesson.ipynb",
    ),
    "a link inside a sentence": (
        _add("step-2", "\n\nSee [the notes](teacher.md) for more."),
        "(step-2)",
        "seen by its colour only",
    ),
    "what running leaves behind": (
        lambda data: cell_of(data, "home")["metadata"].update(execution={"iopub": "2026"}),
        "cell 4 (home)",
        "its metadata has execution",
    ),
    "the author's computer": (
        lambda data: data["metadata"].update(authors=[{"name": "me"}]),
        "lesson.ipynb: ",
        "its metadata has authors",
    ),
    "another kernel": (
        lambda data: data["metadata"]["kernelspec"].update(display_name="my-env"),
        "lesson.ipynb: ",
        "its metadata says more or less",
    ),
    "a name made by a machine": (
        lambda data: cell_of(data, "home").update(id="3f2a90bc"),
        "cell 4 (3f2a90bc)",
        "does not say what the cell is about",
    ),
    "an older format": (
        lambda data: data.update(nbformat_minor=4) or [c.pop("id") for c in data["cells"]],
        "lesson.ipynb: ",
        "the notebook format is 4.4",
    ),
    "another set-up": (
        _source("set-up", "from dobotkit import Arm\n\narm = Arm()"),
        "(set-up)",
        "not the set-up cell",
    ),
    "a scene that is none": (
        _source(
            "set-up",
            'from dobotkit import Arm, lesson, show\n\nlesson.start(scene="moon")\n'
            "arm = Arm()\nshow(arm)",
        ),
        "(set-up)",
        "not the set-up cell",
    ),
    "no goodbye": (_source("close", "arm.pose()"), "(close)", "does not close the arm"),
    "steps out of order": (_swap, "lesson.ipynb: ", "'Step 5' stands where 'Step 4' is wanted"),
    "no key points": (_drop("key-points"), "lesson.ipynb: ", "ends with the headings"),
    "a heading of its own": (
        _add("step-2", "\n\n## By the way"),
        "lesson.ipynb: ",
        "'By the way' has no place",
    ),
    "no check for an exercise": (_drop("check-2"), "lesson.ipynb: ", "'Check 2' is wanted"),
    "no question": (
        lambda data: cell_of(data, "title").update(
            source=cell_of(data, "title")["source"].replace("## The question", "## Why")
        ),
        "lesson.ipynb: ",
        "'Why' stands where the heading 'The question' is wanted",
    ),
    "four objectives": (
        lambda data: cell_of(data, "title").update(
            source=cell_of(data, "title")["source"].replace(
                "\n- why", "\n- one more\n- why the moon\n- why"
            )
        ),
        "lesson.ipynb: ",
        "there are 5 objectives",
    ),
    "an open solution": (
        lambda data: cell_of(data, "lift-solution")["metadata"].pop("jupyter"),
        "(lift-solution)",
        "not folded",
    ),
    "a solution without its tag": (
        _tag("lift-solution"),
        "(lift-solution)",
        "not tagged solution",
    ),
    "an exercise without its tag": (_tag("lift"), "(lift)", "not tagged exercise"),
    "words that would stay without the solution": (
        _tag("lift-solution-below"),
        "(lift-solution-below)",
        "the words before the solution",
    ),
    "a solution of nothing": (_tag("home", "solution"), "cell 4 (home)", "belongs to no check"),
    "a check that the kit does not know": (
        _source("lift-check", 'lesson.check("lever", arm)'),
        "lesson.ipynb: ",
        "it checks lever, mirror, edge",
    ),
    "no way to a hint": (
        _source("check-2", "## Check 2\n\nNo hints."),
        "lesson.ipynb: ",
        "how to get hints for mirror",
    ),
    "teacher's code": (_tag("home", "teacher-note"), "cell 4 (home)", "the pupils' copy lacks it"),
}


@pytest.mark.parametrize(("change", "where", "what"), SPOILT.values(), ids=SPOILT)
def test_in_the_notebook(checkout, change, where, what):
    checkout.change(change)
    findings = checkout.findings()
    assert any(
        finding.startswith("lessons/01_hello_arm/lesson.ipynb")
        and where in finding.splitlines()[0]
        and what in finding
        and "\n    → " in finding
        for finding in findings
    ), findings


PAPERS = {
    "no line on ages": ("lesson.toml", 'ages = "11 to 18"\n', "", "lesson.toml: the line ages"),
    "minutes as words": ("lesson.toml", "minutes = 50", 'minutes = "50"', "minutes is '50'"),
    "another title": ("lesson.toml", "Hello, arm", "Good day", "not the title of lesson.toml"),
    "a promise that differs": (
        "lesson.toml",
        '"progress", ',
        "",
        "says something else than the inventory says of the rows in lesson.toml",
    ),
    "a row that is not there": (
        "lesson.toml",
        '"progress"',
        '"shoe-size"',
        "The inventory has no row 'shoe-size'",
    ),
    "nothing named": (
        "lesson.toml",
        '"arm-answers", "progress", "pseudonym", "your-notebook"',
        "",
        "collects is []",
    ),
    "a line of its own": (
        "lesson.toml",
        "minutes = 50",
        "minutes = 50\nfun = 1",
        "fun is not known",
    ),
    "no TOML at all": ("lesson.toml", "minutes = 50", "minutes 50", "not valid TOML"),
    "notes without safety": ("teacher.md", "## Safety", "## Fun", "'## Safety …' is missing"),
    "notes without an aim": ("teacher.md", "**Aim.**", "Aim:", "the aim is missing"),
    "a gap in time": ("teacher.md", "| 5–10 |", "| 6–10 |", "do not go from minute 0"),
    "notes for a shorter lesson": ("lesson.toml", "minutes = 50", "minutes = 45", "to minute 45"),
}


@pytest.mark.parametrize(("name", "old", "new", "what"), PAPERS.values(), ids=PAPERS)
def test_beside_the_notebook(checkout, name, old, new, what):
    checkout.replace(f"lessons/01_hello_arm/{name}", old, new)
    assert any(what in finding for finding in checkout.findings())


def test_a_lesson_that_the_readme_does_not_list(checkout):
    checkout.replace("README.md", "| 01 [", "| 1 [")
    assert ["README.md: the table of lessons has no row for 01_hello_arm." in f for f in
            checkout.findings()] == [True]  # fmt: skip


def test_notes_that_are_missing(checkout):
    (checkout.lesson / "teacher.md").unlink()
    [finding] = checkout.findings()
    assert finding.startswith("lessons/01_hello_arm/teacher.md: there are no notes")


def test_a_folder_without_a_number(checkout):
    checkout.lesson.rename(checkout.lesson.with_name("hello_arm"))
    assert any("is not a number and a name" in finding for finding in checkout.findings())


def test_a_lesson_without_its_notebook(checkout):
    checkout.notebook.unlink()
    missing, link = checkout.findings()
    assert "lesson.ipynb: The notebook cannot be read" in missing
    assert link.startswith("notebooks/start_here.ipynb")


@pytest.mark.parametrize("content", ["", "{}", '{"cells": 1}', "[]", "\u0000"])
def test_a_file_that_is_no_notebook(checkout, content):
    checkout.notebook.write_text(content, encoding="utf-8")
    [finding] = checkout.findings()
    assert "This is not a valid notebook" in finding


def test_a_scene_may_stand_in_the_set_up_cell(checkout):
    def lay(data):
        cell = cell_of(data, "set-up")
        cell["source"] = cell["source"].replace("start()", 'start(scene="blocks")')

    checkout.change(lay)
    assert checkout.findings() == []


def test_two_cells_of_one_name(checkout):
    checkout.change(lambda data: cell_of(data, "home").update(id="set-up"))
    [finding] = checkout.findings()
    assert "cell 4 (set-up): another cell has the same id" in finding


def test_a_notebook_that_is_no_lesson_is_looked_at_too(checkout):
    path = checkout.root / "notebooks" / "start_here.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cells"][1]["metadata"]["tags"] = ["nbval_skip"]
    path.write_text(json.dumps(data), encoding="utf-8")
    [finding] = checkout.findings()
    assert finding.startswith("notebooks/start_here.ipynb, cell 2 (set-up): the tag 'nbval_skip'")
    assert finding.endswith("→ Write nbval-skip.")


def test_html_that_is_only_quoted_is_no_html(checkout):
    checkout.change(_add("step-2", "\n\n`<script>` runs. ``![](http://example.org)``"))
    assert checkout.findings() == []


def test_links_on_lines_of_their_own_are_fine(checkout):
    text = "\n\n[Notes](teacher.md)\n\n- [Notes](teacher.md)\n- [Facts](lesson.toml)"
    checkout.change(_add("step-2", text))
    assert checkout.findings() == []


def test_a_folder_without_lessons_is_refused(tmp_path):
    with pytest.raises(LessonError, match="no lesson and no notebook"):
        find([tmp_path])

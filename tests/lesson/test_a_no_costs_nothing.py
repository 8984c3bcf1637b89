"""FACE-05: who says no in lesson 09 or 10 solves as much, and no camera was on for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(700)]

ROOT = Path(__file__).resolve().parents[2]

# Every cell of the lesson in one program, as a notebook runs them; what ends with an error on
# purpose has to. Before the last cell, what the pupil has done and what was used for it.
RUN = """
import contextlib, io, sys
from pathlib import Path
from dobotkit.lesson_tools.notebook import Notebook

notebook = Notebook(Path("lesson.ipynb"))
names = {}
for cell in notebook.code:
    code = cell.source.replace(sys.argv[1] + " = True", sys.argv[1] + " = " + sys.argv[2])
    failed = None
    if cell is notebook.code[-1]:
        progress = names["lesson"].progress()
        used = {line.what for line in names["session"].ledger.lines}
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(code, names)
        except Exception as error:
            failed = error
    unsolved = "exercise" in cell.tags and "lesson.check" not in code
    if bool(failed) != ("raises-exception" in cell.tags) and not unsolved:
        raise failed or SystemExit(f"{cell.source} did not fail")
print("PROGRESS", " / ".join(repr(progress).split("\\n")))
print("USED", sorted(used))
"""


def run(lesson, question, answer):
    done = subprocess.run(
        [sys.executable, "-c", RUN, question, answer],
        cwd=ROOT / "lessons" / lesson,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DOBOTKIT_PORT": "keeper://desk?pace=instant",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(
        line.split(" ", 1) for line in done.stdout.splitlines() if line[:4] in ("PROG", "USED")
    )


@pytest.mark.parametrize(
    ("lesson", "question", "permission"),
    [
        ("09_same_visitor", "compare", "same-visitor"),
        ("10_read_a_card_keep_nothing", "read", "read-card"),
    ],
)
def test_a_no_costs_nothing(lesson, question, permission):
    yes, no = run(lesson, question, "True"), run(lesson, question, "False")
    assert "3 of 3" in yes["PROGRESS"]
    assert no["PROGRESS"] == yes["PROGRESS"]
    assert permission in yes["USED"]
    assert permission not in no["USED"]
    assert "camera" not in no["USED"]

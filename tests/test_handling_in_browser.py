"""Lesson 03 as a pupil meets it: the table in the picture, what is refused, and the tower."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_all_cells, screenshot, wait_for_kernel

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "lessons/03_pick_and_place/lesson.ipynb"
OUTPUT = ".jp-NotebookPanel .jp-OutputArea-output"


def test_the_whole_lesson_runs(page):
    with RunningLab("--arm", "dobotsim://desk?pace=20") as lab:
        open_notebook(page, lab, LESSON)
        run_all_cells(page)
        wait_for_kernel(page)
        # Not what is visible: JupyterLab hides what is scrolled away.
        texts = page.locator(OUTPUT).all_text_contents()
        screenshot(page, "lesson_03_done")
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    errors = [text.split(":")[0] for text in texts if text.startswith(("NothingHeld", "OutOf"))]
    assert errors == ["NothingHeld"] * 4

"""Lesson 03 as a pupil meets it: the table in the picture, what is refused, and the tower."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_whole_lesson, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "lessons/03_pick_and_place/lesson.ipynb"


def test_the_whole_lesson_runs(page):
    with RunningLab("--arm", "dobotsim://desk?pace=20") as lab:
        open_notebook(page, lab, LESSON)
        texts = run_whole_lesson(page)
        screenshot(page, "lesson_03_done")
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    errors = [text.split(":")[0] for text in texts if text.startswith(("NothingHeld", "OutOf"))]
    assert errors == ["NothingHeld"] * 4

"""Lessons 08 to 10 in a real browser: every exercise solved, all covered, signs off."""

from __future__ import annotations

import pytest

from tests.browser import PATIENCE, RunningLab, open_notebook, run_whole_lesson
from tests.lesson.test_lessons_with_a_camera_in_browser import OFF

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(500)]


def test_the_lessons_are_solved(page):
    # Twenty times as fast as a real arm.
    with RunningLab("--arm", "dobotsim://desk?pace=20") as lab:
        for lesson in (
            "08_faces_without_names",
            "09_same_visitor",
            "10_read_a_card_keep_nothing",
        ):
            open_notebook(page, lab, f"lessons/{lesson}/lesson.ipynb")
            texts = run_whole_lesson(page)
            assert sum(text.startswith("✔") for text in texts) == 3
            assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
            # The sign said what the camera was for, and goes off with the session.
            page.wait_for_function(OFF, timeout=PATIENCE)

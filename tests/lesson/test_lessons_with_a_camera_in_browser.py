"""Lessons 06 and 07 in a real browser: every exercise solved, and the pictures are there."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_whole_lesson

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def quick_lab():
    """A lab whose simulated arm is twenty times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=20") as running:
        yield running


@pytest.mark.parametrize("lesson", ["06_see_the_table", "07_sort_the_blocks"])
def test_the_whole_lesson_is_solved(quick_lab, page, lesson):
    open_notebook(page, quick_lab, f"lessons/{lesson}/lesson.ipynb")
    texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    # The sign said what the camera was for, and is off with the session.
    assert any("camera is off" in text for text in texts)
    assert not any("camera is ON" in text for text in texts)

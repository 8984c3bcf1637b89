"""Lesson 11 in a real browser: every exercise is solved, and its tables can be read by all."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_whole_lesson, screenshot, wait_for_kernel
from tests.test_accessibility import SERIOUS, report, run_axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

LESSON = "lessons/11_anonymous_class/lesson.ipynb"
OUTPUT = ".jp-NotebookPanel .jp-OutputArea-output"


@pytest.fixture
def quick_lab():
    """A lab whose simulated arm is twenty times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=20") as running:
        yield running


def test_the_whole_lesson_runs_and_its_tables_can_be_read(quick_lab, page):
    page.goto(quick_lab.address)
    wait_for_kernel(page)
    open_notebook(page, quick_lab, LESSON)
    texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    assert sum("is off again" in text for text in texts) == 5

    for name, row in (
        ("list", "td:has-text('helpful-skylark-73')"),
        ("table", "th:has-text('robots')"),
    ):
        page.keyboard.press("Escape")
        cell = page.locator(f"{OUTPUT} {row}").first
        cell.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        screenshot(page, f"lesson_11_{name}")
    findings = run_axe(page)
    report("lesson_11", findings)
    assert [f for f in findings if f["ours"] and f["impact"] in SERIOUS] == []

"""Lesson 04 as a pupil meets it: the plan, the paper while it is drawn on, the bar."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_whole_lesson, screenshot, wait_for_kernel
from tests.test_accessibility import ours_that_hurt, report, run_axe
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "lessons/04_draw_a_path/lesson.ipynb"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
BAR = f"{PANEL} .dobotkit-bar"
PICTURE = f"{PANEL} canvas[role=img]"


@pytest.fixture
def quick_lab():
    """A lab whose simulated arm is three times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=3") as running:
        yield running


def test_a_pupil_watches_a_drawing_grow(quick_lab, page):
    open_notebook(page, quick_lab, LESSON)
    page.locator(f"{PANEL} .jp-CodeCell").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(PICTURE)
    type_cell(page, "square = [(215, -30), (275, -30), (275, 30), (215, 30), (215, -30)]")
    type_cell(page, "show(arm.preview(square, z=-70))")
    page.locator(f"{PANEL} [role=status]").get_by_text("All of it can be reached.").wait_for()
    type_cell(page, "arm.draw(square, z=-70)")
    bar = page.locator(BAR)
    bar.wait_for()
    paper = f"{PANEL} canvas[aria-label^='Drawing.']"
    seen, parts = set(), set()
    while bar.get_attribute("aria-valuenow") != "100":
        parts.add(int(bar.get_attribute("aria-valuenow")))
        # In one question: between two of them the drawing may end, and the label change.
        seen.add(page.evaluate("paper => document.querySelector(paper)?.toDataURL()", paper))
        page.wait_for_timeout(100)
    assert len(parts) >= 5, "the bar stood still"
    assert len(seen - {None}) >= 5, "the paper stood still"
    wait_for_kernel(page)
    page.locator(f"{PANEL} .dobotkit-bar-words").get_by_text("Drawn: 240 mm of line").wait_for()
    screenshot(page, "lesson_04_drawn")
    findings = run_axe(page)
    report("lesson_04", findings)
    assert ours_that_hurt(findings) == []


def test_the_whole_lesson_runs(page):
    with RunningLab("--arm", "dobotsim://desk?pace=20") as lab:
        open_notebook(page, lab, LESSON)
        texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    assert sum("Drawn: " in text for text in texts) >= 7
    [refusal] = [text.strip().splitlines() for text in texts if "→ At height" in text]
    assert refusal[0].startswith("OutOfReach: Stroke 1, point 3 of 3 (x 345, y 0): ")

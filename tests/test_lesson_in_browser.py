"""Lessons as a pupil meets them: in a real browser, with the arm in motion."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_whole_lesson, screenshot

pytestmark = pytest.mark.browser

LESSON = "lessons/01_hello_arm/lesson.ipynb"
STATUS = ".jp-NotebookPanel:visible [role=status]"
PICTURE = ".jp-NotebookPanel:visible canvas[role=img]"


def run_next_cell(page):
    """What the lesson tells pupils to do."""
    page.keyboard.press("Shift+Enter")


# Kept in the page: on a busy computer a question from here takes longer than a move.
RECORD = """(status) => {
    const seen = window.seen = { words: [status.textContent], pictures: new Set() };
    new MutationObserver(() => seen.words.push(status.textContent))
        .observe(status, { characterData: true, childList: true, subtree: true });
    const picture = document.querySelector(`%s`);
    const look = () => { seen.pictures.add(picture.toDataURL()); requestAnimationFrame(look); };
    look();
}"""


@pytest.fixture
def slow_lab():
    """A lab whose simulated arm takes four times as long as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=0.25") as running:
        yield running


def test_a_pupil_sees_the_arm_move(slow_lab, page):
    open_notebook(page, slow_lab, LESSON)
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.click()
    run_next_cell(page)
    page.wait_for_selector(PICTURE)
    status = page.locator(STATUS).first
    assert status.inner_text().startswith("The arm is at x ")

    page.get_by_text("arm.home()", exact=True).first.click()
    status.evaluate(RECORD % PICTURE.replace(":visible", ":not(.lm-mod-hidden)"))
    run_next_cell(page)
    # A picture that is scrolled away says nothing.
    page.locator(PICTURE).first.scroll_into_view_if_needed()
    page.wait_for_function("seen.words.includes('The arm is moving.') && seen.pictures.size >= 4")
    screenshot(page, "lesson_01_moving")

    status.get_by_text("The arm is at x 259, y 0, z −8 mm").wait_for()
    label = page.locator(PICTURE).first.get_attribute("aria-label")
    assert "Simulated arm" in label
    assert "x 259, y 0, z −8 mm" in label
    screenshot(page, "lesson_01_home")


@pytest.fixture(scope="module")
def quick_lab():
    """A lab whose simulated arm is twenty times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=20") as running:
        yield running


def test_the_whole_lesson_runs(quick_lab, page):
    open_notebook(page, quick_lab, LESSON)
    texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    [refusal] = [text.strip().splitlines() for text in texts if "→" in text]
    assert len(refusal) == 2
    assert refusal[0].startswith("OutOfReach: (400.0, 0.0, 0.0) is too far")
    assert refusal[1].startswith("→ At height z=0 it can be 118 to 328 mm")
    page.locator(STATUS).first.scroll_into_view_if_needed()
    screenshot(page, "lesson_01_done")


@pytest.mark.slow
def test_the_second_lesson_runs_and_shows_what_was_refused(quick_lab, page):
    open_notebook(page, quick_lab, "lessons/02_reach_and_refuse/lesson.ipynb")
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.click()
    for _ in range(3):  # set-up, a place to begin, and one that is too far
        run_next_cell(page)
        page.keyboard.press("Escape")
        run_next_cell(page)
    status = page.locator(STATUS).first
    status.get_by_text("It refused to go to x 400, y 0, z 50: its wrist would be").wait_for()
    assert "It refused" in page.locator(PICTURE).first.get_attribute("aria-label")
    status.scroll_into_view_if_needed()
    screenshot(page, "lesson_02_refused")

    texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    errors = [text.split(":")[0] for text in texts if "→" in text]
    assert errors == ["OutOfReach"] * 3 + ["AlarmRaised"] * 2
    limits = page.locator("canvas[aria-label*='Edges of its reach: A forearm highest']")
    assert limits.count() >= 1
    screenshot(page, "lesson_02_done")

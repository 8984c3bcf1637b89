"""Question, progress and fresh copy, as a pupil meets them: with keys, and in a real browser."""

from __future__ import annotations

import pytest

from tests.browser import open_notebook, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "lessons/01_hello_arm/lesson.ipynb"
QUIZ = ".jp-NotebookPanel:visible .dobotkit-quiz"


def type_cell(page, code):
    """Write a cell below the one in front and run it, with keys alone."""
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")


@pytest.fixture
def lesson(lab, page):
    """Lesson 01, with the set-up cell run."""
    open_notebook(page, lab, LESSON)
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-NotebookPanel:visible canvas[role=img]")
    return page


def focused(page):
    return page.evaluate(
        "() => { const it = document.activeElement;"
        " return [it.tagName, it.type || '', it.value || it.textContent.trim()]; }"
    )


def test_a_question_is_answered_with_keys_alone(lesson):
    page = lesson
    type_cell(page, 'lesson.quiz("up")')
    quiz = page.locator(QUIZ)
    quiz.wait_for()
    assert quiz.get_by_role("group", name="The arm has to go straight up").count() == 1
    assert quiz.get_by_role("radio").count() == 4
    status = quiz.get_by_role("status")
    assert status.inner_text() == ""

    # The cell was run: the notebook has gone on to the next one, and Shift + Tab leads back.
    page.wait_for_function("() => document.activeElement.innerText?.includes('arm.home()')")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == ["BUTTON", "submit", "Check"]
    page.keyboard.press("Enter")
    status.get_by_text("Choose an answer first.").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    assert focused(page) == ["INPUT", "radio", "x"]
    page.keyboard.press("Tab")
    assert focused(page) == ["BUTTON", "submit", "Check"]
    page.keyboard.press("Enter")
    status.get_by_text("✘ Not x. x says how far in front").wait_for()

    # Arrows choose another answer instead of leaving the cell.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == ["INPUT", "radio", "z"]
    page.keyboard.press("Enter")
    status.get_by_text("✔ Right. z says how high").wait_for()
    screenshot(page, "quiz_choices")

    # The same answer again is answered again.
    page.keyboard.press("Enter")
    status.get_by_text("✔ Right. z says how high").wait_for()


def test_a_number_is_written_and_judged(lesson):
    page = lesson
    type_cell(
        page,
        'lesson.quiz("How many millimetres are 22 cm?", '
        '{220: "1 cm is 10 mm.", 2.2: "Other way round."}, right=220, unit="mm")',
    )
    quiz = page.locator(QUIZ)
    quiz.wait_for()
    page.wait_for_function("() => document.activeElement.innerText?.includes('arm.home()')")
    field = quiz.get_by_label("Your answer in mm")
    field.focus()
    page.keyboard.press("Enter")
    status = quiz.get_by_role("status")
    status.get_by_text("Write a number first.").wait_for()
    page.keyboard.type("2,2")
    page.keyboard.press("Enter")
    status.get_by_text("✘ Not 2.2 mm. Other way round.").wait_for()
    screenshot(page, "quiz_number")
    field.fill("220 mm")
    page.keyboard.press("Enter")
    status.get_by_text("✔ Right. 1 cm is 10 mm.").wait_for()


def test_progress_is_a_list_and_the_fresh_copy_opens(lesson):
    page = lesson
    type_cell(page, "arm.move_to(220, -80, 20)\nlesson.check('mirror', arm)")
    type_cell(page, "lesson.progress()")
    panel = page.locator(".jp-NotebookPanel:visible")
    panel.get_by_text("Solved in this notebook: 1 of 3").wait_for()
    items = panel.locator(".jp-OutputArea-output").get_by_role("listitem")
    assert items.all_inner_texts() == ["○ lift: not yet", "✔ mirror: solved", "○ edge: not yet"]
    screenshot(page, "progress")

    type_cell(page, "lesson.start_over()")
    panel.get_by_role("link", name="lesson-fresh.ipynb").click()
    page.locator(".jp-NotebookPanel-toolbar:visible").wait_for()
    page.get_by_role("tab", name="lesson-fresh.ipynb").wait_for()
    page.wait_for_function(
        "() => document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)')"
        "?.innerText.includes('How do you tell a robot arm where to go?')"
    )
    screenshot(page, "start_over")

"""Lesson 05 in a real browser: every exercise is solved, and the tables can be read by all."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, run_whole_lesson, screenshot, wait_for_kernel
from tests.test_accessibility import SERIOUS, report, run_axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

LESSON = "lessons/05_what_the_wire_says/lesson.ipynb"
OUTPUT = ".jp-NotebookPanel .jp-OutputArea-output"
WRONG = f"{OUTPUT} td:has-text('WRONG: it should be FF')"
IS_SEEN = """cell => {
    const { x, y, width, height } = cell.getBoundingClientRect();
    return cell.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.fixture
def quick_lab():
    """A lab whose simulated arm is twenty times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=20") as running:
        yield running


def test_the_whole_lesson_runs_and_can_be_read_on_a_dark_page(quick_lab, page):
    page.goto(quick_lab.address)
    wait_for_kernel(page)
    status = page.evaluate(
        """([root, token]) => fetch(
            `${root}/lab/api/settings/@jupyterlab/apputils-extension:themes`,
            {
                method: 'PUT',
                headers: { Authorization: `token ${token}` },
                body: JSON.stringify({ raw: '{"theme": "JupyterLab Dark"}' }),
            },
        ).then(answer => answer.status)""",
        [quick_lab.root, quick_lab.token],
    )
    assert status == 204
    open_notebook(page, quick_lab, LESSON)
    texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)

    wrong = page.locator(WRONG).first
    # JupyterLab keeps the cell in sight that was chosen last, and draws what is scrolled to
    # a moment later: before that there is nothing to judge.
    page.keyboard.press("Escape")
    for _ in range(100):
        wrong.evaluate("cell => cell.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(100)
        if wrong.evaluate(IS_SEEN):
            break
    assert wrong.evaluate(IS_SEEN), "the table of the disturbed frame does not come into sight"
    screenshot(page, "lesson_05_dark")
    findings = run_axe(page)
    report("lesson_05_dark", findings)
    assert [f for f in findings if f["ours"] and f["impact"] in SERIOUS] == []

"""Lessons 06 and 07 in a real browser: every exercise solved, and the pictures are there."""

from __future__ import annotations

import pytest

from tests.browser import PATIENCE, RunningLab, open_notebook, run_whole_lesson

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

# All signs of the page say that the camera is off, and there is one that does.
OFF = """() => {
    const outputs = document.querySelectorAll('.jp-NotebookPanel .jp-OutputArea-output');
    const said = [...outputs].map((output) => output.textContent);
    return said.some((text) => text.includes('camera is off'))
        && !said.some((text) => text.includes('camera is ON'));
}"""


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
    # The sign said what the camera was for, and goes off with the session, which the last cell
    # ends. It turns a moment after that.
    page.wait_for_function(OFF, timeout=PATIENCE)

"""Adult mode in a real browser: its banner is above the menus, and in each notebook."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, screenshot
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRONT = ".jp-NotebookPanel:visible"
BEGIN = """\
from dobotkit import Session, show, lesson
lesson.start()
session = Session()
show(session)"""
SIGN = 'with session.permission("camera", why="meet a visitor"):\n    print("now")'


@pytest.fixture(scope="module")
def lab():
    with RunningLab("--mode", "adult", "--tier", "0") as running:
        yield running


def test_adult_mode_is_seen_wherever_somebody_looks(lab, page):
    open_notebook(page, lab, "notebooks/start_here.ipynb")
    bar = page.locator(".dobotkit-bar .dobotkit-banner")
    assert bar.inner_text() == "ADULT MODE"
    assert "for no class" in bar.get_attribute("aria-label")
    page.locator(f"{FRONT} .jp-CodeCell").first.click()
    type_cell(page, BEGIN)
    panel = page.locator(f"{FRONT} .dobotkit-panel").last
    panel.locator(".banner", has_text="ADULT MODE.").wait_for()
    page.locator(f"{FRONT} .jp-OutputArea-output", has_text="in adult mode").first.wait_for()
    screenshot(page, "adult_lab")
    type_cell(page, SIGN)
    page.locator(f"{FRONT} .jp-OutputArea-output", has_text="now").last.wait_for()
    screenshot(page, "adult_sign")
    # Nothing of it is cut off, also in a narrow window.
    for width in (1280, 640):
        page.set_viewport_size({"width": width, "height": 900})
        sign, line = bar.bounding_box(), page.locator(".dobotkit-bar").bounding_box()
        assert line["y"] <= sign["y"]
        assert sign["y"] + sign["height"] <= line["y"] + line["height"]
        assert sign["x"] + sign["width"] <= width
    screenshot(page, "adult_narrow")

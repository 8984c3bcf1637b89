"""The button below the picture of an arm, pressed while a cell is running."""

from __future__ import annotations

import pytest

from tests.browser import open_notebook, outputs, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = (
    "from dobotkit import Arm, show\narm = Arm()\ndisplay(show(arm))\narm.speed(10)\n"
    "arm.move_to(200, 150, 50)\nprint('It was not stopped.')"
)
BUTTON = ".jp-NotebookPanel:visible button:has-text('Stop the arm')"


def test_the_button_stops_the_arm_while_a_cell_runs(lab, page):
    open_notebook(page, lab, "notebooks/start_here.ipynb")
    page.locator(".jp-NotebookPanel:visible .jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("a")  # a new cell above
    page.keyboard.press("y")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(CODE)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(BUTTON)
    page.get_by_text("The arm is moving.").first.wait_for()
    page.locator(BUTTON).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Stopped. This is no emergency stop").first.wait_for()
    # With the colon: the button's own words have "armStopped" in them, as a browser sees it.
    page.locator(".jp-OutputArea-output", has_text="ArmStopped:").first.wait_for()
    assert not any("It was not stopped." in text for text in outputs(page))
    screenshot(page, "stop_button")

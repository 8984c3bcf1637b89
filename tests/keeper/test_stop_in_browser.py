"""The button below the picture of an arm, pressed while a cell runs; and where there is none."""

from __future__ import annotations

import os

import pytest

from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer
from tests.browser import RunningLab, open_notebook, outputs, screenshot
from tests.lab.wire import Kernel

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = (
    "from dobotkit import Arm, show\narm = Arm()\ndisplay(show(arm))\narm.speed(10)\n"
    "arm.move_to(200, 150, 50)\nprint('It was not stopped.')"
)
BUTTON = ".jp-NotebookPanel:visible button:has-text('Stop the arm')"


def run_in_a_new_cell(page, code: str) -> None:
    page.locator(".jp-NotebookPanel:visible .jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("a")  # a new cell above
    page.keyboard.press("y")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")


def test_the_button_stops_the_arm_while_a_cell_runs(lab, page):
    open_notebook(page, lab, "notebooks/start_here.ipynb")
    run_in_a_new_cell(page, CODE)
    page.wait_for_selector(BUTTON)
    page.get_by_text("The arm is moving.").first.wait_for()
    page.locator(BUTTON).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Stopped. This is no emergency stop").first.wait_for()
    # With the colon: the button's own words have "armStopped" in them, as a browser sees it.
    page.locator(".jp-OutputArea-output", has_text="ArmStopped:").first.wait_for()
    assert not any("It was not stopped." in text for text in outputs(page))
    screenshot(page, "stop_button")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_who_watches_has_the_picture_and_no_button(page):
    with PtyServer(Line(Firmware())) as server, RunningLab("--arm", server.address) as lab:
        lab.type("allow desk", "may move now")
        holder = Kernel(lab)
        holder.run("from dobotkit import Arm; arm = Arm(); arm.move_to(200, 0, 50)")
        open_notebook(page, lab, "notebooks/start_here.ipynb")
        run_in_a_new_cell(page, "from dobotkit import show, watch\nshow(watch())")
        status = page.locator(".jp-NotebookPanel:visible [role=status]")
        status.get_by_text("The arm is at x 200, y 0, z 50 mm").first.wait_for()
        holder.run("arm.move_to(220, 60, 30)")
        status.get_by_text("The arm is at x 220, y 60, z 30 mm").first.wait_for()
        status.get_by_text("Another notebook has it, since").first.wait_for()
        screenshot(page, "watched_arm")
        assert page.locator(BUTTON).count() == 0
        holder.run("arm.close()")
        status.get_by_text("Nobody has it now.").first.wait_for()
        holder.close()

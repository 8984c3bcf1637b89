"""The console in a real browser, by the keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser import RunningLab, open_notebook, screenshot, wait_for_kernel
from tests.test_accessibility import ours_that_hurt, report, run_axe
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/arm_console.ipynb"
CONSOLE = ".jp-NotebookPanel:visible .dobotkit-console"
MOST_TABS = 40


@pytest.fixture(scope="module")
def quick_lab():
    """A lab whose simulated arm is twenty times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=20") as running:
        yield running


def open_console(page, lab, code):
    """Open the notebook, and run its set-up cell and one more, which shows the console."""
    open_notebook(page, lab, NOTEBOOK)
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-NotebookPanel:visible canvas[role=img]")
    type_cell(page, code)
    page.locator(CONSOLE).wait_for()
    return page


def focused(page):
    """What a screen reader says about what has the focus."""
    return page.evaluate(
        """() => {
            const it = document.activeElement;
            const label = it.labels?.length ? it.labels[0].textContent : it.textContent;
            return it.closest('.dobotkit-console')
                ? (it.getAttribute('aria-label') || label).trim().replace(/\\s+/g, ' ') : '';
        }"""
    )


def tab_to(page, words, key="Tab"):
    """Press Tab until what begins with these words has the focus; return all that had it."""
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        seen.append(focused(page))
        if seen[-1].startswith(words):
            return seen
    raise AssertionError(f"the keyboard never came to {words!r}: {seen}")


def at(page):
    """Where the read-out says that the arm is."""
    cells = page.locator(f"{CONSOLE} .position td:nth-child(2)").all_inner_texts()
    return [float(value.replace("−", "-")) for value in cells[:3]]


def wait_for_place(page, x, y, z):
    texts = [f"{value:.1f}".replace("-", "−") for value in (x, y, z)]
    page.wait_for_function(
        """([console, texts]) => {
            const cells = [...document.querySelectorAll(console)].map(cell => cell.textContent);
            return texts.every((text, i) => cells[i] === text);
        }""",
        arg=[".dobotkit-console .position td:nth-child(2)", texts],
    )


def said(page, words):
    page.locator(f"{CONSOLE} [role=status]").get_by_text(words).wait_for()


def jog_with_two_steps(page):
    """Jog: keys and a button, steps of 5 and of 1 mm."""
    page.keyboard.press("ArrowRight")
    wait_for_place(page, 230, 85, 0)
    tab_to(page, "5 mm", "Shift+Tab")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "Jog pad")
    page.keyboard.press("ArrowUp")
    wait_for_place(page, 231, 85, 0)
    page.keyboard.press("PageUp")
    wait_for_place(page, 231, 85, 1)
    tab_to(page, "x − back")
    page.keyboard.press("Enter")
    wait_for_place(page, 230, 85, 1)


def teach_a_place_and_go_away(page):
    """Give a place a name, and leave it."""
    tab_to(page, "Name:")
    page.keyboard.type("gate")
    page.keyboard.press("Enter")
    said(page, "“gate” was added.")
    tab_to(page, "20 mm" if focused(page) == "20 mm" else "1 mm", "Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "20 mm"
    tab_to(page, "Jog pad")
    page.keyboard.press("ArrowRight")
    wait_for_place(page, 230, 65, 1)


def stop_on_the_way(page):
    """Go slowly, and be stopped on the way."""
    tab_to(page, "Speed")
    page.keyboard.press("Home")
    said(page, "At most 1 mm/s from now on")
    tab_to(page, "Jog pad", "Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        """() => parseFloat(document.querySelectorAll(
            '.dobotkit-console .position td:nth-child(2)')[1].textContent) < 64"""
    )
    page.keyboard.press("Escape")
    said(page, "Stopped. This is no emergency stop")
    page.locator(f"{CONSOLE} .state").get_by_text("at rest").wait_for()
    assert 45.5 < at(page)[1] < 64


def go_back(page):
    """Go to the place."""
    tab_to(page, "Speed")
    page.keyboard.press("End")
    said(page, "At most 100 mm/s from now on")
    tab_to(page, "Go to gate")
    page.keyboard.press("Enter")
    said(page, "The arm is at the point gate")
    wait_for_place(page, 230, 85, 1)


def run_into_a_block_and_out_of_it(page):
    """Run into the block that stands below: an alarm, its remedy, and up again."""
    tab_to(page, "Jog pad", "Shift+Tab")
    for _ in range(3):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(400)
    alert = page.locator(f"{CONSOLE} [role=alert]")
    alert.get_by_text("lost steps").wait_for()
    alert.get_by_text("→ Run arm.clear_alarms()").wait_for()
    screenshot(page, "console_alarm")
    tab_to(page, "Clear alarms", "Shift+Tab")
    page.keyboard.press("Enter")
    said(page, "No alarm is left.")
    alert.get_by_text("lost steps").wait_for(state="detached")
    assert focused(page) == "Home"
    tab_to(page, "Jog pad")
    page.keyboard.press("PageUp")
    said(page, "The arm is at x ")


@pytest.mark.slow
def test_jog_stop_an_alarm_and_points_with_keys_alone(quick_lab, page):
    open_console(
        page,
        quick_lab,
        'arm.table.reset("blocks"); arm.move_to(230, 90, 0); show(arm, console=True)',
    )
    wait_for_kernel(page)
    page.locator(f"{CONSOLE} .state").get_by_text("at rest").wait_for()
    page.keyboard.press("Escape")  # out of the cell, in which Tab is a character
    page.locator(f"{CONSOLE} .stop").focus()
    order = ["■ Stop (Esc)", *tab_to(page, "Jog pad")]
    assert order == ["■ Stop (Esc)", "Home", "5 mm", "Jog pad"]
    jog_with_two_steps(page)
    teach_a_place_and_go_away(page)
    stop_on_the_way(page)
    go_back(page)
    run_into_a_block_and_out_of_it(page)
    tab_to(page, "Delete gate")
    page.keyboard.press("Enter")
    said(page, "The point gate is deleted.")
    assert focused(page) == "Name:"


ALL_OF_IT = """
arm.table.reset("blocks")
arm.points["gate"] = arm.pose()
arm.io.output(12, True)
arm.io.input(14)
try:
    arm.pick((230, 90), height=10)
except DobotKitError as error:
    print(error)
show(arm, console=True)
"""

WHILE_IT_MOVES = """
from IPython.display import display
arm.home()
arm.table.reset("empty")
display(show(arm, console=True))
arm.speed(1)
try:
    for step in (40, -40) * 20:
        arm.move_by(y=step)
finally:
    arm.close()
"""


@pytest.mark.slow
def test_no_serious_finding_of_ours(quick_lab, page):
    open_console(page, quick_lab, f"from dobotkit import DobotKitError{ALL_OF_IT}")
    page.locator(f"{CONSOLE} .tool").get_by_text("EIO14").wait_for()
    page.locator(f"{CONSOLE} [role=alert]").get_by_text("lost steps").wait_for()
    page.locator(f"{CONSOLE} summary").click()
    screenshot(page, "console_all_of_it")
    findings = run_axe(page)
    report("arm_console", findings)
    assert ours_that_hurt(findings) == []


@pytest.mark.slow
def test_a_running_cell_is_stopped_and_a_closed_arm_says_so(quick_lab, page):
    open_console(page, quick_lab, WHILE_IT_MOVES)
    page.locator(f"{CONSOLE} .state").get_by_text("moving").wait_for()
    page.locator(f"{CONSOLE} .stop").click()
    page.locator(".jp-NotebookPanel:visible").get_by_text("ArmStopped: ").first.wait_for()
    page.locator(f"{CONSOLE} .state").get_by_text("closed").wait_for()
    assert page.locator(f"{CONSOLE} .stop").is_disabled()

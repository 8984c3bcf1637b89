"""The privacy dashboard as a pupil meets it: panels, signs, rights; in both themes, with keys.

Few tests, each with many steps: a lab and a browser cost more than the steps.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.browser import PATIENCE, open_notebook, screenshot, wait_for_kernel
from tests.lab.wire import ask
from tests.test_accessibility import NOT_OURS, OURS, RUN_AXE, axe_script, ours_that_hurt, report
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "notebooks/privacy_dashboard.ipynb"
FRONT = ".jp-NotebookPanel:visible"
SIGN = f"{FRONT} .jp-OutputArea-output span[role=status]"
PANEL = f"{FRONT} .dobotkit-panel"
MOST_TABS = 60
# What axe looks at: all of it takes a minute, and the text of notebooks is looked at elsewhere.
OUR_CELLS = f"{FRONT.removesuffix(':visible')} .jp-OutputArea-output"

BEGIN = "from dobotkit import Session, show\nimport os, time\nsession = Session()\nshow(session)"
TABLE = 'with session.permission("class-table", why="{}"):\n    {}'
# What a cell waits for: a file. Whatever it shows lasts until the page was seen to show it.
UNTIL = "while not os.path.exists('{0}'): time.sleep(0.05)"


def begin(page, lab, name, code=BEGIN):
    """Open a notebook of this test alone, and run a first cell, which shows a panel."""
    open_notebook(page, lab, f"notebooks/{name}.ipynb")
    page.locator(f"{FRONT} .jp-CodeCell").first.click()
    type_cell(page, code)
    panel = page.locator(PANEL).last
    panel.locator("button:visible").first.wait_for()
    return panel


def sign_says(page, words):
    page.locator(SIGN).last.get_by_text(words).wait_for()


def let_go(lab, name):
    """Make the file that a cell waits for."""
    model = {"type": "file", "format": "text", "content": ""}
    ask(lab, f"/api/contents/notebooks/{name}", method="PUT", body=model)


def stop(page):
    page.locator(f"{FRONT} [data-jp-item-name=interrupt]").click()


def bring(panel):
    """Scroll so that the whole panel is seen; only then does it follow."""
    panel.evaluate("node => node.scrollIntoView({ block: 'start' })")


def test_the_sign_is_on_exactly_as_long_as_the_permission(lab, page):
    panel = begin(page, lab, "privacy_dashboard")
    signs = panel.get_by_role("status", name="On right now")
    type_cell(page, TABLE.format("look", UNTIL.format("looked")))
    sign_says(page, "● class-table is ON while this cell runs: look")
    bring(panel)
    signs.get_by_text("● class-table is ON.").wait_for()
    let_go(lab, "looked")
    sign_says(page, "○ class-table is off again")
    signs.get_by_text("○ Nothing is on right now.").wait_for()

    type_cell(page, TABLE.format("fail", f"{UNTIL.format('failed')}\n    1 / 0"))
    sign_says(page, "● class-table is ON while this cell runs: fail")
    let_go(lab, "failed")
    sign_says(page, "○ class-table is off again")

    type_cell(page, TABLE.format("be stopped", "time.sleep(600)"))
    sign_says(page, "● class-table is ON while this cell runs: be stopped")
    stop(page)
    sign_says(page, "○ class-table is off again")
    wait_for_kernel(page)
    bring(panel)
    signs.get_by_text("○ Nothing is on right now.").wait_for()

    # Ended by a button while a cell runs: neither panel nor sign says something else.
    type_cell(page, TABLE.format("outlive it", "time.sleep(600)"))
    sign_says(page, "● class-table is ON")
    bring(panel)
    panel.get_by_role("button", name="End my session").click()
    panel.get_by_role("button", name="Yes, end it").click()
    panel.get_by_text("This session has ended, and all about it is forgotten.").wait_for()
    sign_says(page, "○ class-table is off: the session is over")
    stop(page)
    wait_for_kernel(page)


def test_what_a_kernel_has_said_that_was_started_again(lab, page):
    panel = begin(page, lab, "arm_console")
    type_cell(page, TABLE.format("be restarted", "time.sleep(600)"))
    sign_says(page, "● class-table is ON while this cell runs")
    bring(panel)
    panel.get_by_text("● class-table is ON.").wait_for()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    panel.get_by_text("This notebook's kernel has said nothing for 6 seconds.").wait_for()
    assert not panel.get_by_text("is ON").is_visible()
    # The sign says how long it holds; and the page shows that its cell does not run any more.
    cell = page.locator(f"{FRONT} .jp-CodeCell").filter(has=page.locator("span[role=status]")).last
    assert "[*]" not in cell.locator(".jp-InputArea-prompt").inner_text()
    sign_says(page, "while this cell runs")
    screenshot(page, "session_after_restart")


def focused(page):
    return page.evaluate(
        """() => {
            const it = document.activeElement;
            return it.closest('.dobotkit-panel')
                ? (it.getAttribute('aria-label') || it.textContent).trim() : '';
        }"""
    )


def tab_to(page, words, key="Tab"):
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        seen.append(focused(page))
        if seen[-1].startswith(words):
            return
    raise AssertionError(f"the keyboard never came to {words!r}: {seen}")


def test_rights_with_keys_alone_also_while_a_cell_runs(lab, page):
    code = BEGIN.replace("show(session)", "show(session.rights)")
    panel = begin(page, lab, "check_my_desk", code)
    said = panel.locator(".said")
    type_cell(page, TABLE.format("be taken back", "time.sleep(600)"))
    sign_says(page, "● class-table is ON")
    bring(panel)
    panel.get_by_role("button", name="See it").focus()
    page.keyboard.press("Enter")
    said.get_by_text("held about this session, and nothing else").wait_for()
    assert focused(page) == "See it"

    tab_to(page, "Take it back: class-table")
    page.keyboard.press("Enter")
    said.get_by_text("class-table is taken back").wait_for()
    sign_says(page, "○ class-table was taken back: it is off")
    page.wait_for_function("() => document.activeElement.textContent === 'Give it again'")

    tab_to(page, "Delete everything", "Shift+Tab")
    page.keyboard.press("Enter")
    panel.get_by_text("This will go: ").wait_for()
    assert focused(page) == "No, keep it"
    screenshot(page, "rights_delete")
    page.keyboard.press("Escape")
    assert focused(page) == "Delete everything"
    page.keyboard.press("Enter")
    panel.get_by_text("This will go: ").wait_for()
    tab_to(page, "Yes, delete it all", "Shift+Tab")
    page.keyboard.press("Space")
    said.get_by_text("nothing of the session is left in any of them").wait_for()
    panel.get_by_text("This session has ended").wait_for()


def run_to_the_rights(page, lab):
    """Run the dashboard's own cells, all but the last."""
    cells = json.loads((ROOT / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
    ids = [cell["id"] for cell in cells]
    open_notebook(page, lab, NOTEBOOK)
    page.locator(f"{FRONT} .jp-CodeCell").first.click()
    for _ in ids[ids.index("set-up") : ids.index("rights") + 1]:
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(150)  # the next cell is chosen
    page.locator(PANEL).get_by_role("button", name="See it").wait_for(timeout=PATIENCE)
    wait_for_kernel(page)


def looks(page, name):
    """Pictures of the panels, wide and narrow."""
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 1100})
        for words, panel in (
            ("rights", page.locator(PANEL).last),
            ("session", page.locator(PANEL).first),
        ):
            bring(panel)
            panel.locator("button:visible").first.wait_for()
            screenshot(page, f"dashboard_{words}_{name}_{width}")
            wide = panel.evaluate("node => node.scrollWidth - node.clientWidth")
            assert wide <= 0, f"{words} is cut off at {width} pixels"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_it_is_fit_to_look_at_in_both_themes(lab, page):
    run_to_the_rights(page, lab)
    page.keyboard.press("Control+b")  # makes room
    page.locator(PANEL).last.get_by_role("button", name="See it").click()
    page.locator(PANEL).last.locator("table").wait_for()
    for theme in ("Light", "Dark"):
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        for words in ("Theme", f"JupyterLab {theme}"):
            page.locator(".lm-Menu-itemLabel").get_by_text(words, exact=True).click()
        theme_is = f"body[data-jp-theme-name='JupyterLab {theme}']"
        page.wait_for_selector(theme_is, state="attached")
        looks(page, theme.lower())
        page.evaluate(axe_script())
        page.evaluate("document.body.style.height = '100vh'")  # or all text counts as hidden
        findings = page.evaluate(RUN_AXE, [OUR_CELLS, OURS, NOT_OURS])
        report(f"privacy_dashboard_{theme.lower()}", findings)
        assert ours_that_hurt(findings) == []


def test_a_browser_that_asks_not_to_be_tracked_is_told_that_it_was_heard(lab, browser):
    context = browser.new_context(extra_http_headers={"Sec-GPC": "1"})
    context.set_default_timeout(60_000)
    panel = begin(context.new_page(), lab, "start_here")
    panel.get_by_text("You asked not to be tracked: only what safety needs is noted.").wait_for()
    context.close()

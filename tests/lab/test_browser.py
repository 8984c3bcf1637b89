"""The lab in a real browser: the first page opens, asks nothing, and its cells run."""

from __future__ import annotations

import pytest

from tests.browser import open_notebook, outputs, run_all_cells, screenshot

pytestmark = pytest.mark.browser


def test_first_page_opens_asks_nothing_and_runs(lab, page):
    open_notebook(page, lab, "notebooks/start_here.ipynb")
    assert page.locator("[data-id='filebrowser']").count() == 1  # so looks a panel that is there
    assert page.locator("[data-id='extensionmanager.main-view']").count() == 0
    assert page.locator(".Toastify__toast").count() == 0  # "Would you like news?" would be one

    # Whether somebody had the lab's pass, and against other pages: JupyterLab's own, and no others.
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    assert "_xsrf" in cookies
    assert [name for name in cookies - {"_xsrf"} if not name.startswith("username-")] == []

    run_all_cells(page)
    assert outputs(page)[0].startswith("This lab is in school mode.")

    # A cell of our own below all others, typed as a person would: Esc, B, Enter.
    page.locator(".jp-NotebookPanel .jp-Cell").last.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type("import os; print(os.environ['DOBOTKIT_PORT'], 6 * 7)")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(
        "() => document.querySelector('.jp-NotebookPanel').innerText.includes('keeper://desk 42')"
    )
    screenshot(page, "start_here")

"""The lab in a real browser: the first page opens, asks nothing, and its cells run."""

from __future__ import annotations

import json

import pytest

from tests.browser import open_notebook, outputs, run_all_cells, screenshot
from tests.lab.wire import request

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


_PATH = "notebooks/start_here.ipynb"


def _saved(lab):
    return json.loads(request(lab, f"/files/{_PATH}")[1])["cells"]


@pytest.mark.slow
def test_a_notebook_is_saved_twice_without_its_outputs_and_shows_them_all_the_same(lab, page):
    open_notebook(page, lab, _PATH)
    run_all_cells(page)
    shown = outputs(page)
    assert shown
    for text in ("first = 1", "second = 2"):
        page.locator(".jp-NotebookPanel .jp-Cell").last.click()
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.keyboard.type(text)
        # So JupyterLab marks what is not saved yet.
        page.locator(".jp-mod-dirty").first.wait_for(state="attached")
        page.keyboard.press("Control+s")
        page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
        cells = _saved(lab)
        assert text in "".join(cells[-1]["source"])
        assert {str(cell.get("outputs", [])) for cell in cells} == {"[]"}
    assert page.locator(".jp-Dialog").count() == 0
    assert outputs(page) == shown

"""The camera in a real browser: pictures come while somebody looks, one at a time, and end.

What happens for a moment only is counted in the page itself, by what is put in front of its
connections and of what makes pictures.
"""

from __future__ import annotations

import json

import pytest

from tests.browser import open_notebook, screenshot, wait_for_kernel
from tests.lab.wire import request
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTEBOOK = "notebooks/camera_console.ipynb"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
SEEN = f"{PANEL} .dobotkit-seen"
OUTER = f"{PANEL} .jp-WindowedPanel-outer"

# How many pictures were made, how many of them while a cell ran, how many were asked for and
# came, and how many were on the way at one time at most.
RECORDER = """
(() => {
  const seen = window.pictures = { made: 0, running: 0, asked: 0, came: 0, most: 0 };
  const make = window.createImageBitmap.bind(window);
  window.createImageBitmap = (...all) => {
    seen.made += 1;
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')];
    if (prompts.some((one) => one.textContent.includes('*'))) seen.running += 1;
    return make(...all);
  };
  const read = (data) => typeof data === 'string' ? data : new TextDecoder('latin1').decode(data);
  window.WebSocket = class extends window.WebSocket {
    constructor(...all) {
      super(...all);
      this.addEventListener('message', ({ data }) => {
        if (/"seen": ?\\{"width"/.test(read(data))) seen.came += 1;
      });
    }
    send(data) {
      if (/"do": ?"next"/.test(read(data))) {
        seen.asked += 1;
        seen.most = Math.max(seen.most, seen.asked - seen.came);
      }
      super.send(data);
    }
  };
})();
"""
HIDE = """hidden => {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true, get: () => hidden ? 'hidden' : 'visible',
  });
  document.dispatchEvent(new Event('visibilitychange'));
}"""

SET_UP = """from dobotkit import Arm, Camera, Session, show
session = Session()
arm = Arm()
arm.table.reset("blocks")
camera = Camera(session, why="find the red block")
view = show(camera)
view"""


def counted(page):
    return page.evaluate("({...window.pictures})")


def more_come(page, of="made", than=3):
    """Wait until more pictures have come than there are now."""
    page.wait_for_function(
        "([of, most]) => window.pictures[of] > most", arg=[of, counted(page)[of] + than]
    )


def none_comes(page):
    """Let the kernel do something for a while, in which ten pictures would come."""
    before = counted(page)["made"]
    run(page, "import time; time.sleep(1)")
    # One may have been on its way.
    assert counted(page)["made"] <= before + 1


def run(page, code):
    """Run code in the kernel of the notebook in front, without a cell; wait until it is done."""
    page.evaluate(
        """async (code) => {
            const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
            await session.kernel.requestExecute({ code }).done;
        }""",
        code,
    )


@pytest.fixture
def live(lab, page):
    """A notebook that shows the live picture in its first cell."""
    page.add_init_script(RECORDER)
    open_notebook(page, lab, NOTEBOOK)
    page.locator(f"{PANEL} .jp-CodeCell").first.click()
    type_cell(page, SET_UP)
    page.locator(SEEN).wait_for()
    more_come(page)
    return page


def test_pictures_come_while_somebody_looks_and_end_with_the_permission(live, lab):
    page = live
    screenshot(page, "camera_live")
    # Also while a cell runs.
    type_cell(page, "import time; time.sleep(2)")
    more_come(page, "running")
    wait_for_kernel(page)
    # Not when it is scrolled away, or when another tab is in front.
    top = page.locator(OUTER).evaluate("node => node.scrollTop")
    page.locator(OUTER).evaluate("node => { node.scrollTop = node.scrollHeight; }")
    none_comes(page)
    page.locator(OUTER).evaluate("(node, top) => { node.scrollTop = top; }", top)
    more_come(page)
    page.evaluate(HIDE, True)
    none_comes(page)
    page.evaluate(HIDE, False)
    more_come(page)
    assert counted(page)["most"] == 1
    # Nothing of a picture is in what is saved.
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
    _, saved = request(lab, f"/api/contents/{NOTEBOOK}")
    held = json.dumps(saved)
    assert "image/" not in held
    assert "/9j/" not in held
    # Taken back: it goes off, says so, and shows nothing any more.
    run(page, 'session.rights.withdraw("camera")')
    page.locator(f"{SEEN} [role=status]", has_text="There is no picture any more.").wait_for()
    page.locator(f"{SEEN} .sign", has_text="camera is off").wait_for()
    assert "no picture any more" in page.locator(f"{SEEN} canvas").get_attribute("aria-label")
    none_comes(page)
    screenshot(page, "camera_off")

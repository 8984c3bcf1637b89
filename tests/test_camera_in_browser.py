"""The camera in a real browser: pictures come while somebody looks, one at a time, and end.

What happens for a moment only is counted in the page itself, by what is put in front of its
connections and of what makes pictures.
"""

from __future__ import annotations

import json

import pytest

from tests.browser import open_notebook, screenshot, wait_for_kernel
from tests.lab.wire import request
from tests.test_accessibility import ours_that_hurt, report, run_axe
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
session.rights.give("camera")
arm = Arm()
arm.table.reset("blocks")
camera = Camera(session, why="find the red block")
view = show(camera)
view"""


STILL = """scene = camera.look()
view = show(scene, thresholds=True)
view"""

COMPARE = """import time
while view.passing is None: time.sleep(0.02)
time.sleep(0.02)
from dobotkit.lesson import pixels
chosen = pixels.read(scene.picture).where(**view.rule)
print(*view.hue, chosen.count, view.passing, 'of the page')"""


def counted(page):
    return page.evaluate("({...window.pictures})")


def more_come(page, of="made", than=3):
    """Wait until more pictures have come than there are now."""
    page.wait_for_function(
        "([of, most]) => window.pictures[of] > most", arg=[of, counted(page)[of] + than]
    )


def none_comes(page):
    """Let the notebook do something for a while, in which ten pictures would come."""
    before = counted(page)["made"]
    in_the_last_cell(page, "import time; time.sleep(1)")
    # One may have been on its way.
    assert counted(page)["made"] <= before + 1


def in_the_last_cell(page, code):
    """Run code in a new cell at the end of the notebook, and wait until it has been done."""
    page.locator(OUTER).evaluate("node => { node.scrollTop = node.scrollHeight; }")
    page.locator(f"{PANEL} .jp-CodeCell").last.click()
    number = next(_numbers)
    type_cell(page, f"{code}\nprint('do' + 'ne {number}')")
    page.locator(f"{PANEL} .jp-OutputArea-output", has_text=f"done {number}").wait_for()


def come_back(page):
    """Bring the live picture into view again."""
    page.locator(OUTER).evaluate("node => { node.scrollTop = 0; }")
    page.locator(SEEN).first.scroll_into_view_if_needed()


def is_off(page):
    """Wait until the view says that the camera is off, and shows no picture."""
    page.locator(f"{SEEN} [role=status]", has_text="There is no picture any more.").wait_for()
    page.locator(f"{SEEN} .sign", has_text="camera is off").wait_for()
    assert "no picture any more" in page.locator(f"{SEEN} canvas").first.get_attribute("aria-label")


_numbers = iter(range(1000))


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


def test_pictures_come_one_at_a_time_while_somebody_looks(live, lab):
    page = live
    page.locator(f"{SEEN} .sign", has_text="camera is ON: find the red block").wait_for()
    screenshot(page, "camera_live")
    # Not when it is scrolled away, or when another tab is in front.
    page.locator(OUTER).evaluate("node => { node.scrollTop = node.scrollHeight; }")
    none_comes(page)
    come_back(page)
    more_come(page)
    page.evaluate(HIDE, True)
    none_comes(page)
    come_back(page)
    page.evaluate(HIDE, False)
    more_come(page)
    assert counted(page)["most"] == 1
    # Nothing of a picture is in what is saved.
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
    _, saved = request(lab, f"/api/contents/{NOTEBOOK}")
    held = json.dumps(saved)
    assert "find the red block" in held
    assert "image/" not in held
    assert "/9j/" not in held
    # Also while a cell runs, and then the button is heard as well.
    page.locator(SEEN).click(position={"x": 400, "y": 8})
    type_cell(page, "import time\nwhile camera.on:\n    time.sleep(0.02)")
    more_come(page, "running")
    page.locator(f"{SEEN} button", has_text="Switch the camera off").click()
    wait_for_kernel(page)
    is_off(page)


def test_sliders_choose_pixels_in_the_page_and_what_is_taken_back_ends(live):
    """By keys alone; the notebook has the sliders and the count, and counts the same itself."""
    page = live
    page.locator(SEEN).click(position={"x": 400, "y": 8})
    type_cell(page, STILL)
    count = page.locator(f"{SEEN} .count")
    count.get_by_text("921,600 of 921,600 pixels pass").wait_for()
    for name, presses in (("Hue", 4), ("Saturation", 5)):
        group = page.get_by_role("group", name=name, exact=True)
        group.get_by_role("slider").first.focus()
        for _ in range(presses):
            page.keyboard.press("PageUp")
    count.get_by_text("(100").wait_for(state="detached")
    screenshot(page, "camera_thresholds")
    findings = run_axe(page)
    report("camera", findings)
    assert ours_that_hurt(findings) == []
    in_the_last_cell(page, COMPARE)
    said = page.locator(f"{PANEL} .jp-OutputArea-output", has_text="of the page").inner_text()
    [low, high, mine, pages] = map(int, said.split()[:4])
    assert low > 0
    assert high == 359
    # The browser reads the JPEG in its own way: single numbers differ by one.
    assert abs(mine - pages) <= 0.02 * 921_600
    assert mine < 900_000
    in_the_last_cell(page, 'session.rights.withdraw("camera")')
    come_back(page)
    is_off(page)
    screenshot(page, "camera_off")
    none_comes(page)

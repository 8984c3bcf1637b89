"""A table as a pupil sees it: things that hang, boxes that are closed, and no flood of messages."""

from __future__ import annotations

import time

import pytest

from tests.browser import RunningLab, open_notebook, screenshot, wait_for_kernel
from tests.test_accessibility import axe_script
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "lessons/01_hello_arm/lesson.ipynb"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
PICTURE = f"{PANEL} canvas[role=img]"
STATUS = f"{PANEL} [role=status]"

DESK = """
[[keep_out]]
name = "camera stand"
low = [180, 120, -80]
high = [300, 190, 60]

[[zones]]
name = "store"
low = [190, -160, -75]
high = [280, -90, -20]
"""

THIRTY = """
from dobotkit.things import COLOURS, TableScene, Thing
things = [
    Thing(f"b{row}-{n}", "block", COLOURS[(10 * row + n) % 9], (18.0, 18.0, 18.0),
          (x, -108.0 + 24 * n, -70.0), 4.0 * row, n)
    for row, x in enumerate((200.0, 235.0, 270.0)) for n in range(10)
]
arm.port.set_scene(TableScene("thirty", -70.0, (130.0, 330.0, -220.0, 220.0), things=tuple(things)))
"""
ROUND = "arm.move_to(240, -60, 40); arm.move_to(200, 60, 40); arm.move_to(220, 0, 60)"


class Traffic:
    """What comes from the kernel for widgets."""

    def __init__(self, page) -> None:
        self._frames: list[tuple[float, int]] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._take))

    def _take(self, payload) -> None:
        data = payload if isinstance(payload, bytes) else payload.encode()
        if b"comm_msg" in data:
            self._frames.append((time.monotonic(), len(data)))

    def during(self, page, seconds) -> tuple[float, float]:
        """Messages and bytes a second, from now on."""
        page.wait_for_timeout(300)
        begin = time.monotonic()
        page.wait_for_timeout(seconds * 1000)
        end = time.monotonic()
        sizes = [size for at, size in self._frames if begin <= at < end]
        return len(sizes) / (end - begin), sum(sizes) / (end - begin)


def turn_to(page, state):
    """What the browser says when its window is covered, or seen again."""
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState',"
        " { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


def picture_says(page, words):
    # A new cell scrolls the picture away, and one that nobody sees says nothing.
    page.locator(PICTURE).last.scroll_into_view_if_needed()
    page.locator(STATUS).last.get_by_text(words).wait_for()


def frames_drawn(page):
    return page.evaluate("() => window.framesDrawn")


@pytest.fixture
def lab(tmp_path):
    desk = tmp_path / "desk.toml"
    desk.write_text(DESK, encoding="utf-8")
    options = ("--arm", "dobotsim://desk?scene=stack", "--desk", str(desk))
    with RunningLab(*options) as running:
        yield running


def test_a_pupil_sees_the_table(lab, page):
    page.add_init_script(
        "window.framesDrawn = 0; const { scale } = CanvasRenderingContext2D.prototype;"
        "CanvasRenderingContext2D.prototype.scale = function (...all) {"
        " window.framesDrawn += 1; return scale.apply(this, all); };"
    )
    traffic = Traffic(page)
    open_notebook(page, lab, LESSON)
    page.locator(f"{PANEL} .jp-CodeCell").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(PICTURE)
    type_cell(page, "arm.move_to(200, 0, 60)\nshow(arm)")
    page.locator(PICTURE).nth(1).wait_for()  # besides that of the set-up cell
    wait_for_kernel(page)
    label = page.locator(PICTURE).last.get_attribute("aria-label")
    assert "blue block on green at x 230, y 70, 25 mm high, marker 3" in label
    assert "Closed: camera stand, x 180 to 300" in label
    assert "Zone: store" in label

    type_cell(page, 'arm.pick(arm.table.find("blue"))')
    wait_for_kernel(page)
    picture_says(page, "it holds blue. blue hangs on the arm.")
    screenshot(page, "table_holds")

    type_cell(page, "arm.move_to(230, 150, 0)")
    wait_for_kernel(page)
    picture_says(page, "It refused to go to x 230, y 150, z 0: the end of the tool")
    screenshot(page, "table_refused")

    type_cell(page, THIRTY)
    wait_for_kernel(page)
    picture_says(page, "The table was laid anew: 30 things.")
    type_cell(page, f"{ROUND}; {ROUND}; {ROUND}")
    picture_says(page, "The arm is moving")
    drawn = frames_drawn(page)
    messages, size = traffic.during(page, 3)
    assert 5 < messages <= 22
    assert size < 200_000
    assert frames_drawn(page) - drawn > 15

    turn_to(page, "hidden")
    page.wait_for_timeout(500)
    drawn = frames_drawn(page)
    assert traffic.during(page, 1.5) == (0, 0)
    assert frames_drawn(page) == drawn
    turn_to(page, "visible")
    messages, _ = traffic.during(page, 1.5)
    assert messages > 3
    picture_says(page, "The arm is at x 220, y 0, z 60 mm")
    wait_for_kernel(page)
    # Not while it moves: on a busy computer it takes longer than the arm.
    screenshot(page, "table_thirty")

    page.evaluate(axe_script())
    found = page.evaluate("selector => axe.run(selector)", f"{PANEL} .jp-OutputArea-output")
    assert found["passes"]
    assert found["violations"] == []

"""Lesson 01 and the kit's other pages in a real browser: what axe-core says, and keys alone.

axe-core is not part of this repository: it comes with the test dependency
axe-playwright-python, of which only the script is used.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.browser import SCREENSHOTS, open_notebook, screenshot, wait_for_kernel
from tests.test_lesson_tools_in_browser import type_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "lessons/01_hello_arm/lesson.ipynb"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
SERIOUS = {"serious", "critical"}

# What the kit writes: the text of notebooks and what cells show. Inside these,
# JupyterLab adds the marks beside headings.
OURS = ".jp-RenderedMarkdown, .jp-OutputArea-output"
NOT_OURS = ".jp-InternalAnchorLink, .jp-collapseHeadingButton"

RUN_AXE = """
async ([panel, ours, notOurs]) => {
  const found = await axe.run(panel, { resultTypes: ['violations'] });
  const isOurs = (target) => {
    const node = document.querySelector(target[target.length - 1]);
    return !!node && !!node.closest(ours) && !node.closest(notOurs);
  };
  return found.violations.flatMap((violation) => violation.nodes.map((node) => ({
    rule: violation.id, impact: violation.impact, help: violation.help,
    target: node.target.join(' '), html: node.html, ours: isOurs(node.target),
  })));
}
"""


def axe_script() -> str:
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    [folder] = spec.submodule_search_locations or [None]
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


def run_axe(page) -> list[dict]:
    """All findings in the notebook in front, from top to bottom.

    JupyterLab draws only the cells that are in view, so it is scrolled.
    """
    page.evaluate(axe_script())
    # JupyterLab's body is 0 high and hides what overflows; axe would take all text for hidden.
    page.evaluate("document.body.style.height = '100vh'")
    outer = page.locator(f"{PANEL} .jp-WindowedPanel-outer")
    findings: dict[tuple[str, str], dict] = {}
    top, end = 0, 1
    while top < end:
        outer.evaluate("(node, top) => { node.scrollTop = top; }", top)
        page.wait_for_timeout(300)  # what comes into view is drawn
        for finding in page.evaluate(RUN_AXE, [PANEL, OURS, NOT_OURS]):
            findings[finding["rule"], finding["html"]] = finding
        height, end = outer.evaluate("node => [node.clientHeight, node.scrollHeight]")
        top += height - 100
    return list(findings.values())


def report(name: str, findings: list[dict]) -> None:
    """Keep all findings for people to read, JupyterLab's as well."""
    lines = [
        f"{'ours' if f['ours'] else 'JupyterLab'}  {f['impact']}  {f['rule']}: {f['help']}\n"
        f"    {f['html'][:160]}"
        for f in sorted(findings, key=lambda f: (not f["ours"], f["rule"]))
    ]
    SCREENSHOTS.mkdir(exist_ok=True)
    text = "\n".join(lines) or "nothing found"
    (SCREENSHOTS / f"axe_{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    print(text)  # noqa: T201 - shown by pytest -rP, and when the test fails


def run_first_cell(page) -> None:
    page.locator(f"{PANEL} .jp-CodeCell").first.click()
    page.keyboard.press("Shift+Enter")


def ours_that_hurt(findings: list[dict]) -> list[dict]:
    return [f for f in findings if f["ours"] and f["impact"] in SERIOUS]


def test_a_lesson_has_no_serious_finding_of_ours(lab, page):
    open_notebook(page, lab, LESSON)
    run_first_cell(page)
    page.wait_for_selector(f"{PANEL} canvas[role=img]")
    type_cell(page, 'lesson.quiz("up")')
    page.locator(f"{PANEL} .dobotkit-quiz").wait_for()
    type_cell(page, 'lesson.quiz("How many?", {4: "Count."}, right=4, unit="joints")')
    page.locator(f"{PANEL} .dobotkit-quiz input[type=text]").wait_for()
    type_cell(page, "lesson.progress()")
    type_cell(page, "lesson.start_over()")
    page.locator(f"{PANEL} .jp-OutputArea-output a[href*='lesson-fresh']").wait_for()
    findings = run_axe(page)
    report("lesson_01", findings)
    assert ours_that_hurt(findings) == []


def test_the_desk_has_no_serious_finding_of_ours(lab, page):
    open_notebook(page, lab, "notebooks/check_my_desk.ipynb")
    run_first_cell(page)
    page.locator(f"{PANEL} .jp-OutputArea-output strong").first.wait_for()
    type_cell(page, "desk.report()")
    page.locator(f"{PANEL} .jp-OutputArea-output table").wait_for()
    screenshot(page, "desk_report")
    findings = run_axe(page)
    report("check_my_desk", findings)
    assert ours_that_hurt(findings) == []


def test_axe_finds_what_is_wrong(lab, page):
    """The positive control: pale letters and a field without a name, in a cell's output."""
    open_notebook(page, lab, "notebooks/start_here.ipynb")
    page.locator(f"{PANEL} .jp-CodeCell").first.click()
    type_cell(
        page,
        "from IPython.display import HTML\n"
        'HTML(\'<p style="color: #ccc; background: #fff">pale</p>'
        "<input type=text>')",
    )
    page.locator(f"{PANEL} .jp-OutputArea-output input").wait_for()
    rules = {finding["rule"] for finding in ours_that_hurt(run_axe(page))}
    assert {"label", "color-contrast"} <= rules


_CONTROLS = "a[href], button, input, select, textarea, [tabindex]:not([tabindex='-1'])"


def test_keys_alone_reach_every_control_of_ours(lab, page):
    open_notebook(page, lab, LESSON)
    run_first_cell(page)
    page.wait_for_selector(f"{PANEL} canvas[role=img]")
    type_cell(page, 'lesson.quiz("up")')
    type_cell(page, 'lesson.quiz("How many?", {4: "Count."}, right=4)')
    type_cell(page, "lesson.start_over()")
    page.locator(f"{PANEL} .jp-OutputArea-output a[href*='lesson-fresh']").wait_for()
    wait_for_kernel(page)
    # Each control gets a number; a group of radio buttons is one stop for Tab.
    count = page.evaluate(
        """([panel, controls]) => {
            const found = [...document.querySelectorAll(`${panel} .jp-OutputArea-output`)]
                .flatMap((output) => [...output.querySelectorAll(controls)])
                .filter((node) => node.type !== 'radio'
                    || node === node.form.querySelector('input[type=radio]'));
            found.forEach((node, i) => { node.dataset.stop = i; });
            return found.length;
        }""",
        [PANEL, _CONTROLS],
    )
    assert count == 6  # Stop; radio buttons, Check; a field, Check; a link
    reached: set[int] = set()
    page.locator(f"{PANEL} .jp-Cell").first.click()
    page.keyboard.press("Escape")
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const it = document.activeElement;
                const first = it.type === 'radio' ? it.form.querySelector('[data-stop]') : it;
                return first.dataset.stop ?? null;
            }"""
        )
        if stop is not None:
            reached.add(int(stop))
        if len(reached) == count:
            break
    assert reached == set(range(count))


def test_the_arm_speaks_through_its_status(lab, page):
    open_notebook(page, lab, LESSON)
    run_first_cell(page)
    page.wait_for_selector(f"{PANEL} canvas[role=img]")
    status = page.locator(f"{PANEL} [role=status]").first
    assert status.get_attribute("aria-live") == "polite"
    # A live region is heard when it changes, so it has to be the same one afterwards.
    node = status.element_handle()
    page.get_by_text("arm.home()", exact=True).first.click()
    page.keyboard.press("Shift+Enter")
    status.get_by_text("The arm is at x 259, y 0, z −8 mm").wait_for()
    assert node.evaluate("node => node.isConnected && node.textContent.startsWith('The arm is at')")

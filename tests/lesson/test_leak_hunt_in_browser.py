"""Lesson 13 in a real browser: solved, saved, hunted again; and what a server sees of the page."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest

from tests.browser import (
    RunningLab,
    open_notebook,
    run_whole_lesson,
    screenshot,
)
from tests.test_accessibility import SERIOUS, report, run_axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

LESSON = "lessons/13_leak_hunt/lesson.ipynb"
CELL = ".jp-NotebookPanel .jp-CodeCell"
REQUEST, COOKIES = "table.dobotkit-request", "table.dobotkit-cookies"
OURS = re.compile(r"_xsrf|username-[\w-]+")


@pytest.fixture
def quick_lab():
    """A lab whose simulated arm is twenty times as fast as a real one."""
    with RunningLab("--arm", "dobotsim://desk?pace=20") as running:
        yield running


def cell(page, code):
    """The cell with this code, in view."""
    found = page.locator(CELL, has_text=code).first
    found.scroll_into_view_if_needed()
    return found


def rows(page, table):
    """A table as a dictionary: what stands first in a line, and what comes next."""
    lines = page.locator(f"{table} tbody tr")
    texts = (lines.nth(at).locator("th, td").all_text_contents() for at in range(lines.count()))
    return {first: second for first, second, *_ in texts}


def saved(lab):
    """What the lab would give to whoever opens the notebook now, as text."""
    address = lab.address_of(LESSON).replace("/lab/tree/", "/api/contents/")
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - the lab of this test
        return json.dumps(json.load(answer), ensure_ascii=False)


def test_the_whole_lesson_is_solved_saved_and_hunted_again(quick_lab, page):
    open_notebook(page, quick_lab, LESSON)
    texts = run_whole_lesson(page)
    assert sum(text.startswith("✔") for text in texts) == 3
    assert any("Solved in this notebook: 3 of 3. Well done!" in text for text in texts)
    for name, code in (
        ("hunt", "first = leaks.hunt"),
        ("deleted", "after = leaks.hunt"),
        ("tried", "tried = leaks.attempts"),
        ("tier", "leaks.judge"),
        ("holes", "leaks.holes"),
    ):
        cell(page, code).locator(".jp-OutputArea-output").first.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        screenshot(page, f"lesson_13_{name}")

    # The beacon was not fetched: this page's rules have refused it, and the receiver knows of none.
    assert page.refusals
    assert all("/secret-" in refusal and "img-src" in refusal for refusal in page.refusals)
    page.refusals.clear()
    assert any(text.strip() == "fetched: 0 times" for text in texts)

    # What a server sees: of this very page, in this page only.
    cell(page, "leaks.request_facts")
    page.locator(COOKIES).first.wait_for()
    facts = rows(page, REQUEST)
    assert len(facts) == 6
    assert facts["address of your computer"] == "127.0.0.1"
    agent = page.evaluate("navigator.userAgent")
    assert facts["browser and system"] == agent
    cookies = rows(page, COOKIES)
    assert cookies
    assert all(OURS.fullmatch(name) for name in cookies)
    page.wait_for_timeout(300)
    screenshot(page, "lesson_13_request")
    findings = run_axe(page)
    report("lesson_13", findings)
    assert [f for f in findings if f["ours"] and f["impact"] in SERIOUS] == []

    # Save as a pupil would; then hunt again, in the lab with the saved notebook.
    before = saved(quick_lab)
    cell(page, "leaks.hunt_lab(canary)").click()
    page.keyboard.press("ControlOrMeta+s")
    page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
    assert agent not in saved(quick_lab)
    assert saved(quick_lab) != before
    first = cell(page, "leaks.hunt_lab(canary)").locator(".jp-InputPrompt").first.text_content()
    page.keyboard.press("Control+Enter")
    # What it said before has gone when it begins, and hunting takes its time.
    hunt = cell(page, "leaks.hunt_lab(canary)")
    number = hunt.locator(".jp-InputPrompt").first
    page.wait_for_function(
        "([one, before]) => /\\d/.test(one.textContent) && one.textContent !== before",
        arg=[number.element_handle(), first],
    )
    hunt.locator(".jp-OutputArea-output", has_text="Nothing was found.").first.wait_for()
    screenshot(page, "lesson_13_lab")

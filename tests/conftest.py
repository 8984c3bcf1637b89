"""Fixtures for all tests: a lab that runs, a real browser to look at it, options for a real arm."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.browser import BROWSER_FLAGS, RunningLab, find_browser
from tests.real_arm.plugin import (  # noqa: F401  # hooks
    pytest_addoption,
    pytest_configure,
    pytest_generate_tests,
)

# A test says nothing about time: another one may be at work on this computer.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
# For mutation testing: a test that fails has done its work, so nothing is made smaller;
# and each test runs several times in one process, which Hypothesis would object to.
settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# So speaks a browser that obeys a rule in a header of the page.
_RULE = "Content Security Policy"
REQUIRE_BROWSER = os.environ.get("DOBOTKIT_REQUIRE_BROWSER") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where a browser is required, a browser test that was skipped has failed."""
    report = yield
    if REQUIRE_BROWSER and report.skipped and item.get_closest_marker("browser"):
        report.outcome = "failed"
        reason = call.excinfo and call.excinfo.value
        report.longrepr = f"DOBOTKIT_REQUIRE_BROWSER=1, but this was skipped: {reason}"
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium, Chrome or Edge on this computer."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium, Chrome or Edge found; DOBOTKIT_BROWSER can name one")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """A headless browser with a fresh profile, driven by playwright."""
    # For one module only: while it is there, nothing else can run asyncio in this thread.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and seldom needed

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """An empty page, 1280 × 900 pixels; it reaches nothing but this computer.

    What the rules of a page have refused is in `refusals`; a test that wants some takes them out.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    strangers: list[str] = []

    def refuse(route) -> None:
        strangers.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(("http://127.0.0.1:", "data:", "blob:")), refuse)
    page = context.new_page()
    page.refusals = []
    page.on("console", lambda said: _RULE in said.text and page.refusals.append(said.text))
    yield page
    context.close()
    assert not page.refusals, "the page's rules have refused something of ours"
    assert not strangers, "the page asked for something outside this computer"


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    """A lab that runs while the tests of one module do."""
    with RunningLab() as running:
        yield running


@pytest.hookimpl(trylast=True)  # when it is known which are left
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several run at once, files with few tests come first: those take the longest.

    They start a lab or a browser. At the end of a run all others would wait for such a file;
    so they wait for quick tests, of which some files have hundreds.
    """
    if hasattr(config, "workerinput"):
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (tests[item.path], str(item.path)))


def pytest_collection_finish() -> None:
    """What was collected stays: nobody has to look through it for garbage, hundreds of times."""
    gc.freeze()

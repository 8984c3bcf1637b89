"""Every way out of a page that we know, judged by who listens outside.

Three browsers: one that shows a page of a plain server, one that shows a page of the lab,
and one that shows it in a profile as the lab's own window has it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from dobotkit.errors import LabError
from dobotkit.lab.browsers import find_browsers
from dobotkit.lab.driven import DrivenBrowser
from dobotkit.lab.own_profile import flags, make_profile
from dobotkit.lab.page_ways import WAYS, try_ways
from tests.browser import BROWSER_FLAGS
from tests.lab.receivers import Receivers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALL = {way.id for way in WAYS}
SILENT = {way.id for way in WAYS if way.silent}
# What headers cannot forbid: LIMITS.md has a number for each of the two kinds.
LEAVING = {way.id for way in WAYS if way.by_leaving}
WEBRTC = {"webrtc-udp", "webrtc-tcp"}


class _Plain(BaseHTTPRequestHandler):
    """A page without rules."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>plain</title><body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def plain() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Plain) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def tried(
    driven: DrivenBrowser, address: str, expected: set[str] = frozenset()
) -> tuple[set[str], set[str]]:
    """Try all ways from a page; which arrived, and to which somebody only connected."""
    with Receivers(sorted(ALL)) as outside:
        try_ways(
            driven,
            address,
            lambda way: outside.target(way.id),
            until=lambda: expected <= outside.reached,
        )
        return set(outside.reached), outside.connected - outside.reached


@pytest.mark.usefixtures("chromium")
def test_rules_close_all_but_leaving_and_webrtc(lab, plain, tmp_path):
    with DrivenBrowser(next(find_browsers()), tmp_path / "profile", BROWSER_FLAGS) as driven:
        # From a page without rules, every way leads out: the receivers can hear.
        arrived, connected = tried(driven, plain, ALL - SILENT)
        assert arrived | SILENT == ALL
        assert connected >= SILENT

        arrived, connected = tried(
            driven, f"{lab.root}/nothing?token={lab.token}", LEAVING | WEBRTC
        )
        assert arrived == LEAVING | WEBRTC
        # A browser may connect before it looks at the rules, and then says nothing.
        assert connected <= SILENT | {"iframe", "iframe-leaves", "form"}


@pytest.mark.usefixtures("chromium")
def test_a_window_of_our_own_closes_all(lab, tmp_path):
    browser, profile = next(find_browsers()), tmp_path / "profile"
    make_profile(profile, tmp_path)
    told = flags(browser, profile, urlsplit(lab.root).port)
    with DrivenBrowser(browser, profile, told) as driven:
        assert tried(driven, f"{lab.root}/nothing?token={lab.token}") == (set(), set())


@pytest.mark.usefixtures("chromium")
def test_neither_window_reaches_the_page_of_the_other(lab, tmp_path):
    lab.type("page", "keeper-page.html")
    invitation = Path(url2pathname(urlsplit(lab.said[-1]).path)).read_text(encoding="utf-8")
    keeper = re.search(r"http://127\.0\.0\.1:(\d+)/", invitation)
    port = urlsplit(lab.root).port
    a_page = f"{lab.root}/nothing?token={lab.token}"

    ours, theirs = tmp_path / "lab", tmp_path / "keeper"
    for profile in (ours, theirs):
        make_profile(profile, tmp_path)
    usual = tmp_path / "usual"
    browser = next(find_browsers())
    with DrivenBrowser(browser, usual, BROWSER_FLAGS) as one:
        one.open(keeper[0])
        one.open(a_page)
    with DrivenBrowser(browser, ours, flags(browser, ours, port)) as one:
        page = one.open(a_page)
        assert not page.evaluate(
            f"fetch('{keeper[0]}', {{mode: 'no-cors'}}).then(() => true, () => false)"
        )
        page.evaluate(f"void (location.href = '{keeper[0]}')")
        page.wait_for("document.title === '127.0.0.1' || location.href.includes('chrome-error')")
        with pytest.raises(LabError, match="ERR_"):
            one.open(keeper[0])
    with DrivenBrowser(browser, theirs, flags(browser, theirs, int(keeper[1]))) as one:
        assert "keeper" in one.open(keeper[0]).evaluate("document.title.toLowerCase()")
        with pytest.raises(LabError, match="ERR_"):
            one.open(a_page)

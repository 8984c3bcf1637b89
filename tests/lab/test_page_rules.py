"""The headers of every answer: a page asks nobody but its own server, and knows no place."""

from __future__ import annotations

import http.client
import json
import re
from urllib.parse import urlsplit

import pytest

from dobotkit.lab.page_rules import HEADERS
from tests.browser import open_notebook
from tests.lab.receivers import Receivers
from tests.lab.wire import request

# A page, a part of one, what is asked of the API, a file, and refusals of all kinds.
ANSWERS = [
    ("GET", "/lab", 200),
    ("GET", "/lab/tree/notebooks/start_here.ipynb", 200),
    ("GET", "/static/favicon.ico", 200),
    ("GET", "/api/contents", 200),
    ("GET", "/lab/api/settings", 200),
    ("GET", "/files/notebooks/start_here.ipynb", 200),
    ("GET", "/login", 302),
    ("GET", "/nothing", 404),
    ("GET", "/static/lab/none.js", 404),
    ("GET", "/api/kernels/none/channels", 404),
    ("BREW", "/lab", 405),
    ("POST", "/login", 403),
]


def answer(lab, method: str, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(lab.address).port, timeout=60)
    try:
        connection.request(method, path, headers={"Authorization": f"token {lab.token}"})
        return connection.getresponse()
    finally:
        connection.close()


def test_every_answer_carries_the_rules(lab):
    for method, path, status in ANSWERS:
        got = answer(lab, method, path)
        if method != "POST":  # it lacks the other pass, or is not wanted at all
            assert got.status == status, path
        for name, value in HEADERS.items():
            assert (got.getheader(name) or "").startswith(value), (method, path, name)


def test_no_page_may_ask_where_it_is(lab):
    policy = answer(lab, "GET", "/lab").getheader("Permissions-Policy")
    assert "geolocation=()" in policy.split(", ")
    assert not re.search(r"=\*|=\(\*", policy)


def test_what_jupyter_adds_for_files_still_counts(lab):
    """A page in a file is nobody to the server: it must not act for whoever looks at it."""
    policies = answer(lab, "GET", "/files/notebooks/start_here.ipynb").getheader(
        "Content-Security-Policy"
    )
    # In one policy, the first of two sandboxes counts; so they have to stand in two.
    *_, last = policies.split(", ")
    assert "sandbox allow-scripts" in last.split("; ")


def test_cookies_are_two_and_go_with_the_browser(lab):
    got = answer(lab, "GET", "/lab")
    cookies = got.headers.get_all("Set-Cookie")
    assert {re.split("[=-]", cookie)[0] for cookie in cookies} == {"_xsrf", "username"}
    for cookie in cookies:
        assert "samesite=strict" in cookie.casefold()
        assert not re.search("expires|max-age|domain", cookie, re.IGNORECASE)


BEACON = """
    const shown = document.createElement('div');
    shown.innerHTML = `<img src="${address}">`;
    document.body.append(shown);
    await new Promise(done => {
        shown.firstChild.onload = shown.firstChild.onerror = done;
    });
"""


@pytest.mark.browser
@pytest.mark.slow
def test_a_beacon_in_an_output_is_not_asked_for(lab, page):
    name = "notebooks/beacon.ipynb"
    with Receivers(["output", "elsewhere", "control"]) as receivers:
        beacon = receivers.target("output")["http"]
        source = f"from IPython.display import HTML\nHTML('<img src={beacon} alt=beacon>')"
        _put(lab, name, source)
        open_notebook(page, lab, name)
        page.locator(".jp-CodeCell .cm-content").click()
        page.keyboard.press("Shift+Enter")
        shown = page.locator(".jp-OutputArea-output img")
        shown.wait_for(state="attached")
        # Refused or loaded: in either case the browser is done with it.
        page.wait_for_function("() => document.querySelector('.jp-OutputArea-output img').complete")
        assert "output" not in receivers.reached | receivers.connected
        assert any(beacon in refusal for refusal in page.refusals)

        # The same picture in a page without rules does arrive.
        page.goto(receivers.target("elsewhere")["http"])
        page.evaluate(f"async address => {{{BEACON}}}", receivers.target("control")["http"])
        assert "control" in receivers.reached
        # The browser may say it once more, a moment later.
        origin = beacon.rstrip("/")
        page.refusals[:] = [one for one in page.refusals if origin not in one]


# The kit's own pages are watched in all browser tests: `page` refuses to pass a refusal. This
# is what they do not have.
ALL_KINDS = r"""
import struct, zlib
import anywidget, ipywidgets, traitlets
from IPython.display import Image, Math, display

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

png = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 8) * 8)) + chunk(b"IEND", b"")
)

class Own(anywidget.AnyWidget):
    _esm = "export default {render({el}) {el.textContent = 'own widget'; el.id = 'own'}}"
    _css = "#own {color: rgb(1, 2, 3)}"

display(Image(png), ipywidgets.IntSlider(7), ipywidgets.Image(value=png), Own(), Math("x^2"))
"""


@pytest.mark.browser
@pytest.mark.slow
def test_pictures_widgets_formulas_and_downloads_work(lab, page):
    name = "notebooks/kinds.ipynb"
    _put(lab, name, ALL_KINDS)
    open_notebook(page, lab, name)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Shift+Enter")
    out = ".jp-OutputArea-output"
    page.locator(f"{out} .widget-readout", has_text="7").wait_for()
    page.locator(f"{out} #own", has_text="own widget").wait_for()
    page.locator(f"{out} mjx-container").first.wait_for()
    page.wait_for_function(
        """() => {
            const pictures = [...document.querySelectorAll('.jp-OutputArea-output img')];
            const own = document.querySelector('#own');
            return pictures.length === 2 && pictures.every(one => one.naturalWidth === 8)
                && getComputedStyle(own).color === 'rgb(1, 2, 3)';
        }"""
    )
    assert page.evaluate("document.featurePolicy.allowsFeature('geolocation')") is False
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my work").click()
    assert download.value.suggested_filename == "my-work.zip"


def _put(lab, path: str, source: str) -> None:
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "cells": [
            {
                "cell_type": "code",
                "id": "only",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": source,
            }
        ],
    }
    status, text = request(
        lab, f"/api/contents/{path}", method="PUT", body={"type": "notebook", "content": notebook}
    )
    assert status == 201, (status, json.loads(text))

"""What a browser says about being tracked, as a server hears it."""

from __future__ import annotations

import os

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from dobotkit.lab.signals import BrowserSignals
from dobotkit.no_tracking import asks_not_to_be_tracked, no_tracking


class AConnection:
    """What a request has come in by; this one leads nowhere."""

    context = None

    def set_close_callback(self, callback):
        pass


def hear(**headers):
    """Let one request come in."""
    written = {"Host": "127.0.0.1"}
    written |= {name.replace("_", "-"): value for name, value in headers.items()}
    start = RequestStartLine("GET", "/lab", "HTTP/1.1")
    BrowserSignals(
        HTTPServerRequest(start_line=start, headers=HTTPHeaders(written), connection=AConnection())
    )
    return no_tracking(os.environ)


@pytest.fixture(autouse=True)
def nothing_was_said(monkeypatch):
    monkeypatch.setenv("DOBOTKIT_DNT", "")


@pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec_GPC": "1"}, {"dnt": " 1 "}])
def test_both_signals_are_heard_however_they_are_written(headers):
    assert hear(**headers)


@pytest.mark.parametrize("headers", [{}, {"DNT": "0"}, {"DNT": "null"}, {"Sec_GPC": "yes"}])
def test_anything_else_is_no_signal(headers):
    assert not hear(**headers)


def test_one_browser_that_asks_is_enough():
    assert hear(DNT="1")
    assert hear()


def test_headers_are_read_as_a_mapping_too():
    assert asks_not_to_be_tracked({"Sec-GPC": "1"})
    assert not asks_not_to_be_tracked({"Sec-GPC": "10"})

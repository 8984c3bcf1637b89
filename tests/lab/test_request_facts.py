"""What the lab's server says of a request: six facts, names of cookies, and no pass."""

from __future__ import annotations

from datetime import UTC, datetime

from tornado.httputil import HTTPHeaders

from dobotkit.lab.request_facts import cookie_names, facts

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


def test_six_facts_stand_in_a_request():
    headers = HTTPHeaders(
        {
            "User-Agent": "Browser/1.0 (System)",
            "Accept-Language": "cy,en;q=0.5",
            "Referer": "http://127.0.0.1:8888/lab/tree/lesson.ipynb?token=abc",
            "Sec-GPC": "1",
        }
    )
    assert facts(headers, "127.0.0.1", NOON) == {
        "address of your computer": "127.0.0.1",
        "date and time": "2030-05-01 12:00:00",
        "browser and system": "Browser/1.0 (System)",
        "your languages": "cy,en;q=0.5",
        "page that you were on": "/lab/tree/lesson.ipynb",
        "wish not to be tracked": "Sec-GPC",
    }


def test_what_is_not_sent_is_said():
    assert [*facts(HTTPHeaders(), "::1", NOON).values()].count("not sent") == 4


def test_of_cookies_there_are_names_only():
    headers = HTTPHeaders({"Cookie": '_xsrf=2|a; username-127-0-0-1-8888="2|1:0"; ; a=b=c'})
    assert cookie_names(headers) == ["_xsrf", "a", "username-127-0-0-1-8888"]
    assert cookie_names(HTTPHeaders()) == []

"""The keeper's page, from outside: who gets in, and what an order does."""

from __future__ import annotations

import http.client
import json
import re

import pytest

from dobotkit.errors import DeskError
from dobotkit.keeper.page import Page


class ADesk:
    """A desk with a bell: it remembers what it was told."""

    def __init__(self):
        self.told = []

    def overview(self):
        return {"arms": [], "lab": {"Mode": "school"}}

    def stop(self, arm):
        self.told.append(("stop", arm))

    def allow(self, arm, code):
        if code != "open sesame":
            raise DeskError("This is not the teacher's code.", "Try again.")
        self.told.append(("allow", arm))

    def let_go(self, arm, code):
        self.told.append(("let go", arm, code))


@pytest.fixture
def desk():
    return ADesk()


@pytest.fixture
def page(desk, tmp_path):
    return Page(desk, tmp_path)


def ask(page, method, path, question=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=10)
    host = headers.pop("Host", f"127.0.0.1:{page.port}")
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if question is not None:
        names.setdefault("Content-Type", "application/json")
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host)
    body = b"" if question is None else json.dumps(question).encode()
    for name, value in names.items():
        connection.putheader(name, value)
    if body or method == "POST":
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


def visit_in(page):
    text = page.invitation().read_text()
    return re.search(r"#([\w-]+)", text)[1]


@pytest.fixture
def session(page):
    answer, data = ask(page, "POST", "/session", {"visit": visit_in(page)})
    assert answer.status == 200
    return json.loads(data)["session"]


def test_an_invitation_is_good_for_one_visit(page):
    visit = visit_in(page)
    assert ask(page, "POST", "/session", {"visit": visit})[0].status == 200
    assert ask(page, "POST", "/session", {"visit": visit})[0].status == 401


def test_the_invitation_is_for_this_user_only_and_goes_when_it_was_used(page, tmp_path):
    path = page.invitation()
    assert path.stat().st_mode & 0o077 == 0
    visit = re.search(r"#([\w-]+)", path.read_text())[1]
    ask(page, "POST", "/session", {"visit": visit})
    assert not path.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("token", ["", "nonsense", None])
def test_without_a_session_nothing_is_told_and_nothing_done(page, desk, token):
    headers = {} if token is None else {"X_Keeper_Token": token}
    assert ask(page, "GET", "/now", **headers)[0].status == 401
    assert ask(page, "POST", "/stop", {"arm": ""}, **headers)[0].status == 401
    assert desk.told == []


def test_a_session_asks_and_orders(page, desk, session):
    answer, data = ask(page, "GET", "/now", X_Keeper_Token=session)
    assert (answer.status, json.loads(data)) == (200, desk.overview())
    for path, question in (
        ("/stop", {"arm": ""}),
        ("/stop", {"arm": "left"}),
        ("/allow", {"arm": "left", "code": "open sesame"}),
        ("/let_go", {"arm": "left", "code": "x"}),
    ):
        assert ask(page, "POST", path, question, X_Keeper_Token=session)[0].status == 200
    assert desk.told == [
        ("stop", None),
        ("stop", "left"),
        ("allow", "left"),
        ("let go", "left", "x"),
    ]


def test_a_wrong_code_is_said_in_words(page, desk, session):
    answer, data = ask(
        page, "POST", "/allow", {"arm": "left", "code": "1234"}, X_Keeper_Token=session
    )
    assert answer.status == 409
    assert "not the teacher's code" in json.loads(data)["error"]
    assert desk.told == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost"},
        {"Origin": "http://127.0.0.1:8888"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
    ],
)
def test_other_pages_and_other_names_get_nothing(page, desk, session, headers):
    answer, _ = ask(page, "POST", "/stop", {"arm": ""}, X_Keeper_Token=session, **headers)
    assert answer.status in (403, 415)
    assert desk.told == []


@pytest.mark.parametrize("question", [[], "stop", {}, {"arm": 1}, {"arm": "", "more": ""}, None])
def test_questions_of_another_shape_are_refused(page, desk, session, question):
    answer, _ = ask(page, "POST", "/stop", question, X_Keeper_Token=session)
    assert answer.status in (400, 415)
    assert desk.told == []


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css", "/now", "/stop", "/allow", "/x"])
def test_looking_changes_nothing_and_everything_is_locked_in(page, desk, session, path):
    answer, _ = ask(page, "GET", path, X_Keeper_Token=session)
    assert desk.told == []
    assert "default-src 'none'" in answer.getheader("Content-Security-Policy")
    assert "frame-ancestors 'none'" in answer.getheader("Content-Security-Policy")
    assert answer.getheader("Set-Cookie") is None
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Access-Control-Allow-Origin") is None


def test_it_listens_on_this_computer_only(page):
    assert page.origin == f"http://127.0.0.1:{page.port}"

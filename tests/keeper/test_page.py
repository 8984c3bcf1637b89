"""The keeper's page, from outside: who gets in, and what an order does."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time

import pytest

from dobotkit.errors import DeskError
from dobotkit.keeper.desk_form import filled
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.page import Page, server

DESK = filled(Envelope())
ORDERS = {
    "/stop": {"arm": ""},
    "/allow": {"arm": "left", "code": "open sesame"},
    "/home": {"arm": "left", "code": "open sesame"},
    "/let_go": {"arm": "left", "code": "open sesame"},
    "/answer": {"number": "4711", "answer": "done", "code": "open sesame"},
    "/camera": {"number": "1", "answer": "yes", "code": "open sesame"},
    "/desk/preview": {"desk": DESK},
    "/desk/save": {"desk": DESK, "code": "open sesame"},
}


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

    def home(self, arm, code):
        self.told.append(("home", arm, code))

    def let_go(self, arm, code):
        self.told.append(("let go", arm, code))

    def decide(self, number, answer, code):
        if code != "open sesame":
            raise DeskError("This is not the teacher's code.", "Try again.")
        self.told.append(("camera", number, answer))

    def answer(self, number, answer, code):
        if code != "open sesame":
            raise DeskError("This is not the teacher's code.", "Try again.")
        self.told.append(("answer", number, answer))

    def desk(self):
        return {"form": filled(Envelope()), "file": "desk.toml"}

    def preview(self, form):
        return f"speed = {form.envelope().speed:g}"

    def save(self, form, code):
        if code != "open sesame":
            raise DeskError("This is not the teacher's code.", "Try again.")
        self.told.append(("save", form.envelope().speed))


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
    for path in ("/now", "/desk"):
        assert ask(page, "GET", path, **headers)[0].status == 401
    for path, question in ORDERS.items():
        assert ask(page, "POST", path, question, **headers)[0].status == 401
    assert desk.told == []


def test_a_session_asks_and_orders(page, desk, session):
    answer, data = ask(page, "GET", "/now", X_Keeper_Token=session)
    assert (answer.status, json.loads(data)) == (200, desk.overview())
    for path, question in (
        ("/stop", {"arm": ""}),
        ("/stop", {"arm": "left"}),
        ("/allow", {"arm": "left", "code": "open sesame"}),
        ("/home", {"arm": "left", "code": "y"}),
        ("/let_go", {"arm": "left", "code": "x"}),
        ("/answer", {"number": "4711", "answer": "bad faith", "code": "open sesame"}),
        ("/camera", {"number": "2", "answer": "no", "code": "open sesame"}),
    ):
        assert ask(page, "POST", path, question, X_Keeper_Token=session)[0].status == 200
    assert desk.told == [
        ("stop", None),
        ("stop", "left"),
        ("allow", "left"),
        ("home", "left", "y"),
        ("let go", "left", "x"),
        ("answer", "4711", "bad faith"),
        ("camera", "2", "no"),
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
        {"Sec_Fetch_Site": "none"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
    ],
)
@pytest.mark.parametrize("path", ORDERS)
def test_other_pages_and_other_names_get_nothing(page, desk, session, headers, path):
    answer, data = ask(page, "POST", path, ORDERS[path], X_Keeper_Token=session, **headers)
    assert answer.status in (403, 415)
    assert list(json.loads(data)) == ["error"]
    assert desk.told == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Dest": "document"}, 200),
        # A notebook's page is of the same site: sites do not know ports.
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Dest": "document"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "iframe"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "empty"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Host": "evil.example"}, 403),
    ],
)
def test_the_front_door_is_for_windows_that_a_file_has_opened(page, headers, status):
    assert ask(page, "GET", "/", **headers)[0].status == status


@pytest.mark.parametrize("site", ["same-site", "cross-site", "none"])
def test_other_pages_cannot_even_load_the_scripts(page, site):
    assert ask(page, "GET", "/page.js", Sec_Fetch_Site=site)[0].status == 403


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_there_are_no_other_ways_in(page, desk, session, method):
    for path in ("/now", *ORDERS):
        answer, _ = ask(page, method, path, X_Keeper_Token=session)
        assert answer.status in (401, 405)
        assert answer.getheader("Access-Control-Allow-Origin") is None
    assert desk.told == []


@pytest.mark.parametrize("path", ["/server.py", "/../server.py", "/%2e%2e/code.py", "//page.js"])
def test_it_serves_its_own_files_only(page, path):
    assert ask(page, "GET", path)[0].status == 404


def test_a_newer_invitation_ends_an_older_one(page):
    old, new = visit_in(page), visit_in(page)
    assert ask(page, "POST", "/session", {"visit": old})[0].status == 401
    assert ask(page, "POST", "/session", {"visit": new})[0].status == 200


def test_an_invitation_that_nobody_follows_ends(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(server, "_INVITED_S", 0.05)
    page = Page(desk, tmp_path)
    visit = visit_in(page)
    end = time.monotonic() + 10
    while list(tmp_path.iterdir()) and time.monotonic() < end:
        time.sleep(0.01)
    assert list(tmp_path.iterdir()) == []
    assert ask(page, "POST", "/session", {"visit": visit})[0].status == 401


def wait_for_another(path, visit):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if path.exists() and (found := re.search(r"#([\w-]+)", path.read_text())[1]) != visit:
            return found
        time.sleep(0.01)
    raise AssertionError("no other invitation")


def test_where_there_is_always_an_invitation_a_followed_one_is_replaced(desk, tmp_path):
    page = Page(desk, tmp_path)
    path = page.keep_inviting()
    visit = re.search(r"#([\w-]+)", path.read_text())[1]
    for _ in range(2):
        assert ask(page, "POST", "/session", {"visit": visit})[0].status == 200
        assert ask(page, "POST", "/session", {"visit": visit})[0].status == 401
        visit = wait_for_another(path, visit)
        assert path.stat().st_mode & 0o077 == 0


def test_where_there_is_always_an_invitation_an_old_one_is_replaced(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(server, "_INVITED_S", 0.05)
    page = Page(desk, tmp_path)
    path = page.keep_inviting()
    old = re.search(r"#([\w-]+)", path.read_text())[1]
    monkeypatch.setattr(server, "_INVITED_S", 60)
    new = wait_for_another(path, old)
    assert ask(page, "POST", "/session", {"visit": old})[0].status == 401
    assert ask(page, "POST", "/session", {"visit": new})[0].status == 200


def test_who_follows_every_invitation_costs_the_keeper_no_threads(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(server, "_ANEW_S", 0.01)
    page = Page(desk, tmp_path)
    path = page.keep_inviting()
    visit = re.search(r"#([\w-]+)", path.read_text())[1]
    before = threading.active_count()
    for _ in range(20):
        assert ask(page, "POST", "/session", {"visit": visit})[0].status == 200
        visit = wait_for_another(path, visit)
    assert threading.active_count() <= before + 3


def test_a_stop_gets_through_while_every_other_question_waits(desk, tmp_path):
    waiting, go_on = threading.Semaphore(0), threading.Event()

    def overview():
        waiting.release()
        go_on.wait(30)
        return {}

    desk.overview = overview
    page = Page(desk, tmp_path)
    _, data = ask(page, "POST", "/session", {"visit": visit_in(page)})
    session = json.loads(data)["session"]
    threads = [
        threading.Thread(target=ask, args=(page, "GET", "/now"), kwargs={"X_Keeper_Token": session})
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    waiting.acquire()
    assert ask(page, "POST", "/stop", {"arm": ""}, X_Keeper_Token=session)[0].status == 200
    assert desk.told == [("stop", None)]
    go_on.set()
    for thread in threads:
        thread.join()


def test_a_desk_is_shown_looked_at_and_saved(page, desk, session):
    def post(path, **question):
        answer, data = ask(page, "POST", path, question, X_Keeper_Token=session)
        return answer.status, json.loads(data)

    answer, data = ask(page, "GET", "/desk", X_Keeper_Token=session)
    assert (answer.status, json.loads(data)["form"]) == (200, DESK)
    assert post("/desk/preview", desk={**DESK, "speed": "80"}) == (200, {"text": "speed = 80"})
    status, told = post("/desk/preview", desk={**DESK, "speed": "300"})
    assert (status, list(told["fields"])) == (422, ["speed"])
    status, told = post("/desk/save", desk=DESK, code="1234")
    assert (status, told["error"]) == (409, "This is not the teacher's code. Try again.")
    status, told = post("/desk/save", desk={**DESK, "speed": "300"}, code="1234")
    assert status in (409, 422)
    assert desk.told == []
    assert post("/desk/save", desk={**DESK, "speed": "80"}, code="open sesame") == (200, {})
    assert desk.told == [("save", 80)]


@pytest.mark.parametrize(
    "question",
    [
        {"desk": {**DESK, "more": 1}, "code": "open sesame"},
        {"desk": {**DESK, "speed": 80}, "code": "open sesame"},
        {"desk": [], "code": "open sesame"},
        {"desk": DESK, "code": ["open sesame"]},
        {"desk": DESK},
        {"desk": DESK, "code": "open sesame", "more": ""},
        {"desk": {**DESK, "tool": "\ud800"}, "code": "open sesame"},
        {"desk": DESK, "code": "\ud800"},
        {"desk": {**DESK, "speed": "1" * 40_000}, "code": "open sesame"},
    ],
)
def test_desks_of_another_shape_are_refused(page, desk, session, question):
    try:
        answer, _ = ask(page, "POST", "/desk/save", question, X_Keeper_Token=session)
    except ConnectionError:
        assert len(json.dumps(question)) > 32_768  # hung up on
    else:
        assert answer.status == 400
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
    assert "sandbox allow-scripts" in answer.getheader("Content-Security-Policy")
    assert "geolocation=()" in answer.getheader("Permissions-Policy")
    assert answer.getheader("Set-Cookie") is None
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Access-Control-Allow-Origin") is None


def test_it_listens_on_this_computer_only(page):
    assert page.origin == f"http://127.0.0.1:{page.port}"

"""Download my work and Open my work, in a real browser, from one lab to the next."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import zipfile
from typing import Self
from urllib.parse import urlsplit

import pytest

from tests.browser import END, PATIENCE, RunningLab, open_notebook, screenshot, wait_for_kernel
from tests.lab.wire import ask, request
from tests.lab.work.making import LESSON, PNG, code, notebook, parcel

pytestmark = pytest.mark.browser

FIRST = "notebooks/start_here.ipynb"
# A picture, a name that is typed and, in another form, shown, and a file that grows.
CELL = f"""\
from IPython.display import Image, display
name = "Ada Lovelace"
display(Image(bytes.fromhex("{PNG.hex()}")))
open("runs.txt", "a").write("once\\n")
print(name.upper())"""
WRITTEN = "notebooks/runs.txt"
BAR = ".dobotkit-bar"


def _add_cell(page, text: str) -> None:
    """Write a cell of our own below all others, as a person would."""
    page.locator(".jp-NotebookPanel .jp-Cell").last.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(text)


def _run_cell(page, shows: str) -> None:
    page.keyboard.press("Control+Enter")
    page.locator(".jp-OutputArea-output", has_text=shows).last.wait_for(state="attached")
    wait_for_kernel(page)


def _download(page) -> tuple[zipfile.ZipFile, str]:
    """Click Download my work; return the file, and what the page says about it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download my work").click()
    file = zipfile.ZipFile(waiting.value.path())
    assert waiting.value.suggested_filename == "my-work.zip"
    dialog = page.locator(".jp-Dialog")
    said = dialog.inner_text()
    screenshot(page, "work_downloaded")
    dialog.get_by_role("button", name="OK").click()
    return file, said


def _wait_for_last_cell(page, says: str) -> None:
    # Scrolled to: of a cell that nobody could see, JupyterLab keeps nothing in the page.
    page.wait_for_function(
        """(says) => {
            const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
            const list = panel?.querySelector('.jp-WindowedPanel-outer');
            list?.scrollTo(0, list.scrollHeight);
            const cells = [...(panel?.querySelectorAll('.jp-CodeCell') ?? [])];
            return cells.at(-1)?.textContent.includes(says);
        }""",
        arg=says,
        timeout=PATIENCE,
    )


def _wait_for_bar(page, says: str) -> None:
    page.locator(f"{BAR} [role=status]", has_text=says).wait_for()


@pytest.mark.slow
def test_what_was_typed_is_downloaded_and_nothing_that_a_cell_showed(lab, page):
    open_notebook(page, lab, FIRST)
    _wait_for_bar(page, "This lab forgets everything when it ends.")
    page.get_by_role("menuitem", name="File", exact=True).click()
    entries = page.locator(".lm-Menu-itemLabel").all_inner_texts()
    assert {"Download my work", "Open my work"} <= set(entries)
    assert not [one for one in entries if "Export" in one or "Print" in one or "URL" in one]
    assert not {"Download", "Log Out", "Revert Notebook to Checkpoint…"} & set(entries)
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Debugger").count() == 0

    _add_cell(page, CELL)
    _wait_for_bar(page, "download your work")
    _run_cell(page, "ADA LOVELACE")
    file, said = _download(page)
    _wait_for_bar(page, "when it ends.")
    assert FIRST in said
    assert "A name that you typed is in it too." in said
    assert sorted(file.namelist()) == ["READ ME.txt", "dobotkit-work.json", WRITTEN, FIRST]
    assert file.read(WRITTEN) == b"once\n"
    text = file.read(FIRST).decode()
    cells = json.loads(text)["cells"]
    assert "".join(cells[-1]["source"]) == CELL
    assert "ADA LOVELACE" not in text
    assert "iVBORw0KGgo" not in text
    assert all(cell.get("outputs", []) == [] for cell in cells)
    token = page.evaluate(
        "() => JSON.parse(document.getElementById('jupyter-config-data').textContent).token"
    )
    assert not [name for name in file.namelist() if token and token in file.read(name).decode()]

    # Running it again changes nothing that was typed; but the program writes more of its file.
    page.locator(".jp-NotebookPanel .jp-Cell").last.click()
    _run_cell(page, "ADA LOVELACE")
    _wait_for_bar(page, "download your work")
    assert ask(lab, "/dobotkit/work") == {"pending": [WRITTEN]}


def test_only_the_labs_own_page_is_answered(lab, page):
    for path, method in (("work", "GET"), ("work/download", "POST"), ("work/open", "POST")):
        assert request(lab, f"/dobotkit/{path}", method=method, token="")[0] == 403
    page.goto(lab.address_of(FIRST))
    without_word = """async (path) =>
        (await fetch(path, {method: 'POST', credentials: 'same-origin'})).status"""
    assert page.evaluate(without_word, "/dobotkit/work/download") == 403
    assert page.evaluate(without_word, "/dobotkit/work/open") == 403
    assert request(lab, "/nbconvert/html/notebooks/start_here.ipynb")[0] == 404
    assert ask(lab, "/api/nbconvert") == {}


def _open_over_http(lab: RunningLab, content: bytes) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(urlsplit(lab.root).netloc, timeout=END)
    try:
        connection.request(
            "POST",
            "/dobotkit/work/open?now=yes",
            content,
            {"Authorization": f"token {lab.token}"},
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_what_is_opened_is_checked_by_the_server_itself(lab):
    status, said = _open_over_http(lab, parcel({"../x.py": "x = 1"}))
    assert status == 422
    assert said["what"].startswith("A file of that name is not taken: ../x.py.")
    status, said = _open_over_http(lab, bytes(16 * 2**20 + 1))
    assert (status, said["what"]) == (422, "This file is too long: work is at most 16 MB.")
    own = notebook(code("mine"))
    status, said = _open_over_http(lab, parcel({LESSON: own, "notebooks/mine/x.py": "x = 1\n"}))
    assert (status, said["written"]) == (200, [LESSON, "notebooks/mine/x.py"])
    saved = ask(lab, f"/api/contents/{LESSON}")["content"]["cells"]
    assert [cell["source"] for cell in saved] == ["mine"]
    # What has just been brought is not about to be lost.
    pending = ask(lab, "/dobotkit/work")["pending"]
    assert not {LESSON, "notebooks/mine/x.py"} & set(pending)


WAYS_ELSEWHERE = [
    "location.href = TO",
    "location.replace(TO)",
    "navigation.navigate(TO).finished.catch(() => 0)",
    "window.open(TO, '_self')",
    (
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh';"
        "m.content = '0;url=' + TO; document.head.append(m)"
    ),
    "const a = document.createElement('a'); a.href = TO; document.body.append(a); a.click()",
    (
        "const a = document.createElement('a'); a.href = TO; a.download = 'x';"
        "document.body.append(a); a.click()"
    ),
    (
        "const f = document.createElement('iframe'); document.body.append(f);"
        "f.contentWindow.eval('top.location.href = ' + JSON.stringify(TO))"
    ),
    (
        "const f = document.createElement('iframe');"
        "f.srcdoc = `<a href=${TO} target=_top id=a>x</a><script>a.click()</scr` + `ipt>`;"
        "document.body.append(f)"
    ),
    # First to a page of this server that is not guarded, and from there elsewhere.
    (
        "location.href = URL.createObjectURL(new Blob([`<script>location.href = '${TO}'</scr` + "
        "`ipt>`], {type: 'text/html'}))"
    ),
    "location.href = '/files/notebooks/start_here.ipynb'",
    "location.href = '/lab/../files/notebooks/start_here.ipynb'",
    "location.href = '/laboratory'",
    "location.href = '/login?next=/files/notebooks/start_here.ipynb'",
    "location.href = '/tree/notebooks/start_here.ipynb'",
    # With the guard's own tools taken away.
    "for (let i = 0; i < 300; i += 1) location.href = TO + i",
    (
        "Event.prototype.preventDefault = () => {};"
        "navigation.addEventListener('navigate', (e) => e.stopImmediatePropagation(), true);"
        "Object.defineProperty(NavigateEvent.prototype, 'destination',"
        "  {get: () => ({url: location.href, sameDocument: true})});"
        "Object.defineProperty(NavigationDestination.prototype, 'sameDocument', {get: () => true});"
        "Function.prototype.call = () => true; String.prototype.startsWith = () => true;"
        "location.href = TO"
    ),
    "delete window.navigation; location.href = TO",
    "document.open(); document.write('gone'); document.close(); location.href = TO",
]


class _Receiver:
    """A server that notes the first line of whatever comes."""

    def __init__(self) -> None:
        self.come: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self._some = threading.Event()
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        assert self._some.wait(END), "nothing has come"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _receive(self) -> None:
        while True:
            try:
                one, _ = self._socket.accept()
            except OSError:
                return
            with one:
                line = one.recv(1000).decode("ascii", "replace").split("\r")[0]
            if line:  # a browser may open connections that it does not use
                self.come.append(line)
                self._some.set()


@pytest.mark.slow
def test_the_guard_keeps_the_page_where_it_is(lab, page):
    open_notebook(page, lab, FIRST)
    page.context.unroute_all()  # the receiver alone is to judge
    address = page.url
    with _Receiver() as receiver:
        for way in WAYS_ELSEWHERE:
            page.evaluate(f"(TO) => {{ try {{ {way} }} catch {{}} }}", receiver.address)
            # What a page begins is over when a later request of it has been answered.
            page.evaluate("() => fetch('/api/status').then((answer) => answer.text())")
            page.wait_for_timeout(50)
            assert (page.url, receiver.come) == (address, []), way

        # A browser that does not ask before each step is not guarded: a hole, and it is seen.
        older = page.context.new_page()
        older.add_init_script("delete window.navigation; delete Window.prototype.navigation")
        older.goto(lab.address_of(FIRST))
        older.locator(BAR).wait_for()
        older.evaluate("(TO) => { location.href = TO + '?name=Ada' }", receiver.address)
        receiver.wait()
        assert receiver.come[0] == "GET /?name=Ada HTTP/1.1"


# The last one: it ends the lab that the others share.
@pytest.mark.slow
def test_work_goes_from_one_lab_to_the_next(lab, page, tmp_path):
    open_notebook(page, lab, FIRST)
    _add_cell(page, CELL)
    _run_cell(page, "ADA LOVELACE")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Shut Down", exact=True).click()
    dialog = page.locator(".jp-Dialog")
    assert "forgets everything" in dialog.inner_text()
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Download my work").click()
    kept = tmp_path / "my-work.zip"
    waiting.value.save_as(kept)
    page.locator(".jp-Dialog").get_by_role("button", name="OK").click()
    # Only then does JupyterLab ask its own question.
    dialog = page.locator(".jp-Dialog", has_text="Please confirm")
    dialog.get_by_role("button", name="Shut Down").click()
    deadline = time.monotonic() + 2 * END
    while lab.process.poll() is None and time.monotonic() < deadline:
        page.wait_for_timeout(50)  # the page's requests pass through this process
    assert lab.process.poll() == 0

    with RunningLab() as second:
        open_notebook(page, second, FIRST)
        _add_cell(page, "print('today')")
        with page.expect_file_chooser() as choosing:
            page.get_by_role("button", name="Open my work").click()
        choosing.value.set_files(kept)
        dialog = page.locator(".jp-Dialog")
        dialog.wait_for()
        assert "What you have here now is kept as notebooks/start_here (before)" in (
            dialog.inner_text()
        )
        screenshot(page, "work_opens")
        dialog.get_by_role("button", name="Open", exact=True).click()
        _wait_for_last_cell(page, "Ada Lovelace")
        assert page.locator(".jp-NotebookPanel .jp-OutputArea-output").count() == 0
        written = ask(second, f"/api/contents/{WRITTEN}")["content"]
        assert set(written.splitlines()) == {"once"}  # other tests may have run the cell too
        beside = ask(second, "/api/contents/notebooks/start_here%20(before).ipynb")
        assert beside["content"]["cells"][-1]["source"] == "print('today')"
        _wait_for_bar(page, "download your work")

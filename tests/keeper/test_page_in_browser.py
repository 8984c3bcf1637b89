"""The keeper's page in a real browser: with keys alone, and what axe-core says of it."""

from __future__ import annotations

import itertools
import os
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.losses import WatchedArm
from dobotkit.arm.wire import QUEUED, encode
from dobotkit.errors import WordNeeded
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.camera_place import Places
from dobotkit.keeper.code import Code, set_code
from dobotkit.keeper.desk_view import DeskView
from dobotkit.keeper.envelope import Box, Envelope, read_desk
from dobotkit.keeper.page import Page
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.mode import Mode
from tests.browser import screenshot
from tests.keeper.test_desk_file import CAMERA
from tests.test_accessibility import axe_script

pytestmark = pytest.mark.browser

CODE = "open sesame"
DESK = Envelope(
    floor={"suction": -60},
    keep_out=(Box(name="camera stand", low=(150, 120, -200), high=(230, 200, 160)),),
    zones=(Box(name="store", low=(180, -220, -80), high=(260, -120, 0)),),
)

HOME = encode(31, QUEUED, bytes(4))

_names = itertools.count()


class Lab:
    """A keeper's page, an arm that a notebook has, and a real one that is free."""

    def __init__(self, folder, real="COM3", mode=Mode.SCHOOL):
        set_code(CODE, folder / "code.json")
        self.file = folder / "desk.toml"
        self.word = Word()
        addresses = {"desk": f"dobotsim://browser{next(_names)}?pace=instant", "left": real}
        self.arms = Arms(addresses, DESK, self.word)
        self.lease = self.arms.open("desk", "", borrower=object()).lease
        self.stops = 0
        self._stop = self.lease.stop
        self.lease.stop = self._count
        self.people = People()
        self.places = Places()
        view = DeskView(
            self.arms,
            self.word,
            Code(folder / "code.json"),
            people=self.people,
            mode=mode,
            path=self.file,
            camera="the USB camera 0",
            places=self.places,
        )
        self.page = Page(view, folder)

    def _count(self, *why):
        self.stops += 1
        self._stop(*why)


@pytest.fixture
def lab(tmp_path):
    lab = Lab(tmp_path)
    yield lab
    lab.lease.close()
    lab.arms.close()


@contextmanager
def page_of(browser, lab):
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(lab.page.invitation().as_uri())
    page.locator("#arms li").nth(1).wait_for()
    yield page
    assert page.errors == []
    context.close()


@pytest.fixture
def page(browser, lab):
    with page_of(browser, lab) as page:
        yield page


@pytest.fixture
def asking(browser, tmp_path):
    """A page and a lab whose real arm asks to seek its zero marks."""
    if os.name == "nt":
        pytest.skip("needs a pseudo-terminal")
    with WatchedArm() as arm:
        lab = Lab(tmp_path, arm.address)
        lease = lab.arms.open("left", "", borrower=object()).lease
        with page_of(browser, lab) as page:
            with pytest.raises(WordNeeded):
                lease.write(HOME)
            yield page, lab, lease
        lease.close()
        lab.lease.close()
        lab.arms.close()


def focused(page):
    return page.evaluate(
        """() => {
            const it = document.activeElement;
            return it.innerText?.replace(/\\s+/g, ' ') || it.id || it.tagName;
        }"""
    )


def tab_to(page, words):
    """Press Tab until something with these words, or this id, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if re.match(words, focused(page)):
            return
    raise AssertionError(f"no way with Tab to {words}")


def wait_for_news(page, words):
    page.wait_for_function(
        "words => document.getElementById('news').textContent.includes(words)", arg=words
    )


def findings(page):
    page.evaluate(axe_script())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


@pytest.mark.slow
def test_in_adult_mode_it_says_so_at_the_top(browser, tmp_path):
    lab = Lab(tmp_path, mode=Mode.ADULT)
    with page_of(browser, lab) as page:
        banner = page.get_by_role("note")
        assert banner.inner_text().startswith("ADULT MODE. ")
        assert banner.bounding_box()["y"] < page.locator("#stop-all").bounding_box()["y"]
        assert findings(page) == []
        screenshot(page, "adult_keeper")
    lab.lease.close()
    lab.arms.close()


def test_the_address_keeps_no_token_and_the_invitation_is_gone(page, lab):
    assert page.locator("#banner").is_hidden()
    assert page.url == f"{lab.page.origin}/"
    page.reload()
    page.locator("#arms li").nth(1).wait_for()
    other = page.context.new_page()
    other.goto(f"{lab.page.origin}/")
    wait_for_news(other, "Open the page again")


def test_stop_and_the_teachers_word_with_keys_alone(page, lab):
    tab_to(page, "Stop all arms")
    page.keyboard.press("Enter")
    wait_for_news(page, "All arms were told to stop.")
    assert lab.stops == 1
    tab_to(page, "Stop simulated arm desk")
    page.keyboard.press("Space")
    wait_for_news(page, "simulated arm desk of notebook 1 was told to stop.")
    assert lab.stops == 2
    for _ in range(4):  # the free arm stands before it
        page.keyboard.press("Shift+Tab")
    page.keyboard.type("open barley")
    # Which word is meant nobody can know.
    page.keyboard.press("Enter")
    wait_for_news(page, "Press what you want to allow.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_news(page, "This is not the teacher's code.")
    assert not lab.word.given("left")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(CODE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_news(page, "arm left may move now.")
    assert lab.word.given("left")


def test_a_complaint_is_answered_with_keys_alone(page, lab):
    assert page.get_by_text("Nobody has complained in this lab.").is_visible()
    number = lab.people.complaints.open("kept", "camera").number
    wait_for_news(page, "A complaint has come in.")
    card = page.locator("#complaints li")
    assert "Something is kept that should not be." in card.inner_text()
    assert card.locator(".warning").count() == 0
    tab_to(page, f"Answer complaint {number}")
    page.keyboard.press("Enter")
    wait_for_news(page, "Choose an answer first.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(CODE)
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Refused: A business")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_news(page, f"Complaint {number} is answered.")
    [told] = lab.people.complaints.find((number,))
    assert (told.state, told.ground) == ("refused", "trade secret")
    assert focused(page) == "Complaints"
    page.get_by_text("Refused: A business secret would come out.").and_(
        page.locator(".state")
    ).wait_for()
    assert not card.locator("form").is_visible()
    assert not page.locator("#complaints-end").is_visible()


def test_where_the_camera_stands_is_confirmed_with_keys_alone(page, lab):
    page.get_by_text("Nobody has measured it yet").wait_for()
    assert not page.locator("#place-form").is_visible()
    lab.places.offer(CAMERA)
    wait_for_news(page, "A notebook has measured where the camera stands.")
    assert CAMERA.words() in page.locator("#place-waits").text_content()
    page.locator("#place-yes").scroll_into_view_if_needed()
    screenshot(page, "camera-place")
    tab_to(page, "Yes, use it")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    wait_for_news(page, "Press what you want.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_news(page, "code")
    assert lab.places.now is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(CODE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_news(page, "The camera's place holds, and is written down.")
    assert lab.places.now == read_desk(lab.file).camera == CAMERA
    page.locator("#place-form").wait_for(state="hidden")
    assert focused(page) == "Where the camera stands"


def test_an_arm_asks_and_is_let_home_with_keys_alone(asking):
    page, lab, lease = asking
    wait_for_news(page, "arm left asks to seek its zero marks")
    assert page.locator(".asks:visible").all_text_contents() == [
        "It asks to seek its zero marks, for which its base turns far: look at it, hands away."
    ]
    tab_to(page, "Stop arm left")
    for key in ("Tab", *CODE, "Tab", "Tab"):
        page.keyboard.press("Space" if key == " " else key)
    assert focused(page) == "Let arm left seek its zero marks, once"
    page.keyboard.press("Enter")
    wait_for_news(page, "arm left may seek its zero marks once, in the next five minutes.")
    page.locator(".asks").nth(1).wait_for(state="hidden")
    assert not lab.word.given("left")
    lease.write(HOME)
    with pytest.raises(WordNeeded):
        lab.word.use_home("left")


def test_an_answer_in_the_labs_window_ends_the_question_on_the_page(asking):
    page, lab, _ = asking
    wait_for_news(page, "arm left asks to seek its zero marks")
    lab.word.give_home("left")
    wait_for_news(page, "It may seek its zero marks once, in the next 5 minutes.")


def test_no_corner_is_taken_while_another_tool_is_chosen(page, lab):
    page.get_by_text("Set up this desk").click()
    corner = page.locator("#keep_out [data-corner=low]").first
    page.locator("#tool").select_option("pen")
    page.get_by_role("button", name="Use the present position for one corner").first.click()
    wait_for_news(page, "No corner was taken. The arms still reckon with “Suction cup”.")
    assert page.locator("#from-tool").is_visible()
    assert corner.input_value() == "150"
    # A height is that of the wrist, whatever is fitted.
    page.get_by_role("button", name="Use z of the arm now for: Pen").click()
    height = float(page.locator("#floor-pen").input_value())
    assert height == pytest.approx(lab.lease.pose()[2], abs=0.06)
    page.locator("#tool").select_option("suction")
    assert page.locator("#from-tool").is_hidden()
    page.get_by_role("button", name="Use the present position for one corner").first.click()
    wait_for_news(page, "This corner is now at")
    assert float(corner.input_value()) == pytest.approx(lab.lease.pose()[0], abs=0.06)


def test_a_desk_is_set_up_with_keys_alone(page, lab):
    tab_to(page, "Set up this desk")
    page.keyboard.press("Enter")
    tab_to(page, "speed")
    page.keyboard.press("Control+a")
    page.keyboard.type("300")
    tab_to(page, "Use z of the arm now")
    page.keyboard.press("Enter")
    wait_for_news(page, "The table for suction is now at z")
    tab_to(page, "Add a closed box")
    page.keyboard.press("Enter")
    page.keyboard.type("cup")
    tab_to(page, "Use the present position for one corner")
    page.keyboard.press("Enter")
    wait_for_news(page, "This corner is now at")
    tab_to(page, "box-3-high-0")
    for value in ("300", "40", "80"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    tab_to(page, "Look at what will be written")
    page.keyboard.press("Enter")

    # What is wrong is said where it is, and the focus is there.
    wait_for_news(page, "Some fields need another value")
    assert focused(page) == "speed"
    described = page.locator("#speed").get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == "At most 250 is possible."
    page.keyboard.press("Control+a")
    page.keyboard.type("90")
    tab_to(page, "Look at what will be written")
    page.keyboard.press("Enter")

    wait_for_news(page, "Nothing is written yet")
    assert focused(page) == "This will be written"
    text = page.locator("#text").inner_text()
    assert not lab.file.exists()
    tab_to(page, "desk-code")
    page.keyboard.type("open barley")
    page.keyboard.press("Enter")
    wait_for_news(page, "This is not the teacher's code.")
    assert not lab.file.exists()
    assert focused(page) == "desk-code"
    page.keyboard.type(CODE)
    page.keyboard.press("Enter")

    wait_for_news(page, "The desk is saved")
    assert lab.file.read_text(encoding="utf-8") == text
    desk = read_desk(lab.file)
    assert lab.arms.envelope == desk
    x, y, z = (round(value, 1) for value in lab.lease.pose()[:3])
    assert desk.speed == 90
    assert desk.floor["suction"] == z
    assert desk.keep_out[1] == Box(name="cup", low=(x, y, z), high=(300, 40, 80))
    assert lab.stops == 1
    # As a function: a page that evaluates no text as code evaluates no expression either.
    page.wait_for_function("() => document.getElementById('lab').textContent.includes('90 mm/s')")


def test_what_was_looked_at_is_hidden_when_something_changes(page):
    page.get_by_text("Set up this desk").click()
    page.get_by_role("button", name="Look at what will be written").click()
    page.locator("#review").wait_for()
    page.get_by_label("The laser may be switched on").check()
    assert page.locator("#review").is_hidden()


def test_boxes_can_be_removed_and_the_drawing_follows(page):
    page.get_by_text("Set up this desk").click()
    assert page.locator("#map rect.closed").count() == 1
    page.get_by_role("button", name="Remove closed box 1").click()
    assert page.locator("#map rect.closed").count() == 0
    assert focused(page) == "Add a closed box"
    assert "Closed boxes: none." in page.locator("#map desc").text_content()
    page.get_by_label("Name", exact=True).fill("<b>shelf</b>")
    assert "<b>shelf</b>" in page.locator("#map text.name").all_text_contents()
    assert page.locator("#map b").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_an_arm_that_asks(asking, scheme):
    page, _, _ = asking
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 400, "height": 900})
    page.locator(".asks:visible").wait_for()
    assert findings(page) == []
    page.get_by_text("Set up this desk").click()
    page.locator("#tool").select_option("pen")
    page.locator("#from-tool").wait_for()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.slow
@pytest.mark.parametrize("width", [1000, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, lab, scheme, width):
    lab.people.complaints.open("found-out", "camera")
    lab.places.offer(CAMERA)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("#complaints li").wait_for()
    page.locator("#place-form").wait_for()
    assert findings(page) == []
    page.get_by_text("Set up this desk").click()
    page.get_by_role("button", name="Add a closed box").click()
    page.get_by_role("button", name="Look at what will be written").click()
    page.locator("#desk .wrong").first.wait_for()
    assert findings(page) == []
    page.get_by_role("button", name="Remove closed box 2").click()
    page.get_by_role("button", name="Look at what will be written").click()
    page.locator("#review").wait_for()
    assert findings(page) == []
    # Nothing has to be scrolled sideways.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"keeper_{scheme}_{width}")


class _Empty(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def notebook_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


TRY_EVERYTHING = """
async (address) => {
    const body = '{"arm":""}';
    const ways = {
        look: () => fetch(`${address}/now`),
        look_blindly: () => fetch(`${address}/now`, { mode: 'no-cors' }),
        stop: () => fetch(`${address}/stop`, { method: 'POST', body }),
        stop_blindly: () => fetch(`${address}/stop`, { method: 'POST', mode: 'no-cors', body }),
        stop_with_a_token: () => fetch(`${address}/stop`, { method: 'POST', body,
            headers: { 'Content-Type': 'application/json', 'X-Keeper-Token': 'x' } }),
        its_script: () => import(`${address}/asking.js`),
        in_a_frame: () => new Promise((loaded, refused) => {
            const frame = document.createElement('iframe');
            frame.src = `${address}/`;
            frame.onload = () => {
                try { loaded({ type: frame.contentDocument ? 'seen' : 'refused' }); }
                catch { loaded({ type: 'refused' }); }
            };
            frame.onerror = refused;
            document.body.append(frame);
        }),
    };
    const got = {};
    for (const [name, way] of Object.entries(ways)) {
        try { got[name] = (await way()).type ?? 'loaded'; } catch { got[name] = 'refused'; }
    }
    return got;
}
"""


def test_another_page_of_this_browser_cannot_press_or_see_anything(page, lab, notebook_server):
    """As a script in a notebook's page would try it: from another port of this computer."""
    stranger = page.context.new_page()
    stranger.goto(notebook_server)
    tried = stranger.evaluate(TRY_EVERYTHING, lab.page.origin)
    assert set(tried.values()) <= {"refused", "opaque"}
    assert {name for name, got in tried.items() if got == "opaque"} <= {
        "look_blindly",
        "stop_blindly",
    }
    with stranger.expect_popup() as opened:
        stranger.evaluate("address => { window.open(address) }", lab.page.origin)
    assert "Open the page again: type  page  into the lab's window" in opened.value.content()
    assert lab.stops == 0
    # The positive control: the same script is not refused by a server that lets it in.
    assert stranger.evaluate(TRY_EVERYTHING, notebook_server)["look"] == "basic"

"""The live picture: who gets one, how many, when it ends; and what never stays."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading

import pytest

from dobotkit.widgets.live_view import LiveView
from dobotkit.widgets.seen_view import StillView
from tests.widgets.a_camera import ACamera, picture, scene
from tests.widgets.comms import heard
from tests.widgets.test_arm_view import eventually


class APage:
    """One page that shows a view: it says what a page says, and keeps what it hears."""

    names = itertools.count()

    def __init__(self, view, sent) -> None:
        self.view = view
        self.name = f"page {next(self.names)}"
        self._sent = sent

    def say(self, do, **more) -> None:
        """Say something, in a thread that no cell keeps busy, as JupyterLab has one."""
        message = {"do": do, "page": self.name, **more}
        thread = threading.Thread(target=self.view.hear, args=(message,))
        thread.start()
        thread.join()

    def all(self, kind):
        return [one.content[kind] for one in tuple(self._sent) if kind in (one.content or {})]

    @property
    def frames(self):
        return [
            one
            for one in tuple(self._sent)
            if one.content and self.name in one.content.get("pages", ())
        ]


@pytest.fixture
def camera():
    return ACamera()


@contextlib.contextmanager
def page_with(made):
    with heard() as sent:
        view = made()
        yield APage(view, sent)
        view.close()


@pytest.fixture
def page(camera):
    with page_with(lambda: LiveView(camera)) as page:
        yield page


def test_a_page_that_asks_gets_one_picture_and_no_more(page, camera):
    page.say("next")
    assert eventually(lambda: len(page.frames) == 1)
    [frame] = page.frames
    assert frame.buffers == [picture()]
    assert frame.content["seen"]["words"] == (
        "In the picture: 1 blue block, 1 red block, 1 bin, marker 17, 1 code. "
        "1 block partly hidden."
    )
    page.say("next")
    assert eventually(lambda: len(page.frames) == 2)
    assert len(camera.looks) == 2


def test_who_asks_without_end_gets_ten_in_a_second_and_each_is_looked_for_once(page, camera):
    for n in range(1, 12):
        page.say("next")
        page.say("next")  # which is one question too many
        assert eventually(lambda n=n: len(page.frames) >= n)
    apart = [later - earlier for earlier, later in itertools.pairwise(camera.looks)]
    assert min(apart) >= 0.09  # no estimate: it is never sooner
    assert camera.busiest == 1


def test_nobody_looks_and_nothing_is_asked_or_sent(page, camera):
    page.say("look", sees=True)
    page.say("next")
    assert eventually(lambda: len(page.frames) == 1)
    page.say("look", sees=False)
    assert page.view.look() > 0  # as its thread does again and again
    assert len(camera.looks) == 1
    page.say("next")  # looked at again
    assert eventually(lambda: len(page.frames) == 2)


def test_a_page_that_has_gone_before_its_turn_gets_nothing(camera):
    with heard() as sent:
        view = LiveView(camera)
        view._gone.set()  # its own thread would be quicker than we
        page, other = APage(view, sent), APage(view, sent)
        page.say("next")
        other.say("next")
        page.say("look", sees=False)
        view.look()
        assert not page.frames
        assert len(other.frames) == 1
        view.close()


def test_two_pages_get_the_same_look(camera):
    with heard() as sent:
        view = LiveView(camera)
        view._gone.set()
        one, other = APage(view, sent), APage(view, sent)
        one.say("next")
        other.say("next")
        view.look()
        assert one.frames == other.frames
        assert len(camera.looks) == 1
        view.close()


def test_when_the_camera_goes_off_the_page_hears_why_and_gets_no_more(page, camera):
    page.say("next")
    assert eventually(lambda: len(page.frames) == 1)
    camera.close()
    assert eventually(lambda: page.all("over"))
    assert "no picture any more" in page.all("over")[0]
    page.say("next")
    assert eventually(lambda: len(page.all("over")) == 2)
    assert len(page.frames) == 1
    assert repr(page.view) == "The live picture of a camera, which is off."


def test_who_has_paused_hears_whether_the_camera_is_on_and_gets_no_picture(page, camera):
    page.say("here")
    assert page.all("here") == [page.name]
    camera.close()
    assert eventually(lambda: page.all("over"))
    page.say("here")
    assert len(page.all("over")) == 2
    assert not camera.looks


def test_the_button_switches_the_camera_off(page, camera):
    page.say("off")
    assert not camera.on
    assert eventually(lambda: page.all("over"))


def test_what_the_camera_refuses_is_said_and_asked_again_later(page, camera):
    camera.trouble = "The camera has moved."
    page.say("next")
    assert eventually(lambda: page.all("trouble"))
    assert page.all("trouble")[0] == ["The camera has moved.", "→ Look at the table."]
    camera.trouble = ""
    page.say("next")
    assert eventually(lambda: len(page.frames) == 1)


@pytest.mark.parametrize("message", [None, 7, {}, {"do": 3}, {"do": "fly"}, {"page": "x"}, "next"])
def test_what_is_no_question_does_nothing(page, camera, message):
    page.view.hear(message)
    page.view.look()
    assert not camera.looks


def test_nothing_of_a_picture_is_in_what_a_notebook_may_save(page):
    with page_with(lambda: StillView(scene())) as still:
        for one in (page, still):
            one.say("next")
            assert eventually(lambda one=one: one.frames)
            held = json.dumps(one.view.get_state(), default=repr)
            bundle = json.dumps(one.view._repr_mimebundle_())
            # The positive control: in a message of bytes there is one.
            assert b"JFIF" in one.frames[0].buffers[0]
            for text in (held, bundle):
                assert "JFIF" not in text
                assert "image/" not in text
                assert len(text) < 40_000 + len(json.dumps(one.view._esm))


def test_where_no_page_is_there_are_words(page):
    [data, _] = page.view._repr_mimebundle_()
    assert data["text/html"].startswith("<p>The live picture of a camera (on for: find the red")
    with page_with(lambda: StillView(scene())) as still:
        [data, _] = still.view._repr_mimebundle_()
        assert "Red block" in data["text/html"] or "red block" in data["text/html"]


def test_a_view_that_nobody_has_any_more_ends_by_itself(camera):
    view = LiveView(camera)
    [thread] = [one for one in threading.enumerate() if one.name == "LiveView" and one.is_alive()]
    view.close()
    assert eventually(lambda: not thread.is_alive())

"""What a notebook asks of a camera: allowed, in a thread of its own, and over when it is over."""

from __future__ import annotations

import math
import os
import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest

from dobotkit.errors import ArmClosed, NoTable
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.eyes import held, look
from dobotkit.keeper.eyes.frame import Frame
from dobotkit.keeper.eyes.hiding import COVERED
from dobotkit.keeper.eyes.shared import SharedEye
from dobotkit.keeper.people.people import People
from dobotkit.keeper.word import Word
from dobotkit.messages import CameraNow, Done, Refused, SceneTold
from dobotkit.opencv import cv2
from tests.keeper.wires import PATIENCE_S, RawNotebook, raw_notebook, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")

SMALL = {"kind": "look", "size": "640x480"}


def permit(notebook: RawNotebook) -> str:
    token = notebook.ask(kind="open_session").token
    told = notebook.ask(kind="take_permission", token=token, permission="camera")
    assert isinstance(told, Done)
    return token


def open_arm(notebook: RawNotebook, scene: str = "blocks") -> None:
    notebook.ask(kind="open_arm", arm="desk", options=f"pace=instant&scene={scene}")


def refused(told: object) -> str:
    assert isinstance(told, Refused), told
    return told.error


def test_without_the_permission_nobody_looks():
    with raw_notebook() as notebook:
        open_arm(notebook)
        assert refused(notebook.ask(**SMALL)) == "PermissionNotActive"
        token = permit(notebook)
        assert isinstance(notebook.ask(**SMALL), SceneTold)
        notebook.ask(kind="release_permission", token=token, permission="camera")
        assert refused(notebook.ask(**SMALL)) == "PermissionNotActive"


def test_a_permission_of_another_notebook_is_none():
    people = People()
    one, other = RawNotebook(people=people), RawNotebook(people=people)
    try:
        open_arm(one)
        open_arm(other)
        permit(other)
        assert refused(one.ask(**SMALL)) == "PermissionNotActive"
        assert isinstance(other.ask(**SMALL), SceneTold)
    finally:
        one.end()
        other.end()


def test_the_ledger_counts_looks_and_a_live_picture_once():
    with raw_notebook() as notebook:
        open_arm(notebook)
        token = permit(notebook)
        for _ in range(2):
            notebook.ask(**SMALL)
            notebook.ask(**SMALL, live=True)
        lines = notebook.ask(kind="ask_ledger", token=token).lines
        times = {line.event: line.times for line in lines}
        assert times["camera-looked"] == 2
        assert times["camera-live"] == 1
        log = notebook.ask(kind="ask_log", event="camera-used", purpose="stability").lines
        assert sum(line.times for line in log) == 3


def test_a_live_picture_stands_in_the_ledger_of_each_session_that_sees_it():
    with raw_notebook() as notebook:
        open_arm(notebook)
        for _ in range(2):
            # No pause between them: the live picture just goes on.
            token = permit(notebook)
            assert isinstance(notebook.ask(**SMALL, live=True), SceneTold)
            lines = notebook.ask(kind="ask_ledger", token=token).lines
            assert {line.event: line.times for line in lines}["camera-live"] == 1


def test_a_cover_is_held_while_the_camera_is_on_and_no_longer(monkeypatch):
    """The finder blinks: who was found a moment ago stays covered, unless nobody looks any more."""
    small = {**SMALL, "live": True}
    monkeypatch.setattr(held, "PAUSE_S", math.inf)  # however slow this computer is
    with raw_notebook() as notebook:
        open_arm(notebook)
        token = permit(notebook)
        notebook.ask(kind="invite", people=(29,))
        assert len(notebook.ask(**small).faces) == 1
        monkeypatch.setattr(look, "Search", Blink)
        blinked = notebook.ask(**small)
        assert blinked.faces == ()
        assert grey_share(blinked) > 0.02
        notebook.ask(kind="release_permission", token=token, permission="camera")
        permit(notebook)
        again = notebook.ask(**small)
        assert again.view == "room"
        assert grey_share(again) < 0.002


class Blink:
    """A search that finds nobody."""

    def __init__(self, *_: object) -> None:
        pass

    def faces(self) -> list:
        return []


def grey_share(told: SceneTold) -> float:
    """How much of a picture has the colour of a cover."""
    pixels = cv2.imdecode(np.frombuffer(told.picture.data, np.uint8), cv2.IMREAD_COLOR)
    return float((np.abs(pixels.astype(int) - COVERED).max(axis=2) < 3).mean())


def test_what_it_sees_is_the_table_of_its_own_arm():
    arms = Arms({"desk": "dobotsim://sight-own"}, Envelope(), Word())
    one, other = RawNotebook(arms), RawNotebook(arms)
    try:
        open_arm(one, "stack")
        open_arm(other, "blocks")
        colours = []
        for notebook in (one, other):
            permit(notebook)
            told = notebook.ask(kind="look")
            colours.append(sorted(block.colour for block in told.blocks))
        assert colours[1] == ["blue", "green", "red", "yellow"]
        assert "yellow" not in colours[0]
    finally:
        one.end()
        other.end()


def test_the_height_of_its_belt_is_known_to_it():
    with raw_notebook() as notebook:
        open_arm(notebook, "belt")
        permit(notebook)
        places = {block.colour: block.position for block in notebook.ask(**SMALL).blocks}
    # The belt itself is no block, though it looks like a long one.
    assert places.keys() == {"red", "green", "blue"}
    for colour, place in (("red", (220, -120, -50)), ("green", (220, -70, -50))):
        assert places[colour] == pytest.approx(place, abs=1.0)


def test_without_an_arm_or_a_table_it_says_what_to_do():
    with raw_notebook() as notebook:
        permit(notebook)
        told = notebook.ask(**SMALL)
        assert refused(told) == "NoCamera"
        assert "arm = Arm()" in told.advice
        assert refused(notebook.ask(kind="ask_camera")) == "NoCamera"
        notebook.ask(kind="open_arm", arm="desk", options="pace=instant")
        told = notebook.ask(**SMALL)
        assert refused(told) == "NoCamera"
        assert "lesson.start" in told.advice
        notebook.ask(kind="close_arm", arm="desk")
        assert refused(notebook.ask(**SMALL)) == "NoCamera"


def test_light_and_a_bump_of_the_virtual_camera():
    with raw_notebook() as notebook:
        open_arm(notebook)
        permit(notebook)
        assert notebook.ask(kind="ask_camera") == CameraNow(
            source="virtual", calibrated=True, light="day"
        )
        day = notebook.ask(**SMALL)
        assert day.calibrated
        notebook.ask(kind="set_light", light="warm")
        assert notebook.ask(kind="ask_camera").light == "warm"
        assert notebook.ask(**SMALL).picture.data != day.picture.data
        notebook.ask(kind="bump_camera")
        moved = notebook.ask(**SMALL)
        assert not moved.calibrated
        assert "moved" in moved.notes[0]
        assert moved.blocks == ()


class SlowCamera:
    """A camera whose pictures come when the test lets them."""

    kind = "usb"
    name = "slow"

    def __init__(self) -> None:
        self.may = threading.Event()
        self.reading = self.busiest = self.reads = 0
        self.closed = False
        self.frames: list[Frame] = []
        self._lock = threading.Lock()

    def read(self) -> Frame:
        with self._lock:
            self.reading += 1
            self.reads += 1
            self.busiest = max(self.busiest, self.reading)
        assert self.may.wait(PATIENCE_S)
        with self._lock:
            self.reading -= 1
        self.frames.append(Frame(np.full((480, 640, 3), 77, np.uint8), time.time(), "usb"))
        return self.frames[-1]

    def close(self) -> None:
        self.closed = True


@contextmanager
def a_lab_with(source: SlowCamera, notebooks: int = 1):
    arms = Arms({"desk": "dobotsim://sight-shared"}, Envelope(), Word())
    cameras, people = Cameras(arms, lambda: SharedEye(source)), People()
    all_of_them = [RawNotebook(arms, people, cameras) for _ in range(notebooks)]
    try:
        yield all_of_them
    finally:
        source.may.set()
        for one in all_of_them:
            one.end()
        cameras.rest()


def test_nobody_takes_a_picture_while_another_one_does():
    camera = SlowCamera()
    eye = SharedEye(camera)
    looks = threading.Thread(target=eye.look, args=("640x480",), daemon=True)
    takes = threading.Thread(target=eye.take, args=("640x480",), daemon=True)
    looks.start()
    wait_until(lambda: camera.reading)
    takes.start()
    takes.join(0.2)  # time to come between, if it could
    camera.may.set()
    looks.join(PATIENCE_S)
    takes.join(PATIENCE_S)
    assert camera.reads == 2
    assert camera.busiest == 1


def test_a_look_that_takes_its_time_holds_up_nothing_else():
    camera = SlowCamera()
    with a_lab_with(camera) as (notebook,):
        open_arm(notebook)
        permit(notebook)
        look = notebook.send(kind="look")
        wait_until(lambda: camera.reading)
        assert isinstance(notebook.ask(kind="ping"), Done)
        assert notebook.ask(kind="write_arm", arm="desk", frames="qqoCCgD2", stops=0).reply
        assert isinstance(notebook.ask(kind="stop_arm", arm="desk"), Done)
        camera.may.set()
        while (answer := notebook.answer()).n != look:
            pass
        assert isinstance(answer.tell, SceneTold)


def test_two_notebooks_look_through_one_camera_one_after_the_other():
    camera = SlowCamera()
    with a_lab_with(camera, 2) as notebooks:
        for notebook in notebooks:
            permit(notebook)
        asked = [notebook.send(kind="look") for notebook in notebooks for _ in range(2)][::2]
        wait_until(lambda: camera.reading)
        camera.may.set()
        for notebook, n in zip(notebooks, asked, strict=True):
            while (answer := notebook.answer()).n != n:
                pass
            assert isinstance(answer.tell, SceneTold)
        wait_until(lambda: camera.reads == 4)
        assert camera.busiest == 1


def test_what_is_taken_back_during_a_look_brings_nothing_and_is_wiped():
    camera = SlowCamera()
    with a_lab_with(camera) as (notebook,):
        token = permit(notebook)
        look = notebook.send(kind="look")
        wait_until(lambda: camera.reading)
        notebook.ask(kind="withdraw_permission", token=token, permission="camera")
        camera.may.set()
        while (answer := notebook.answer()).n != look:
            pass
        assert refused(answer.tell) == "PermissionNotActive"
        assert not camera.frames[0].pixels.any()


def test_who_lost_the_permission_while_waiting_opens_no_camera():
    camera = SlowCamera()
    camera.may.set()
    with a_lab_with(camera) as (notebook,):
        token = permit(notebook)
        turn = notebook.service._sight._cameras.turn

        def waits() -> bool:
            lines = notebook.ask(kind="ask_ledger", token=token).lines
            return "camera-looked" in {line.event for line in lines}

        with turn, turn:
            look = notebook.send(kind="look")
            wait_until(waits)
            notebook.ask(kind="withdraw_permission", token=token, permission="camera")
        while (answer := notebook.answer()).n != look:
            pass
        assert refused(answer.tell) == "PermissionNotActive"
        assert camera.reads == 0


def test_a_notebook_that_goes_in_the_middle_of_a_look_leaves_no_frame():
    camera = SlowCamera()
    with a_lab_with(camera) as (notebook,):
        permit(notebook)
        notebook.send(kind="look")
        wait_until(lambda: camera.reading)
        notebook.connection.close()
        wait_until(lambda: notebook.has_ended)
        camera.may.set()
        wait_until(lambda: camera.frames and not camera.frames[0].pixels.any())


def test_light_and_bumps_are_not_for_real_cameras():
    camera = SlowCamera()
    camera.may.set()
    with a_lab_with(camera) as (notebook,):
        permit(notebook)
        now = notebook.ask(kind="ask_camera")
        assert (now.source, now.calibrated, now.light) == ("usb", False, None)
        for ask in ({"kind": "set_light", "light": "dim"}, {"kind": "bump_camera"}):
            told = notebook.ask(**ask)
            assert refused(told) == "NoCamera"
            assert "lamp" in told.advice


def test_the_shared_camera_is_let_go_and_a_look_after_it_refused():
    camera = SlowCamera()
    camera.may.set()
    eye = SharedEye(camera)
    eye.look("640x480")
    eye.close()
    assert camera.closed
    with pytest.raises(Exception, match="let go"):
        eye.look("640x480")


class StuckCamera(SlowCamera):
    """A camera whose driver does not let go before the test lets it."""

    def close(self) -> None:
        assert self.may.wait(PATIENCE_S)
        super().close()


def test_who_watches_over_arms_does_not_wait_for_a_driver():
    camera = StuckCamera()
    arms = Arms({"desk": "dobotsim://sight-stuck"}, Envelope(), Word())
    cameras = Cameras(arms, lambda: SharedEye(camera))
    cameras.eye("somebody", None)
    cameras.rest(wait=False)
    assert not camera.closed
    camera.may.set()
    wait_until(lambda: camera.closed)


def test_a_view_is_table_and_arm_of_one_moment_and_needs_a_simulated_open_arm():
    with raw_notebook() as notebook:
        open_arm(notebook)
        (loan,) = notebook.service._arms.loans
        view = loan.lease.view_now()
        assert [thing.name for thing in view.table.things] == ["red", "green", "blue", "yellow"]
        assert len(view.joints) == 4
        assert view.tool == "cup"
        loan.lease.close()
        with pytest.raises(ArmClosed):
            loan.lease.view_now()


class Plug:
    """A port that only answers; nothing can be seen through it."""

    timeout = 0.1


def test_a_real_arm_has_no_view():
    with raw_notebook() as notebook:
        open_arm(notebook)
        (loan,) = notebook.service._arms.loans
        port, loan.lease._wire.port = loan.lease._wire.port, Plug()
        try:
            with pytest.raises(NoTable):
                loan.lease.view_now()
        finally:
            loan.lease._wire.port = port

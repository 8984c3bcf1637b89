"""A camera on USB: every step has an end, and what is held is let go of."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import replace

import psutil
import pytest

from dobotkit.errors import (
    CameraClosed,
    CameraError,
    CameraNotAllowed,
    CameraSilent,
    CameraTaken,
    CameraUnplugged,
    NoCamera,
)
from dobotkit.keeper.eyes.sources import trouble
from dobotkit.keeper.eyes.sources.address import Address
from dobotkit.keeper.eyes.sources.afar import AfarSource, Patience
from dobotkit.keeper.eyes.sources.listing import Plugged
from tests.keeper.eyes.usb_camera import SHOWN

ADDRESS = Address("usb", "0", name="a camera")
# Short where a step hangs, which is certain; long where it comes, whenever that is.
BRIEF = {"start": 60.0, "open": 60.0, "first": 60.0, "read": 60.0}


@pytest.fixture(autouse=True)
def root_of_the_checkout(monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))


@pytest.fixture
def plugged_in(tmp_path):
    """Return a function that opens the camera on this desk."""
    made = []

    def make(*, size=(640, 480), patience=(), **habits) -> AfarSource:
        told = json.dumps({"folder": str(tmp_path), **habits})
        source = AfarSource(
            replace(ADDRESS, size=size),
            patience=Patience(**(BRIEF | dict(patience))),
            command=(sys.executable, "-P", "-m", "tests.keeper.eyes.usb_camera", told),
        )
        made.append(source)
        return source

    yield make
    for source in made:
        source.close()


def number_of(frame) -> int:
    _, high, low = frame.pixels[0, 0]
    return int(high) * 256 + int(low)


def gone(pid: int) -> bool:
    """Whether a process has ended; one that was started here and waited for is not there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]


def is_zombie(pid: int) -> bool:
    """Whether it has ended, and nobody has asked how: its parent was killed."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_pictures_come_in_the_size_that_was_asked_for_and_are_of_now(plugged_in, tmp_path):
    camera = plugged_in(size=(320, 240))
    first, second = camera.read(), camera.read()
    assert (first.size, first.source, camera.kind) == ((320, 240), "usb", "usb")
    assert (first.pixels[..., 0] == SHOWN).all()
    # Two were taken between the question and the answer: none that lay there before.
    assert number_of(second) >= number_of(first) + 2
    assert second.moment >= first.moment
    assert (tmp_path / "light").exists()


@pytest.mark.slow
def test_a_frame_belongs_to_who_has_asked(plugged_in):
    camera = plugged_in()
    first = camera.read()
    first.wipe()
    assert (camera.read().pixels[..., 0] == SHOWN).all()
    assert not first.pixels.any()


@pytest.mark.slow
def test_closing_ends_the_process_that_held_it(plugged_in):
    camera = plugged_in()
    camera.read()
    pid = camera._helper._process.pid
    camera.close()
    camera.close()
    if os.name == "posix":
        assert gone(pid)
    with pytest.raises(CameraClosed):
        camera.read()


@pytest.mark.parametrize(
    ("step", "words"),
    [
        pytest.param("open", "did not open", marks=pytest.mark.slow),
        pytest.param("first", "first picture did not come", marks=pytest.mark.slow),
        ("read", "no picture"),
    ],
)
def test_one_that_hangs_is_given_up_and_let_go_of(plugged_in, tmp_path, monkeypatch, step, words):
    pids = []
    really_end = AfarSource._drop

    def noting(self, helper):
        pids.append(helper._process.pid)
        really_end(self, helper)

    monkeypatch.setattr(AfarSource, "_drop", noting)
    with pytest.raises(CameraSilent, match=words):  # noqa: PT012 - which of them hangs differs
        camera = plugged_in(hang=step, patience={step: 0.2})
        if step == "read":
            camera.read()
            (tmp_path / "asked").touch()
        camera.read()
    if os.name == "posix":
        assert [gone(pid) for pid in pids] == [True]


@pytest.mark.slow
def test_the_first_pictures_may_be_missing(plugged_in):
    camera = plugged_in(late=12)
    assert camera.read().size == (640, 480)


@pytest.mark.slow
def test_one_that_never_gives_a_picture(plugged_in):
    camera = plugged_in(late=10_000)
    with pytest.raises(CameraSilent, match="gives no picture"):
        camera.read()


def test_unplugged_and_plugged_in_again(plugged_in, tmp_path):
    camera = plugged_in()
    camera.read()
    (tmp_path / "unplugged").touch()
    with pytest.raises(CameraUnplugged, match="Plug it in again"):  # noqa: PT012 - as it says
        for _ in range(3):  # one picture may be on its way
            camera.read()
    (tmp_path / "unplugged").unlink()
    assert camera.read().size == (640, 480)


@pytest.mark.slow
def test_a_driver_that_takes_its_process_along(plugged_in, tmp_path):
    camera = plugged_in(die=True)
    camera.read()
    (tmp_path / "asked").touch()
    with pytest.raises(CameraUnplugged):  # noqa: PT012 - one picture may be on its way
        for _ in range(3):
            camera.read()
    (tmp_path / "asked").unlink()
    assert camera.read().size == (640, 480)


@pytest.mark.slow
def test_another_size_than_asked_for_is_taken_as_it_is(plugged_in):
    assert plugged_in(size=(1280, 720), only=[800, 600]).read().size == (800, 600)


@pytest.mark.slow
def test_grey_ones_become_three_colours(plugged_in):
    frame = plugged_in(grey=True).read()
    assert frame.size == (640, 480)
    assert (frame.pixels == SHOWN).all()


@pytest.mark.slow
@pytest.mark.parametrize("habits", [{"zero": True}, {"only": [5000, 16]}])
def test_a_size_that_no_picture_has(plugged_in, habits):
    camera = plugged_in(**habits)
    with pytest.raises(CameraError, match="kind or size"):
        camera.read()


@pytest.mark.slow
def test_taken_by_another_program(plugged_in, tmp_path, monkeypatch):
    (tmp_path / "taken").touch()
    monkeypatch.setattr(trouble, "plugged_cameras", lambda: (Plugged(0, "cam", "/dev/video0"),))
    monkeypatch.setattr(trouble.os, "access", lambda *_: True)

    def who(_: int) -> list[str]:
        # By then it is let go of: else this very lab would be the one that has it.
        assert not any("usb_camera" in " ".join(one.cmdline()) for one in children())
        return ["zoom"]

    monkeypatch.setattr(trouble, "who_holds_camera", who)
    with pytest.raises(CameraTaken, match="zoom has it"):
        plugged_in().read()
    (tmp_path / "taken").unlink()
    # On Linux it may open all the same, and give nothing.
    with pytest.raises(CameraTaken, match="zoom has it"):
        plugged_in(late=10_000).read()
    with pytest.raises(CameraTaken, match="zoom has it"):
        plugged_in(hang="first", patience={"first": 0.2}).read()
    (tmp_path / "taken").touch()
    monkeypatch.setattr(trouble, "who_holds_camera", lambda _: [])
    with pytest.raises(CameraTaken, match="probably another program"):
        plugged_in().read()


def test_none_there_not_this_one_or_not_for_this_user(monkeypatch):
    def said(*there: Plugged) -> CameraError:
        monkeypatch.setattr(trouble, "plugged_cameras", lambda: there)
        return trouble.explain(ADDRESS, "closed", first=True)

    monkeypatch.setattr(trouble.os, "access", lambda *_: False)
    monkeypatch.setattr(trouble.sys, "platform", "linux")
    assert isinstance(said(), NoCamera)
    other = said(Plugged(2, "HD Webcam", "/dev/video2"))
    assert isinstance(other, NoCamera)
    assert "usb:2 (HD Webcam)" in other.what
    assert "--camera usb:2" in other.advice
    refused = said(Plugged(0, "HD Webcam", "/dev/video0"))
    assert isinstance(refused, CameraNotAllowed)
    assert "-aG video" in refused.advice


@pytest.mark.parametrize("system", ["win32", "darwin", "freebsd"])
def test_elsewhere_it_says_what_could_be_the_reason(monkeypatch, system):
    monkeypatch.setattr(trouble, "plugged_cameras", lambda: None)
    monkeypatch.setattr(trouble, "who_holds_camera", lambda _: [])
    monkeypatch.setattr(trouble.sys, "platform", system)
    error = trouble.explain(ADDRESS, "closed", first=True)
    assert "another program holds it" in error.what


@pytest.mark.slow
def test_closed_while_another_thread_waits_for_a_picture(plugged_in):
    camera = plugged_in(hang="first")
    came = queue.SimpleQueue()

    def look() -> None:
        try:
            came.put(camera.read())
        except CameraError as error:
            came.put(error)

    thread = threading.Thread(target=look)
    thread.start()
    camera.close()
    assert isinstance(came.get(timeout=60), CameraClosed)
    thread.join()


HOLDS_IT = """
import sys, time
from dobotkit.keeper.eyes.sources.address import Address
from dobotkit.keeper.eyes.sources.afar import AfarSource
source = AfarSource(Address("usb", "0"), command=sys.argv[1:])
source.read().wipe()
print(source._helper._process.pid, flush=True)
time.sleep(3600)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="looks for a process as POSIX has them")
@pytest.mark.parametrize("habits", [{}, {"hang": "read"}], ids=["well", "hanging in its driver"])
def test_a_keeper_that_is_killed_takes_its_readers_along(tmp_path, habits):
    told = json.dumps({"folder": str(tmp_path), **habits})
    command = (sys.executable, "-P", "-m", "tests.keeper.eyes.usb_camera", told)
    keeper = subprocess.Popen(
        [sys.executable, "-c", HOLDS_IT, *command], stdout=subprocess.PIPE, encoding="ascii"
    )
    with keeper, keeper.stdout:
        reader = int(keeper.stdout.readline())
        (tmp_path / "asked").touch()  # from now on it hangs, if it is one of those
        time.sleep(0.1)
        assert not gone(reader)
        keeper.kill()
    deadline = time.monotonic() + 60
    while not gone(reader) and not is_zombie(reader):
        assert time.monotonic() < deadline
        time.sleep(0.02)

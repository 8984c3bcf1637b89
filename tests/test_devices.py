"""Nothing opens a camera, a microphone or a port before somebody has asked for it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.traced import ROOT, Trace, needs_strace, trace

linux = pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")

IMPORTS = """
import importlib, pkgutil, dobotkit
for module in pkgutil.walk_packages(dobotkit.__path__, "dobotkit."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print("all in")
"""
SESSION = """
import contextlib
from dobotkit import Session
from dobotkit.errors import DobotKitError
session = Session()
for name in (
    "camera", "same-visitor", "read-card", "class-table", "microphone", "location", "contacts"
):
    with contextlib.suppress(DobotKitError), session.permission(name, why="look"):
        pass
session.rights.access(); session.ledger; session.token
session.end()
print("at the end")
"""
LOOK = """
from dobotkit import Arm, Camera, Session
arm = Arm()
session = Session()
camera = Camera(session, why="look")
print(len(camera.look().blocks), "blocks")
camera.invite(12)
print(len(camera.look().faces), "face")
with camera.visitors(why="meet somebody") as visitors:
    print(visitors.look())
camera.say_goodbye()
with camera.cards(why="see who may enter", asks=("valid",)) as reader:
    print(len(reader.look(at=(200, 0)).cards), "cards")
camera.close()
session.end()
"""
# What a lab with a real camera does before, while and after somebody looks.
REAL = """
from dobotkit import Camera, Session
from dobotkit.errors import DobotKitError
session = Session()
camera = Camera(session, why="look")
if {look}:
    try:
        camera.look()
    except DobotKitError as error:
        print(type(error).__name__)
camera.close()
session.end()
print("at the end")
"""
# One notebook after the other, each in its own folder, as a class does.
LESSONS = """
import pathlib, sys, nbformat
from nbclient import NotebookClient
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    book = nbformat.read(path, as_version=4)
    book.cells = [one for one in book.cells if "exercise" not in one.metadata.get("tags", [])]
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    print("over:", name, flush=True)
"""
FIRST = (
    "notebooks/start_here",
    "lessons/01_hello_arm/lesson",
    "lessons/02_reach_and_refuse/lesson",
)
GUILTY = """
import contextlib, ctypes, os, socket, subprocess, sys
for path in ("/dev/ptmx", "/dev/tty", "/dev/video0", "/dev/snd/controlC0", "/dev/input/event0"):
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY))
with contextlib.suppress(OSError):
    ctypes.CDLL("libasound.so.2")
for family, address in ((socket.AF_INET, "192.0.2.7"), (socket.AF_INET6, "2001:db8::7")):
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as way:
        way.connect((address, 9))
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as way:
        way.sendto(b"x", (address.replace("7", "8"), 9))
subprocess.run([sys.executable, "-c", "open('/dev/ttyS9')"], stderr=subprocess.DEVNULL)
"""


def nothing_touched(found: Trace) -> None:
    assert found.lines > 100, "nothing was seen at all"
    assert (found.devices, found.libraries, found.strangers) == (set(), set(), set())


@linux
def test_one_that_does_is_seen(tmp_path):
    found = trace(tmp_path, "-c", GUILTY)
    assert found.devices == {
        "/dev/ptmx",
        "/dev/tty",
        "/dev/video0",
        "/dev/snd/controlC0",
        "/dev/input/event0",
        "/dev/ttyS9",
    }
    assert any("libasound" in one for one in found.libraries)
    for address in ("192.0.2.7", "192.0.2.8"):
        assert any(address in one for one in found.strangers), address


def test_calls_within_this_computer_are_no_strangers():
    found = Trace()
    for family, rest in (
        ("INET", 'sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")'),
        ("INET6", 'sin6_port=htons(1), inet_pton(AF_INET6, "::1", &a)'),
        ("UNIX", 'sun_path="/tmp/keeper"'),
    ):
        found.read(f"connect(3, {{sa_family=AF_{family}, {rest}}}, 16) = 0")
    found.read('openat(AT_FDCWD, "/dev/null", O_RDWR) = 3')
    assert (found.lines, found.devices, found.strangers) == (4, set(), set())
    found.read(
        "connect(3, {sa_family=AF_INET, sin_port=htons(53), "
        'sin_addr=inet_addr("127.0.0.53")}, 16) = 0'
    )
    assert len(found.strangers) == 1
    found.read('connect(3, {sa_family=AF_BLUETOOTH, sa_data="x"}, 16) = 0')
    assert len(found.strangers) == 2


@linux
@pytest.mark.slow
def test_importing_every_room_opens_no_device(tmp_path):
    found = trace(tmp_path, "-c", IMPORTS)
    assert found.printed == "all in\n"
    nothing_touched(found)


@linux
def test_a_session_opens_no_device(tmp_path):
    found = trace(tmp_path, "-c", SESSION)
    assert found.printed.endswith("at the end\n")
    assert "camera is ON" in found.printed
    nothing_touched(found)


@linux
@pytest.mark.slow
def test_a_look_with_the_virtual_camera_opens_no_device(tmp_path):
    models = {name: os.environ[name] for name in ("DOBOTKIT_MODELS",) if name in os.environ}
    found = trace(
        tmp_path,
        "-c",
        LOOK,
        DOBOTKIT_PORT="keeper://desk?scene=blocks&pace=instant",
        **models,
    )
    assert "4 blocks" in found.printed
    assert "1 face\n" in found.printed
    assert "visitor A, not seen before" in found.printed
    # Its libraries are loaded by then: the keeper has something to see.
    assert (found.devices, found.strangers) == (set(), set())


@linux
@pytest.mark.slow
def test_a_real_camera_is_opened_by_the_first_look_and_not_by_a_permission(tmp_path):
    command = ("-P", "-m", "dobotkit", "keeper", "--camera", "usb:0", "--", sys.executable, "-c")
    before = trace(tmp_path, *command, REAL.format(look=False))
    assert "at the end" in before.printed
    nothing_touched(before)
    shutil.rmtree(tmp_path / "trace")
    looked = trace(tmp_path, *command, REAL.format(look=True))
    assert "at the end" in looked.printed
    assert (looked.devices, looked.strangers) == ({"/dev/video0"}, set())


@linux
@pytest.mark.slow
def test_the_first_notebooks_with_a_simulated_arm_open_no_device(tmp_path):
    needs_strace()
    names = [f"{one}.ipynb" for one in FIRST]
    for name in names:
        shutil.copytree((ROOT / name).parent, (tmp_path / name).parent, dirs_exist_ok=True)
    found = trace(tmp_path, "-c", LESSONS, *names, DOBOTKIT_PORT="keeper://desk?pace=instant")
    assert found.printed.splitlines() == [f"over: {one}" for one in names]
    nothing_touched(found)


def test_where_strace_is_required_a_test_without_it_fails():
    text = (Path(ROOT) / ".ci" / "run").read_text(encoding="utf-8")
    assert "export DOBOTKIT_REQUIRE_STRACE=1" in text
    assert "strace" in text.partition("get_strace() {")[2]

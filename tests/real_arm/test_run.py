"""A whole run with ``--dobot-port``, as a teacher starts it.

No arm is here: the port is a pseudo-terminal with the simulated arm at its
other end. For the kit that is a serial path like any other.
"""

from __future__ import annotations

import base64
import getpass
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.simulator.clock import RealClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.profile import MAGICIAN
from dobotkit.simulator.serve import PtyServer
from tests.real_arm.lock import BenchLock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
    pytest.mark.timeout(400),
]

ROOT = Path(__file__).parents[2]
# Collecting all tests takes a while; one of the runs here does it.
ONLY = "tests/arm/test_on_both_arms.py"
SERIAL, DEVICE = "DT4917QX0815", "Ms Mueller-Lindqvist's arm"
USER, FOLDER = "annegret.canary", "klasse-7b-room-204"
# Real answers about the version are longer than the three numbers that are known.
TAIL = "Room-204-Z"
CANARIES = (SERIAL, DEVICE, USER, FOLDER, TAIL)
WATCHDOG = 250
SHORT_WATCHDOG = 60


@pytest.fixture
def firmware():
    version = bytes((3, 7, 1, *TAIL.encode(), 2))
    profile = replace(MAGICIAN, serial_number=SERIAL, name=DEVICE, version=version)
    return Firmware(profile, RealClock())


@pytest.fixture
def port(firmware, tmp_path):
    """A serial port whose path names a class and a room."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    with PtyServer(Line(firmware), link=str(folder / "ttyArm")):
        yield str(folder / "ttyArm")


def command(port, *options):
    return [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no"),
        *(f"--dobot-port={port}", *options),
    ]


def environment():
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "USER": USER,
        "LOGNAME": USER,
        "USERNAME": USER,
        "PYTHONUTF8": "1",
    }


def run(port, *options, **more):
    return subprocess.run(
        command(port, *options),
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=WATCHDOG,
        check=False,
        **more,
    )


def hunt(data: bytes, *names: str) -> list[str]:
    """The names that are in there, as they are or in a thin disguise."""
    haystack = data.lower()
    found = []
    for name in names:
        plain = name.encode()
        disguises = (plain, plain.hex().encode(), base64.b64encode(plain)[:-4], plain[::-1],
                     name.encode("utf-16-le"), ", ".join(map(str, plain)).encode(),
                     ",\n    ".join(map(str, plain)).encode())  # fmt: skip
        if any(disguise.lower() in haystack for disguise in disguises):
            found.append(name)
    return found


@pytest.mark.parametrize(
    "leak",
    [
        SERIAL,
        SERIAL.lower(),
        SERIAL.encode().hex(),
        base64.b64encode(SERIAL.encode()).decode(),
        json.dumps({"x": list(SERIAL.encode())}, indent=2),
        json.dumps(list(SERIAL.encode())),
        SERIAL[::-1],
    ],
)
def test_the_hunt_finds_what_is_there(leak):
    """The positive control."""
    assert hunt(f"firmware {leak} 3.7".encode(), *CANARIES) == [SERIAL]
    assert hunt(b"firmware 3.7", *CANARIES) == []


def test_a_whole_run_and_a_report_that_names_nobody(port, tmp_path):
    # What must not come out is within reach: the arm tells it to whoever asks.
    link = Link(open_port(port))
    assert link._wire.ask(0).startswith(SERIAL.encode())
    assert link._wire.ask(1).startswith(DEVICE.encode())
    assert TAIL.encode() in link._wire.ask(2)
    link.close()

    file = tmp_path / "report.json"
    done = run(port, ONLY, "--dobot-yes", f"--dobot-report={file}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "38 passed" in done.stdout
    # The screen may name the port; the file names nothing.
    data = file.read_bytes()
    host, who = socket.gethostname(), getpass.getuser()
    names = [*CANARIES, port, str(tmp_path), str(ROOT), str(Path.home()), host, who]
    assert hunt(data, *(name for name in names if len(name) > 3)) == []
    assert data.decode() in done.stdout, "it was not shown whole"

    report = json.loads(data)
    assert set(report["tests"].values()) == {"passed"}
    assert report["firmware"] == [3, 7, 1]
    assert report["hardware_byte"] == 2
    assert max(report["asked_minus_reported_mm"]) < 0.001
    assert report["time_over_expected"] == pytest.approx(1, abs=0.2)
    assert report["alarms_of_a_far_target"] == [0x11]
    assert report["queue_goes_on_under_alarm"] is True
    assert report["index_restarts_after_clear"] is False
    for name in ("straight", "joints"):
        assert report["planner"][name]["rms"] < 1


class Person:
    """Sits at a terminal, reads what comes, and types."""

    def __init__(self, port, *options) -> None:
        import pty  # noqa: PLC0415  # not on Windows

        master, slave = pty.openpty()
        self._terminal = master
        self.process = subprocess.Popen(
            command(port, *options),
            cwd=ROOT,
            env=environment(),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + SHORT_WATCHDOG
        while words not in self.seen:
            assert time.monotonic() < deadline, self.seen
            assert self._read(), f"it ended without {words!r}:\n{self.seen}"

    def _read(self) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], 1.0)
        if not ready:
            return True
        try:
            data = os.read(self._terminal, 65536)
        except OSError:  # Linux says so when nobody writes any more
            data = b""
        self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def type(self, line: str) -> None:
        os.write(self._terminal, f"{line}\n".encode())

    def end(self) -> int:
        deadline = time.monotonic() + SHORT_WATCHDOG
        while self._read():
            assert time.monotonic() < deadline, self.seen
        return self.process.wait(SHORT_WATCHDOG)

    def leave(self) -> None:
        self.process.kill()
        self.process.wait(SHORT_WATCHDOG)
        os.close(self._terminal)


@pytest.fixture
def person_at(port):
    """Start a run on that port with a person at its terminal."""
    people = []

    def sit_down(*options):
        people.append(Person(port, ONLY, *options))
        return people[-1]

    yield sit_down
    for person in people:
        person.leave()


QUESTION = "Type yes to let it move:"
KEEP = "Type its name, or Enter for no:"


def test_who_says_no_sees_nothing_move(person_at, firmware):
    before = firmware.pose()
    person = person_at("-k", "connecting or three_numbers or home")
    person.wait_for(QUESTION)
    for words in ["z = -10 mm", "at most 50 mm/s", "somebody stand at its switch"]:
        assert words in person.seen
    person.type("no")
    person.wait_for(KEEP)
    assert "skipped  home" in person.seen
    person.type("")
    assert person.end() == 0
    assert "nobody allowed the arm to move" in person.seen
    assert person.seen.count(QUESTION) == 1
    assert firmware.pose() == before
    assert "Written" not in person.seen


def test_who_says_yes_sees_it_move_and_decides_about_the_report(person_at, firmware, tmp_path):
    file = tmp_path / "mine.txt"
    person = person_at(f"--dobot-report={file}", "-k", "home or three_numbers")
    person.wait_for(QUESTION)
    before = firmware.pose()
    person.type("yes")
    person.wait_for(f"Write exactly this to {file}? Type yes:")
    assert firmware.pose() != before
    assert not file.exists()
    person.type("yes")
    assert person.end() == 0
    assert file.read_text("utf-8") in person.seen
    assert "Nothing was sent." in person.seen


def test_a_file_that_is_no_report_stays(port, tmp_path):
    file = tmp_path / "homework.txt"
    file.write_text("mine", encoding="utf-8")
    done = run(port, "--dobot-yes", f"--dobot-report={file}", "-k", "three_numbers or lock")
    assert done.returncode == 0
    # Of all tests only those that know both arms were run.
    assert "2 passed" in done.stdout
    assert "is there already, and is no report" in done.stdout
    assert file.read_text(encoding="utf-8") == "mine"


def test_ctrl_c_stops_the_arm(person_at, firmware):
    person = person_at("-k", "arrives or three_numbers")
    person.wait_for(QUESTION)
    person.type("yes")
    deadline = time.monotonic() + 60
    before = firmware.pose()
    while firmware.pose() == before and time.monotonic() < deadline:
        time.sleep(0.01)
    person.process.send_signal(signal.SIGINT)
    assert person.end() == pytest.ExitCode.INTERRUPTED
    assert "dobotkit bench report" not in person.seen
    assert firmware.idle
    assert firmware.pose() != before
    assert firmware.pose()[0] < 240, "it came home all the same"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "There is no terminal at which somebody can be asked"),
        (("--dobot-yes", "--dobot-floor=31"), "a height from -60 to 30 mm"),
        (("--dobot-yes", "--dobot-floor=nan"), "a height from -60 to 30 mm"),
        (("--dobot-port=", "--dobot-report=x"), "--dobot-report needs --dobot-port"),
    ],
)
def test_what_cannot_be_is_refused_before_anything(port, firmware, options, words):
    arm = firmware.current_index
    done = run(port, *options)
    assert done.returncode == 4, done.stdout
    assert words in done.stderr
    assert firmware.current_index == arm


def test_two_runs_do_not_share_an_arm(port):
    with BenchLock(port):
        done = run(port, "--dobot-yes", "-k", "three_numbers", ONLY)
    assert done.returncode == 4, done.stdout
    assert "Another run of the tests has this arm." in done.stdout

"""``dobotkit sim``, as a teacher types it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
import serial
from typer.testing import CliRunner

from dobotkit.cli import app
from dobotkit.errors import SimulatorError
from dobotkit.simulator import command
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import TcpServer, serve_until_told
from dobotkit.simulator.serve.log import WireLog

from .host import READ, WRITE, frame

POSE = frame(10, READ)
POSIX = pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals and signals here")


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "dobotkit", "sim", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@POSIX
@pytest.mark.parametrize(
    "end", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_it_serves_a_terminal_until_it_is_told(tmp_path, end):
    link = tmp_path / "arm"
    process = start("--pty", str(link), "--pace", "instant", "--baud", "1000000")
    try:
        assert process.stdout.readline().split() == ["ready", str(link)]
        with serial.Serial(str(link), 115200, timeout=5) as port:
            port.write(POSE)
            assert len(port.read(38)) == 38
        process.send_signal(end)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, out, err) == (0, "", "")
    assert not link.is_symlink()


def test_it_serves_tcp_with_faults_and_a_log():
    process = start("--tcp", "127.0.0.1:0", "--pace", "instant", "--fault", "late:0.05", "--log")
    try:
        ready, address = process.stdout.readline().split()
        assert ready == "ready"
        with serial.serial_for_url(address, timeout=5) as port:
            begun = time.monotonic()
            port.write(POSE)
            assert len(port.read(38)) == 38
            assert time.monotonic() - begun >= 0.05
        asked, answered = process.stdout.readline(), process.stdout.readline()
        process.terminate()
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert "→ arm  10 GetPose, read" in asked
    assert "← arm  10 GetPose, read, answer: x 133.59" in answered
    assert "has come." in err
    if os.name == "posix":  # on Windows, to terminate is to kill
        assert process.returncode == 0


@pytest.mark.slow
def test_it_goes_on_when_nobody_reads_the_log_any_more():
    process = start("--tcp", "127.0.0.1:0", "--pace", "instant", "--log")
    try:
        address = process.stdout.readline().split()[1]
        process.stdout.close()
        process.stderr.close()
        for _ in range(2):
            with serial.serial_for_url(address, timeout=5) as port:
                for _ in range(50):
                    port.write(POSE)
                    assert len(port.read(38)) == 38
    finally:
        process.kill()
        process.wait()


@POSIX
@pytest.mark.parametrize(("host", "warned"), [("0.0.0.0", True), ("127.0.0.1", False)])  # noqa: S104 - what is warned of
def test_who_lets_others_in_is_told_so(host, warned):
    before = signal.getsignal(signal.SIGTERM)
    stop = threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGTERM])

    def say(line):
        # From here on the signal is waited for.
        assert line.startswith("ready socket://127.0.0.1:")
        stop.start()

    warnings = []
    nothing_else = dict.fromkeys(("pty", "profile", "baud"))
    command.sim(
        say,
        warnings.append,
        tcp=f"{host}:0",
        pace="instant",
        faults=["late"],
        seed=0,
        log=False,
        **nothing_else,
    )
    assert stop.ident is not None
    assert any("without a password" in warning for warning in warnings) is warned
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_server_that_ends_by_itself_is_no_success():
    server = TcpServer(Line(Firmware()))
    server._line.take = lambda: 1 / 0
    server._line.feed = server._line.take
    reports = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", reports.append)
        with pytest.raises(SimulatorError, match="ended by itself"):
            serve_until_told(server, lambda _ready: disturb(server))
    assert len(reports) == 1


def disturb(server):
    with serial.serial_for_url(server.address) as port:
        port.write(POSE)


def refused(*arguments):
    result = CliRunner().invoke(app, ["sim", *arguments])
    assert isinstance(result.exception, SimulatorError), result.output
    return str(result.exception)


def test_a_place_is_needed_and_only_one():
    assert "Say where" in refused()
    assert "Say where" in refused("--pty", "x", "--tcp", ":0")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--pace", "fast"], "Pace is real, instant or a positive number, not 'fast'."),
        (["--baud", "quick"], "Baud is a speed in bits a second, 300 to 4000000"),
        (["--fault", "noize"], "There is no fault 'noize' (did you mean noise?); the faults are"),
        (["--profile", "nobody"], "There is no profile 'nobody'; there are"),
        (["--tcp", "here"], "Expected HOST:PORT, such as 127.0.0.1:5555"),
    ],
)
def test_wrong_options_are_explained(options, complaint):
    place = [] if "--tcp" in options else ["--tcp", ":0"]
    assert complaint in refused(*place, *options)


def test_the_faults_can_be_listed():
    result = CliRunner().invoke(app, ["sim", "--fault", "list"])
    assert result.exit_code == 0
    assert "power-off[:N[:T[:S]]]" in result.output


# The log


@pytest.fixture
def log():
    lines = []
    log = WireLog(lines.append, request=bytes.hex, answer=bytes.hex, now=lambda: 0.0)
    log.lines = lines
    return log


def told(log):
    return [re.sub(r"^ +0\.000 s  ", "", line) for line in log.lines]


def test_a_frame_is_a_line_however_it_arrives(log):
    for byte in POSE:
        log.to_arm(bytes([byte]))
    log.from_arm(POSE + POSE)
    assert told(log) == [f"→ arm  {POSE.hex()}", *[f"← arm  {POSE.hex()}"] * 2]


def test_a_wrong_checksum_is_a_frame_all_the_same(log):
    wrong = POSE[:-1] + b"\x00"
    log.to_arm(wrong + POSE)
    assert told(log) == [f"→ arm  {wrong.hex()}", f"→ arm  {POSE.hex()}"]


def test_noise_is_shown_as_noise(log):
    log.to_arm(b"\x01\x02" + POSE + b"\x03")
    log.to_arm(b"\xaa\xaa\xf0" + POSE)
    assert told(log) == [
        "→ arm  no frame: 01 02",
        f"→ arm  {POSE.hex()}",
        "→ arm  no frame: 03",
        "→ arm  no frame: aa aa f0",
        f"→ arm  {POSE.hex()}",
    ]


def test_each_byte_is_logged_once(log):
    every = frame(1, WRITE, bytes(range(200))) + b"\xaa\xaa\xaa" + POSE + b"\xaa"
    log.to_arm(every)
    log.to_arm(POSE)
    shown = "".join(line.rpartition("  ")[2].removeprefix("no frame: ") for line in told(log))
    assert bytes.fromhex(shown.replace(" ", "")) == every + POSE

"""The simulated arm on a pseudo-terminal, where any program can attach."""

import doctest
import os
import select
import struct
import threading
import time

import pytest
import serial

from dobotkit.errors import SimulatorError
from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.fault_words import read_faults
from dobotkit.simulator.firmware import Firmware

from .host import MOVL_XYZ, QUEUE, READ, WRITE, frame

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
from dobotkit.simulator.line import Line  # noqa: E402 - skipped where there is no pty
from dobotkit.simulator.serve import PtyServer, terminal  # noqa: E402 - the same

POSE = frame(10, READ)


@pytest.fixture
def arm():
    return Firmware(clock=InstantClock())


@pytest.fixture
def server(arm):
    with PtyServer(Line(arm)) as server:
        yield server


def test_the_example_in_the_docstring_is_true():
    assert doctest.testmod(terminal).failed == 0


def connect(server):
    return serial.Serial(server.address, 115200, timeout=5)


def test_a_question_is_answered(server):
    with connect(server) as port:
        port.write(POSE)
        assert port.read(38)[:5] == b"\xaa\xaa\x22\x0a\x00"


def test_every_byte_goes_through_unchanged(server):
    """No terminal habit (echo, Ctrl-C, line ends) touches the frames."""
    with connect(server) as port:
        every = bytes(range(1, 241))
        for params in (every[:120], every[120:]):
            port.write(frame(1, WRITE, params))
            assert port.read(6) == frame(1, WRITE)
            port.write(frame(1, READ))
            assert port.read(6 + len(params)) == frame(1, READ, params)


def test_a_client_may_take_the_terminal_as_it_is(server):
    """pySerial sets its terminal up; a program that does not finds it raw already."""
    client = os.open(server.address, os.O_RDWR | os.O_NOCTTY)
    try:
        os.write(client, POSE)
        answer = b""
        while len(answer) < 38:
            assert select.select([client], [], [], 10)[0], "no answer"
            answer += os.read(client, 38)
    finally:
        os.close(client)
    assert answer[:5] == b"\xaa\xaa\x22\x0a\x00"


def test_clients_come_and_go_and_the_arm_stays(server, arm):
    for k in range(3):
        with connect(server) as port:
            y = 10.0 * k
            port.write(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 200, y, 30, 0)))
            assert struct.unpack("<Q", port.read(14)[5:-1]) == (2 + k,)
    assert arm.pose()[1] == pytest.approx(20)


def test_two_clients_at_once_do_not_disturb_the_server(server):
    with connect(server) as one:
        with connect(server):
            pass
        one.write(POSE)
        assert len(one.read(38)) == 38


def test_answers_that_nobody_fetches_do_not_keep_it_from_closing(arm):
    with PtyServer(Line(arm)) as server, connect(server) as port:
        port.write_timeout = 0.2
        with pytest.raises(serial.SerialTimeoutException):
            port.write(POSE * 100_000)
        server.close()
    assert not any(t.name == "simulated arm" and t.is_alive() for t in threading.enumerate())


def test_closing_ends_the_thread_and_may_be_done_twice(arm):
    server = PtyServer(Line(arm))
    assert server.address in repr(server)
    assert "serving" in repr(server)
    server.close()
    server.close()
    assert "closed" in repr(server)
    assert not any(t.name == "simulated arm" for t in threading.enumerate())


def test_the_cable_takes_its_time(arm):
    """At 9600 baud, 44 bytes of ten bits take 45.8 ms."""
    with PtyServer(Line(arm, baud=9600)) as server, connect(server) as port:
        begun = time.monotonic()
        port.write(POSE)
        port.read(38)
        assert time.monotonic() - begun >= 44 * 10 / 9600


def test_a_link_leads_to_the_terminal(arm, tmp_path):
    link = tmp_path / "arm"
    link.symlink_to(tmp_path / "left over")
    with PtyServer(Line(arm), link=link) as server:
        assert os.path.realpath(link) == os.path.realpath(server.address)
        with serial.Serial(str(link), 115200, timeout=5) as port:
            port.write(POSE)
            assert len(port.read(38)) == 38
    assert not link.is_symlink()


def test_a_link_does_not_replace_a_file(arm, tmp_path):
    file = tmp_path / "precious"
    file.write_text("mine")
    with pytest.raises(SimulatorError, match="is there already"):
        PtyServer(Line(arm), link=file)
    assert file.read_text() == "mine"


def test_pydobot_drives_it(server, arm):
    pydobot = pytest.importorskip("pydobot")

    class Patient(pydobot.Dobot):
        def _read_message(self):
            # It looks once, 0.1 s after its question; a busy computer may need longer.
            deadline = time.monotonic() + 5
            while not self.ser.in_waiting and time.monotonic() < deadline:
                time.sleep(0.01)
            return super()._read_message()

    dobot = Patient(server.address)
    try:
        dobot.speed(80, 60)
        dobot.move_to(210, 60, 40, 15, wait=True)
        dobot.suck(True)
        assert dobot.pose()[:4] == pytest.approx((210, 60, 40, 15), abs=1e-4)
        assert arm.suction
    finally:
        dobot.close()
    assert arm.alarms == frozenset()


def test_a_link_to_a_file_is_not_replaced_either(arm, tmp_path):
    file, link = tmp_path / "precious", tmp_path / "arm"
    file.write_text("mine")
    link.symlink_to(file)
    with pytest.raises(SimulatorError, match="no link to a terminal"):
        PtyServer(Line(arm), link=link)
    assert link.readlink() == file


def test_a_server_takes_a_path_over_and_the_older_one_leaves_it_alone(arm, tmp_path):
    link = tmp_path / "arm"
    older = PtyServer(Line(Firmware(clock=InstantClock())), link=link)
    with PtyServer(Line(arm), link=link):
        newer = link.readlink()
        older.close()
        assert link.readlink() == newer


def test_a_folder_that_is_missing_is_told(arm, tmp_path):
    with pytest.raises(SimulatorError, match="cannot be made: No such file"):
        PtyServer(Line(arm), link=tmp_path / "missing" / "arm")


def test_of_two_clients_that_want_it_for_themselves_the_second_is_refused(server):
    with serial.Serial(server.address, 115200, timeout=5, exclusive=True) as port:
        with pytest.raises(serial.SerialException, match="exclusively lock"):
            serial.Serial(server.address, 115200, timeout=5, exclusive=True)
        port.write(POSE)
        assert len(port.read(38)) == 38


def test_answers_are_late_and_torn_here_as_well(arm):
    line = Line(arm, read_faults(["late:0.05", "torn:1:0.01"]))
    with PtyServer(line) as server, connect(server) as port:
        begun = time.monotonic()
        port.write(POSE)
        assert len(port.read(38)) == 38
        assert time.monotonic() - begun >= 0.05


def keep_asking(port):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        port.write(POSE)
        port.read(38)


def test_a_pulled_cable_is_gone_and_comes_back(arm, tmp_path):
    link, said = tmp_path / "arm", []
    line = Line(arm, read_faults(["unplug:40:0.1"]))
    with PtyServer(line, link=link, notice=said.append) as server:
        port = connect(server)
        port.write(POSE)
        assert len(port.read(38)) == 38
        with pytest.raises((serial.SerialException, OSError)):
            keep_asking(port)
        port.close()
        wait_until(lambda: len(said) == 2)
        with connect(server) as port:
            port.write(POSE)
            assert len(port.read(38)) == 38
    assert said == ["The cable was pulled out.", "The cable is plugged in again."]
    assert not link.is_symlink()


def wait_until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)

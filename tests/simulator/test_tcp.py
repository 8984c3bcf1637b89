"""The simulated arm on TCP: one client at a time, loopback unless told otherwise."""

import gc
import socket
import struct
import sys
import threading
import time

import pytest
import serial

from dobotkit import Arm
from dobotkit.errors import ArmUnplugged, PortTaken, SimulatorError
from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.fault_words import read_faults
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import TcpServer, read_endpoint
from dobotkit.simulator.serve.network import is_loopback

from .host import MOVL_XYZ, QUEUE, READ, frame

POSE = frame(10, READ)


@pytest.fixture
def arm():
    return Firmware(clock=InstantClock())


@pytest.fixture
def said():
    return []


@pytest.fixture
def server(arm, said):
    with TcpServer(Line(arm), notice=said.append) as server:
        yield server


def connect(server):
    return serial.serial_for_url(server.address, timeout=5)


def call(server):
    host, port = server.address.removeprefix("socket://").split(":")
    return socket.create_connection((host, int(port)), timeout=5)


def is_refused(server):
    """Whether a client is turned away: with an error, for pySerial waits for ever at an end."""
    try:
        with call(server) as client:
            client.recv(1)
    except ConnectionResetError:
        return True
    return False


def wait_until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_listens_on_this_computer_alone(server):
    assert server.address.startswith("socket://127.0.0.1:")
    assert server.address in repr(server)


def test_clients_come_and_go_and_the_arm_stays(server, arm, said):
    for k in range(2):
        with connect(server) as port:
            y = 10.0 * k
            port.write(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 200, y, 30, 0)))
            assert struct.unpack("<Q", port.read(14)[5:-1]) == (2 + k,)
    assert arm.pose()[1] == pytest.approx(10)
    wait_until(lambda: len(said) == 4)
    assert [sentence.split()[-1] for sentence in said] == ["come.", "left."] * 2


def test_a_second_client_is_refused_and_the_first_goes_on(server, said):
    with connect(server) as one:
        one.write(POSE)
        assert len(one.read(38)) == 38
        assert is_refused(server)
        one.write(POSE)
        assert len(one.read(38)) == 38
    assert any(sentence.startswith("Refused 127.0.0.1:") for sentence in said)


def test_a_client_that_comes_back_at_once_is_not_taken_for_a_second(server):
    for _ in range(50):
        with call(server) as client:
            client.sendall(POSE)
            assert client.recv(1)


def test_our_own_arm_drives_it(server, arm):
    with Arm(server.address) as driver:
        driver.move_to(210, 60, 40, 15)
        driver.suck(True)
        assert driver.pose()[:4] == pytest.approx((210, 60, 40, 15), abs=1e-4)
        assert arm.suction


def test_a_second_arm_hears_that_it_has_no_chance(server, monkeypatch):
    # pySerial leaves the socket of a connection that was reset to the garbage collector.
    monkeypatch.setattr(sys, "unraisablehook", lambda _ignored: None)
    with Arm(server.address) as driver:
        with pytest.raises((PortTaken, ArmUnplugged)):
            Arm(server.address.replace("127.0.0.1", "localhost"))
        assert driver.pose()
    gc.collect()


def read_for_ever(client):
    while client.recv(100):
        pass


def test_a_pulled_cable_ends_the_connection(arm, said):
    line = Line(arm, read_faults(["unplug:40:0.2"]))
    with TcpServer(line, notice=said.append) as server:
        with call(server) as client:
            client.sendall(POSE + POSE)
            with pytest.raises(ConnectionResetError):
                read_for_ever(client)
        assert is_refused(server)
        wait_until(lambda: "The cable is plugged in again." in said)
        with connect(server) as port:
            port.write(POSE)
            assert len(port.read(38)) == 38
    assert any("not plugged in" in sentence for sentence in said)


def test_opening_it_anew_brings_the_power_back(arm):
    with TcpServer(Line(arm, read_faults(["power-off:1:0.1:60"]))) as server:
        with connect(server) as port:
            port.write(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 200, 60, 30, 0)) + POSE)
            assert len(port.read(14)) == 14
            port.timeout = 0.05
            assert port.read(1) == b""
        with connect(server) as port:
            port.write(POSE)
            assert len(port.read(38)) == 38


def test_answers_that_nobody_fetches_do_not_keep_it_from_closing(arm):
    server = TcpServer(Line(arm))
    with call(server) as client:
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.sendall(POSE * 1_000_000)
        server.close()
        server.close()
    assert not any(t.name == "simulated arm" for t in threading.enumerate())


def test_a_client_that_breaks_off_is_no_end(server, said):
    client = call(server)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.sendall(POSE * 1000)
    client.close()  # a reset, not a goodbye
    wait_until(lambda: said and said[-1].endswith("left."))
    with connect(server) as port:
        port.write(POSE)
        assert len(port.read(38)) == 38


def test_a_port_that_is_taken(server, arm):
    number = int(server.address.rpartition(":")[2])
    with pytest.raises(SimulatorError, match=f"Port {number} is taken"):
        TcpServer(Line(arm), port=number)


def test_an_address_that_this_computer_does_not_have(arm):
    with pytest.raises(SimulatorError, match=r"cannot listen at 192\.0\.2\.1"):
        TcpServer(Line(arm), "192.0.2.1")


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("127.0.0.1:5555", ("127.0.0.1", 5555)),
        ("0.0.0.0:0", ("0.0.0.0", 0)),  # noqa: S104 - read, not bound
        (":5555", ("127.0.0.1", 5555)),
        ("5555", ("127.0.0.1", 5555)),
        ("[::1]:5555", ("::1", 5555)),
        ("localhost:1", ("localhost", 1)),
    ],
)
def test_endpoints_are_read(text, endpoint):
    assert read_endpoint(text) == endpoint


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0.1:", "::1:5555", "a:70000", "a:-1"])
def test_what_is_no_endpoint_is_refused(text):
    with pytest.raises(ValueError, match="expected HOST:PORT"):
        read_endpoint(text)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - compared, not bound
        ("pc7", False),
    ],
)
def test_loopback_is_known(host, here):
    assert is_loopback(host) is here

"""Serial ports: what is plugged in, who may use it, who holds it, and what it says when asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import serial

from dobotkit.arm.ports import find_arm, open_port, unopened_port
from dobotkit.arm.usb import ListedPort
from dobotkit.doctor.handshake import ask_name, check_handshake
from dobotkit.doctor.holders import (
    check_holders,
    rivals_among,
)
from dobotkit.doctor.permission import Access, access_to, check_access, check_group, serial_groups
from dobotkit.doctor.ports import check_ports, chips_without_port
from dobotkit.doctor.report import as_json
from dobotkit.doctor.setting import check_setting
from dobotkit.errors import PortNotFound
from dobotkit.holders import Holder, holders_by_lsof, holders_in_proc
from tests.doctor.handlers import protocol_bluetooth

CP210X = ListedPort("COM3", "Silicon Labs CP210x", (0x10C4, 0xEA60), "CP210x")
CH9102 = ListedPort("COM4", "USB-Enhanced-SERIAL", (0x1A86, 0x55D4), "CH9102")
MOUSE = ListedPort("COM1", "Communications Port")
BOARD = ListedPort("COM7", "Arduino Uno", (0x2341, 0x0043))

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into Linux's /proc")
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no device files")


def _ports(*listed: ListedPort, system: str = "Windows", host: str = "own", bare=()):
    return check_ports(listed, system=system, host=host, bare=dict(bare))


def test_an_arm_is_plugged_in_beside_something_else():
    (finding,) = _ports(CP210X, BOARD, MOUSE)
    assert finding.state == "good"
    assert "COM3 (CP210x)" in finding.what
    assert "COM7 (USB 2341:0043)" in finding.what
    assert "COM1." in finding.what
    assert "--handshake COM3" in finding.advice


def test_two_adapters():
    _, finding = _ports(CP210X, CH9102)
    assert finding.state == "warning"
    assert "2 adapters" in finding.what
    assert "--arm COM3" in finding.advice


@pytest.mark.parametrize(
    ("system", "hint"),
    [("Windows", "Device Manager"), ("Darwin", "System Information"), ("Linux", "another cable")],
)
def test_no_arm_is_seen(system, hint):
    (finding,) = _ports(MOUSE, system=system)
    assert finding.state == "warning"
    assert "No arm is seen on USB. Other ports: COM1" in finding.what
    assert "simulated" in finding.why
    assert hint in finding.advice


@pytest.mark.parametrize("host", ["binder", "hub"])
def test_no_arm_is_missed_where_none_can_be(host):
    assert [finding.state for finding in _ports(host=host)] == ["good"]


def _usb(devices: Path, name: str, numbers: str, driver: str, below: str = "") -> None:
    device = devices / name
    interface = device / f"{name}:1.0"
    (interface / below).mkdir(parents=True)
    vendor, product = numbers.split(":")
    (device / "idVendor").write_text(f"{vendor}\n")
    (device / "idProduct").write_text(f"{product}\n")
    drivers = devices.parent / "drivers" / driver
    drivers.mkdir(parents=True, exist_ok=True)
    (interface / "driver").symlink_to(drivers)


@posix
def test_an_adapter_that_a_braille_driver_has_taken(tmp_path):
    devices = tmp_path / "devices"
    _usb(devices, "1-1", "1a86:7523", "usbfs")
    _usb(devices, "1-2", "10c4:ea60", "cp210x", "ttyUSB0")
    _usb(devices, "1-3", "1a86:55d4", "cdc_acm", "tty/ttyACM0")
    _usb(devices, "1-4", "046d:c077", "usbhid")
    (devices / "usb1").mkdir()
    bare = chips_without_port(devices)
    assert list(bare) == ["CH340"]

    (finding,) = _ports(bare=bare, system="Linux")
    assert finding.state == "bad"
    assert "CH340 adapter is plugged in, but has no port" in finding.what
    assert "usbfs" in finding.what
    assert "apt-get remove brltty" in finding.advice


@pytest.mark.parametrize(
    ("access", "state", "says"),
    [
        (Access(allowed=True, group="dialout", member=False), "good", ""),
        (Access(allowed=False, group="uucp", member=False), "bad", "usermod -aG uucp $USER"),
        (Access(allowed=False, group="dialout", member=True), "bad", "Log out"),
        (Access(allowed=False, group="root", member=False), "bad", "udev"),
        (Access(allowed=False, group=None, member=False), "bad", "udev"),
    ],
)
def test_permission_for_a_port(access, state, says):
    finding = check_access("/dev/ttyUSB0", access)
    assert finding.state == state
    assert says in finding.advice


@posix
def test_permission_is_read_from_the_device():
    access = access_to("/dev/null")
    assert access is not None
    assert access.allowed
    assert access_to("/dev/dobotkit-is-not-there") is None


@posix
def test_permission_before_an_arm_comes():
    group, member = serial_groups()
    assert group in (None, "dialout", "uucp")
    if os.geteuid() == 0:
        assert member
    assert check_group(None, member=True).state == "good"
    finding = check_group("dialout", member=False)
    assert finding.state == "warning"
    assert "usermod -aG dialout $USER" in finding.advice


@linux
def test_a_program_that_holds_a_port():
    import pty  # noqa: PLC0415 - not on Windows

    master, slave = pty.openpty()
    address = os.ttyname(slave)
    os.close(slave)
    try:
        assert holders_in_proc(address) == []
        holding = (
            "import fcntl, os, sys\n"
            f"port = os.open({address!r}, os.O_RDWR | os.O_NOCTTY)\n"
            "fcntl.flock(port, fcntl.LOCK_EX)\n"
            "print('held', flush=True)\n"
            "sys.stdin.read()\n"
        )
        # The word "ipykernel" on its command line makes it look like a notebook.
        with subprocess.Popen(
            [sys.executable, "-c", holding, "ipykernel"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout.readline().strip() == b"held"
            found = holders_in_proc(address)
            process.stdin.close()
        assert found == [Holder(process.pid, "a notebook")]
    finally:
        os.close(master)


@linux
def test_a_program_of_somebody_else_that_has_locked_a_port(tmp_path):
    device = tmp_path / "ttyUSB0"
    device.touch()
    status = device.stat()
    place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    proc = tmp_path / "proc"
    (proc / "4711").mkdir(parents=True)  # its fd is not ours to see
    (proc / "4711" / "comm").write_text("DobotStudio\n")
    (proc / "4711" / "cmdline").write_bytes(b"./DobotStudio\0")
    (proc / "locks").write_text(
        f"1: FLOCK  ADVISORY  WRITE 4711 {place} 0 EOF\n"
        f"1: -> FLOCK  ADVISORY  WRITE -1 {place} 0 EOF\n"
        "2: POSIX  ADVISORY  READ 99 00:01:2 0 EOF\n"
    )
    assert holders_in_proc(str(device), proc) == [Holder(4711, "DobotStudio")]


@pytest.mark.skipif(os.name == "nt", reason="there is no lsof")
def test_lsof_where_it_is_not(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    if not Path("/usr/sbin/lsof").exists():
        assert holders_by_lsof("/dev/cu.usbserial-1") is None
    lsof = tmp_path / "lsof"
    lsof.write_text("#!/bin/sh\n/bin/echo p4711; /bin/echo cDobotStudio\n")
    lsof.chmod(0o755)
    assert holders_by_lsof("/dev/cu.usbserial-1") == [Holder(4711, "DobotStudio")]


def test_what_is_said_about_holders():
    rivals = rivals_among(["python", "DobotStudio.exe", "dobotkit", "DobotLink"])
    assert rivals == ["DobotLink", "DobotStudio.exe"]

    held = check_holders("COM3", [Holder(12, "a notebook")], [])
    assert held.state == "warning"
    assert "COM3 is held by a notebook (process 12)" in held.what
    assert "PortTaken" in held.why

    maker = check_holders("COM3", None, rivals)
    assert maker.state == "warning"
    assert "Running now: DobotLink, DobotStudio.exe." in maker.what

    unknown = check_holders("COM3", None, [])
    assert unknown.state == "good"
    assert "Not known" in unknown.what
    assert "--handshake COM3" in unknown.advice

    assert check_holders("/dev/ttyUSB0", [], []).state == "good"


@pytest.mark.parametrize(
    ("value", "state", "says"),
    [
        (None, "good", "Not set"),
        ("  ", "good", "Not set"),
        ("dobotsim://desk?pace=instant", "good", "a simulated arm"),
        ("COM3", "good", "is there"),
        ("com3", "good", "is there"),
        ("COM12", "warning", "not there now. Ports here: COM3"),
        ("/dev/ttyUSB7", "warning", "not there now"),
        ("'COM3'", "bad", "quotes"),
        ('"COM3', "bad", "quotes"),
        ("dobotsim:desk", "bad", "neither a port nor an address"),
        ("dobotsim://", "bad", "nothing here can open"),
        ("dobotsim://desk?pace=slow", "bad", "nothing here can open"),
        ("dobotsin://desk", "bad", "nothing here can open"),
        ("socket://annas-laptop:8899", "good", "socket://(...)"),
        ("keeper://desk?pace=instant", "good", "an arm that a keeper holds"),
        ("keeper://", "bad", "nothing here can open"),
        ("arm", "bad", "neither"),
    ],
)
def test_the_variable(value, state, says):
    finding = check_setting(value, ["COM3"], exists=lambda _: False)
    assert finding.state == state
    assert says in finding.what
    assert "annas" not in finding.what
    assert bool(finding.advice) == (state != "good")


def test_a_variable_that_names_a_device_file():
    assert check_setting("/dev/ttyS9", [], exists=lambda name: name == "/dev/ttyS9").state == "good"


@pytest.mark.parametrize("address", ["COM12", "com12", "/dev/ttyUSB12"])
def test_an_address_reaches_pyserial_as_it_was_typed(address, monkeypatch):
    monkeypatch.setenv("DOBOTKIT_PORT", address)
    assert unopened_port(find_arm()).port == address


@posix
def test_com12_is_looked_for_under_that_name():
    with pytest.raises(PortNotFound, match="COM12"):
        open_port("COM12")


def test_the_simulated_arm_says_its_name():
    finding = check_handshake("dobotsim://doctor")
    assert finding.state == "good"
    assert "'Dobot simulator'" in finding.what


class _Listener:
    """A device on a TCP port that notes what it hears, and answers with given bytes."""

    def __init__(self, answer: bytes) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self.heard = b""
        self._answer = answer
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        connection, _ = self._server.accept()
        with connection:
            while data := connection.recv(64):
                self.heard += data
                connection.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(10)
        self._server.close()


def test_exactly_one_reading_frame_is_sent():
    # AA AA, length 5, command 1, ctrl 0, "Ad\0"; the sum with the checksum is 0 modulo 256.
    device = _Listener(bytes.fromhex("aaaa 05 01 00 416400 5a"))
    try:
        assert ask_name(device.address) == "Ad"
    finally:
        device.close()
    assert device.heard == bytes.fromhex("aaaa 02 01 00 ff")


def test_a_port_where_nothing_answers_is_asked_once():
    device = _Listener(b"")
    try:
        finding = check_handshake(device.address)
    finally:
        device.close()
    assert device.heard == bytes.fromhex("aaaa 02 01 00 ff")
    assert finding.state == "bad"
    assert "Nothing answers at socket://(...)" in finding.what
    assert "ArmSilent" in finding.why
    assert "switched on" in finding.advice


def test_a_port_that_is_taken():
    with open_port("dobotsim://taken"):
        finding = check_handshake("dobotsim://taken")
    assert finding.state == "bad"
    assert "PortTaken" in finding.why


def test_a_port_that_is_not_there():
    finding = check_handshake("/dev/dobotkit-is-not-there")
    assert finding.state == "bad"
    assert "/dev/dobotkit-is-not-there" in finding.what


def test_a_port_that_hangs_while_it_opens(monkeypatch):
    handlers = [*serial.protocol_handler_packages, "tests.doctor.handlers"]
    monkeypatch.setattr(serial, "protocol_handler_packages", handlers)
    finding = check_handshake("bluetooth://arm", limit_s=0.2)
    protocol_bluetooth.GIVE_UP.set()
    assert finding.state == "bad"
    assert "neither opened nor answered within 0.2 seconds" in finding.what
    assert "Bluetooth" in finding.why


def test_the_report_has_no_serial_number_and_no_name():
    listed = [
        ListedPort("/dev/cu.usbserial-DT7731", "USB Serial", (0x10C4, 0xEA60), "CP210x", "DT7731"),
        ListedPort("/dev/cu.ZoesAirPods", "Zoe's AirPods"),
        ListedPort("COM9", "Zoe's telephone (COM9)"),
    ]
    found = check_ports(listed, system="Darwin", host="own", bare={})
    found.append(check_setting("/dev/serial/by-id/usb-DT7731-if00", [], exists=lambda _: True))
    report = as_json([finding.nameless("/Users/zoe") for finding in found])
    for planted in ("7731", "Zoe", "zoe", "AirPods"):
        assert planted not in report
    for kept in ("CP210x", "/dev/cu.usbserial(...)", "COM9"):
        assert kept in report

"""What is plugged in, whatever the system tells of it, and which of it is an arm."""

from __future__ import annotations

import importlib
import os
import sys
import traceback

import pytest
import serial
from serial.tools.list_ports_common import ListPortInfo

from dobotkit.arm import ports, usb
from dobotkit.arm.arm import Arm
from dobotkit.arm.usb import UsbArm, arms_on_usb, listed_ports, shown_port
from dobotkit.errors import NoArmFound, PortNotFound
from dobotkit.simulator import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve.terminal import PtyServer

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


def info(device, vid=None, pid=None, serial_number=None, description="n/a"):
    """A port as pySerial lists it."""
    port = ListPortInfo()
    port.device, port.vid, port.pid = device, vid, pid
    port.serial_number, port.description = serial_number, description
    return port


@pytest.fixture
def plugged_in(monkeypatch):
    """Let pySerial list these ports."""

    def plug(*found):
        monkeypatch.setattr("serial.tools.list_ports.comports", lambda: list(found))

    return plug


def test_all_adapters_of_magicians_are_known(plugged_in):
    plugged_in(
        info("COM9", 0x2341, 0x0043, description="Arduino Uno"),
        info("COM5", 0x1A86, 0x55D4, "5436001"),
        info("COM3", 0x10C4, 0xEA60, "0001", "Silicon Labs CP210x"),
        info("COM4", 0x1A86, 0x7523),
        info("COM1", description="Communications Port"),
    )
    assert [port.address for port in listed_ports()] == ["COM1", "COM3", "COM4", "COM5", "COM9"]
    assert arms_on_usb() == [
        UsbArm("COM3", "CP210x", "0001"),
        UsbArm("COM4", "CH340"),
        UsbArm("COM5", "CH9102", "5436001"),
    ]


def test_several_arms_are_told_apart_and_none_is_chosen(plugged_in, monkeypatch):
    monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
    plugged_in(info("COM4", 0x1A86, 0x7523), info("COM3", 0x10C4, 0xEA60, "0001"))
    with pytest.raises(NoArmFound) as caught:
        ports.find_arm()
    assert "COM3 (CP210x), COM4 (CH340)" in caught.value.what
    assert "Arm('COM3')" in caught.value.advice
    assert "dobotkit arms --lift COM3" in caught.value.advice
    monkeypatch.setenv("DOBOTKIT_PORT", "COM4")
    assert ports.find_arm() == "COM4"


MAC = ("cu.SLAB_USBtoUART", "cu.usbserial-1420", "cu.wchusbserial1420", "cu.usbmodem1101")


def test_on_a_mac_the_name_decides_where_numbers_are_missing(plugged_in, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    plugged_in(*[info(f"/dev/{name}") for name in (*MAC, "cu.Bluetooth-Incoming-Port")])
    assert [arm.address for arm in arms_on_usb()] == [f"/dev/{name}" for name in sorted(MAC[:3])]


def test_elsewhere_a_name_is_no_evidence(plugged_in):
    plugged_in(info("/dev/cu.usbserial-1420"))
    assert arms_on_usb() == []


@posix
def test_pyserial_that_cannot_list_ports_on_a_mac(monkeypatch):
    # pySerial's own code for a Mac, on a computer without that symbol, as macOS 11 is.
    for name in [name for name in sys.modules if name.startswith("serial.tools.list_ports")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("serial.tools.list_ports", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises((ValueError, AttributeError)):
        importlib.import_module("serial.tools.list_ports")
    assert [port for port in listed_ports() if not port.address.startswith("/dev/cu.")] == []


def test_ports_by_their_names(tmp_path):
    for name in (*MAC, "tty.usbserial-1420", "cu.Bluetooth-Incoming-Port"):
        (tmp_path / name).touch()
    found = {port.address.rpartition("/")[2]: port.adapter for port in usb._by_name(str(tmp_path))}
    assert found == dict.fromkeys(MAC[:3], "USB serial") | {"cu.usbmodem1101": None}


class ControlLines:
    """The two lines of a serial port that a pseudo-terminal lacks, and what became of them.

    Attributes
    ----------
    raised:
        Those that are up. A system raises both when a port is opened.
    told:
        What it was told, in order.
    """

    def __init__(self) -> None:
        self.raised = {"DTR", "RTS"}
        self.told: list[str] = []

    def take(self, name, *, up):
        self.told.append(f"{name} {'up' if up else 'down'}")
        (self.raised.add if up else self.raised.discard)(name)


@pytest.fixture
def control_lines(monkeypatch):
    import fcntl  # noqa: PLC0415 - not on Windows
    import termios  # noqa: PLC0415 - not on Windows

    lines = ControlLines()
    system = fcntl.ioctl

    def ioctl(fd, request, *rest):
        if request not in (termios.TIOCMBIS, termios.TIOCMBIC):
            return system(fd, request, *rest)
        mask = int.from_bytes(rest[0], sys.byteorder)
        for bit, name in ((termios.TIOCM_DTR, "DTR"), (termios.TIOCM_RTS, "RTS")):
            if mask & bit:
                lines.take(name, up=request == termios.TIOCMBIS)
        return 0

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    return lines


@posix
def test_control_lines_are_down_and_never_raised_when_an_arm_is_opened(control_lines):
    with PtyServer(Line(Firmware())) as device:
        with Arm(device.address) as arm:
            assert arm.pose().x > 0
            assert not control_lines.raised
        assert control_lines.told == ["DTR down", "RTS down"]


@posix
def test_pydobot_raises_them(control_lines):
    # Which some arms take for "begin anew": the test above sees it when it happens.
    with PtyServer(Line(Firmware())) as device:
        serial.Serial(device.address).close()
    assert control_lines.told[:2] == ["DTR up", "RTS up"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("COM3", "COM3"),
        ("/dev/ttyUSB0", "/dev/ttyUSB0"),
        ("/dev/ttyACM1", "/dev/ttyACM1"),
        ("dobotsim://desk?pace=instant", "dobotsim://desk?pace=instant"),
        ("/dev/cu.usbserial-DT2305-7731", "/dev/cu.usbserial(...)"),
        ("/dev/tty.usbmodem58A60071311", "/dev/tty.usbmodem(...)"),
        ("/dev/cu.SLAB_USBtoUART7731", "/dev/cu.SLAB_USBtoUART(...)"),
        ("/dev/cu.ZoesAirPods", "/dev/cu.(...)"),
        (
            "/dev/serial/by-id/usb-Silicon_Labs_CP2102_DT2305-7731-if00-port0",
            "/dev/serial/by-id/(...)",
        ),
        (
            "Ports: /dev/cu.usbserial-DT2305-7731 (CP210x), /dev/cu.ZoesAirPods.",
            "Ports: /dev/cu.usbserial(...) (CP210x), /dev/cu.(...).",
        ),
    ],
)
def test_what_is_said_of_a_port_has_no_serial_number_and_no_name(address, shown):
    assert shown_port(address) == shown


@pytest.mark.parametrize("folder", ["/dev/serial/by-id/usb-1a86_", "/dev/cu.usbserial-"])
def test_an_error_about_a_port_does_not_tell_its_number(folder):
    with pytest.raises(PortNotFound) as refused:
        Arm(f"{folder}DT2305-7731")
    said = "".join(traceback.format_exception(type(refused.value), refused.value, None))
    assert "7731" not in said + repr(refused.value)
    assert "(...)" in said


def test_several_arms_are_told_apart_without_their_numbers(plugged_in, monkeypatch):
    monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
    plugged_in(
        info("/dev/cu.usbserial-7731", 0x10C4, 0xEA60, "DT2305-7731"),
        info("/dev/cu.usbserial-7732", 0x10C4, 0xEA60, "DT2305-7732"),
    )
    with pytest.raises(NoArmFound) as refused:
        ports.find_arm()
    assert "773" not in str(refused.value)
    # Who sits in front of them is told all of it: dobotkit arms.
    assert str(arms_on_usb()[0]) == "/dev/cu.usbserial-7731 (CP210x, serial number DT2305-7731)"

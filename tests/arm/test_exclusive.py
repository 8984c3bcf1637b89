"""A port that is open is closed to all others, also to those that ask for no lock."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dobotkit.arm import ports
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows opens no port twice")

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="the system lets root in: a child gives it up here, which only root can",
)

# What a program does that asks for no lock: stock pydobot, a terminal program, cat.
INTRUDER = """
import os, sys
os.setgid(65534)
os.setuid(65534)
try:
    os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
except OSError as error:
    print(os.strerror(error.errno))
else:
    print("in")
"""


def intrude(address: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", INTRUDER, address],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return answer.stdout.strip()


@pytest.fixture
def terminal():
    with PtyServer(Line(Firmware())) as server:
        os.chmod(server.address, 0o666)  # noqa: PTH101, S103 - a device, for a child that is nobody
        yield server.address


@needs_root
def test_who_asks_for_no_lock_is_kept_out_as_well(terminal, monkeypatch):
    assert intrude(terminal) == "in"  # nobody has it
    port = ports.open_port(terminal)
    # The positive control: what pySerial does by itself keeps this one not out.
    assert intrude(terminal) == "in"
    port.close()
    # From here on it is taken for a cable.
    monkeypatch.setattr(ports, "_is_pseudo_terminal", lambda _name: False)
    port = ports.open_port(terminal)
    assert "busy" in intrude(terminal)
    port.close()


@needs_root
def test_a_pseudo_terminal_is_not_shut_for_those_who_come_later(terminal):
    ports.open_port(terminal).close()
    assert intrude(terminal) == "in"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("/dev/pts/3", True),
        ("/dev/ttys012", True),
        ("/dev/ttyUSB0", False),
        ("/dev/ttyACM1", False),
        ("/dev/ttyS0", False),
        ("/dev/cu.SLAB_USBtoUART", False),
        ("/dev/tty.usbserial-110", False),
    ],
)
def test_cables_are_told_from_pseudo_terminals(name, is_one):
    assert ports._is_pseudo_terminal(name) == is_one

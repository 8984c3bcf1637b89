"""The stock driver on an address: pydobot as it is, pySerial as it is."""

import doctest
import itertools
import subprocess
import sys
from types import SimpleNamespace

import pydobot
import pydobot.dobot
import pytest
import serial

from dobotkit.simulator import shim
from dobotkit.simulator.shim import pydobot_with_urls

_numbers = itertools.count()


@pytest.fixture
def address():
    return f"dobotsim://shim{next(_numbers)}?pace=instant"


@pytest.fixture(autouse=True)
def _short_naps(monkeypatch):
    """pydobot sleeps 0.2 s in each command, and in process nothing needs that."""
    monkeypatch.setattr(pydobot.dobot, "time", SimpleNamespace(sleep=lambda _seconds: None))


def test_the_example_in_the_docstring_is_true():
    assert doctest.testmod(shim).failed == 0


def test_pydobot_is_the_stock_one_and_goes_on_after_the_block(address):
    with pydobot_with_urls() as stock:
        assert stock is pydobot
        dobot = stock.Dobot(address)
    assert type(dobot) is pydobot.Dobot
    dobot.move_to(210, 60, 40, 15, wait=True)
    dobot.suck(True)
    assert dobot.pose()[:4] == pytest.approx((210, 60, 40, 15), abs=1e-4)
    assert dobot.ser.arm.suction
    dobot.close()


def test_nothing_but_one_name_changes_and_it_comes_back(address):
    with pydobot_with_urls():
        assert pydobot.dobot.serial is not serial
        assert pydobot.dobot.serial.PARITY_NONE == serial.PARITY_NONE
        with pydobot_with_urls() as stock:
            stock.Dobot(address).close()
        with pytest.raises(serial.SerialException):
            serial.Serial(address)
    assert pydobot.dobot.serial is serial
    with pytest.raises(serial.SerialException):
        pydobot.Dobot(address)


def test_it_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), pydobot_with_urls():
        1 / 0  # noqa: B018 - any error
    assert pydobot.dobot.serial is serial


def test_other_ports_are_opened_as_ever():
    with pydobot_with_urls() as stock, pytest.raises(serial.SerialException, match="no such port"):
        stock.Dobot("no such port")


def test_it_is_imported_without_pydobot():
    code = "import sys, dobotkit.simulator.shim; print('pydobot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

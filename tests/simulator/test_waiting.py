"""Waiting for a pin (TRIG)."""

import struct

import pytest

from dobotkit.simulator.clock import InstantClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profile import MAGICIAN

from .host import MOVL_XYZ, Host

LEVEL, VOLTAGE = 0, 1
INPUT, OUTPUT, ADC = 3, 1, 4
EQUAL, UNEQUAL = 0, 1
LESS, AT_MOST, AT_LEAST, MORE = range(4)


def trigger(host, pin, mode, condition, threshold):
    return host.queue(120, struct.pack("<3BH", pin, mode, condition, threshold))


@pytest.fixture
def wired(moving_host):
    """An arm with pin 12 as input and pin 15 as converter, both at 0."""
    moving_host.write(130, bytes([12, INPUT]))
    moving_host.write(130, bytes([15, ADC]))
    moving_host.arm.world.wire(12, level=0)
    moving_host.arm.world.wire(15, voltage=0)
    return moving_host


def test_the_queue_waits_for_a_level(wired):
    index = trigger(wired, 12, LEVEL, EQUAL, 1)
    move = wired.ptp(MOVL_XYZ, 200, 100, 50, 0)
    wired.wait(1000)
    assert wired.index == index - 1
    assert not wired.arm.idle
    wired.arm.world.wire(12, level=1)
    assert wired.index == index
    assert wired.finish() == pytest.approx(2, abs=0.011)
    assert wired.index == move


def test_the_next_command_starts_when_the_pin_changed_and_not_when_somebody_asks(wired):
    trigger(wired, 12, LEVEL, EQUAL, 1)
    wired.ptp(MOVL_XYZ, 200, 100, 50, 0)
    wired.wait(5)
    wired.arm.world.wire(12, level=1)
    wired.wait(1)
    assert wired.xyzr[1] == pytest.approx(50, abs=1e-4)


def test_a_condition_that_holds_takes_no_time(wired):
    index = trigger(wired, 12, LEVEL, UNEQUAL, 1)
    assert wired.index == index
    assert wired.arm.idle


@pytest.mark.parametrize(
    ("condition", "false", "true"),
    [
        (LESS, (500, 501), (499, 0)),
        (AT_MOST, (501, 4095), (500, 0)),
        (AT_LEAST, (499, 0), (500, 4095)),
        (MORE, (500, 0), (501, 4095)),
    ],
)
def test_conditions_of_a_voltage(wired, condition, false, true):
    for voltage in false:
        wired.arm.world.wire(15, voltage=voltage)
        index = trigger(wired, 15, VOLTAGE, condition, 500)
        wired.wait(1)
        assert wired.index == index - 1
        for other in true:
            wired.arm.world.wire(15, voltage=other)
        assert wired.index == index


def test_a_level_that_was_missed_is_missed(wired):
    first = trigger(wired, 12, LEVEL, EQUAL, 1)
    wired.queue(110, struct.pack("<I", 100))
    trigger(wired, 12, LEVEL, EQUAL, 1)
    wired.wait(1)
    wired.arm.world.wire(12, level=1)
    wired.arm.world.wire(12, level=0)
    wired.wait(1)
    assert wired.index == first + 1
    assert not wired.arm.idle


def test_an_output_of_its_own(wired):
    wired.write(130, bytes([4, OUTPUT]))
    index = trigger(wired, 4, LEVEL, EQUAL, 1)
    wired.ptp(MOVL_XYZ, 200, 100, 50, 0)
    wired.wait(3)
    wired.write(131, bytes([4, 1]))
    wired.wait(1)
    assert wired.index == index
    assert wired.xyzr[1] == pytest.approx(50, abs=1e-4)


def test_force_stop_ends_it(wired):
    index = trigger(wired, 12, LEVEL, EQUAL, 1)
    wired.wait(1)
    wired.write(242)
    assert wired.index == index
    assert wired.arm.idle


@pytest.mark.parametrize(("mode", "condition"), [(LEVEL, 2), (VOLTAGE, 4), (2, 0), (255, 255)])
def test_what_is_no_condition_is_an_undefined_instruction(wired, mode, condition):
    index = trigger(wired, 12, mode, condition, 1)
    assert wired.index == index
    assert wired.alarms == {0x01}


def test_the_instant_clock_does_not_hang():
    host = Host()
    host.arm = Firmware(MAGICIAN, InstantClock())
    host.write(130, bytes([12, INPUT]))
    index = trigger(host, 12, LEVEL, EQUAL, 1)
    assert host.index != index
    host.arm.world.wire(12, level=1)
    assert host.index == index

"""The pins: what the arm drives, what is wired to them, what they read."""

from dataclasses import replace

import pytest

from dobotkit.simulator.peripherals import Peripherals, PinFunction
from dobotkit.simulator.pins import Pins, Pulses
from dobotkit.simulator.surroundings import Surroundings

OUTPUT, PWM, INPUT, ANALOGUE, UP, DOWN = range(1, 7)


@pytest.fixture
def pins():
    return Pins(Peripherals(), Surroundings())


def test_a_pin_has_no_function_at_first_and_drives_nothing(pins):
    assert pins.function(7) is PinFunction.NONE
    assert pins.driven(7) is None
    assert (pins.level(7), pins.analogue(7)) == (0, 0)


def test_it_reads_what_is_wired_to_it_without_a_function(pins):
    pins.set_level(7, 1)
    assert (pins.level(7), pins.analogue(7)) == (1, 4095)


def test_or_it_needs_a_function_to_read():
    pins = Pins(replace(Peripherals(), inputs_need_a_function=True), Surroundings())
    pins.set_level(7, 1)
    assert (pins.level(7), pins.analogue(7)) == (0, 0)
    pins.set_function(7, INPUT)
    assert pins.level(7) == 1


@pytest.mark.parametrize(("function", "level"), [(INPUT, 0), (UP, 1), (DOWN, 0), (ANALOGUE, 0)])
def test_what_an_input_reads_that_nothing_is_wired_to(pins, function, level):
    pins.set_function(3, function)
    assert pins.level(3) == level
    assert pins.analogue(3) == level * 4095
    assert pins.driven(3) is None


def test_an_input_that_floats_high():
    pins = Pins(replace(Peripherals(), floating_level=1), Surroundings())
    pins.set_function(3, INPUT)
    assert pins.level(3) == 1


@pytest.mark.parametrize("function", [INPUT, UP, DOWN, ANALOGUE])
@pytest.mark.parametrize("level", [0, 1])
def test_what_is_wired_to_an_input_wins(pins, function, level):
    pins.set_function(20, function)
    pins.set_level(20, level)
    assert pins.level(20) == level
    assert pins.analogue(20) == 4095 * level


def test_a_pin_has_one_voltage(pins):
    pins.set_function(1, ANALOGUE)
    for value, level in ((0, 0), (2047, 0), (2048, 1), (4095, 1)):
        pins.set_analogue(1, value)
        assert (pins.analogue(1), pins.level(1)) == (value, level)


def test_what_is_wired_can_be_taken_off_again(pins):
    pins.set_function(1, UP)
    pins.set_level(1, 0)
    pins.set_level(1, None)
    assert pins.level(1) == 1


def test_an_output_has_the_level_that_was_written(pins):
    pins.set_latch(5, 1)
    assert pins.driven(5) is None
    assert pins.level(5) == 0
    pins.set_function(5, OUTPUT)
    pins.set_level(5, 0)
    assert (pins.level(5), pins.analogue(5), pins.driven(5)) == (1, 4095, 1)
    pins.set_latch(5, 0)
    assert (pins.level(5), pins.analogue(5), pins.driven(5)) == (0, 0, 0)


def test_what_is_written_to_an_input_waits_until_it_is_an_output(pins):
    pins.set_function(5, INPUT)
    pins.set_latch(5, 1)
    assert (pins.latch(5), pins.level(5), pins.driven(5)) == (1, 0, None)


def test_pulses_reach_the_pin_while_it_is_used_for_them(pins):
    pins.set_pulses(4, Pulses(50.0, 7.5))
    assert pins.driven(4) is None
    pins.set_function(4, PWM)
    assert pins.driven(4) == (50.0, 7.5)
    assert pins.level(4) == 0


def test_a_number_that_is_no_function_is_kept_and_does_nothing(pins):
    pins.set_function(4, 99)
    assert pins.function_number(4) == 99
    assert pins.function(4) is PinFunction.NONE


@pytest.mark.parametrize("pin", [0, 21, 255])
def test_the_host_may_address_a_pin_that_is_not_there(pins, pin):
    pins.set_function(pin, UP)
    pins.set_latch(pin, 1)
    pins.set_pulses(pin, Pulses(50.0, 7.5))
    assert pins.function_number(pin) == pins.latch(pin) == 0
    assert pins.level(pin) == pins.analogue(pin) == 0
    assert pins.pulses(pin) == (0, 0)
    assert pins.driven(pin) is None


@pytest.mark.parametrize("pin", [0, 21, -1])
def test_the_world_may_not(pins, pin):
    with pytest.raises(ValueError, match="pins are 1 to 20"):
        pins.set_level(pin, 1)


def test_the_world_cannot_wire_more_than_the_converter_counts(pins):
    with pytest.raises(ValueError, match="0 to 4095"):
        pins.set_analogue(1, 4096)
    with pytest.raises(ValueError, match="0 to 4095"):
        pins.set_analogue(1, -1)
    with pytest.raises(ValueError, match="0, 1 or None"):
        pins.set_level(1, 2)

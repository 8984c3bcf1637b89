"""Colour and infra-red sensors, on their own and at the wire."""

from dataclasses import replace

import pytest

from dobotkit.simulator.peripherals import Peripherals
from dobotkit.simulator.sensors import Sensors
from dobotkit.simulator.surroundings import Surroundings

from .host import QUEUE, WRITE, Host

GP1, GP2, GP4, GP5 = range(4)
RED = (200, 30, 20)


@pytest.fixture
def sensors():
    return Sensors(Peripherals(), Surroundings())


def test_a_sensor_that_is_not_enabled_sees_nothing(sensors):
    for port in (GP1, GP2, GP4, GP5):
        sensors.show_colour(port, RED)
        sensors.block(port, blocked=True)
        assert not sensors.infrared(port)
    assert sensors.colour() == (0, 0, 0)
    assert not sensors.infrared()


def test_or_it_sees_all_the_same():
    always = replace(Peripherals(), sensors_need_enabling=False)
    sensors = Sensors(always, Surroundings())
    sensors.show_colour(GP1, RED)
    sensors.block(GP5, blocked=True)
    assert sensors.colour() == RED
    assert sensors.infrared(GP5)
    assert not sensors.infrared(GP4)
    assert not sensors.infrared()


def test_the_colour_sensor_that_was_enabled_last_is_read(sensors):
    sensors.show_colour(GP2, RED)
    sensors.show_colour(GP5, (1, 2, 3))
    sensors.enable_colour(GP5, enabled=True)
    sensors.enable_colour(GP2, enabled=True)
    assert sensors.colour() == RED
    sensors.enable_colour(GP5, enabled=False)  # another one
    assert sensors.colour() == RED
    sensors.enable_colour(GP2, enabled=False)
    assert sensors.colour() == (0, 0, 0)


def test_infrared_sensors_are_read_by_their_port_or_the_last_one_without(sensors):
    sensors.block(GP1, blocked=True)
    sensors.enable_infrared(GP1, enabled=True)
    sensors.enable_infrared(GP4, enabled=True)
    assert sensors.infrared(GP1)
    assert not sensors.infrared(GP4)
    assert not sensors.infrared()
    sensors.enable_infrared(GP1, enabled=True)
    assert sensors.infrared()
    sensors.enable_infrared(GP1, enabled=False)
    assert not sensors.infrared(GP1)
    sensors.block(GP4, blocked=True)
    assert sensors.infrared()
    sensors.block(GP4, blocked=False)
    assert not sensors.infrared()


def test_the_host_may_address_a_port_that_is_not_there(sensors):
    sensors.enable_colour(9, enabled=True)
    sensors.enable_infrared(9, enabled=True)
    assert sensors.colour() == (0, 0, 0)
    assert not sensors.infrared(9)


@pytest.mark.parametrize("port", [-1, 4])
def test_the_world_may_not(sensors, port):
    with pytest.raises(ValueError, match="ports are 0 to 3"):
        sensors.show_colour(port, RED)
    with pytest.raises(ValueError, match="ports are 0 to 3"):
        sensors.block(port, blocked=True)


@pytest.mark.parametrize("colour", [(256, 0, 0), (0, -1, 0), (1, 2), (1, 2, 3, 4)])
def test_colours_fit_into_three_bytes(sensors, colour):
    with pytest.raises(ValueError, match="three numbers from 0 to 255"):
        sensors.show_colour(GP1, colour)


@pytest.mark.parametrize("ctrl", [WRITE, QUEUE])
@pytest.mark.parametrize("version", [b"", b"\0", b"\1"], ids=["none", "V1", "V2"])
def test_sensors_at_the_wire(host, ctrl, version):
    """Older hosts send no version of the sensor [C]."""
    say = host.write if ctrl == WRITE else host.queue
    host.arm.world.show_colour(GP2, RED)
    host.arm.world.block(GP4)
    assert host.ask(137, "3B") == (0, 0, 0)
    assert host.ask(138, "B", b"\2") == (0,)
    say(137, bytes([1, GP2]) + version)
    say(138, bytes([1, GP4]) + version)
    assert host.ask(137, "3B") == RED
    assert host.ask(138, "B", b"\2") == (1,)
    assert host.ask(138, "B", b"\0") == (0,)
    host.arm.world.block(GP4, blocked=False)
    assert host.ask(138, "B", b"\2") == (0,)
    say(137, bytes([0, GP2]) + version)
    assert host.ask(137, "3B") == (0, 0, 0)


def test_the_port_is_asked_for_or_not(host):
    """The document shows none [P]; DobotLink sends it [L]."""
    host.write(138, bytes([1, GP5, 1]))
    host.arm.world.block(GP5)
    assert host.ask(138, "B") == (1,)
    assert host.ask(138, "B", bytes([GP5])) == (1,)


def test_what_pydobotplus_and_dobotapi_ask(host):
    """Three bytes: the port, 1 and a version [C]. They wait for the answer for ever."""
    host.arm.world.show_colour(GP2, RED)
    host.arm.world.block(GP4)
    host.queue(137, bytes([1, GP2, 1]))
    host.queue(138, bytes([1, GP4, 1]))
    assert host.ask(137, "3B", bytes([GP2, 1, 1])) == RED
    assert host.ask(138, "B", bytes([GP4, 1, 1])) == (1,)


def test_every_arm_has_surroundings_of_its_own():
    here, there = Host(), Host()
    here.arm.world.block(GP4)
    for host in (here, there):
        host.write(138, bytes([1, GP4, 1]))
    assert here.ask(138, "B") == (1,)
    assert there.ask(138, "B") == (0,)

"""The extra stepper drivers, on their own and at the wire."""

import struct

import pytest

from dobotkit.simulator.motors import Motor
from dobotkit.simulator.profiles import PROFILES

from .host import QUEUE, WRITE, Host


def run(motor, speed, enabled=1):
    return struct.pack("<2Bi", motor, enabled, speed)


def run_for(motor, speed, pulses, enabled=1):
    return struct.pack("<2BiI", motor, enabled, speed, pulses)


def test_a_motor_at_rest():
    motor = Motor()
    assert (motor.position(100.0), motor.speed(100.0)) == (0.0, 0.0)


def test_positions_are_those_of_any_moment_and_speeds_add_up():
    motor = Motor()
    motor.run(1.0, 1000.0)
    assert motor.position(1.0) == 0
    assert motor.position(3.5) == 2500
    motor.run(4.0, -500.0)
    assert motor.position(10.0) == 3000 - 3000
    motor.stop(12.0)
    assert motor.position(100.0) == -1000
    assert motor.speed(100.0) == 0


@pytest.mark.parametrize("speed", [400.0, -400.0])
def test_a_number_of_pulses(speed):
    motor = Motor()
    motor.run(0.0, speed, 1000)
    assert motor.position(2.0) == 2 * speed
    assert motor.speed(2.4) == speed
    assert abs(motor.position(2.5)) == 1000
    assert motor.speed(2.5) == 0
    assert motor.position(60.0) == 1000 * speed / 400


@pytest.mark.parametrize("speed", [float("nan"), float("inf"), float("-inf")])
def test_a_speed_that_is_no_number_is_none(speed):
    motor = Motor()
    motor.run(0.0, speed)
    assert motor.position(10.0) == 0


@pytest.mark.parametrize("ctrl", [WRITE, QUEUE])
def test_running_at_the_wire(host, ctrl):
    say = host.write if ctrl == WRITE else host.queue
    say(135, run(0, 10000))
    say(135, run(1, -300))
    host.wait(2)
    assert host.arm.world.motor_position(0) == 20000
    assert host.arm.world.motor_position(1) == -600
    say(135, run(0, 10000, enabled=0))
    host.wait(2)
    assert host.arm.world.motor_position(0) == 20000
    assert host.arm.world.motor_position(1) == -1200


def test_in_the_queue_a_motor_starts_in_its_turn_though_nobody_asks(host):
    host.queue(110, struct.pack("<I", 1500))
    host.queue(135, run(0, 100))
    host.queue(110, struct.pack("<I", 2000))
    host.queue(135, run(0, 0))
    host.wait(10)
    assert host.arm.world.motor_position(0) == pytest.approx(200)


def test_a_number_of_pulses_does_not_hold_up_the_queue(host):
    """Motors take no time in the queue [L]; they go on by themselves."""
    index = host.queue(136, run_for(0, -500, 1000))
    assert host.index == index
    host.wait(1)
    assert host.arm.world.motor_position(0) == -500
    host.wait(10)
    assert host.arm.world.motor_position(0) == -1000


def test_stopping_the_queue_does_not_stop_a_motor(host):
    host.queue(135, run(0, 100))
    host.write(241)
    host.write(242)
    host.write(245)
    host.wait(2)
    assert host.arm.world.motor_position(0) == 200


def test_a_number_of_pulses_for_a_motor_that_is_not_enabled(host):
    host.write(136, run_for(0, 500, 1000, enabled=0))
    host.wait(10)
    assert host.arm.world.motor_position(0) == 0


@pytest.mark.parametrize("motor", [2, 255])
def test_a_motor_that_is_not_there_is_answered_and_does_nothing(host, motor):
    host.write(135, run(motor, 100))
    host.queue(136, run_for(motor, 100, 100))
    host.wait(1)
    assert host.arm.world.motor_position(0) == host.arm.world.motor_position(1) == 0


@pytest.mark.parametrize("motor", [-1, 2])
def test_the_world_cannot_ask_for_a_motor_that_is_not_there(host, motor):
    with pytest.raises(ValueError, match="motors are 0 to 1"):
        host.arm.world.motor_position(motor)


def test_the_speed_is_an_integer_as_clients_send_it(host):
    """int32 in DobotLink and in working clients [L][C]."""
    host.write(135, bytes.fromhex("0001 f0d8ffff"))
    host.wait(1)
    assert host.arm.world.motor_position(0) == -10000


def test_or_a_float_as_the_document_has_it():
    host = Host(PROFILES["document"])  # [P]
    host.write(135, struct.pack("<2Bf", 0, 1, -1234.5))
    host.wait(2)
    assert host.arm.world.motor_position(0) == -2469


def test_a_speed_of_two_bytes_makes_a_motor_run(host):
    """A frame that ran a real motor, by the document's count of bytes [F]."""
    assert host.arm.receive(bytes.fromhex("aaaa0687 01 0001 0042 35".replace(" ", "")))
    host.wait(1)
    assert host.arm.world.motor_position(0) == 0x4200

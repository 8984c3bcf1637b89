"""What the keeper asks an arm before a motion, and what it believes without asking."""

from __future__ import annotations

import struct
import time

import pytest

from dobotkit.arm.kinematics import SUCTION_CUP, forward
from dobotkit.arm.wire import encode
from dobotkit.errors import AlarmRaised, ArmRestarted
from dobotkit.keeper.arm_itself import ALARMS, POSE, ArmItself
from tests.keeper.watched import WatchedDesk, start_somewhere

READ, NOW, QUEUED = 0, 1, 3
INDEX, SPEEDS, PTP, CUP = 246, 81, 84, 62
MOVL = 2
# An arm needs longer to start than this (s).
STARTS_S = 0.6


class Asked:
    """The keeper's questions to an arm, in their order."""

    def __init__(self, desk):
        self.numbers = []
        receive = desk.arm.receive

        def heard(data):
            self.numbers.extend(frame[3] for frame in frames_in(data) if not frame[4])
            return receive(data)

        desk.arm.receive = heard


def frames_in(data):
    while len(data) > 3:
        end = data[2] + 4
        yield data[:end]
        data = data[end:]


@pytest.fixture
def desk():
    desk = WatchedDesk()
    start_somewhere(desk)
    yield desk
    desk.lease.close()


def move(desk, y):
    return desk.lease.write(encode(PTP, QUEUED, struct.pack("<B4f", MOVL, 200, y, 50, 0)))


def ask(desk, *numbers):
    for number in numbers:
        desk.lease.write(encode(number, READ, b""))


def test_what_the_notebook_has_just_asked_is_not_asked_again(desk):
    move(desk, -10)
    desk.run(4)
    ask(desk, INDEX, ALARMS, POSE)
    asked = Asked(desk)
    move(desk, 0)
    assert asked.numbers == []


def test_what_it_has_not_asked_is_asked(desk):
    move(desk, -10)
    desk.run(4)
    asked = Asked(desk)
    move(desk, 0)
    assert set(asked.numbers) == {ALARMS, INDEX}  # does the one before still wait?
    desk.run(4)
    ask(desk, INDEX)
    asked.numbers.clear()
    move(desk, -10)
    assert set(asked.numbers) == {ALARMS, POSE}


def test_an_alarm_that_came_after_the_last_answer_is_seen(desk):
    ask(desk, INDEX, ALARMS, POSE)
    desk.send(CUP, NOW, "<2B", 1, 1)
    desk.arm.raise_alarm(0x40)
    with pytest.raises(AlarmRaised):
        move(desk, -10)


def test_a_pose_that_was_asked_for_under_way_is_not_where_it_rests(desk):
    move(desk, -20)
    desk.run(0.1, stop_when_idle=False)
    ask(desk, POSE, ALARMS)
    desk.run(4)
    ask(desk, INDEX)
    asked = Asked(desk)
    move(desk, 0)
    assert POSE in asked.numbers


def test_an_arm_that_was_switched_off_and_on_is_known_by_its_silence(desk):
    ask(desk, INDEX, ALARMS, POSE)
    desk.arm.switch_off()
    desk.arm.switch_on()
    time.sleep(STARTS_S)
    # What it answers now does not make it trusted.
    ask(desk, INDEX, ALARMS, POSE)
    for _ in range(2):
        with pytest.raises(ArmRestarted):
            move(desk, -10)


def test_that_before_anything_has_ended(desk):
    desk.lease.stop()
    move(desk, -10)
    desk.arm.switch_off()
    desk.arm.switch_on()
    time.sleep(STARTS_S)
    with pytest.raises(ArmRestarted):
        move(desk, 0)


@pytest.mark.parametrize("speeds", [(50, 50, 50, 50), (100, 100, 400, 400), (90, 250, 400, 400)])
def test_a_pause_of_the_notebook_is_no_restart(desk, speeds):
    # Of the larger ones the arm makes smaller ones.
    desk.send(SPEEDS, QUEUED, "<4f", *speeds)
    move(desk, -20)
    time.sleep(STARTS_S)
    move(desk, -30)
    desk.run(4)
    time.sleep(STARTS_S)
    move(desk, -40)
    desk.run(4)
    assert desk._place()[1] == pytest.approx(-40, abs=0.01)


def test_answers_grow_old_and_damaged_ones_are_not_believed():
    place = (*forward(10, 20, 30, 0), 10.0, 20.0, 30.0, 0.0)
    itself = ArmItself(lambda _: struct.pack("<8f", *place), SUCTION_CUP)
    damaged = bytearray(struct.pack("<8f", *place))
    itself.noted(POSE, bytes(damaged), at_rest=True)
    assert itself.resting_pose() == pytest.approx(place, abs=1e-4)
    damaged[2] ^= 0x40
    itself.noted(POSE, bytes(damaged), at_rest=True)
    assert itself.resting_pose() is None
    itself.noted(POSE, struct.pack("<8f", *place), at_rest=True)
    time.sleep(0.15)
    assert itself.resting_pose() is None

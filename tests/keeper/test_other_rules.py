"""A desk that is set up anew while arms are in use: tried through leases on simulated arms."""

from __future__ import annotations

import itertools
import math
import struct

import pytest

from dobotkit.arm.wire import encode
from dobotkit.errors import ArmClosed, LaserOff, OutOfReach, TooFast
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.envelope import Box, Envelope
from dobotkit.keeper.word import Word
from tests.keeper.watched import FLOOR, TOWER, WatchedDesk, start_somewhere

NOW, QUEUED, READ = 1, 3, 0
SPEEDS, PATH_SPEEDS, PTP, LASER, CUP = 81, 90, 84, 61, 62
MOVL = 2
POST = Box(name="post", low=(220, 40, -100), high=(240, 60, 150))

_names = itertools.count()


@pytest.fixture
def desk():
    desk = WatchedDesk()
    start_somewhere(desk)
    yield desk
    desk.lease.close()


def set_now(desk, number, layout):
    answer = desk.lease.write(encode(number, READ, b""))
    return struct.unpack_from(layout, answer[5:-1])


def another(desk, **changes):
    return desk.envelope.model_copy(update=changes)


def test_a_lower_cap_slows_what_is_set_already(desk):
    desk.lease.use(another(desk, speed=40.0))
    assert set_now(desk, SPEEDS, "<4f") == (40, 40, 80, 80)
    assert set_now(desk, PATH_SPEEDS, "<3f") == (100, 40, 100)
    with pytest.raises(TooFast) as caught:
        desk.lease.write(encode(SPEEDS, NOW, struct.pack("<4f", 60, 60, 60, 60)))
    assert caught.value.high == 40
    desk.send(PTP, QUEUED, "<B4f", MOVL, 240, 0, 50, 0)
    before = desk._place()
    desk.run(0.5, stop_when_idle=False)
    assert 5 < math.dist(before, desk._place()) <= 20


def test_a_higher_cap_makes_nothing_faster_by_itself(desk):
    desk.send(SPEEDS, NOW, "<4f", 30, 31, 32, 33)
    desk.lease.use(another(desk, speed=200.0))
    assert set_now(desk, SPEEDS, "<4f") == (30, 31, 32, 33)
    desk.send(SPEEDS, NOW, "<4f", 200, 31, 32, 33)
    assert not desk.refusals
    assert set_now(desk, SPEEDS, "<4f")[0] == 200


def test_a_move_under_way_does_not_go_into_a_box_that_was_closed_meanwhile(desk):
    desk.send(PTP, QUEUED, "<B4f", MOVL, 230, 20, 90, 0)
    desk.run(4)
    desk.send(PTP, QUEUED, "<B4f", MOVL, 230, 100, 90, 0)
    desk.run(0.1, stop_when_idle=False)
    assert 20 < desk._place()[1] < 40
    desk.lease.use(another(desk, keep_out=(TOWER, POST)))
    desk.run(3, stop_when_idle=False)
    assert POST.depth(*desk._place()) <= 0
    with pytest.raises(OutOfReach) as caught:
        desk.lease.write(encode(PTP, QUEUED, struct.pack("<B4f", MOVL, 230, 100, 90, 0)))
    assert caught.value.limit == "post"
    # Back there is a way.
    desk.send(PTP, QUEUED, "<B4f", MOVL, 230, 0, 90, 0)
    desk.run(4)
    assert math.dist(desk._place(), (230, 0, 90)) < 0.1


def test_a_higher_table_holds_for_what_waits_too(desk):
    desk.send(241, NOW)
    desk.send(PTP, QUEUED, "<B4f", MOVL, 200, 0, FLOOR + 5, 0)
    desk.lease.use(another(desk, floor={"suction": 20.0}))
    desk.send(240, NOW)
    desk.run(3, stop_when_idle=False)
    assert desk._place()[2] > 20


def test_another_tool_closes_the_arm_and_says_so(desk):
    desk.send(CUP, NOW, "<2B", 1, 1)
    desk.lease.use(another(desk, tool="pen"))
    assert desk.lease.closed
    with pytest.raises(ArmClosed, match="Another tool is fitted at this desk now"):
        desk.lease.write(encode(10, READ, b""))


def test_a_tool_of_the_same_length_leaves_it_open_with_its_own_table(desk):
    desk.lease.use(another(desk, tool="gripper", floor={"suction": FLOOR, "gripper": 10.0}))
    with pytest.raises(OutOfReach) as caught:
        desk.lease.write(encode(PTP, QUEUED, struct.pack("<B4f", MOVL, 200, 0, 5, 0)))
    assert caught.value.low == 10


def test_a_laser_that_is_on_goes_off(desk):
    desk.lease.use(another(desk, laser=True))
    desk.send(LASER, NOW, "<2B", 1, 1)
    assert set_now(desk, LASER, "<2B") == (1, 1)
    desk.lease.use(another(desk, laser=False))
    assert set_now(desk, LASER, "<2B") == (0, 0)
    with pytest.raises(LaserOff):
        desk.lease.write(encode(LASER, NOW, b"\1\1"))


def test_a_stop_switches_the_laser_off(desk):
    desk.lease.use(another(desk, laser=True))
    desk.send(LASER, NOW, "<2B", 1, 1)
    desk.lease.stop()
    assert set_now(desk, LASER, "<2B") == (0, 0)


def test_all_arms_learn_of_it_also_those_that_are_opened_later():
    arms = Arms({"desk": f"dobotsim://other{next(_names)}?pace=instant"}, Envelope(), Word())
    loans = [arms.open("desk", "", borrower=object()) for _ in range(2)]
    arms.use(Envelope(speed=50))
    loans.append(arms.open("desk", "", borrower=object()))
    for loan in loans:
        with pytest.raises(TooFast) as caught:
            loan.lease.write(encode(SPEEDS, NOW, struct.pack("<4f", 60, 60, 60, 60)))
        assert caught.value.high == 50
        loan.lease.close()


def test_an_arm_that_does_not_answer_keeps_no_other_from_the_new_rules():
    arms = Arms({"desk": f"dobotsim://other{next(_names)}?pace=instant"}, Envelope(), Word())
    dead, living = (arms.open("desk", "", borrower=object()) for _ in range(2))
    dead.lease._wire.port.close()  # as an unplugged one
    arms.use(Envelope(speed=50))
    assert dead.lease.closed
    assert living.lease.fastest == 50
    living.lease.close()

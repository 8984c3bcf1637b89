"""What the keeper says of a way before it is gone, and which belts it stops."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dobotkit.errors import ArmClosed, ArmError, OutOfReach, WordNeeded
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.lease import Lease
from dobotkit.simulator.motors import Motor
from tests.keeper.watched import FLOOR, WatchedDesk, start_somewhere

HOME = (200.0, 0.0, 50.0, 0.0)
MOTOR, MOTOR_STEPS = 135, 136
PTP, QUEUED, WRITE = 84, 3, 1


@pytest.fixture
def desk():
    desk = WatchedDesk()
    start_somewhere(desk)
    yield desk
    desk.lease.close()


@pytest.fixture(scope="module")
def busy_desk():
    desk = WatchedDesk()
    start_somewhere(desk)
    yield desk
    desk.lease.close()


class TestWay:
    @pytest.mark.parametrize(
        ("places", "limit"),
        [
            ([HOME, (200, 0, 0, 0), (200, 0, FLOOR - 1, 0)], "table"),
            ([HOME, (280, 0, 0, 0), (200, 120, 0, 0)], "tower"),
            ([HOME, (200, -50, 0, 0), (400, 0, 0, 0)], "reach"),
            ([HOME, (200, -50, 0, 0), (math.nan, 0, 0, 0)], "reach"),
        ],
    )
    def test_its_end_is_looked_at_before_its_beginning(self, desk, places, limit):
        index = desk.arm.pose()
        with pytest.raises(OutOfReach) as caught:
            desk.lease.check_way(places)
        assert caught.value.limit == limit
        assert desk.arm.pose() == index

    def test_what_it_allows_and_what_moves_nothing(self, desk):
        before = desk.arm.pose()
        desk.lease.check_way([HOME, (200, -50, 0, 0), (250, -50, FLOOR, 0), HOME])
        desk.lease.check_way([HOME])
        desk.run(1, stop_when_idle=False)
        assert desk.arm.pose() == before

    @given(
        st.lists(
            st.tuples(st.floats(130, 310), st.floats(-150, 150), st.floats(-60, 80), st.just(0.0)),
            min_size=1,
            max_size=2,
        )
    )
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_it_is_said_ahead_what_is_said_of_each_move(self, busy_desk, corners):
        desk = busy_desk
        start = desk.arm.pose()[:4]
        try:
            desk.lease.check_way([start, *corners])
            ahead = ""
        except OutOfReach as error:
            ahead = error.limit
        said = ""
        desk.refusals.clear()
        for corner in corners:
            desk.send(PTP, QUEUED, "<B4f", 2, *corner)
            if desk.refusals:
                said = desk.refusals[0].limit
                break
        desk.run(20)
        assert said == ahead
        assert not desk.crimes

    def test_nobody_has_allowed_a_real_arm_to_move(self):
        desk = WatchedDesk()
        start_somewhere(desk)

        def refuse():
            raise WordNeeded("nobody has looked", "ask the teacher")

        desk.lease._judge._may_move = refuse
        with pytest.raises(WordNeeded):
            desk.lease.check_way([HOME, (200, 0, 40, 0)])
        desk.lease.close()

    def test_a_closed_arm_goes_no_way(self, desk):
        desk.lease.close()
        with pytest.raises(ArmClosed):
            desk.lease.check_way([HOME, (200, 0, 40, 0)])


def belt(desk: WatchedDesk, number: int = 0) -> Motor:
    return desk.arm._controller.state.motors[number]


class TestBelts:
    @pytest.mark.parametrize(
        ("command", "params"),
        [
            (MOTOR, struct.pack("<2Bi", 0, 1, 5000)),
            (MOTOR_STEPS, struct.pack("<2BiI", 0, 1, 5000, 10**9)),
        ],
    )
    @pytest.mark.parametrize("ctrl", [WRITE, QUEUED])
    def test_a_stop_stops_them(self, desk, command, params, ctrl):
        desk.send(command, ctrl, f"<{len(params)}s", params)
        desk.run(1)
        assert belt(desk).speed(desk.arm.time) == 5000
        desk.lease.stop("page")
        assert belt(desk).speed(desk.arm.time) == 0

    def test_so_does_the_end(self, desk):
        desk.send(MOTOR, QUEUED, "<2Bi", 1, 1, -5000)
        desk.run(1)
        assert belt(desk, 1).speed(desk.arm.time) == -5000
        desk.lease.close()
        assert belt(desk, 1).speed(desk.arm.time) == 0

    def test_an_arm_without_belts_is_told_nothing_of_them(self):
        desk = WatchedDesk()
        sent = []
        write = desk.lease._wire.write
        desk.lease._wire.write = lambda frame: (sent.append(frame[3]), write(frame))
        desk.lease.stop("page")
        desk.lease.close()
        assert sent
        assert MOTOR not in sent


def test_an_envelope_is_told_as_it_is_now(desk):
    assert desk.lease.envelope.lowest == FLOOR
    desk.lease.use(Envelope(speed=50))
    assert desk.lease.envelope == Envelope(speed=50)
    assert isinstance(desk.lease, Lease)
    with pytest.raises(ArmError):
        desk.lease.check_way([HOME, (200, 0, -300, 0)])
    desk.lease.check_way([HOME, (200, 0, FLOOR - 20, 0)])

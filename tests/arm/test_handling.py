"""Pick, place, stack, drop and look, on an arm in this process and on one behind a keeper."""

from __future__ import annotations

import math
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dobotkit import Arm, wire
from dobotkit.arm.handling import HEAVIEST_G
from dobotkit.desk_messages import DeskNow
from dobotkit.errors import (
    AlreadyHolding,
    ArmClosed,
    ArmError,
    ArmStopped,
    LoadTooHeavy,
    NoTable,
    NotFitted,
    NothingHeld,
    OutOfReach,
    UnknownName,
    WrongValue,
)
from dobotkit.things import Thing
from tests.arm.desks import ADDRESSES, TABLE, moved_by, opened

BLOCK = Thing("red", "block", "red", (25.0, 25.0, 30.0), (200.0, 60.0, TABLE), angle=100.0)
BIN = Thing("bin", "bin", "grey", (80.0, 80.0, 60.0), (220.0, -100.0, TABLE))


@pytest.fixture(params=ADDRESSES)
def arm(request):
    with opened(request.param) as arm:
        yield arm


@pytest.fixture(scope="module", params=ADDRESSES)
def bare(request):
    """An arm that a test may leave where it likes, for many examples."""
    with opened(request.param) as arm:
        arm.home()
        yield arm


def lines(heard):
    """The straight lines and pump commands in what was sent, in their order."""
    found = []
    for frame in heard.find("PTPCmd"):
        if frame.sent_by == "host":
            fields = {field.name: field.value for field in frame.fields}
            found.append(tuple(round(fields[name], 2) for name in "xyzr"))
    return found


class TestWay:
    def test_it_picks_from_above_and_straight_down(self, arm):
        arm.move_to(250, 0, 0)
        with wire.listen(arm) as heard:
            arm.pick((200, 60), lift=50)
        assert lines(heard) == [
            (250, 0, 15, 0),
            (200, 60, 15, 0),
            (200, 60, -35, 0),
            (200, 60, 15, 0),
        ]
        assert arm.suction
        assert arm.pose()[:3] == pytest.approx((200, 60, 15), abs=1e-3)

    def test_it_places_with_the_underside_at_the_place(self, arm):
        arm.pick((200, 60), height=40)
        with wire.listen(arm) as heard:
            arm.place(x=200, y=-60)
        assert lines(heard)[-2:] == [(200, -60, -20, 0), (200, -60, 20, 0)]
        assert not arm.suction

    def test_it_stacks_on_the_top(self, arm):
        arm.pick((200, 60))
        with wire.listen(arm) as heard:
            arm.stack(BLOCK)
        # The lower thing is 30 mm high, the held one 25.
        assert lines(heard)[-2][2] == TABLE + 55
        arm.pick((200, 60, TABLE + 30))
        with wire.listen(arm) as heard:
            arm.stack((200, -60), height=10)
        assert lines(heard)[-2][2] == TABLE + 35

    def test_it_drops_from_above_the_rim(self, arm):
        arm.pick((200, 60))
        arm.drop_into(BIN)
        assert not arm.suction
        assert arm.pose()[:3] == pytest.approx((220, -100, TABLE + 60 + 25 + 10), abs=1e-3)
        arm.pick((200, 60))
        arm.drop_into((220, -100))
        assert arm.pose().z == pytest.approx(TABLE + 50 + 25 + 10, abs=1e-3)

    def test_the_gripper_goes_down_beside_a_thing_and_turns_with_it(self, arm):
        arm.use_tool("gripper")
        with wire.listen(arm) as heard:
            arm.pick(BLOCK)
        assert lines(heard)[-2] == (200, 60, TABLE + 15, 10)
        assert arm.gripping
        assert not arm.suction
        with wire.listen(arm) as heard:
            arm.place(200, -60)
        assert lines(heard)[-2] == (200, -60, TABLE + 15, 10)
        assert not arm.gripping

    def test_a_taught_point_is_where_the_tool_was(self, arm):
        arm.points["tray"] = (200, 60, -34, 15)
        with wire.listen(arm) as heard:
            arm.pick("tray")
            arm.place("tray")
        taken, put = lines(heard)[-4], lines(heard)[-2]
        assert taken == put == (200, 60, -34, 15)

    def test_to_look_it_goes_aside_high_up(self, arm):
        arm.move_to(200, 60, -40)
        arm.look_from()
        _, y, z = arm.pose()[:3]
        assert y < -150
        assert z > 0
        arm.look_from(200, 0, 80)
        assert arm.pose()[:3] == pytest.approx((200, 0, 80), abs=1e-3)

    def test_when_moved_is_told_once_and_may_use_the_arm(self, arm):
        told = []

        def tell(pose):
            told.append(pose)
            if len(told) == 1:
                arm.move_by(z=10)

        arm.when_moved = tell
        arm.pick((200, 60))
        assert len(told) == 2
        assert arm.pose().z == pytest.approx(TABLE + 25 + 40 + 10, abs=1e-3)


class TestWhatItHolds:
    def test_nothing(self, arm):
        with wire.listen(arm) as heard:
            for verb in (
                lambda: arm.place(200, 0),
                lambda: arm.stack(BLOCK),
                lambda: arm.drop_into(BIN),
            ):
                with pytest.raises(NothingHeld, match="holds nothing"):
                    verb()
        assert moved_by(heard) == []

    def test_two_things_at_once(self, arm):
        arm.pick((200, 60))
        with wire.listen(arm) as heard, pytest.raises(AlreadyHolding, match="something already"):
            arm.pick((200, 0))
        assert moved_by(heard) == []
        arm.place(200, 60)
        arm.pick((200, 60))

    def test_a_pump_that_is_on_may_hold_something(self, arm):
        arm.suck(True)
        with pytest.raises(AlreadyHolding, match="its pump is on"):
            arm.pick((200, 60))
        # What it holds nobody has said: the usual cube.
        arm.place(200, 60)
        assert arm.pose().z == pytest.approx(TABLE + 25 + 40, abs=1e-3)
        arm.grip(True)
        with pytest.raises(AlreadyHolding, match="its gripper is closed"):
            arm.pick((200, 60))

    def test_what_was_let_go_by_hand_is_forgotten(self, arm):
        arm.pick((200, 60))
        arm.suck(False)
        with pytest.raises(NothingHeld):
            arm.place(200, 0)
        arm.pick((200, 60))

    def test_a_pen_holds_nothing(self, arm):
        arm.use_tool("pen")
        with wire.listen(arm) as heard, pytest.raises(NotFitted, match="A pen is fitted"):
            arm.pick((200, 60))
        assert moved_by(heard) == []

    @pytest.mark.parametrize(
        ("told", "tool"),
        [
            *(("suction", "suction cup"), ("gripper", "gripper"), ("pen", "pen")),
            *(("laser", None), ("none", None)),
        ],
    )
    def test_it_holds_with_what_the_desk_says(self, told, tool):
        with opened("dobotsim") as arm:
            now = DeskNow(speed=100, tool=told, floor=TABLE, keep_out=(), zones=(), laser=False)
            arm.port.desk_now = lambda: now
            arm._end_effector.ask()
            assert arm._end_effector.tool == tool
            if tool is None:
                with pytest.raises(NotFitted, match="No tool is fitted at this desk"):
                    arm.pick((200, 0))

    def test_stopped_on_the_way_it_goes_on_from_there(self):
        with Arm("dobotsim://stopped?pace=real") as arm:
            arm._driver.is_simulated = False
            arm.table.height = TABLE
            stopper = threading.Timer(0.3, arm.stop)
            stopper.start()
            with pytest.raises(ArmStopped):
                arm.pick((200, 150))
            stopper.join()
            assert not arm.suction
            place = arm.pose()
            time.sleep(0.1)
            assert arm.pose() == place
        with Arm("dobotsim://stopped?pace=instant") as arm:
            arm._driver.is_simulated = False
            arm.table.height = TABLE
            arm.pick((200, 150))
            assert arm.suction

    def test_the_height_of_the_table_is_that_of_the_desk(self):
        with opened("keeper", table=None) as arm:
            desk = arm.port.desk_now()
            arm.port.desk_now = lambda: desk.model_copy(update={"floor": -55.0})
            assert arm.table.height == -55
            arm.pick((200, 0))
            assert arm.pose().z == pytest.approx(-55 + 25 + 40, abs=1e-3)
            arm.table.height = -50
            assert arm.table.height == -50


def put_back(arm):
    arm.suck(False)
    arm.home()


REFUSED = {
    "too far": (lambda arm: arm.pick((400, 0)), OutOfReach, "reach"),
    "only the way across": (lambda arm: arm.pick((315, 0), lift=120), OutOfReach, "j2-j3"),
    "below the table": (lambda arm: arm.pick((200, 0, TABLE - 5)), OutOfReach, "table"),
    "no number": (lambda arm: arm.pick((math.nan, 0)), WrongValue, ""),
    "a word": (lambda arm: arm.pick((200, "left")), WrongValue, ""),
    "one number": (lambda arm: arm.pick(200), WrongValue, ""),
    "no such point": (lambda arm: arm.pick("nowhere"), UnknownName, ""),
    "too high a thing": (lambda arm: arm.pick((200, 0), height=400), WrongValue, ""),
    "too flat a thing": (lambda arm: arm.pick((200, 0), height=0), WrongValue, ""),
    "too small a lift": (lambda arm: arm.pick((200, 0), lift=1), WrongValue, ""),
    "turned too far": (lambda arm: arm.pick((200, 0), r=170), OutOfReach, "j4"),
    "too heavy": (lambda arm: arm.pick((200, 0), weight=600), LoadTooHeavy, "load"),
    "no weight": (lambda arm: arm.pick((200, 0), weight=math.nan), LoadTooHeavy, "load"),
    "look too far": (lambda arm: arm.look_from(400, 0, 50), OutOfReach, "reach"),
}


class TestRefusals:
    @pytest.mark.parametrize("name", REFUSED)
    def test_it_refuses_before_it_moves(self, bare, name):
        verb, error, rule = REFUSED[name]
        before = bare.pose()
        with wire.listen(bare) as heard, pytest.raises(error) as caught:
            verb(bare)
        assert moved_by(heard) == []
        assert bare.pose() == before
        assert not bare.suction
        assert caught.value.rule == rule
        if rule:
            assert caught.value.value is not None
            why = caught.value.why()
            assert why.startswith(f"The rule “{rule}”")

    @given(
        place=st.tuples(st.floats(-400, 400), st.floats(-400, 400))
        | st.tuples(st.floats(-400, 400), st.floats(-400, 400), st.floats(-150, 150)),
        height=st.floats(1, 120),
        lift=st.floats(5, 200),
        r=st.none() | st.floats(-200, 200),
    )
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_all_of_it_is_done_or_nothing(self, bare, place, height, lift, r):
        before = bare.pose()
        with wire.listen(bare) as heard:
            try:
                bare.pick(place, height=height, lift=lift, r=r)
            except ArmError:
                assert moved_by(heard) == []
                assert bare.pose() == before
                assert not bare.suction
                return
        assert bare.suction
        x, y, under = (*place, TABLE)[:3]
        assert bare.pose()[:3] == pytest.approx((x, y, under + height + lift), abs=0.01)
        assert bare._link.alarms() == ()
        put_back(bare)

    def test_a_refusal_is_remembered_and_forgotten(self, arm):
        with pytest.raises(OutOfReach):
            arm.pick((400, 0))
        assert arm.refusal is not None
        assert arm.refusal.target == (400.0, 0.0, pytest.approx(TABLE + 65))
        arm.pick((200, 0))
        assert arm.refusal is None

    def test_nobody_knows_the_table_of_a_real_arm(self):
        with opened("dobotsim", table=None) as arm:
            with (
                wire.listen(arm) as heard,
                pytest.raises(WrongValue, match="how high the table is"),
            ):
                arm.pick((200, 0))
            assert moved_by(heard) == []
            arm.points["tray"] = (200, 0, -30)
            arm.pick("tray")
            with pytest.raises(NoTable, match="does not know what is on its table"):
                _ = arm.table.things
            with pytest.raises(NoTable):
                arm.table.reset("blocks")

    def test_a_weight_that_it_carries(self, arm):
        arm.pick((200, 0), weight=HEAVIEST_G)
        assert arm.suction

    def test_a_closed_arm(self, arm):
        arm.close()
        for verb in (
            lambda: arm.pick((200, 0)),
            lambda: arm.place(200, 0),
            arm.look_from,
            arm.record,
            lambda: arm.play([]),
        ):
            with pytest.raises(ArmClosed):
                verb()


def test_two_arms_in_one_notebook():
    with opened("keeper") as left, opened("keeper") as right, opened("dobotsim") as third:
        left.points["here"] = (200, 0, 0)
        for arm, y in ((left, 60), (right, -60), (third, 0)):
            arm.pick((200, y))
        assert "here" not in right.points
        left.place(200, 0)
        assert (left.suction, right.suction, third.suction) == (False, True, True)
        assert [round(arm.pose().y) for arm in (left, right, third)] == [0, -60, 0]

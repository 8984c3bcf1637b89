"""Recording, playing back, leading by hand, and moving gently."""

from __future__ import annotations

import threading
import time
from _thread import interrupt_main

import pytest

from dobotkit import wire
from dobotkit.arm.track import Track
from dobotkit.errors import ArmClosed, OutOfReach, TooFast, UnknownName, WrongValue
from tests.arm.desks import ADDRESSES, moved_by, opened

PATIENCE_S = 20.0


@pytest.fixture(params=ADDRESSES)
def arm(request):
    with opened(request.param) as arm:
        arm.home()
        yield arm


@pytest.fixture
def own_arm():
    """An arm in this process, which can be led by its hand."""
    with opened("dobotsim") as arm:
        arm.home()
        yield arm


def soon(true, what):
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


def is_waited_for(arm):
    soon(lambda: arm._link.ask(41)[0] == 1, "nobody waits for the button")


class TestRecord:
    def test_it_does_again_what_it_did(self, arm):
        with arm.record() as track:
            arm.move_to(200, 50, 20)
            arm.suck(True)
            arm.move_by(y=-100, wait=False)
            arm.suck(False)
        assert [(tuple(place), act) for place, act in track] == [
            ((200, 50, 20, 0), ""),
            ((200, 50, 20, 0), "suck"),
            ((200, -50, 20, 0), ""),
            ((200, -50, 20, 0), "let go"),
        ]
        arm.move_to(250, 0, 0)
        again = Track.from_json(track.to_json())
        with arm.record() as copy:
            arm.play(again)
        assert list(copy) == list(track)
        assert arm.pose()[:3] == pytest.approx((200, -50, 20), abs=1e-3)

    def test_pick_and_place_are_recorded(self, arm):
        with arm.record() as track:
            arm.pick((200, 60))
            arm.place(200, -60)
        assert [act for _, act in track if act] == ["suck", "let go"]
        with wire.listen(arm) as heard:
            arm.play(track, times=2)
        assert sum(number == 62 for number in moved_by(heard)) == 4
        assert not arm.suction

    def test_home_and_the_gripper_are_recorded(self, arm):
        home = arm.pose()
        with arm.record() as track:
            arm.home()
            arm.grip(True)
            arm.grip(False)
        assert [act for _, act in track] == ["", "grip", "open"]
        assert track[0].place == pytest.approx(home[:4])
        arm.move_by(y=20)
        arm.play(track)
        assert arm.pose()[:4] == pytest.approx(home[:4], abs=1e-3)

    def test_a_move_that_was_refused_or_came_later_is_not_recorded(self, arm):
        with arm.record() as outer:
            arm.move_to(200, 0, 0)
            with arm.record() as inner, pytest.raises(OutOfReach):
                arm.move_to(500, 0, 0)
            arm.move_to(200, 10, 0)
        arm.move_to(200, 20, 0)
        assert len(inner) == 0
        assert [step.place.y for step in outer] == [0, 10]


class TestPlay:
    def test_points_by_name_pose_and_place(self, arm):
        arm.points["gate"] = (200, 60, 20)
        here = arm.pose()
        passed = []
        arm.points["end"] = (220, 0, 0, 10)
        with arm.record() as track:
            arm.play(["gate", here, (200, -60, 20), "end"])
        passed = [tuple(place) for place, _ in track]
        assert passed[0] == (200, 60, 20, 0)
        assert passed[1] == pytest.approx(here[:4])
        assert passed[2:] == [(200, -60, 20, 0), (220, 0, 0, 10)]

    @pytest.mark.parametrize(
        ("what", "error"),
        [
            ([(200, 0, 0), (500, 0, 0)], OutOfReach),
            ([(200, 0, 0), (-150, 0, 0)], OutOfReach),
            ([(200, 0, 0), "nowhere"], UnknownName),
            ([(200, 0)], WrongValue),
            ("gate", WrongValue),
            (5, WrongValue),
            (None, WrongValue),
        ],
    )
    def test_what_cannot_be_played_moves_nothing(self, arm, what, error):
        with wire.listen(arm) as heard, pytest.raises(error):
            arm.play(what)
        assert moved_by(heard) == []

    @pytest.mark.parametrize("times", [0, -1, 1.5, 1e9, float("nan"), "twice"])
    def test_how_often_it_cannot_be(self, own_arm, times):
        with pytest.raises(WrongValue, match="times"):
            own_arm.play([(200, 0, 0)], times=times)

    def test_an_empty_track_does_nothing(self, arm):
        with wire.listen(arm) as heard:
            arm.play(Track())
        assert moved_by(heard) == []


class TestByHand:
    def hand(self, arm, places):
        """Lead the arm to places, letting the button go at each, as soon as it is waited for."""
        world = arm.port.arm.world

        def lead():
            is_waited_for(arm)
            for place in places:
                count = len(self.track)
                world.press_button()
                world.lead(*place)
                world.release_button()
                soon(lambda count=count: len(self.track) > count, "the place was not noted")
            arm.stop()

        return threading.Thread(target=lead)

    def test_a_place_each_time_the_button_is_let_go(self, own_arm):
        places = [(200, 40, 30, 0), (220, -40, -20, 5)]
        with own_arm.record() as self.track:
            hand = self.hand(own_arm, places)
            hand.start()
            own_arm.lead_by_hand(seconds=PATIENCE_S)
            hand.join()
        assert [tuple(step.place) for step in self.track] == [
            pytest.approx(place, abs=1e-3) for place in places
        ]
        assert own_arm._link.ask(41)[0] == 0
        own_arm.move_to(250, 0, 0)
        own_arm.play(self.track)
        assert own_arm.pose()[:4] == pytest.approx(places[-1], abs=1e-3)

    def test_a_place_every_so_often_where_it_has_moved(self, own_arm):
        world = own_arm.port.arm.world
        with own_arm.record() as track:

            def lead():
                world.press_button()
                for x in (200, 210, 220):
                    count = len(track)
                    world.lead(x, 0, 0)
                    soon(lambda count=count: len(track) > count, "the place was not noted")
                time.sleep(0.2)
                own_arm.stop()

            hand = threading.Thread(target=lead)
            hand.start()
            own_arm.lead_by_hand(PATIENCE_S, every=0.01)
            hand.join()
        # The last three are where it was led to; standing still adds nothing.
        assert [round(step.place.x) for step in track][-3:] == [200, 210, 220]
        assert len(track) <= 4

    def test_ctrl_c_ends_it_and_keeps_what_was_shown(self, own_arm):
        world = own_arm.port.arm.world

        def lead():
            is_waited_for(own_arm)
            world.press_button()
            world.lead(200, 40, 30)
            world.release_button()
            soon(lambda: len(self.track) == 1, "the place was not noted")
            interrupt_main()

        hand = threading.Thread(target=lead)
        with own_arm.record() as self.track:
            hand.start()
            with pytest.raises(KeyboardInterrupt):
                own_arm.lead_by_hand(seconds=PATIENCE_S)
        hand.join()
        assert self.track[0].place == pytest.approx((200, 40, 30, 0), abs=1e-3)
        assert own_arm._link.ask(41)[0] == 0

    def test_it_ends_by_itself(self, arm):
        with arm.record() as track:
            arm.lead_by_hand(seconds=0.1)
        assert len(track) == 0

    def test_without_a_record_it_would_be_lost(self, own_arm):
        with pytest.raises(WrongValue, match="Nothing is being recorded"):
            own_arm.lead_by_hand(seconds=1)

    @pytest.mark.parametrize("seconds", [0, -1, 1e9, float("nan"), "long"])
    def test_no_time(self, own_arm, seconds):
        with own_arm.record(), pytest.raises(WrongValue):
            own_arm.lead_by_hand(seconds=seconds)


class TestGently:
    def test_slowly_and_softly_and_then_as_before(self, arm):
        arm.speed(80, 90)
        with arm.gently():
            assert arm._driver.speed == (30, 50)
            with arm.gently(60, 20):
                assert arm._driver.speed == (30, 20)
                arm.speed(10, 10)
            assert arm._driver.speed == (30, 50)
        assert arm._driver.speed == (80, 90)

    def test_after_an_error_as_before(self, arm):
        arm.speed(80, 90)
        with pytest.raises(OutOfReach), arm.gently():
            arm.move_to(500, 0, 0)
        assert arm._driver.speed == (80, 90)
        with pytest.raises(KeyboardInterrupt), arm.gently():
            raise KeyboardInterrupt
        assert arm._driver.speed == (80, 90)

    def test_a_slow_arm_becomes_no_faster(self, arm):
        arm.speed(20, 10)
        with arm.gently():
            assert arm._driver.speed == (20, 10)

    def test_an_arm_that_was_closed_meanwhile(self, arm):
        with arm.gently():
            arm.close()
        with pytest.raises(ArmClosed), arm.gently():
            pass

    def test_the_arm_itself_is_slow(self, own_arm):
        firmware = own_arm.port.arm
        with own_arm.gently():
            begun = firmware.time
            own_arm.move_by(y=100)
            slow = firmware.time - begun
        begun = firmware.time
        own_arm.move_by(y=-100)
        assert slow > 1.5 * (firmware.time - begun)

    @pytest.mark.parametrize("values", [(0, 50), (300, 50), (30, 0), (30, 500)])
    def test_values_that_cannot_be(self, own_arm, values):
        before = own_arm._driver.speed
        with pytest.raises(TooFast), own_arm.gently(*values):
            pass
        assert own_arm._driver.speed == before

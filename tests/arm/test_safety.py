"""The arm must not move when it should not: stops, errors, races, broken lines."""

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from dobotkit import Arm
from dobotkit.arm import ports, shutdown
from dobotkit.arm.link import Link
from dobotkit.arm.wire import QUEUED, encode
from dobotkit.errors import (
    AlarmRaised,
    AnswerLost,
    ArmClosed,
    ArmSilent,
    ArmStalled,
    ArmStopped,
    OutOfReach,
    WrongValue,
)
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.profile import AlarmPolicy
from dobotkit.simulator.serve import PtyServer
from tests.arm.bench import Cable, fresh_address, whole

MOVL, MOVJ = 2, 1


def lost(_answer):
    return []


@pytest.fixture
def bench(monkeypatch):
    """An arm on the wall's clock, at (200, 0, 50), slow; and the cable to it."""
    cables = []

    def plug_in(address, **_options):
        cables.append(Cable(address))
        return cables[-1]

    monkeypatch.setattr(ports, "open_port", plug_in)
    arm = Arm(fresh_address("pace=instant"))
    [cable] = cables
    arm.move_to(200, 0, 50)
    firmware = cable.inner.arm
    firmware.use_clock(clock_for_pace("real", start=firmware.time))
    arm.speed(20)
    yield arm, cable
    cable.damage = whole
    cable.unplugged = False
    arm.close()


def hurry(cable):
    firmware = cable.inner.arm
    firmware.use_clock(clock_for_pace("instant", start=firmware.time))


def comes_to_rest(firmware):
    deadline = time.monotonic() + 2
    while not firmware.idle and time.monotonic() < deadline:
        time.sleep(0.02)
    return firmware.idle


class TestStopOnABadLine:
    def test_stop_goes_out_although_no_answer_comes_back(self, bench):
        arm, cable = bench
        arm.move_by(y=80, wait=False)
        cable.damage = lost
        with pytest.raises(ArmSilent):
            arm.pose()
        before = len(cable.sent)
        with pytest.raises(ArmSilent):
            arm.stop()
        assert cable.numbers[before : before + 2] == [242, 245]
        assert comes_to_rest(cable.inner.arm)
        assert cable.inner.arm.pose()[1] < 79

    def test_so_does_close(self, bench):
        arm, cable = bench
        arm.move_by(y=80, wait=False)
        cable.damage = lost
        with pytest.raises(ArmSilent):
            arm.close()
        assert comes_to_rest(cable.inner.arm)
        assert cable.inner.arm.pose()[1] < 79

    def test_the_answer_to_a_move_is_lost(self, bench):
        arm, cable = bench
        cable.damage = lambda answer: [] if answer[3] == 84 else whole(answer)
        with pytest.raises(AnswerLost, match="the arm was stopped") as caught:
            arm.move_by(y=80)
        assert "arm.pose()" in caught.value.advice
        assert cable.numbers.count(84) == 2  # the first is that of the fixture
        cable.damage = whole
        rest = arm.pose()
        time.sleep(0.2)
        assert arm.pose() == rest
        assert rest.y < 79


class TestRaces:
    def test_a_verb_that_waits_for_its_turn_is_stopped_as_well(self, bench):
        arm, cable = bench
        outcomes = []

        def drive(y):
            try:
                arm.move_to(200, y, 50)
            except ArmStopped:
                outcomes.append(y)

        threads = [threading.Thread(target=drive, args=(y,)) for y in (60, -60)]
        for thread in threads:
            thread.start()
            time.sleep(0.2)
        count = cable.numbers.count(84)
        arm.stop()
        for thread in threads:
            thread.join(10)
        assert sorted(outcomes) == [-60, 60]
        assert cable.numbers.count(84) == count

    def test_a_verb_that_waits_for_its_turn_finds_a_closed_arm(self, bench):
        arm, cable = bench
        errors = []

        def drive(verb, *arguments):
            try:
                verb(*arguments)
            except (ArmStopped, ArmClosed) as error:
                errors.append(type(error))

        threads = [
            threading.Thread(target=drive, args=call)
            for call in ((arm.move_to, 200, 60, 50), (arm.suck, True), (arm.home,))
        ]
        for thread in threads:
            thread.start()
            time.sleep(0.1)
        arm.close()
        for thread in threads:
            thread.join(10)
        assert len(errors) == 3
        assert comes_to_rest(cable.inner.arm)
        assert not cable.inner.arm.suction

    def test_a_link_that_is_being_closed_takes_no_more_commands(self):
        link = Link(Cable(fresh_address()))
        link._on = False
        with pytest.raises(ArmClosed):
            link.enqueue(31)
        with pytest.raises(ArmClosed):
            link.move_to(200, 0, 50, 0)
        link._on = True
        link.close()

    def test_a_callback_that_moves_the_arm_does_not_outdate_the_look_at_the_way(self, bench):
        arm, cable = bench
        hurry(cable)
        arm.move_to(150, 170, 0)
        arm.move_to(50, 200, 0, wait=False)
        moved = []

        def astray(_pose):
            if not moved:
                moved.append(True)
                arm.move_to(150, -170, 0)

        arm.when_moved = astray
        # Free from where the arm was told to go, but not from where the callback sends it.
        with pytest.raises(OutOfReach):
            arm.move_to(0, 200, 0)
        assert arm._link.alarms() == ()


class TestErrorsStopTheArm:
    @pytest.mark.parametrize("policy", AlarmPolicy)
    def test_home_recovers_and_nothing_that_waited_runs(self, bench, policy):
        arm, cable = bench
        hurry(cable)
        controller = cable.inner.arm._controller
        controller.profile = replace(controller.profile, alarm_policy=policy)
        # One that breaks a limit, and one behind it.
        for target in ((400, 0, 0, 0), (200, -60, 50, 0)):
            cable.inner.write(encode(84, QUEUED, struct.pack("<B4f", MOVJ, *target)))
        cable.inner.read_all()
        with pytest.raises(AlarmRaised):
            arm.move_to(200, 60, 50)
        before = len(cable.sent)
        arm.home()
        recovery = [(frame[3], frame[4]) for frame in cable.sent[before:]]
        assert recovery.index((245, 1)) < recovery.index((20, 1)) < recovery.index((31, 3))
        assert arm.pose().x == pytest.approx(259.1, abs=0.1)
        arm.move_to(200, 0, 50)

    def test_an_alarm_on_the_way_stops_what_waits_behind(self, bench):
        arm, cable = bench
        hurry(cable)
        controller = cable.inner.arm._controller
        controller.profile = replace(controller.profile, alarm_policy=AlarmPolicy.HOLD)
        before = len(cable.sent)
        controller.state.alarms |= 1 << 0x50  # lost steps, as after a bump
        arm._pacing.put(84, struct.pack("<B4f", MOVL, 200, 60, 50, 0), is_move=True)
        with pytest.raises(AlarmRaised, match="lost steps"):
            arm._pacing.finish()
        assert {242, 245} <= set(cable.numbers[before:])

    def test_after_a_stall_nothing_starts_by_itself(self, bench, monkeypatch):
        arm, cable = bench
        arm._link.tell(241)
        monkeypatch.setattr("dobotkit.arm.pacing.STALL_S", 0.2)
        with pytest.raises(ArmStalled):
            arm.move_by(y=80)
        arm._link.tell(240)
        time.sleep(0.3)
        assert cable.inner.arm.idle
        assert arm.pose().y == pytest.approx(0, abs=0.1)


class TestInterrupts:
    def test_a_second_ctrl_c_does_not_prevent_the_stop(self, bench, monkeypatch):
        arm, cable = bench
        arm.move_by(y=80, wait=False)
        plain_write, pressed = cable.write, []

        def impatient(data):
            if data[3] == 242 and not pressed:
                pressed.append(True)
                raise KeyboardInterrupt
            return plain_write(data)

        monkeypatch.setattr(cable, "write", impatient)
        with pytest.raises(KeyboardInterrupt):
            arm.stop()
        assert comes_to_rest(cable.inner.arm)
        assert cable.inner.arm.pose()[1] < 79

    def test_an_interrupted_close_has_stopped_the_arm(self, bench, monkeypatch):
        arm, cable = bench
        arm.move_by(y=80, wait=False)
        plain_write, pressed = cable.write, []

        def impatient(data):
            if data[3] == 242 and not pressed:
                pressed.append(True)
                raise KeyboardInterrupt
            return plain_write(data)

        monkeypatch.setattr(cable, "write", impatient)
        with pytest.raises(KeyboardInterrupt):
            arm.close()
        assert comes_to_rest(cable.inner.arm)

    def test_an_interrupted_opening_of_the_gripper_leaves_no_pump_running(self, bench, monkeypatch):
        arm, cable = bench
        arm.grip(True)
        plain_write = cable.write

        def interrupted(data):
            if data[3] == 110:
                raise KeyboardInterrupt
            return plain_write(data)

        monkeypatch.setattr(cable, "write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            arm.grip(False)
        assert not cable.inner.arm.pump

    @pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal and signals")
    @pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
    def test_a_program_that_the_system_ends_stops_its_arm(self, name):
        firmware = Firmware(clock=clock_for_pace("instant"))
        firmware.receive(encode(84, QUEUED, struct.pack("<B4f", MOVJ, 200, -100, 50, 0)))
        firmware.use_clock(clock_for_pace("real", start=firmware.time))
        program = (
            "import sys, time\n"
            "from dobotkit import Arm\n"
            "arm = Arm(sys.argv[1])\n"
            "arm.speed(10)\n"
            "arm.move_by(y=100, wait=False)\n"
            "print('moving', flush=True)\n"
            "time.sleep(60)\n"
        )
        with (
            PtyServer(Line(firmware)) as server,
            subprocess.Popen(
                [sys.executable, "-c", program, server.address], stdout=subprocess.PIPE, text=True
            ) as process,
        ):
            assert process.stdout.readline() == "moving\n"
            process.send_signal(getattr(signal, name))
            assert process.wait(30) == -getattr(signal, name)
            assert comes_to_rest(firmware)
            assert firmware.pose()[1] < 0


class TestStopIsTold:
    def test_stop_comes_back_when_the_arm_is_at_rest(self, bench):
        arm, cable = bench
        arm.speed(250, 100)
        arm.move_by(y=180, wait=False)
        time.sleep(1.0)
        arm.stop()
        assert cable.inner.arm.idle
        assert arm.last_pose.y == pytest.approx(cable.inner.arm.pose()[1], abs=0.02)

    def test_the_next_move_begins_where_the_arm_came_to_rest(self, bench):
        arm, _cable = bench
        arm.speed(250, 100)
        threading.Timer(1.0, arm._link.stop).start()
        with pytest.raises(ArmStopped):
            arm.move_by(y=180)
        arm.move_by(z=-5)
        rest = arm.pose()
        assert rest.z == pytest.approx(45, abs=0.01)
        assert 0 < rest.y < 180


class TestThePump:
    def test_what_an_earlier_program_left_on_is_known_and_switched_off(self):
        address = fresh_address()
        cable = Cable(address)
        cable.write(encode(62, 1, b"\x01\x01"))
        firmware = cable.inner.arm
        cable.close()
        with Arm(address) as arm:
            assert arm.suction
        assert not firmware.pump

    def test_an_arm_that_does_not_tell_can_be_opened_all_the_same(self, monkeypatch):
        cables = []

        def plug_in(address, **_options):
            cable = Cable(address)
            cable.damage = lambda answer: [] if answer[3:5] == b"\x3e\x00" else whole(answer)
            cables.append(cable)
            return cable

        monkeypatch.setattr(ports, "open_port", plug_in)
        with Arm(fresh_address()) as arm:
            assert not arm.suction
            arm.move_to(200, 0, 50)


class TestOtherDevices:
    def test_something_that_chatters_is_no_arm(self):
        class Chatter(Cable):
            """A device that prints all the time, as many do."""

            @property
            def in_waiting(self):
                return 5

            def read(self, size=1):
                time.sleep(0.001)
                return b"hello"[:size]

        with pytest.raises(ArmSilent, match="Something talks") as caught:
            Link(Chatter(fresh_address()))
        assert "another device" in caught.value.advice

    def test_after_an_unplugging_the_set_up_cell_works_at_once(self, bench, monkeypatch):
        arm, cable = bench
        cable.unplugged = True
        cable.inner.close()
        monkeypatch.undo()
        with Arm(arm.address) as newer:
            assert arm.closed
            newer.pose()

    def test_an_arm_that_could_not_be_opened_holds_no_port(self, monkeypatch):
        address = fresh_address()

        def interrupted(_address, _arm):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(shutdown, "remember", interrupted)
            with pytest.raises(KeyboardInterrupt):
                Arm(address)
        Arm(address).close()


class TestWatching:
    def test_a_watcher_that_fails_does_not_stop_a_move(self, caplog):
        with Arm(fresh_address()) as arm:
            arm.watch(lambda _pose: 1 / 0)
            arm.move_to(200, 0, 50)
            assert arm.last_pose.x == pytest.approx(200)
        assert "ZeroDivisionError" in caplog.text

    def test_an_error_of_the_pupil_s_own_function_is_shown(self):
        with Arm(fresh_address()) as arm:
            arm.when_moved = lambda _pose: 1 / 0
            with pytest.raises(ZeroDivisionError):
                arm.move_to(200, 0, 50)

    def test_a_function_is_wanted(self):
        with Arm(fresh_address()) as arm, pytest.raises(WrongValue):
            arm.when_moved = 5

"""``Arm``: what a pupil says to it, and what it refuses."""

import logging
import math
import os
import struct
import subprocess
import sys
import threading
import time
from _thread import interrupt_main

import numpy as np
import pytest
import serial.tools.list_ports
from serial.tools.list_ports_common import ListPortInfo

from dobotkit import Arm, Pose
from dobotkit.arm import ports
from dobotkit.arm.kinematics import forward
from dobotkit.arm.link import Link
from dobotkit.arm.pacing import AT_MOST
from dobotkit.arm.wire import QUEUED, WRITE, encode
from dobotkit.errors import (
    AlarmRaised,
    ArmClosed,
    ArmError,
    ArmStopped,
    ArmUnplugged,
    NoArmFound,
    OutOfReach,
    PortNotFound,
    PortTaken,
    TooFast,
    WrongValue,
)
from dobotkit.simulator.clock import clock_for_pace
from tests.arm.bench import Cable, fresh_address, whole

PTP = 84


@pytest.fixture
def arm():
    with Arm(fresh_address()) as arm:
        yield arm


@pytest.fixture
def slow_arm():
    """An arm on the wall's clock, so slow that every move takes seconds."""
    address = fresh_address("pace=instant")
    with Arm(address) as arm:
        arm.move_to(200, 0, 50)
    with Arm(address.replace("instant", "real")) as arm:
        arm.speed(10, 100)
        yield arm


@pytest.fixture
def on_cable(monkeypatch):
    """An arm and the cable to it."""
    cables = []

    def plug_in(address, **_options):
        cables.append(Cable(address))
        return cables[-1]

    monkeypatch.setattr(ports, "open_port", plug_in)
    arm = Arm(fresh_address())
    yield arm, cables[0]
    cables[0].unplugged = False
    cables[0].damage = whole
    arm.close()


def moves(cable):
    return cable.numbers.count(PTP)


def usb(*devices):
    """What the system lists for these devices: (name, vendor, product)."""
    infos = []
    for name, vid, pid in devices:
        info = ListPortInfo(name)
        info.vid, info.pid = vid, pid
        infos.append(info)
    return lambda: infos


class TestWhichArm:
    def test_the_environment_says(self, monkeypatch):
        address = fresh_address()
        monkeypatch.setenv("DOBOTKIT_PORT", address)
        with Arm() as arm:
            assert arm.address == address
            assert arm.is_simulated

    def test_without_anything_there_is_no_hidden_simulator(self, monkeypatch):
        monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
        monkeypatch.setattr(serial.tools.list_ports, "comports", usb(("COM1", None, None)))
        with pytest.raises(NoArmFound, match="no arm is plugged in") as caught:
            Arm()
        assert "Arm('dobotsim://desk')" in caught.value.advice
        assert isinstance(caught.value, LookupError)

    @pytest.mark.parametrize(
        "chip", [(0x10C4, 0xEA60), (0x1A86, 0x7523), (0x1A86, 0x55D4)], ids=str
    )
    def test_the_one_arm_on_usb_is_found(self, monkeypatch, chip):
        monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
        listed = usb(("COM1", 0x8087, 0x0001), ("COM12", *chip))
        monkeypatch.setattr(serial.tools.list_ports, "comports", listed)
        assert ports.find_arm() == "COM12"

    def test_two_arms_have_to_be_told_apart(self, monkeypatch):
        monkeypatch.delenv("DOBOTKIT_PORT", raising=False)
        listed = usb(("COM7", 0x10C4, 0xEA60), ("COM4", 0x1A86, 0x7523))
        monkeypatch.setattr(serial.tools.list_ports, "comports", listed)
        with pytest.raises(NoArmFound, match=r"COM4 \(CH340\), COM7 \(CP210x\)") as caught:
            ports.find_arm()
        assert "Arm('COM4')" in caught.value.advice

    def test_a_port_that_does_not_exist(self):
        with pytest.raises(PortNotFound) as caught:
            Arm("/dev/ttyUSB99" if sys.platform != "win32" else "COM99")
        assert "dobotsim://desk" in caught.value.advice

    @pytest.mark.parametrize("address", ["dobotsim://", "dobotsim://a?pace=quick", "nosuch://x"])
    def test_an_address_that_makes_no_sense(self, address):
        with pytest.raises(PortNotFound, match="cannot be opened"):
            Arm(address)

    def test_a_port_that_another_program_holds(self):
        address = fresh_address()
        other = Link(Cable(address))
        with pytest.raises(PortTaken, match="in use") as caught:
            Arm(address)
        assert "Close the other notebook" in caught.value.advice
        other.close()


class TestTwice:
    def test_the_set_up_cell_can_be_run_again(self):
        address = fresh_address()
        older = Arm(address)
        with Arm(address) as newer:
            newer.move_to(200, 0, 50)
            assert older.closed
            with pytest.raises(ArmClosed, match="opened again in a later cell"):
                older.pose()

    def test_options_do_not_make_it_another_arm(self):
        address = fresh_address("pace=instant")
        older = Arm(address)
        with Arm(address.replace("instant", "100")):
            assert older.closed

    def test_two_arms_live_side_by_side(self):
        with Arm(fresh_address()) as left, Arm(fresh_address()) as right:
            left.move_to(200, 50, 0)
            right.move_to(200, -50, 0)
            assert left.pose().y == pytest.approx(50)
            assert right.pose().y == pytest.approx(-50)


class TestVerbs:
    def test_home(self, arm):
        arm.home()
        assert arm.pose()[:4] == pytest.approx((259.104, 0, -8.485, 0), abs=0.01)

    def test_move_to_and_pose(self, arm):
        arm.move_to(220, -40, 30, 15)
        x, y, z, r, j1, _j2, _j3, j4 = arm.pose()
        assert (x, y, z, r) == pytest.approx((220, -40, 30, 15), abs=1e-3)
        assert r == pytest.approx(j1 + j4, abs=1e-3)
        assert isinstance(arm.pose(), Pose)

    def test_move_by(self, arm):
        arm.move_to(200, 0, 50)
        arm.move_by(x=20, z=-10)
        arm.move_by(y=5, r=30)
        assert arm.pose()[:4] == pytest.approx((220, 5, 40, 30), abs=1e-3)

    def test_steps_add_up_from_where_the_arm_was_told_to_go(self, arm):
        arm.move_to(200, 0, 50)
        for _ in range(20):
            arm.move_by(y=1, wait=False)
        arm.wait(0)
        assert arm.pose().y == pytest.approx(20, abs=1e-3)

    def test_suck_and_grip(self, on_cable):
        arm, cable = on_cable
        firmware = cable.inner.arm
        arm.suck(True)
        assert arm.suction
        assert firmware.suction
        arm.suck(False)
        assert not arm.suction
        assert not firmware.suction
        arm.grip(True)
        assert arm.gripping
        arm.grip(False)
        assert not arm.gripping
        gripper = [frame[5:-1] for frame in cable.sent if frame[3] == 63 and frame[4]]
        assert gripper == [b"\x01\x01", b"\x01\x00", b"\x00\x00"]

    def test_wait_takes_the_arm_s_time(self, on_cable):
        arm, cable = on_cable
        start = cable.inner.arm.time
        arm.wait(1500)
        assert cable.inner.arm.time - start == pytest.approx(1.5)

    @pytest.mark.parametrize("ms", [-1, float("nan"), float("inf"), 1e10])
    def test_wait_wants_a_time(self, arm, ms):
        with pytest.raises(WrongValue, match="not a time"):
            arm.wait(ms)

    @pytest.mark.parametrize(("velocity", "acceleration"), [(50, 100), (120, 60), (250, 400)])
    def test_speed_is_true(self, on_cable, velocity, acceleration):
        arm, cable = on_cable
        arm.move_to(150, -200, 0)
        arm.speed(velocity, acceleration)
        start = cable.inner.arm.time
        arm.move_to(150, 200, 0)
        # 400 mm with a ramp at both ends, or a triangle where it is too short.
        expected = (
            400 / velocity + velocity / acceleration
            if velocity**2 / acceleration < 400
            else 2 * (400 / acceleration) ** 0.5
        )
        assert cable.inner.arm.time - start == pytest.approx(expected, rel=1e-6)

    @pytest.mark.parametrize("value", [0, -5, 0.5, 251, float("nan"), 1e300])
    def test_speed_has_a_range(self, arm, value):
        with pytest.raises(TooFast, match="outside what is allowed"):
            arm.speed(value)

    @pytest.mark.parametrize("value", [0, -5, 0.5, 401, float("inf")])
    def test_acceleration_has_a_range(self, arm, value):
        with pytest.raises(TooFast, match="outside what is allowed"):
            arm.speed(100, value)

    @pytest.mark.parametrize(
        ("verb", "arguments", "words"),
        [
            ("move_to", ("200", 0, 50), "x has to be a number"),
            ("move_to", (200, None, 50), "y has to be a number"),
            ("move_to", ([200, 0, 50], 0, 0), "x was given 3 values at once"),
            ("move_to", (200, 0, 50, 0, "no"), "is not clear"),
            ("move_by", ("up",), "x has to be a number"),
            ("speed", ("fast",), "velocity has to be a number"),
            ("speed", (100, [1]), "acceleration was given 1 values"),
            ("wait", ("500",), "ms has to be a number"),
            ("suck", ("off",), "neither on nor off"),
            ("suck", (2,), "neither on nor off"),
            ("grip", ("open",), "neither on nor off"),
            ("grip", (None,), "neither on nor off"),
        ],
    )
    def test_values_of_the_wrong_kind(self, on_cable, verb, arguments, words):
        arm, cable = on_cable
        count = len(cable.sent)
        with pytest.raises(WrongValue, match=words) as caught:
            getattr(arm, verb)(*arguments)
        assert caught.value.advice
        assert len(cable.sent) == count

    @pytest.mark.parametrize("yes", [True, 1, np.True_])
    def test_what_python_takes_for_true(self, arm, yes):
        arm.suck(yes)
        assert arm.suction is True

    def test_numpy_numbers_are_numbers(self, arm):
        arm.move_to(np.float32(200), np.int64(0), 50)
        assert arm.pose().x == pytest.approx(200)

    def test_absurd_numbers_do_not_fill_the_screen(self, arm):
        with pytest.raises(OutOfReach) as caught:
            arm.move_to(1e300, 0, 0)
        assert len(caught.value.what) < 200

    def test_an_address_is_a_text(self):
        with pytest.raises(WrongValue, match="address"):
            Arm(5)


class TestRefusals:
    """What cannot be reached is refused before anything is sent."""

    @pytest.mark.parametrize(
        ("target", "limit"),
        [
            ((400, 0, 0), "reach"),
            ((200, 0, 100), "j2"),
            ((-50, 200, 0), "j1"),
            ((200, 0, 0, 120), "j4"),
            ((*forward(0, 75, 15, 0)[:3], 0), "j2-j3"),
        ],
    )
    def test_a_target(self, on_cable, target, limit):
        arm, cable = on_cable
        arm.move_to(200, 0, 50)
        before, sent = arm.pose(), moves(cable)
        with pytest.raises(OutOfReach) as caught:
            arm.move_to(*target)
        assert caught.value.limit == limit
        assert moves(cable) == sent
        assert arm.pose() == before

    def test_a_way(self, on_cable):
        arm, cable = on_cable
        arm.move_to(100, 200, 0)
        arm.move_to(0, 200, 0)
        sent = moves(cable)
        with pytest.raises(OutOfReach, match="straight way"):
            arm.move_to(0, -200, 0)
        assert moves(cable) == sent

    def test_a_way_is_judged_from_the_end_of_the_queued_move(self, slow_arm):
        slow_arm.speed(250, 400)
        slow_arm.move_to(150, 150, 0)
        slow_arm.move_to(0, 200, 0, wait=False)
        with pytest.raises(OutOfReach, match="straight way"):
            slow_arm.move_to(0, -200, 0, wait=False)

    def test_after_a_refusal_the_arm_goes_on(self, arm):
        with pytest.raises(OutOfReach):
            arm.move_to(0, 0, 0)
        arm.move_to(200, 0, 50)
        assert arm.pose().x == pytest.approx(200)


class TestPacing:
    def test_at_most_the_running_move_and_one_waiting(self, on_cable, monkeypatch):
        arm, cable = on_cable
        arm.move_to(200, 0, 50)
        firmware, in_the_arm = cable.inner.arm, []
        firmware.use_clock(clock_for_pace("20", start=firmware.time))
        plain_write, answers = cable.write, []
        cable.damage = lambda answer: answers.append(answer) or whole(answer)

        def counting(data):
            count = plain_write(data)
            if data[4] == QUEUED:
                [index] = struct.unpack("<Q", answers[-1][5:-1])
                in_the_arm.append(index - firmware.current_index)
            return count

        monkeypatch.setattr(cable, "write", counting)
        for i in range(8):
            arm.move_to(200, 10 * (i % 2), 50, wait=False)
        assert max(in_the_arm) == AT_MOST
        arm.wait(0)
        assert max(in_the_arm) == AT_MOST
        assert arm.pose().y == pytest.approx(10)

    def test_unwaited_moves_return_at_once(self, slow_arm):
        slow_arm.move_by(y=50, wait=False)
        slow_arm.move_by(y=-50, wait=False)
        assert slow_arm._link.current_index() < slow_arm._pacing._sent[0].ticket.place

    def test_the_third_waits_for_the_first(self, slow_arm):
        slow_arm.move_by(y=2, wait=False)
        slow_arm.move_by(y=2, wait=False)
        first = slow_arm._pacing._sent[0].ticket
        slow_arm.move_by(y=2, wait=False)
        assert slow_arm._link.current_index() >= first.place


class TestStop:
    def test_from_another_thread_while_a_move_is_waited_for(self, slow_arm):
        threading.Timer(0.3, slow_arm.stop).start()
        with pytest.raises(ArmStopped, match="before it had finished"):
            slow_arm.move_by(y=100)
        slow_arm.stop()  # comes back when the arm is at rest
        rest = slow_arm.pose()
        time.sleep(0.2)
        assert slow_arm.pose() == rest
        assert 0 < rest.y < 99

    def test_what_waited_is_forgotten_and_the_arm_goes_on(self, slow_arm):
        slow_arm.move_by(y=50, wait=False)
        slow_arm.move_by(z=30, wait=False)
        slow_arm.stop()
        slow_arm.speed(250, 400)
        slow_arm.move_by(x=5)
        pose = slow_arm.pose()
        assert pose.y < 50
        assert pose.z == pytest.approx(50)

    def test_a_verb_that_a_stop_overtakes_does_not_move_the_arm(self, on_cable, monkeypatch):
        arm, cable = on_cable
        arm.move_to(200, 0, 50)
        original = arm.reach.__class__.check_line

        def stopped_meanwhile(self, start, end):
            original(self, start, end)
            arm.stop()

        monkeypatch.setattr(type(arm.reach), "check_line", stopped_meanwhile)
        sent = moves(cable)
        with pytest.raises(ArmStopped):
            arm.move_to(220, 0, 50)
        assert moves(cable) == sent

    def test_ctrl_c_stops_the_arm(self, slow_arm):
        threading.Timer(0.3, interrupt_main).start()
        with pytest.raises(KeyboardInterrupt):
            slow_arm.move_by(y=100)
        slow_arm.stop()  # comes back when the arm is at rest
        rest = slow_arm.pose()
        time.sleep(0.2)
        assert slow_arm.pose() == rest
        slow_arm.speed(250, 400)
        slow_arm.move_by(y=5)
        assert slow_arm.pose().y == pytest.approx(rest.y + 5, abs=0.01)


class TestTrouble:
    def test_an_alarm_is_raised_and_home_ends_it(self, on_cable):
        arm, cable = on_cable
        cable.inner.write(encode(PTP, 3, struct.pack("<B4f", 1, 400, 0, 0, 0)))
        cable.inner.read_all()
        with pytest.raises(AlarmRaised, match="out of reach") as caught:
            arm.move_to(200, 0, 50)
        assert "arm.home()" in caught.value.advice
        arm.home()
        arm.move_to(200, 0, 50)

    def test_an_arm_in_alarm_can_be_opened(self):
        address = fresh_address()
        cable = Cable(address)
        cable.write(encode(PTP, 3, struct.pack("<B4f", 1, 400, 0, 0, 0)))
        cable.close()
        with Arm(address) as arm:
            assert arm._link.alarms() == (0x11,)
            arm.home()

    def test_unplugged_in_the_middle(self, on_cable):
        arm, cable = on_cable
        cable.unplugged = True
        with pytest.raises(ArmUnplugged, match="is gone") as caught:
            arm.move_to(200, 0, 50)
        assert isinstance(caught.value, ConnectionError)

    def test_close_frees_the_port_and_says_that_the_arm_was_not_stopped(self):
        address = fresh_address()
        arm = Arm(address)
        arm._link.ser.close()
        with pytest.raises(ArmError):
            arm.close()
        assert arm.closed
        Arm(address).close()


class TestClosing:
    def test_twice_does_nothing(self, arm):
        arm.close()
        arm.close()
        assert arm.closed

    @pytest.mark.parametrize("verb", ["home", "pose", "stop", "move_to", "suck", "speed"])
    def test_a_closed_arm_says_so(self, arm, verb):
        arm.close()
        arguments = {"move_to": (200, 0, 50), "suck": (True,)}.get(verb, ())
        with pytest.raises(ArmClosed, match="closed") as caught:
            getattr(arm, verb)(*arguments)
        assert "arm = Arm()" in caught.value.advice

    def test_the_pump_goes_off(self):
        address = fresh_address()
        with Arm(address) as arm:
            arm.suck(True)
            firmware = arm._link.ser.arm
        assert not firmware.suction

    def test_a_running_move_stops(self):
        address = fresh_address("pace=real")
        with Arm(address) as arm:
            firmware = arm._link.ser.arm
            arm.speed(10)
            arm.move_by(y=100, wait=False)
        time.sleep(0.3)
        assert firmware.idle
        assert firmware.pose()[1] < 50

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
    def test_a_forked_child_cannot_use_the_port(self):
        program = (
            "import os, sys\n"
            "from dobotkit import Arm\n"
            "from dobotkit.errors import ArmClosed\n"
            "arm = Arm('dobotsim://forked?pace=instant')\n"
            "child = os.fork()\n"
            "if child == 0:\n"
            "    try:\n"
            "        arm.pose()\n"
            "    except ArmClosed:\n"
            "        sys.exit(7)\n"
            "    sys.exit(0)\n"
            "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), len(arm.pose()))\n"
        )
        done = subprocess.run(
            [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stdout.split() == ["7", "8"]
        assert done.stderr == ""


class TestTelling:
    def test_when_moved(self, arm):
        seen = []
        arm.when_moved = seen.append
        arm.home()
        arm.move_to(200, 0, 50)
        arm.move_by(z=10, wait=False)
        arm.suck(True)
        assert [round(pose.x) for pose in seen] == [259, 200, 200]
        arm.when_moved = None
        arm.move_by(z=-10)
        assert len(seen) == 3

    def test_when_moved_wants_a_function(self, arm):
        with pytest.raises(WrongValue) as caught:
            arm.when_moved = arm.pose()
        assert "without brackets" in caught.value.advice

    def test_a_misspelt_attribute_is_an_error(self, arm):
        with pytest.raises(AttributeError):
            arm.when_move = print

    def test_watch(self, slow_arm):
        seen = []
        unwatch = slow_arm.watch(seen.append)
        slow_arm.speed(50, 100)
        slow_arm.move_by(y=20)
        assert len(seen) > 5
        assert all(isinstance(pose, Pose) for pose in seen)
        assert [pose.y for pose in seen] == sorted(pose.y for pose in seen)
        unwatch()
        unwatch()
        count = len(seen)
        slow_arm.pose()
        assert len(seen) == count

    def test_repr_and_properties_do_not_ask_the_arm(self, on_cable):
        arm, cable = on_cable
        arm.move_to(200, 0, 50)
        count = len(cable.sent)
        text = repr(arm)
        assert "simulated" in text
        assert "x=200.0 y=0.0 z=50.0 mm" in text
        assert "suction off" in text
        assert "\n" not in text
        assert arm.last_pose.x == pytest.approx(200)
        assert arm.reach.contains((200, 0, 50, 0))
        assert len(cable.sent) == count

    def test_nothing_is_printed_or_logged_above_debug(self, arm, capsys, caplog):
        with caplog.at_level(logging.INFO):
            arm.home()
            arm.move_to(200, 0, 50)
        captured = capsys.readouterr()
        assert captured.out == captured.err == ""
        assert caplog.records == []


def test_the_reach_follows_the_tool_that_the_arm_reckons_with():
    address = fresh_address()
    cable = Cable(address)
    cable.write(encode(60, 1, struct.pack("<3f", 0, 0, 0)))
    cable.close()
    with Arm(address) as arm:
        assert arm.reach.tool == (0.0, 0.0, 0.0)
        # With the suction cup's 59.7 mm this point would need j2 < 0.
        arm.move_to(200, 0, 100)


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        ((math.nan, 0, 0), "does not say where it is"),
        ((0, math.inf, 0), "does not say where it is"),
        ((501, 0, 0), "its tool is 501.0 mm long"),
        ((0, -600, 0), "its tool is 600.0 mm long"),
        ((59.7, 0, 3e38), "its tool is 3e.38 mm long"),
    ],
)
def test_an_arm_with_an_absurd_tool_is_refused_and_its_port_is_free(tool, words):
    address = fresh_address()
    port = ports.open_port(address)
    port.write(encode(60, WRITE, struct.pack("<3f", *tool)))
    port.close()
    with pytest.raises(WrongValue, match=words):
        Arm(address)
    port = ports.open_port(address)
    port.write(encode(60, WRITE, struct.pack("<3f", 500, 0, 0)))
    port.close()
    Arm(address).close()

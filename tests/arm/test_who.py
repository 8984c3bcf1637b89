"""An arm that shows which one it is, and the command for it."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from dobotkit.arm.arm import Arm
from dobotkit.arm.usb import UsbArm
from dobotkit.arm.who import lift, listing
from dobotkit.errors import AlarmRaised, OutOfReach
from dobotkit.simulator import Firmware
from dobotkit.simulator.clock import clock_for_pace
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import TcpServer
from tests.arm.bench import fresh_address

TOO_LONG = 60


def test_it_goes_up_by_5_mm_slowly_and_comes_back():
    with Arm(fresh_address("pace=20")) as arm:
        seen = []
        simulated = arm.port.arm
        arm.watch(lambda pose: seen.append((simulated.time, pose)))
        start = arm.pose()
        began = simulated.time
        lift(arm)
        took = simulated.time - began
        assert math.dist(arm.pose().position, start.position) < 0.01
        highest = max(pose.z for _, pose in seen)
        assert highest == pytest.approx(start.z + 5, abs=0.01)
        assert all(math.dist(pose.position[:2], start.position[:2]) < 0.01 for _, pose in seen)
        # Twice 5 mm at 20 mm/s, without what speeding up takes.
        assert took >= 2 * 5 / 20


def test_the_speed_is_afterwards_what_it_was():
    with Arm(fresh_address()) as arm:
        arm.speed(70, 90)
        told = arm._link.ask(81)
        lift(arm)
        assert arm._link.ask(81) == told


def test_from_the_top_it_says_what_to_do_and_does_not_move():
    with Arm(fresh_address()) as arm:
        arm.move_to(240, 0, 50)
        top = max(high for _, high in arm.reach.heights(240))
        arm.move_to(240, 0, math.floor(top))
        before = arm.pose()
        with pytest.raises(OutOfReach, match="cannot lift itself") as caught:
            lift(arm)
        assert "by hand" in caught.value.advice
        assert arm.pose() == before


def test_an_arm_with_an_alarm_stays_where_it_is():
    with Arm(fresh_address()) as arm:
        before = arm.pose()
        arm.port.arm.raise_alarm(0x12)
        with pytest.raises(AlarmRaised):
            lift(arm)
        arm._link.clear_alarms()
        assert arm.pose() == before


def test_an_address_is_opened_and_closed_again():
    address = fresh_address()
    with Arm(address) as arm:
        before = arm.pose()
    lift(address)
    with Arm(address) as arm:
        assert math.dist(arm.pose(), before) < 0.01
        assert arm.port.arm.time > 0.5


def test_the_list():
    assert listing([]).startswith("No arm is plugged in.")
    assert listing([UsbArm("COM3", "CP210x")]) == "One arm: COM3 (CP210x)."
    assert listing([UsbArm("COM3", "CP210x", "0001"), UsbArm("COM4", "CH340")]) == (
        "2 arms:\n"
        "  COM3 (CP210x, serial number 0001)\n"
        "  COM4 (CH340)\n"
        "To see which is which, let one lift itself: dobotkit arms --lift COM3"
    )


def dobotkit(*arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "dobotkit", *arguments],
        input=answer,
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
        check=False,
    )


@pytest.mark.parametrize(("answer", "moves"), [("y\n", True), ("n\n", False), ("", False)])
def test_the_command_moves_an_arm_behind_a_port_only_after_a_yes(answer, moves):
    arm = Firmware(clock=clock_for_pace("instant"))
    # On TCP, because for the command it is a port like any other, and nobody else comes.
    with TcpServer(Line(arm)) as device:
        ended = dobotkit("arms", "--lift", device.address, answer=answer)
        assert "Is the space around it free?" in ended.stdout
        assert ended.returncode == (0 if moves else 1)
        assert (f"The arm that has moved is {device.address}." in ended.stdout) == moves
        # Two moves and a setting that Arm puts into the queue; or nothing was opened at all.
        assert (arm.current_index != 2**64 - 1) == moves


def test_the_command_lists_without_opening_anything():
    assert dobotkit("arms").returncode == 0

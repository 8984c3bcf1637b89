"""What the arm says about itself, how it takes its pose anew, and its pins at the wire."""

import struct

import pytest

from dobotkit.simulator.clock import ManualClock
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.profile import MAGICIAN

from .host import MOVJ_XYZ, QUEUE, READ, WRITE, Host, frame

LOST_STEPS = {1: 0x50, 2: 0x51, 3: 0x52, 4: 0x53}


def test_who_it_is(host):
    assert host.ask(0, "10s") == (b"SIMULATED\0",)
    assert host.ask(1, "16s") == (b"Dobot simulator\0",)
    assert host.ask(5, "3I") == MAGICIAN.device_id


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("text", [b"x", b"Marvin\0", b"Marvin\0\0\0", bytes(range(1, 249))])
def test_serial_number_and_name_come_back_as_they_were_written(host, number, text):
    host.write(number, text)
    assert host.ask(number, f"{len(text)}s") == (text,)


def test_its_version_begins_with_three_bytes_and_has_the_hardware_at_the_fourteenth(host):
    """The document has three bytes [P]; the maker's host reads the fourteenth [L]."""
    version = host.ask(2, "14B")
    assert version[:3] == (3, 7, 0)
    assert version[13] > 0


def test_its_time_counts_milliseconds_from_power_on(host):
    assert host.ask(4, "I") == (0,)
    host.wait(1.2345)
    assert host.ask(4, "I") == (1234,)
    host.wait(2**32 / 1000)
    assert host.ask(4, "I") == (1234,)
    late = Firmware(clock=ManualClock(start=100.0))
    assert late.receive(frame(4, READ))[5:-1] == bytes(4)


def test_its_orientation_is_kept_and_changes_nothing(host):
    before = host.pose
    host.write(50, b"\1")
    assert host.ask(50, "B") == (1,)
    assert host.pose == before


@pytest.mark.parametrize("ctrl", [WRITE, QUEUE])
def test_levelling_finds_an_even_table(host, ctrl):
    say = host.write if ctrl == WRITE else host.queue
    before = host.pose
    say(32, struct.pack("<Bf", 1, 0.02))
    host.wait(60)
    assert host.ask(32, "f") == (0.0,)
    assert host.pose == before


def test_a_download_is_acknowledged_and_its_commands_run_as_they_come(host):
    """As in the maker's virtual arm, which keeps no program either [L]."""
    host.write(243, struct.pack("<2I", 3, 2))
    index = host.queue(62, b"\x01\x01")
    host.write(244)
    assert host.arm.suction
    assert host.index == index


# The pose, taken anew


def test_lost_steps_are_not_in_the_pose_but_in_the_world(host):
    host.go(MOVJ_XYZ, 200, 0, 50)
    host.arm.world.lose_steps(1, 30)
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)
    x, y, z, r = host.arm.world.position()
    assert (x, y, z, r) == pytest.approx((173.205, 100, 50, 30), abs=1e-3)


@pytest.mark.parametrize("axis", [1, 2, 3, 4])
@pytest.mark.parametrize("ctrl", [WRITE, QUEUE])
def test_the_search_finds_joints_that_have_lost_steps(host, axis, ctrl):
    """More than five degrees, unless told otherwise [L]; the result shows as alarms."""
    search = host.write if ctrl == WRITE else host.queue
    assert host.ask(170, "f") == (5.0,)
    search(171)
    assert host.alarms == set()
    host.arm.world.lose_steps(axis, -5.0)
    search(171)
    assert host.alarms == set()
    host.arm.world.lose_steps(axis, -0.1)
    assert host.alarms == set()
    search(171)
    assert host.alarms == {LOST_STEPS[axis]}


def test_how_much_may_be_lost_is_set_by_the_host(host):
    host.queue(170, struct.pack("<f", 1.5))
    assert host.ask(170, "f") == (1.5,)
    host.arm.world.lose_steps(2, 1.6)
    host.arm.world.lose_steps(3, 1.4)
    host.write(171)
    assert host.alarms == {LOST_STEPS[2]}


def test_homing_finds_what_was_lost(host):
    """Home again is what ends these alarms [C]; the arm does not jump on its way there."""
    host.go(MOVJ_XYZ, 200, 0, 50)
    for axis, lost in enumerate((20, -6, 6, 30), start=1):
        host.arm.world.lose_steps(axis, lost)
    host.write(171)
    assert host.alarms == set(LOST_STEPS.values())
    where = host.arm.world.position()
    host.queue(31)
    assert host.arm.world.position() == pytest.approx(where)
    host.finish()
    assert host.joints == pytest.approx((0, 45, 45, 0), abs=1e-4)
    assert host.arm.world.position() == pytest.approx(host.xyzr, abs=1e-4)
    host.write(20)
    host.write(171)
    assert host.alarms == set()


@pytest.mark.parametrize("axis", [0, 5, -1])
def test_only_joints_that_are_there_can_lose_steps(host, axis):
    with pytest.raises(ValueError, match="joints are 1 to 4"):
        host.arm.world.lose_steps(axis, 3)


def reset_pose(manual, rear=0.0, front=0.0):
    return struct.pack("<B2f", manual, rear, front)


def test_the_arm_can_read_its_angle_sensors_anew(host):
    host.go(MOVJ_XYZ, 200, 0, 50)
    j1, j2, j3, j4 = host.joints
    for axis, lost in enumerate((4, -3, 2, 1), start=1):
        host.arm.world.lose_steps(axis, lost)
    where = host.arm.world.position()
    host.write(11, reset_pose(0, 77, 77))
    assert host.joints == pytest.approx((j1, j2 - 3, j3 + 2, j4), abs=1e-4)
    assert host.arm.world.position() == pytest.approx(where)
    host.write(170, struct.pack("<f", 0.5))
    host.write(171)
    assert host.alarms == {LOST_STEPS[1], LOST_STEPS[4]}


def test_or_be_told_how_it_stands(host):
    """Looking straight ahead, with these angles of its rear arm and its forearm [L]."""
    host.go(MOVJ_XYZ, 180, 60, 50, 10)
    where = host.arm.world.position()
    j4 = host.joints[3]
    host.write(11, reset_pose(1, 30, 20))
    assert host.joints == pytest.approx((0, 30, 20, j4), abs=1e-5)
    assert host.arm.world.position() == pytest.approx(where)
    host.go(MOVJ_XYZ, 200, 0, 50)
    assert host.xyzr == pytest.approx((200, 0, 50, 0), abs=1e-4)
    assert host.arm.world.position()[1] > 30


@pytest.mark.parametrize(
    ("rear", "front"), [(90, 20), (0, 91), (80, 10), (float("nan"), 0), (0, float("inf"))]
)
def test_angles_that_it_cannot_have_are_not_believed(host, rear, front):
    before = host.pose
    host.write(11, reset_pose(1, rear, front))
    assert host.pose == before


def test_on_its_way_it_does_not_take_its_pose_anew(moving_host):
    moving_host.ptp(MOVJ_XYZ, 200, 150, 50, 0)
    moving_host.wait(0.5)
    moving_host.write(11, reset_pose(1, 30, 20))
    moving_host.finish()
    assert moving_host.xyzr == pytest.approx((200, 150, 50, 0), abs=1e-4)


# Pins


@pytest.mark.parametrize("ctrl", [WRITE, QUEUE])
def test_an_output(host, ctrl):
    say = host.write if ctrl == WRITE else host.queue
    say(131, b"\x0c\x01")
    assert host.ask(131, "2B", b"\x0c") == (12, 1)
    assert host.arm.world.driven(12) is None  # which is what users stumble on [F]
    say(130, b"\x0c\x01")
    assert host.ask(130, "2B", b"\x0c") == (12, 1)
    assert host.arm.world.driven(12) == 1
    say(131, b"\x0c\x00")
    assert host.arm.world.driven(12) == 0


@pytest.mark.parametrize(("function", "alone"), [(3, 0), (5, 1), (6, 0)])
def test_an_input(host, function, alone):
    host.queue(130, bytes([7, function]))
    assert host.ask(133, "2B", b"\x07") == (7, alone)
    host.arm.world.wire(7, level=1 - alone)
    assert host.ask(133, "2B", b"\x07") == (7, 1 - alone)
    assert host.ask(134, "BH", b"\x07") == (7, 4095 * (1 - alone))
    host.arm.world.wire(7)
    assert host.ask(133, "2B", b"\x07") == (7, alone)


def test_an_analogue_input(host):
    host.write(130, b"\x0f\x04")
    assert host.ask(134, "BH", b"\x0f") == (15, 0)
    host.arm.world.wire(15, voltage=1234)
    assert host.ask(134, "BH", b"\x0f") == (15, 1234)
    assert host.ask(133, "2B", b"\x0f") == (15, 0)


def test_a_wire_has_a_level_or_a_voltage(host):
    with pytest.raises(ValueError, match="not to both"):
        host.arm.world.wire(7, level=1, voltage=12)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ((50, 7.5), (50, 7.5)),
        ((10, 0), (10, 0)),
        ((1e6, 100), (1e6, 100)),
        ((9, -1), (10, 0)),
        ((2e6, 101), (1e6, 100)),
        ((float("nan"), float("nan")), (10, 0)),
        ((float("inf"), float("-inf")), (1e6, 0)),
    ],
)
def test_pulses_are_kept_within_their_limits(host, written, kept):
    """10 Hz to 1 MHz and 0 to 100 percent [P]."""
    host.write(130, b"\x04\x02")
    host.queue(132, struct.pack("<B2f", 4, *written))
    assert host.ask(132, "B2f", b"\x04") == (4, *kept)
    assert host.arm.world.driven(4) == kept


@pytest.mark.parametrize("pin", [0, 21, 255])
def test_pins_that_are_not_there_are_answered_and_read_nothing(host, pin):
    host.write(130, bytes([pin, 5]))
    host.write(131, bytes([pin, 1]))
    host.write(132, struct.pack("<B2f", pin, 50, 50))
    assert host.ask(130, "2B", bytes([pin])) == (pin, 0)
    assert host.ask(131, "2B", bytes([pin])) == (pin, 0)
    assert host.ask(132, "B2f", bytes([pin])) == (pin, 0, 0)
    assert host.ask(133, "2B", bytes([pin])) == (pin, 0)
    assert host.ask(134, "BH", bytes([pin])) == (pin, 0)


def test_what_is_wired_to_an_arm_is_not_wired_to_another():
    here, there = Host(), Host()
    here.arm.world.wire(7, level=1)
    for host in (here, there):
        host.write(130, b"\x07\x03")
    assert here.ask(133, "2B", b"\x07") == (7, 1)
    assert there.ask(133, "2B", b"\x07") == (7, 0)

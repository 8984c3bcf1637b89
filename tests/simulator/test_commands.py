"""Every command of the protocol's table: sizes, shapes of answers, and silence otherwise."""

import struct
from dataclasses import replace
from typing import NamedTuple

import pytest

from dobotkit.simulator.commands import COMMANDS
from dobotkit.simulator.profiles import PROFILES

from .host import QUEUE, READ, WRITE, Host, frame

TEXT = range(1, 249)
QUEUED_READ = 2


class Row(NamedTuple):
    """A command as the table has it. Sizes are of the parameters, in bytes."""

    number: int
    name: str
    answer: int | None = None
    asks: tuple[int, ...] = (0,)
    takes: tuple[int, ...] | range = ()
    queued: bool = False
    at_once: bool = True


TABLE = [
    Row(0, "DeviceSN", 10, takes=TEXT),
    Row(1, "DeviceName", 16, takes=TEXT),
    Row(2, "DeviceVersion", 14),
    Row(3, "DeviceWithL", 1, takes=(2,), queued=True),
    Row(4, "DeviceTime", 4),
    Row(5, "DeviceID", 12),
    Row(10, "GetPose", 32),
    Row(11, "ResetPose", takes=(9,)),
    Row(13, "GetPoseL", 4),
    Row(20, "AlarmsState", 16, takes=(0,)),
    Row(21, "ClearAllAlarms", takes=(0,)),
    Row(30, "HOMEParams", 16, takes=(16,), queued=True),
    Row(31, "HOMECmd", takes=(0, 4), queued=True),
    Row(32, "AutoLeveling", 4, takes=(5,), queued=True),
    Row(40, "HHTTrigMode", 1, takes=(1,)),
    Row(41, "HHTTrigOutputEnabled", 1, takes=(1,)),
    Row(42, "HHTTrigOutput", 1),
    Row(50, "ArmOrientation", 1, takes=(1,)),
    Row(60, "EndEffectorParams", 12, takes=(12,), queued=True),
    Row(61, "EndEffectorLaser", 2, takes=(2,), queued=True),
    Row(62, "EndEffectorSuctionCup", 2, takes=(2,), queued=True),
    Row(63, "EndEffectorGripper", 2, takes=(2,), queued=True),
    Row(70, "JOGJointParams", 32, takes=(32,), queued=True),
    Row(71, "JOGCoordinateParams", 32, takes=(32,), queued=True),
    Row(72, "JOGCommonParams", 8, takes=(8,), queued=True),
    Row(73, "JOGCmd", takes=(2,), queued=True),
    Row(74, "JOGLParams", 8, takes=(8,), queued=True),
    Row(80, "PTPJointParams", 32, takes=(32,), queued=True),
    Row(81, "PTPCoordinateParams", 16, takes=(16,), queued=True),
    Row(82, "PTPJumpParams", 8, takes=(8,), queued=True),
    Row(83, "PTPCommonParams", 8, takes=(8,), queued=True),
    Row(84, "PTPCmd", takes=(17,), queued=True),
    Row(85, "PTPLParams", 8, takes=(8,), queued=True),
    Row(86, "PTPWithLCmd", takes=(21,), queued=True),
    Row(87, "PTPJump2Params", 12, takes=(12,), queued=True),
    Row(88, "PTPPOCmd", takes=(*range(17, 249, 4), *range(18, 249, 4)), queued=True),
    Row(89, "PTPPOWithLCmd", takes=(*range(21, 249, 4), *range(22, 249, 4)), queued=True),
    Row(90, "CPParams", 13, takes=(13,), queued=True),
    Row(91, "CPCmd", takes=(17,), queued=True),
    Row(92, "CPLECmd", takes=(17,), queued=True),
    Row(100, "ARCParams", 16, takes=(16,), queued=True),
    Row(101, "ARCCmd", takes=(32,), queued=True),
    Row(102, "CircleCmd", takes=(36,), queued=True),
    Row(103, "ARCCommonParams", 8, takes=(8,), queued=True),
    Row(110, "WAITCmd", takes=(4,), queued=True, at_once=False),
    Row(120, "TRIGCmd", takes=(5,), queued=True, at_once=False),
    Row(130, "IOMultiplexing", 2, (1,), (2,), queued=True),
    Row(131, "IODO", 2, (1,), (2,), queued=True),
    Row(132, "IOPWM", 9, (1,), (9,), queued=True),
    Row(133, "IODI", 2, (1,)),
    Row(134, "IOADC", 3, (1,)),
    Row(135, "EMotor", takes=(4, 6), queued=True),
    Row(136, "EMotorS", takes=(10,), queued=True),
    Row(137, "ColorSensor", 3, (0, 3), (2, 3), queued=True),
    Row(138, "IRSwitch", 1, (0, 1, 3), (2, 3), queued=True),
    Row(170, "LostStepParams", 4, takes=(4,), queued=True),
    Row(171, "LostStepCmd", takes=(0,), queued=True),
    Row(240, "QueuedCmdStartExec", takes=(0,)),
    Row(241, "QueuedCmdStopExec", takes=(0,)),
    Row(242, "QueuedCmdForceStopExec", takes=(0,)),
    Row(243, "QueuedCmdStartDownload", takes=(8,)),
    Row(244, "QueuedCmdStopDownload", takes=(0,)),
    Row(245, "QueuedCmdClear", takes=(0,)),
    Row(246, "QueuedCmdCurrentIndex", 8),
    Row(247, "QueuedCmdLeftSpace", 4),
]

# Of other arms of the family: the Lite and the Magic Box.
FOREIGN = {7, 15, 33, *range(64, 70), *range(93, 96)}
# Of a Magician, and left out on purpose: calibration and Wi-Fi.
WITHHELD = {*range(140, 144), *range(150, 158)}


rows = pytest.mark.parametrize(
    "row",
    TABLE,
    ids=lambda row: f"{row.number}-{row.name}",
)
SIZES = range(40)


def wrong(sizes):
    """Sizes that are not among these, and the longest that fits into a frame."""
    return [size for size in (*SIZES, 248) if size not in sizes]


def first(sizes):
    """The sizes worth trying: all of a few, the ends of many."""
    return sizes if len(sizes) < 5 else (sizes[0], sizes[1], sizes[-1])


def test_the_arm_knows_the_commands_of_the_table_and_no_others():
    assert sorted(COMMANDS) == [row.number for row in TABLE]


def test_unknown_commands_are_not_answered(host):
    for number in set(range(256)) - {row.number for row in TABLE}:
        for ctrl in (READ, WRITE, QUEUED_READ, QUEUE):
            for size in (0, 1, 2, 4, 8, 17):
                assert host.silent(number, ctrl, bytes(size))


def test_what_is_left_out_is_left_out_on_purpose():
    assert not (FOREIGN | WITHHELD) & set(COMMANDS)


@rows
def test_reading(host, row):
    if row.answer is None:
        assert all(host.silent(row.number, READ, bytes(size)) for size in (*SIZES, 248))
        return
    for size in row.asks:
        assert len(host.ask(row.number, f"{row.answer}B", bytes(size))) == row.answer
    assert all(host.silent(row.number, READ, bytes(size)) for size in wrong(row.asks))


@rows
def test_writing_at_once(row):
    for size in first(row.takes):
        Host().write(row.number, bytes(size))
    host = Host()
    assert all(host.silent(row.number, WRITE, bytes(size)) for size in wrong(row.takes))


@rows
def test_writing_in_the_queue(row):
    """Every command that can be written can be queued [L], whatever the document says."""
    for size in first(row.takes):
        assert Host().queue(row.number, bytes(size)) == 2
    host = Host()
    assert all(host.silent(row.number, QUEUE, bytes(size)) for size in wrong(row.takes))
    assert host.ask(246, "q") == (-1,)


@rows
def test_writing_as_the_document_has_it(row):
    """There, an order has no place in the queue, and a pause none outside [P]."""
    profile = PROFILES["document"]
    known = row.number not in profile.habits.unknown | profile.habits.read_only
    for size in first(row.takes):
        params = bytes(size)
        assert Host(profile).silent(row.number, WRITE, params) != (known and row.at_once)
        assert Host(profile).silent(row.number, QUEUE, params) != (known and row.queued)
        assert Host(profile).silent(row.number, QUEUED_READ, params)


@rows
def test_the_queue_bit_alone(row):
    """It queues, with an index like any other: DeviceWithL of a real arm did [F]."""
    for size in first(row.takes):
        host = Host()
        answer = host.arm.receive(frame(row.number, QUEUED_READ, bytes(size)))
        assert answer[3:5] == bytes([row.number, QUEUED_READ])
        assert answer[5:-1] == struct.pack("<Q", 2)
    if row.answer is not None:
        host = Host()
        for number, size in enumerate(row.asks, start=2):
            answer = host.arm.receive(frame(row.number, QUEUED_READ, bytes(size)))
            assert answer[5:-1] == struct.pack("<Q", number)
    sizes = {*row.takes, *(row.asks if row.answer is not None else ())}
    host = Host()
    assert all(host.silent(row.number, QUEUED_READ, bytes(size)) for size in wrong(sizes))


@pytest.mark.parametrize("ctrl", [4, 5, 7, 0x10, 0x11, 0x20, 0x40, 0x80, 0xFF])
def test_a_frame_for_somebody_else_is_not_answered(host, ctrl):
    """Bits 4 to 7 address a Magic Box or another slave [L]; bit 2 has no meaning here."""
    assert host.silent(10, ctrl)
    assert host.silent(240, ctrl)
    assert host.silent(62, ctrl, b"\x01\x01")


@pytest.mark.parametrize("bits", [0x04, 0x10, 0x20, 0xC0, 0xFC])
def test_or_the_other_bits_make_no_difference_and_come_back(bits):
    """As in the maker's virtual Lite [L]."""
    host = Host(PROFILES["dobotlink"])
    for number, ctrl, params in ((10, READ, b""), (62, WRITE, b"\1\1"), (62, QUEUE, b"\1\1")):
        answer = host.arm.receive(frame(number, ctrl | bits, params))
        assert answer[3:5] == bytes([number, ctrl | bits])
        plain = host.arm.receive(frame(number, ctrl, params))
        assert len(answer) == len(plain)


def test_the_longest_frame_that_is_taken():
    for longest, heard in ((250, True), (249, False)):
        profile = PROFILES["magician"]
        profile = replace(profile, habits=replace(profile.habits, longest_frame=longest))
        assert Host(profile).silent(1, WRITE, bytes(248)) != heard

"""Names and values to bytes, and what is refused."""

from __future__ import annotations

import pytest

from dobotkit.errors import FrameError
from dobotkit.frames import build, decode, encode


def test_a_move_as_the_maker_documents_it():
    raw = encode("PTPCmd", mode=1, x=250, y=0, z=0, r=0, queued=True)
    assert raw.hex(" ") == "aa aa 13 54 03 01 00 00 7a 43" + 12 * " 00" + " eb"


def test_a_code_may_be_given_as_its_word():
    by_number = encode("PTPCmd", mode=2, x=0, y=0, z=0, r=0)
    assert encode("PTPCmd", mode="movl_xyz", x=0, y=0, z=0, r=0) == by_number
    assert encode(84, mode=2, x=0, y=0, z=0, r=0) == by_number


@pytest.mark.parametrize("name", ["GetPose", "getpose", "Pose", "GETPOSE"])
def test_names_are_forgiving(name):
    assert encode(name).hex() == "aaaa020a00f6"


def test_reading_is_asked_for_where_both_are_possible():
    assert encode("AlarmsState", read=True)[4] == 0
    assert encode("AlarmsState")[4] == 1
    assert encode("GetPose")[4] == 0


def test_a_form_is_chosen_by_its_fields():
    assert len(encode("HOMECmd", queued=True)) == 6
    assert len(encode("HOMECmd", reserved=0, queued=True)) == 10
    target = dict.fromkeys("xyzr", 0)
    outputs = {"ratio_1": 50, "io_1": 2, "level_1": 1}
    assert len(encode("PTPPOCmd", mode=2, **target, **outputs)) == 6 + 17 + 4
    assert len(encode("PTPPOCmd", mode=2, **target, count=1, **outputs)) == 6 + 18 + 4


@pytest.mark.parametrize(
    ("name", "fields", "what", "advice"),
    [
        ("PTPCmnd", {}, "no command 'PTPCmnd'", '"PTPCmd"'),
        (6, {}, "no command 6", "gaps"),
        ("PTPCmd", {"mode": 2, "x": 1, "y": 1, "z": 1}, "lacks r", "mode, x, y, z, r"),
        ("PTPCmd", {"mode": 2, "x": 1, "y": 1, "z": 1, "r": 0, "w": 1}, "has no w", "mode, x"),
        ("PTPCmd", {"mode": 256, "x": 1, "y": 1, "z": 1, "r": 0}, "mode cannot be 256", "1 byte"),
        ("PTPCmd", {"mode": "fly", "x": 1, "y": 1, "z": 1, "r": 0}, "'fly'", "1 byte"),
        ("PTPCmd", {"mode": 2, "x": "a", "y": 1, "z": 1, "r": 0}, "a number in mm", "4 bytes"),
        ("PTPCmd", {"mode": 2, "x": 1e99, "y": 1, "z": 1, "r": 0}, "x cannot be 1e+99", "4 bytes"),
        ("GetPose", {"x": 1}, "has no x", "no fields"),
        ("GetPose", {"queued": True, "x": 1}, "cannot be queued", "queued=True"),
        ("PTPCmd", {"read": True}, "cannot be read", "read=True"),
        ("QueuedCmdClear", {"queued": True}, "cannot be queued", "queued=True"),
        ("HOMEParams", {"queued": True, "read": True}, "in the queue", "queued=True"),
        ("WIFIPassword", {}, "not in the table", "TABLE"),
        ("DeviceName", {"name": ""}, "not empty", "fits"),
        ("DeviceName", {"name": 249 * "a"}, "249 bytes", "248"),
        ("DeviceName", {"name": 168 * "a"}, "168 bytes", "168"),
        ("AlarmsState", {"read": True, "reply": True, "alarms": (200,)}, "0 to 127", "16 bytes"),
    ],
)
def test_what_makes_no_frame_is_refused(name, fields, what, advice):
    with pytest.raises(FrameError) as caught:
        encode(name, **fields)
    assert what in caught.value.what
    assert advice in caught.value.advice


@pytest.mark.parametrize("number", [256, -1, 1.5, "a"])
def test_a_byte_is_a_byte(number):
    with pytest.raises(FrameError, match="0 to 255"):
        build(number, 0)


def test_what_was_built_is_read():
    [frame] = decode(build(200, 1, b"\x01\x02"))
    assert (frame.id, frame.ctrl, frame.params, frame.valid) == (200, 1, b"\x01\x02", True)

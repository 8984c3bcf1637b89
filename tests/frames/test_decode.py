"""What ``decode`` makes of streams: right, damaged and foreign bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.frames import Frame, Stray, build, checksum, decode, describe, encode
from dobotkit.simulator.wire import Decoder

GET_POSE = bytes.fromhex("aaaa020a00f6")
LOST = bytes.fromhex("aaaa1354030200001643000002c3000048420000000000")


def test_a_question_is_read_to_the_last_byte():
    [frame] = decode(GET_POSE)
    assert (frame.id, frame.ctrl, frame.params, frame.checksum) == (10, 0, b"", 0xF6)
    assert (frame.name, frame.access, frame.sent_by) == ("GetPose", "read", "host")
    assert [(part.name, part.raw.hex()) for part in frame.parts] == [
        ("header", "aaaa"),
        ("length", "02"),
        ("command", "0a"),
        ("control", "00"),
        ("checksum", "f6"),
    ]


def test_fields_have_units_and_codes_have_words():
    [frame] = decode(encode("PTPCmd", mode=2, x=150, y=-130, z=50.5, r=0.1, queued=True))
    assert [part.text for part in frame.fields] == [
        "2 (MOVL_XYZ)",
        "150 mm",
        "-130 mm",
        "50.5 mm",
        "0.1°",
    ]


def test_a_wrong_checksum_is_shown_with_the_right_one():
    [frame] = decode(LOST)
    assert isinstance(frame, Frame)
    assert not frame.valid
    assert frame.values["y"] == -130
    assert (frame.checksum, frame.checksum_due) == (0x00, 0xFF)
    assert frame.parts[-1].text == "WRONG: it should be FF"
    assert describe(LOST).endswith("[checksum 00 is wrong, FF is right]")


def test_a_good_frame_inside_a_damaged_one_is_found_as_the_arm_does():
    damaged_length = b"\xaa\xaa\x20\x0a\x00"
    pieces = decode(damaged_length + GET_POSE)
    assert [type(piece) for piece in pieces] == [Stray, Frame]
    assert pieces[0].raw == damaged_length
    assert pieces[1].offset == len(damaged_length)


def test_what_is_between_frames_and_after_them_is_kept():
    pieces = decode(b"\x00\x55" + GET_POSE + b"noise" + LOST + GET_POSE[:4])
    assert [type(piece) for piece in pieces] == [Stray, Frame, Stray, Frame, Stray]
    assert "2 are missing" in pieces[-1].why


def test_a_run_of_headers_begins_with_the_last_two():
    pieces = decode(b"\xaa\xaa" + GET_POSE)
    assert [piece.raw for piece in pieces] == [b"\xaa\xaa", GET_POSE]


@pytest.mark.parametrize(
    ("raw", "sent_by", "remark"),
    [
        (build(240, 1), None, "may as well be the answer"),
        (build(245, 1), None, "may as well be the answer"),
        (build(62, 3, bytes(8)), "arm", ""),
        (build(6, 0), None, "no command 6"),
        (build(64, 1, b"\1"), None, "not in this table"),
        (build(91, 3, bytes(14)), "host", "the arm expects 17"),
        (build(84, 3, bytes(16)), "host", "17 are known"),
        (build(84, 0), "host", "cannot be read"),
        (build(41, 3, b"\1"), "host", "not provide for writing"),
        (build(246, 1), "host", "cannot be written"),
    ],
)
def test_what_is_not_clear_is_said(raw, sent_by, remark):
    [frame] = decode(raw, sent_by=sent_by)
    assert remark in frame.remark
    assert bool(remark) == bool(frame.remark)


def test_what_cannot_be_read_is_shown_in_hex():
    [frame] = decode(build(84, 3, bytes(range(16))))
    [part] = frame.fields
    assert (part.name, part.raw, part.text) == (
        "parameters",
        bytes(range(16)),
        "could not be read",
    )
    assert frame.values == {}


def test_an_answer_to_a_queued_command_is_its_place():
    [frame] = decode(encode("PTPCmd", queued=True, reply=True, index=7))
    assert (frame.sent_by, frame.values) == ("arm", {"index": 7})


def test_eight_bytes_are_a_place_or_two_floats():
    [answer] = decode(encode("PTPCommonParams", queued=True, reply=True, index=7))
    assert answer.sent_by is None
    assert answer.values == {"index": 7}
    assert "may as well be the question: velocity_ratio" in answer.remark
    [question] = decode(
        encode("PTPCommonParams", velocity_ratio=50, acceleration_ratio=50, queued=True)
    )
    assert question.sent_by is None
    assert question.values == {"velocity_ratio": 50, "acceleration_ratio": 50}
    assert "may as well be the answer: index" in question.remark


def test_a_question_answered_with_an_index_as_a_real_arm_did():
    [frame] = decode(build(3, 2, bytes(8)))
    assert frame.values == {"index": 0}
    assert frame.access == "queued, but not write"
    [written] = decode(build(138, 2, b"\1\2\1"), sent_by="host")
    assert written.values == {"enabled": 1, "port": 2, "version": 1}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0 mm"),
        (-0.0, "0 mm"),
        (200.0, "200 mm"),
        (0.1, "0.1 mm"),
        (-39.86779, "-39.86779 mm"),
        (1e10, "1e+10 mm"),
        (float("inf"), "infinite mm"),
    ],
)
def test_numbers_have_as_many_digits_as_they_are_worth(number, text):
    [frame] = decode(encode("GetPoseL", reply=True, rail=number))
    assert frame.fields[0].text == text


def test_alarms_are_numbers():
    [frame] = decode(build(20, 0, bytes.fromhex("00000000040000002000000000000000")))
    assert frame.values == {"alarms": (0x22, 0x45)}
    assert frame.fields[0].text == "0x22, 0x45"


def test_other_control_bits_are_named():
    [frame] = decode(build(10, 0b01_01_0100))
    assert frame.access == "read, error, to device 1, number 1"


def test_a_line_for_logs():
    assert describe(b"") == "nothing"
    assert describe(GET_POSE) == "10 GetPose, read"
    answer = encode("PTPCmd", queued=True, reply=True, index=7)
    assert describe(answer) == "84 PTPCmd, write, queued, answer: index 7"
    assert describe(b"\x01\x02") == "no frame (no frame begins here): 01 02"
    assert "\n" not in describe(GET_POSE + b"\n" + LOST)


# Bytes that look like frames more often than chance would have it.
STREAMS = st.lists(
    st.one_of(
        st.binary(max_size=6),
        st.just(b"\xaa\xaa"),
        st.just(GET_POSE),
        st.just(LOST),
        st.builds(build, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=30)),
        st.builds(
            lambda frame, end: frame[:end],
            st.builds(build, st.integers(0, 255), st.just(3), st.binary(max_size=30)),
            st.integers(1, 20),
        ),
    ),
    max_size=12,
).map(b"".join)


@given(data=STREAMS)
@settings(max_examples=150, deadline=None)
def test_no_byte_is_lost_and_every_frame_of_the_strict_decoder_is_found(data):
    pieces = decode(data)
    assert b"".join(piece.raw for piece in pieces) == data
    at = 0
    for piece in pieces:
        assert piece.offset == at
        assert piece.raw
        at += len(piece.raw)
    good = [
        (piece.id, piece.ctrl, piece.params)
        for piece in pieces
        if isinstance(piece, Frame) and piece.valid
    ]
    # The decoder waits for the rest of a frame that the end cuts off; decode does not.
    strict = [tuple(frame) for frame in Decoder().feed(data)]
    assert good[: len(strict)] == strict
    assert all(describe(piece.raw) for piece in pieces)
    assert json.dumps([piece.as_dict() for piece in pieces], allow_nan=False)


@given(payload=st.binary(min_size=2, max_size=250))
def test_the_checksum_makes_the_sum_a_multiple_of_256(payload):
    assert (sum(payload) + checksum(payload)) % 256 == 0
    assert 0 <= checksum(payload) <= 255

"""Bytes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydobot.message import Message

from dobotkit.errors import FrameError
from dobotkit.frames import read_hex, read_log

GET_POSE = bytes.fromhex("aaaa020a00f6")


@pytest.mark.parametrize(
    "text",
    [
        "aa aa 02 0a 00 f6",
        "AAAA020A00F6",
        "0xAA, 0xAA, 0x02, 0x0A, 0x00, 0xF6",
        "0xaa 0xaa 0x2 0xa 0x0 0xf6",
        "AA:AA:02:0A:00:F6",
        "[AA AA] 02 0A 00 F6\n",
        "aa-aa-02-0a-00-f6",
        "aaaa 020a\n00f6",
        r"b'\xaa\xaa\x02\x0a\x00\xf6'",
        "0xAAAA020A00F6",
    ],
)
def test_many_ways_to_write_the_same(text):
    assert read_hex(text) == GET_POSE


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no bytes"),
        (" ,, ", "no bytes"),
        ("aa aa 02 0g", "'g' in '0g'"),
        ("aaa", "'aaa' has 3 digits"),
        ("hello", "'h' in 'hello'"),
        ("ää", "'ä'"),
    ],
)
def test_what_is_no_hex_is_named(text, what):
    with pytest.raises(FrameError) as caught:
        read_hex(text)
    assert what in caught.value.what
    assert "AA AA 02 0A 00 F6" in caught.value.advice


@given(data=st.binary(min_size=1), separator=st.sampled_from(["", " ", ", ", ":"]))
def test_what_python_writes_is_read(data, separator):
    assert read_hex(separator.join(f"{byte:02x}" for byte in data)) == data


def test_lines_that_pydobot_prints():
    asked, answered = Message(GET_POSE), Message(GET_POSE[:2] + b"\x04\x0a\x00\x01\x02\xf3")
    lines = f"pydobot: /dev/ttyUSB0 open\npydobot: >> {asked}\npydobot: << {answered}\n"
    assert read_log(lines) == [
        ("host", GET_POSE),
        ("arm", bytes.fromhex("aaaa040a000102f3")),
    ]


def test_a_line_of_pydobot_with_a_number_that_is_no_byte():
    with pytest.raises(FrameError, match="no byte"):
        read_log("pydobot: >> AA AA:2:300:0::246")


def test_without_such_lines_everything_is_one_stream():
    assert read_log("aa aa 02\n0a 00 f6") == [(None, GET_POSE)]

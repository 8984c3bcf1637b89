"""The walk through an ONNX file: right where the file is, and never lost where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dobotkit.errors import ModelBroken
from dobotkit.models.onnx_edit import drop_unused_inputs, fields


def varint(number: int) -> bytes:
    digits = []
    while True:
        digits.append(number % 128 + (128 if number >= 128 else 0))
        number //= 128
        if not number:
            return bytes(digits)


def block(number: int, content: bytes) -> bytes:
    return varint(number * 8 + 2) + varint(len(content)) + content


def number(field: int, value: int) -> bytes:
    return varint(field * 8) + varint(value)


def node(*reads: str) -> bytes:
    return block(1, b"".join(block(1, name.encode()) for name in reads) + block(2, b"out"))


def initialiser(name: str) -> bytes:
    return block(5, number(1, 3) + block(8, name.encode()) + block(9, b"\x00" * 300))


def declared(name: str) -> bytes:
    return block(11, block(1, name.encode()) + block(2, b"some type"))


def model(*graph: bytes) -> bytes:
    return number(1, 8) + block(7, b"".join(graph)) + block(14, b"metadata")


FULL = model(
    declared("data"),
    node("data", "weight"),
    initialiser("weight"),
    declared("weight"),
    declared("stale"),
    block(12, b"output"),
)


def test_what_no_node_reads_and_what_is_supplied_goes_and_the_rest_stays():
    assert drop_unused_inputs(FULL) == model(
        declared("data"), node("data", "weight"), initialiser("weight"), block(12, b"output")
    )


def test_a_file_without_such_inputs_stays_as_it_is():
    clean = drop_unused_inputs(FULL)
    assert drop_unused_inputs(clean) == clean


def test_all_ways_to_write_a_value_are_walked_over():
    graph = [b"\x69" + b"\x00" * 8, b"\x6d" + b"\x00" * 4, number(13, 2**63)]
    content = model(*graph, node("data"), declared("data"))
    assert drop_unused_inputs(content) == content


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(block(7, b"") * 2, id="two graphs"),
        pytest.param(FULL[:-1], id="torn at the end"),
        pytest.param(block(7, varint(1 * 8 + 2) + varint(5) + b"1234"), id="longer than its graph"),
        pytest.param(block(7, node("a")[:-1]), id="torn in a node"),
        pytest.param(block(7, block(1, b"\xff" * 4)), id="a number without end"),
        pytest.param(block(7, block(1, b"\xff" * 12)), id="a number that is too long"),
        pytest.param(b"\x02\x00", id="field 0"),
        pytest.param(b"\x0b", id="a group"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1\n", id="a pointer of Git LFS"),
    ],
)
def test_what_is_no_such_file_is_refused(content):
    with pytest.raises(ModelBroken):
        drop_unused_inputs(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_walked_to_their_end_or_refused(content):
    try:
        found = list(fields(content, 0, len(content)))
    except ModelBroken:
        return
    assert [one.start for one in found] == [0, *(one.end for one in found)][: len(found)]
    assert not found or found[-1].end == len(content)


@given(st.integers(0, len(FULL) - 1), st.integers(0, 255), st.integers(0, len(FULL)))
def test_a_spoilt_file_is_edited_or_refused_and_nothing_else(at, byte, end):
    spoilt = (FULL[:at] + bytes([byte]) + FULL[at + 1 :])[:end]
    try:
        edited = drop_unused_inputs(spoilt)
    except ModelBroken:
        return
    # What came out can be walked through again, and needs no second edit.
    assert drop_unused_inputs(edited) == edited

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator.wire import Decoder, Frame, encode

from .host import VECTORS, frame

POSE = frame(10, 0)
FRAMES = VECTORS["frames"]


@pytest.mark.parametrize("vector", FRAMES, ids=lambda v: v["meaning"][:40])
def test_every_known_frame_is_read_and_written_alike(vector):
    raw = bytes.fromhex(vector["hex"])
    expected = Frame(vector["id"], vector["ctrl"], bytes.fromhex(vector["params"]))
    assert Decoder().feed(raw) == ([expected] if vector["valid"] else [])
    assert encode(*expected) == raw


def test_a_frame_without_parameters():
    assert encode(10, 0) == POSE


def test_a_frame_may_arrive_byte_by_byte():
    decoder = Decoder()
    found = [decoder.feed(bytes([byte])) for byte in POSE]
    assert found[-1] == [Frame(10, 0, b"")]
    assert not any(found[:-1])


@pytest.mark.parametrize("longest", [250, 100])
def test_a_frame_may_be_as_long_as_that_and_no_longer(longest):
    whole = frame(1, 1, bytes(longest - 2))
    assert Decoder(longest).feed(whole) == [Frame(1, 1, bytes(longest - 2))]
    assert Decoder(longest).feed(frame(1, 1, bytes(longest - 1)) + POSE) == [Frame(10, 0, b"")]


def test_the_end_of_one_frame_begins_no_other():
    ends_in_aa = frame(83, 3, bytes(8))
    assert ends_in_aa.endswith(b"\xaa")
    decoder = Decoder()
    # Behind it one more AA: with the checksum it would look like a header.
    assert len(decoder.feed(ends_in_aa + b"\xaa")) == 1
    assert decoder.feed(POSE[2:]) == []
    assert decoder.feed(POSE) == [Frame(10, 0, b"")]


def test_frames_may_arrive_together():
    found = Decoder().feed(POSE + frame(246, 0) + POSE[:3])
    assert [f.id for f in found] == [10, 246]


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00",
        b"\xaa",
        b"\xaa\xaa",
        b"\xaa" * 7,
        b"\xaa\xaa\x00",
        b"\xaa\xaa\x01\x00",
        b"\xaa\xaa\xfb",
        b"\xaa\xaa\xff",
        POSE[:-1] + b"\x00",
    ],
    ids=lambda noise: noise.hex(" "),
)
def test_what_is_damaged_is_dropped_and_the_next_frame_is_found(noise):
    assert Decoder().feed(noise + POSE) == [Frame(10, 0, b"")]


def test_a_header_inside_a_damaged_frame_is_found():
    inner = frame(62, 3, b"\x01\x01")
    damaged = bytearray(frame(1, 1, inner + b"name"))
    damaged[-1] ^= 0xFF
    assert Decoder().feed(bytes(damaged)) == [Frame(62, 3, b"\x01\x01")]


def test_a_header_inside_the_parameters_of_a_good_frame_is_not():
    params = frame(62, 3, b"\x01\x01")
    assert Decoder().feed(frame(1, 1, params)) == [Frame(1, 1, params)]


def test_a_checksum_is_not_half_a_header():
    decoder = Decoder()
    ends_in_aa = frame(83, 3, bytes(8))
    assert ends_in_aa.endswith(b"\xaa")
    assert decoder.feed(ends_in_aa)
    assert decoder.feed(POSE[1:]) == []
    assert decoder.feed(POSE) == [Frame(10, 0, b"")]


@pytest.mark.parametrize("total", range(256))
def test_only_the_right_checksum_is_taken(total):
    params = bytes([(total - 1 - 1) % 256])
    good = frame(1, 1, params)
    assert sum(good[3:-1]) % 256 == total
    for checksum in range(256):
        found = Decoder().feed(good[:-1] + bytes([checksum]))
        assert bool(found) == (checksum == good[-1])


def test_pydobots_wrong_checksum_is_not_taken():
    raw = bytearray.fromhex("aaaa1354030200001643000002c30000484200000000ff")
    assert Decoder().feed(bytes(raw[:-1]) + b"\xff")
    assert not Decoder().feed(bytes(raw[:-1]) + b"\x00")


bodies = st.tuples(st.integers(0, 255), st.integers(0, 255), st.binary(max_size=248)).filter(
    lambda body: len(body[2]) + 2 != 0xAA
)


@given(body=bodies)
@settings(deadline=None)
def test_what_is_written_is_read(body):
    assert encode(*body) == frame(*body)
    assert Decoder().feed(encode(*body)) == [Frame(*body)]


@given(noise=st.binary(max_size=60), body=bodies, cuts=st.lists(st.integers(0, 400), max_size=8))
@settings(deadline=None, max_examples=200)
def test_the_decoder_recovers_from_any_noise(noise, body, cuts):
    """However it is torn: after noise, repeated frames are heard again before long."""
    stream = noise + encode(*body) * 130
    decoder = Decoder()
    found = []
    marks = [0, *sorted(cuts), len(stream)]
    for begin, end in pairwise(marks):
        found += decoder.feed(stream[begin:end])
    # A false header takes at most 254 bytes with it before it is given up.
    assert Frame(*body) in found


@given(pieces=st.lists(st.binary(max_size=30), max_size=10))
@settings(deadline=None)
def test_how_a_stream_is_torn_makes_no_difference(pieces):
    torn = Decoder()
    found = [f for piece in pieces for f in torn.feed(piece)]
    assert found == Decoder().feed(b"".join(pieces))

"""Whatever an arm hears, it stays a possible arm, and can be brought back to work."""

import gc
import struct
import tracemalloc
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.simulator import wire as codec
from dobotkit.simulator.command_queue import CommandQueue
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.kinematics import Linkage
from dobotkit.simulator.profile import MAGICIAN
from dobotkit.simulator.profiles import PROFILES
from tests.fuzz.firmware import Watched, hear_junk, run_program
from tests.fuzz.wire import GET_POSE, SIZES, frame, junk, read_frames
from tests.simulator.host import QUEUE, READ, WRITE


@st.composite
def frames(draw):
    """A frame that has a right checksum and, mostly, a size that is understood."""
    number = draw(st.sampled_from(sorted(SIZES)))
    ctrl = draw(st.sampled_from((READ, WRITE, QUEUE)))
    sizes = SIZES[number][ctrl != READ] or [0, 1, 4]
    size = draw(st.sampled_from(sizes[:4] + sizes[-1:]))
    return frame(number, ctrl, draw(st.binary(min_size=size, max_size=size)))


@given(
    program=st.lists(st.tuples(frames(), st.floats(0, 1e4)), max_size=40),
    instant=st.booleans(),
    profile=st.sampled_from(list(PROFILES.values())),
)
@settings(deadline=None)
def test_after_any_program_the_arm_can_be_used_again(program, instant, profile):
    watched = Watched(profile, instant=instant)
    for raw, seconds in program:
        watched.hear(raw)
        watched.pass_time(seconds)
    watched.recovers()


pieces = st.one_of(
    st.binary(max_size=40),
    frames(),
    st.builds(lambda raw, n: raw[:n], frames(), st.integers(0, 40)),
    st.builds(
        lambda raw, at, byte: raw[: at % len(raw)] + bytes((byte,)) + raw[at % len(raw) + 1 :],
        frames(),
        st.integers(0, 300),
        st.integers(0, 255),
    ),
    st.integers(1, 5).map(lambda n: b"\xaa" * n),
)


@given(stream=st.lists(pieces, max_size=15))
@settings(deadline=None)
def test_junk_leaves_the_arm_in_step(stream):
    watched = Watched()
    for piece in stream:
        watched.hear(piece)
    watched.is_in_step()


@given(stream=st.lists(pieces, max_size=15))
@settings(deadline=None)
def test_two_parsers_find_the_same_frames(stream):
    decoder = codec.Decoder()
    found = [f for piece in stream for f in decoder.feed(piece)]
    expected = read_frames(b"".join(stream))[0]
    assert [codec.encode(*f) for f in found] == expected


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("instant", [True, False], ids=["instant", "in time"])
def test_a_random_program(profile, instant):
    watched = Watched(profile, instant=instant)
    run_program(watched, Random(5), 800)
    assert watched.answers > 200
    assert watched.moves > 5


def test_a_tool_longer_than_any_number_can_say():
    watched = Watched(instant=True)
    watched.hear(frame(84, QUEUE, struct.pack("<B4f", 4, -45, 45, 45, 0)))
    watched.hear(frame(60, WRITE, struct.pack("<3f", 3e38, 3e38, -3e38)))
    [answer] = watched.hear(GET_POSE)
    x, y, z, *_ = struct.unpack("<8f", answer[5:-1])
    assert (x, z) == pytest.approx((3.4028235e38, 3e38))
    assert y < 1e38
    watched.recovers()


def test_junk_at_random():
    watched = Watched()
    hear_junk(watched, Random(2), 10_000)
    watched.recovers()


def test_the_same_seed_gives_the_same_answers():
    digests = []
    for seed in (1, 1, 2):
        watched = Watched()
        run_program(watched, Random(seed), 200)
        hear_junk(watched, Random(seed), 500)
        digests.append(watched.digest)
    assert digests[0] == digests[1] != digests[2]


class TestTheWatchSeesWhatIsWrong:
    """Broken arms have to be found out, or the tests above mean nothing."""

    def test_joints_beyond_their_limits(self):
        watched = Watched()
        loose = replace(MAGICIAN, high=(100.0, 85.0, 90.0, 90.0))
        watched.arm = Firmware(loose, watched.clock)
        watched.hear(frame(84, QUEUE, struct.pack("<B4f", 4, 95, 45, 45, 0)))
        with pytest.raises(AssertionError, match="95"):
            watched.pass_time(60)

    def test_a_checksum_that_is_not_looked_at(self, monkeypatch):
        monkeypatch.setattr(codec, "sum", lambda _data: 0, raising=False)
        with pytest.raises(AssertionError):
            self._watch()

    def test_an_index_that_is_given_twice(self, monkeypatch):
        put = CommandQueue.put

        def stutter(queue, job):
            index = put(queue, job)
            if index is not None and index % 50 == 0:
                queue._next_index -= 1
            return index

        monkeypatch.setattr(CommandQueue, "put", stutter)
        with pytest.raises(AssertionError):
            self._watch()

    def test_an_arm_that_loses_step(self, monkeypatch):
        feed = codec.Decoder.feed

        def forgetful(decoder, data):
            found = feed(decoder, data)
            decoder._rest = b""
            return found

        monkeypatch.setattr(codec.Decoder, "feed", forgetful)
        with pytest.raises(AssertionError):
            self._watch()

    def test_an_exception(self, monkeypatch):
        monkeypatch.setattr(Linkage, "forward", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            self._watch()

    def _watch(self):
        watched = Watched()
        run_program(watched, Random(1), 3_000)
        hear_junk(watched, Random(1), 5_000)


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_long_programs(profile):
    for seed in range(3):
        run_program(Watched(profile, instant=seed == 0), Random(seed), 10_000)


@pytest.mark.slow
def test_much_junk():
    watched = Watched()
    hear_junk(watched, Random(0), 1_000_000)
    watched.recovers()


@pytest.mark.slow
def test_memory_stays_flat():
    watched = Watched(instant=True)
    run_program(watched, Random(0), 3_000)
    hear_junk(watched, Random(0), 20_000)
    tracemalloc.start()
    try:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        run_program(watched, Random(1), 10_000)
        hear_junk(watched, Random(1), 50_000)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 50_000


def test_what_is_kept_of_junk_is_shorter_than_a_frame():
    decoder = codec.Decoder()
    rng = Random(3)
    for _ in range(50):
        decoder.feed(junk(rng, 100))
        assert len(decoder._rest) < 254
    decoder.feed(GET_POSE * 43)
    assert decoder.feed(GET_POSE) == [codec.Frame(10, READ, b"")]

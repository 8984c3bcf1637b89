"""Frames, deadlines and retries, on a line whose faults are planned, in a time of its own."""

from random import Random

import pytest
import serial
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit.arm import wire
from dobotkit.arm.wire import READ, WRITE, Wire, encode
from dobotkit.errors import ArmClosed, ArmSilent, ArmUnplugged
from tests.fuzz.line import FAULTS, Line, Time
from tests.simulator.host import frame

POSE, ALARMS, INDEX = 10, 20, 246
PADDING = 0


class PlannedLine(Line):
    """A line that damages the n-th frame as planned, from 0 on; ``"*"`` is for all others."""

    def __init__(self, time: Time, plan: dict[int | str, str]) -> None:
        super().__init__(time, Random(1), ())
        self.plan = plan
        self.numbers: list[int] = []

    def write(self, data: bytes) -> int:
        self.numbers.append(data[3])
        return super().write(data)

    def _draw(self, table):
        kind = self.plan.get(len(self.numbers) - 1, self.plan.get("*"))
        return kind if kind in table else None


@pytest.fixture
def time():
    time = Time()
    with time.in_force():
        yield time


@pytest.fixture
def line(time):
    return PlannedLine(time, {})


class TestFrames:
    @given(
        number=st.integers(0, 255),
        ctrl=st.sampled_from([0, 1, 3]),
        params=st.binary(max_size=250),
    )
    @settings(deadline=None)
    def test_what_is_written(self, number, ctrl, params):
        assert encode(number, ctrl, params) == frame(number, ctrl, params)

    @pytest.mark.parametrize("size", [0, 1, 165, 166, 248, 253])
    def test_a_frame_of_any_length_is_taken_whole(self, size):
        raw = frame(POSE, READ, bytes(range(size % 256)) + bytes(max(0, size - 255)))
        buffer = bytearray(raw + b"next")
        assert wire.take_frame(buffer) == (raw, 0)
        assert buffer == b"next"

    @given(
        noise=st.binary(max_size=20).map(lambda raw: raw.replace(b"\xaa", b"\xab")),
        params=st.binary(max_size=20),
        cut=st.integers(0, 40),
    )
    @settings(deadline=None)
    def test_nothing_is_waited_for_that_need_not_come(self, noise, params, cut):
        """What is said to be missing is there at least, and never more than the frame."""
        raw = frame(POSE, READ, params)
        cut = min(cut, len(raw) - 1)
        buffer = bytearray(noise + raw[:cut])
        found, missing = wire.take_frame(buffer)
        assert found is None
        assert 1 <= missing <= len(raw) - cut
        assert buffer == raw[:cut]
        buffer += raw[cut:]
        assert wire.take_frame(buffer) == (raw, 0)

    @pytest.mark.parametrize("checksum", range(256))
    def test_only_the_right_checksum_is_taken(self, checksum):
        good = frame(POSE, READ, b"\x01\x02")
        buffer = bytearray(good[:-1] + bytes([checksum]))
        found, _ = wire.take_frame(buffer)
        assert (found == good) == (checksum == good[-1])
        assert found in (None, good)

    @pytest.mark.parametrize(
        "before",
        [b"\xaa", b"\xaa\xaa", b"\xaa\xaa\x00", b"\xaa\xaa\x01\x00", frame(1, 0)[:-1] + b"\0"],
        ids=lambda raw: raw.hex(" "),
    )
    def test_what_is_no_frame_is_dropped_byte_by_byte(self, before):
        good = frame(POSE, READ)
        # A false length of 170 wants more bytes than these; they have to be other frames.
        buffer = bytearray(before + good * 60)
        assert wire.take_frame(buffer) == (good, 0)

    def test_frames_are_taken_one_after_the_other(self):
        first, second = frame(POSE, READ, b"\x01"), frame(INDEX, READ, b"\x02\x03")
        buffer = bytearray(b"noise" + first + second)
        assert wire.take_frame(buffer) == (first, 0)
        assert wire.take_frame(buffer) == (second, 0)
        assert not buffer

    def test_a_half_header_at_the_end_is_kept(self):
        buffer = bytearray(b"noise\xaa")
        assert wire.take_frame(buffer) == (None, 5)
        assert buffer == b"\xaa"


class TestQuestions:
    def test_are_asked_three_times(self, line, time):
        line.plan = {0: "lost", 2: "lost"}  # 1 and 3 are other questions, to get in step
        assert len(Wire(line).ask(POSE)) == 32
        assert line.numbers == [POSE, INDEX, POSE, INDEX, POSE]
        # Two deadlines of 0.4 s have passed, and nothing else took time.
        assert 0.8 <= time.now_s < 1.0

    def test_and_not_oftener(self, line):
        line.plan = {0: "lost", 2: "lost", 4: "lost"}
        with pytest.raises(ArmSilent, match="Nothing answers at line"):
            Wire(line).ask(POSE)
        assert line.numbers == [POSE, INDEX, POSE, INDEX, POSE]

    def test_a_dead_line_is_given_up_after_a_second_or_two(self, line, time):
        line.plan = {"*": "lost"}
        with pytest.raises(ArmSilent):
            Wire(line).ask(POSE)
        assert line.numbers == [POSE, INDEX, PADDING, ALARMS, PADDING, 81]
        assert 1.6 <= time.now_s < 1.8

    def test_a_command_is_sent_once(self, line):
        line.plan = {0: "lost"}
        with pytest.raises(ArmSilent):
            Wire(line).once(110, 3, b"\x01\0\0\0")
        assert line.numbers == [110]
        assert line.arm.current_index == 2

    def test_a_command_may_have_no_parameters(self, line):
        line.arm.receive(frame(84, WRITE, b"\x04" + bytes(16)))
        assert len(Wire(line).once(31, 3)) == 8
        assert line.queued == {frame(31, 3): 1}

    def test_a_command_is_not_sent_before_the_line_is_in_step(self, line):
        line.plan = {"*": "lost"}
        both = Wire(line)
        for _ in range(2):
            with pytest.raises(ArmSilent):
                both.once(110, 3, b"\x01\0\0\0")
        assert line.numbers.count(110) == 1

    def test_an_answer_that_says_write_is_none_to_a_question(self, line):
        """Reading and writing the same number have different answers."""
        both = Wire(line)
        line.plan = {0: "too late"}
        both.shout(ALARMS)
        assert len(both.ask(ALARMS)) == 16

    def test_after_a_shout_a_question_comes_first(self, line):
        both = Wire(line)
        both.shout(242, 245)
        both.tell(240)
        assert line.numbers == [242, 245, INDEX, 240]
        both.tell(240)
        assert line.numbers[4:] == [240]

    @pytest.mark.parametrize("delay", [0.1, 0.39])
    def test_an_answer_just_in_time(self, line, time, monkeypatch, delay):
        monkeypatch.setitem(FAULTS, "slow", lambda _rng, raw: [(delay, raw)])
        line.plan = {0: "slow"}
        assert len(Wire(line).ask(POSE)) == 32
        assert line.numbers == [POSE]
        assert time.now_s < delay + 0.05

    def test_an_answer_in_many_pieces(self, line, monkeypatch):
        monkeypatch.setitem(
            FAULTS, "drop by drop", lambda _rng, raw: [(0.01, bytes([b])) for b in raw]
        )
        line.plan = {"*": "drop by drop"}
        both = Wire(line)
        assert len(both.ask(POSE)) == 32
        assert len(both.ask(ALARMS)) == 16


class TestLateAnswers:
    def test_when_all_questions_are_owed_the_oldest_is_asked_again(self, line, time):
        """After a long silence an answer could be to any of them, unless it is old."""
        both = Wire(line)
        line.plan = {"*": "lost"}
        for _ in range(4):
            with pytest.raises(ArmSilent):
                both.ask(POSE)
        assert set(both._owed) == set(wire._BARRIERS)
        oldest = min(both._owed, key=both._owed.get)
        line.plan = {}
        line.numbers.clear()
        before = time.now_s
        assert len(both.ask(POSE)) == 32
        assert line.numbers == [oldest, POSE]
        assert not both._owed
        # It had been asked long before, so nobody had to wait.
        assert time.now_s - before < 0.1

    def test_an_interrupted_question_is_not_taken_up_again_too_early(self, line, time, monkeypatch):
        both = Wire(line)
        monkeypatch.setitem(FAULTS, "2.9 s late", lambda _rng, raw: [(2.9, raw)])
        line.plan = {"*": "2.9 s late"}

        def interrupt(_wire, _deadline):
            raise KeyboardInterrupt

        monkeypatch.setattr(Wire, "next_frame", interrupt)
        for number in wire._BARRIERS:
            with pytest.raises(KeyboardInterrupt):
                both._attempt(number, READ, b"")
        monkeypatch.undo()
        with time.in_force():
            line.plan = {}
            line.arm.receive(frame(84, WRITE, b"\x04" + bytes(16)))
            old = line.answered[POSE, READ][:]
            line.forget()
            time.sleep(1.5)
            answer = both.ask(POSE)
            assert answer in line.answered[POSE, READ]
            assert answer not in old

    def test_old_bytes_are_thrown_away_before_a_question(self, line):
        both = Wire(line)
        assert both.ask(POSE)
        line._arrived += frame(POSE, READ, bytes(32))
        assert both.ask(POSE) != bytes(32)

    def test_a_line_that_never_falls_silent_does_not_stop_a_question(self, time):
        class Chatter(PlannedLine):
            @property
            def in_waiting(self):
                return 5

            def read(self, size=1):
                time.now_s += 0.001
                return b"wrong"[:size]

        with pytest.raises(ArmSilent, match="Something talks at line"):
            Wire(Chatter(time, {})).ask(POSE)
        assert time.now_s < 6


class TestAnArmThatWaitsForTheRestOfAFrame:
    """A length byte that was damaged on its way makes it deaf for hundreds of bytes."""

    @pytest.fixture
    def deaf(self, line):
        assert line.arm.receive(b"\xaa\xaa\xfa") == b""
        return line

    def test_hears_again(self, deaf):
        assert len(Wire(deaf).ask(POSE)) == 32
        assert deaf.numbers == [POSE, INDEX, PADDING, ALARMS, POSE]

    def test_and_its_old_answers_are_not_taken_for_new_ones(self, deaf, time):
        both = Wire(deaf)
        with pytest.raises(ArmSilent):
            both.once(84, 3, b"\x04" + bytes(16))
        time.sleep(1)
        deaf.forget()
        answer = both.ask(POSE)
        assert answer == deaf.answered[POSE, READ][-1]
        # The move had been held back as well, and is carried out only now.
        assert deaf.queued.total() == 1
        assert both.ask(INDEX)[:2] != b"\x01\0"

    def test_padding_ends_the_longest_frame(self):
        line = PlannedLine(Time(), {})
        line.arm.receive(b"\xaa\xaa\xfa" + frame(POSE, READ))
        answers = line.arm.receive(wire._PADDING)
        assert answers[3] == POSE
        assert line.arm.receive(frame(INDEX, READ))


class TestAPortThatFails:
    def test_says_that_it_is_gone(self, line):
        both = Wire(line)
        line.plugged = False
        with pytest.raises(ArmUnplugged):
            both.ask(POSE)

    def test_when_it_has_just_been_used(self, line, monkeypatch):
        both = Wire(line)
        assert both.ask(POSE)

        def full(_data):
            raise serial.SerialTimeoutException("Write timeout")

        monkeypatch.setattr(line, "write", full)
        with pytest.raises(ArmSilent, match="Nothing answers at line"):
            both.shout(242)
        assert both._owed == {242: pytest.approx(line._time.now_s, abs=0.01)}

    def test_while_old_bytes_are_thrown_away(self, line, monkeypatch):
        both = Wire(line)
        line._arrived += b"old"
        error = OSError(5, "gone")

        def fail(_size):
            raise error

        monkeypatch.setattr(line, "read", fail)
        with pytest.raises(ArmUnplugged) as caught:
            both.ask(POSE)
        assert not line.numbers
        assert str(error) in caught.value.what

    def test_while_it_is_read(self, line):
        both = Wire(line)
        line.unplug_after = 6  # the question itself
        with pytest.raises(ArmUnplugged):
            both.ask(POSE)

    @pytest.mark.parametrize("method", ["write", "read"])
    @pytest.mark.parametrize("error", [OSError(5, "gone"), TypeError("None")], ids=["os", "type"])
    def test_in_other_words(self, line, monkeypatch, method, error):
        def fail(*_):
            raise error

        monkeypatch.setattr(line, method, fail)
        with pytest.raises(ArmUnplugged) as caught:
            Wire(line).ask(POSE)
        assert caught.value.what == f"The connection to line is gone ({error})."
        assert caught.value.__cause__ is error

    def test_and_does_not_take_bytes_any_more(self, line, monkeypatch):
        def full(_data):
            raise serial.SerialTimeoutException("Write timeout")

        monkeypatch.setattr(line, "write", full)
        both = Wire(line)
        for call in (both.ask, both.shout):
            with pytest.raises(ArmSilent, match="Nothing answers at line"):
                call(POSE)

    def test_closed(self, line):
        both = Wire(line)
        both.close()
        both.close()
        assert not line.is_open
        for call in (both.ask, both.tell, both.shout):
            with pytest.raises(ArmClosed):
                call(POSE)
        with pytest.raises(ArmClosed):
            both.once(POSE, 3)

"""What goes wrong on purpose: from the address, the same way each time."""

import itertools
import struct
import time
from pathlib import Path

import pytest
import serial

from dobotkit.simulator.clock import InstantClock, ManualClock
from dobotkit.simulator.fault_words import describe_kinds, read_faults
from dobotkit.simulator.faults import KINDS
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.profile import MAGICIAN

from .host import MOVL_XYZ, QUEUE, READ, WRITE, frame

POSE = frame(10, READ)
INDEX = frame(246, READ)
_numbers = itertools.count()


class Wall:
    """A clock on the wall that is turned by hand."""

    def __init__(self):
        self.time = 100.0

    def __call__(self):
        return self.time


class Bench:
    """One arm at the end of a line with faults."""

    def __init__(self, *texts, seed=0, clock=None):
        self.wall = Wall()
        self.clock = clock or InstantClock()
        self.arm = Firmware(clock=self.clock)
        self.line = Line(self.arm, read_faults(texts), seed=seed, now=self.wall)

    def ask(self, request=POSE):
        self.line.feed(request)
        return self.line.take()

    def move(self, y=60.0):
        return self.ask(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 210, y, 40, 0)))


def pose_of(answer):
    return struct.unpack("<8f", answer[5:-1])


def test_without_faults_all_bytes_go_through():
    bench = Bench()
    assert bench.ask()[:5] == b"\xaa\xaa\x22\x0a\x00"
    assert bench.line.due is None
    assert not bench.line.unplugged


@pytest.mark.parametrize("kind", ["noise:0.02", "torn", "drop:0.3", "late:0.1:0.5"])
def test_the_same_seed_damages_the_same_bytes(kind):
    def arrivals(seed):
        bench = Bench(kind, seed=seed)
        log = []
        for _ in range(100):
            bench.line.feed(POSE)
            while bench.line.due is not None:
                bench.wall.time = max(bench.wall.time, bench.line.due)
                log.append((round(bench.wall.time, 6), bench.line.take()))
        return log

    assert arrivals(7) == arrivals(7)
    assert arrivals(7) != arrivals(8)


def test_how_requests_are_cut_into_writes_makes_no_difference():
    whole, bitwise = (Bench("noise:0.02", "request-noise:0.01", "drop:0.2") for _ in range(2))
    one = b"".join(whole.ask() for _ in range(50))
    for byte in POSE * 50:
        bitwise.line.feed(bytes([byte]))
    assert bitwise.line.take() == one


def test_another_fault_beside_it_changes_nothing_for_a_fault():
    plain, late = Bench("drop:0.5"), Bench("late:1", "drop:0.5")
    lost = [not plain.ask() for _ in range(60)]
    for was_lost in lost:
        late.line.feed(POSE)
        assert (late.line.due is None) == was_lost
        late.wall.time += 2
        late.line.take()


def test_noise_flips_and_slips_in():
    bench = Bench("noise:0.05")
    clean = Bench().ask()
    answers = [bench.ask() for _ in range(200)]
    assert {len(answer) - len(clean) for answer in answers} >= {0, 1}
    assert any(len(answer) == len(clean) and answer != clean for answer in answers)
    assert clean in answers


def test_noise_on_the_way_to_the_arm_leaves_requests_unanswered():
    bench = Bench("request-noise:0.05")
    answers = [bench.ask() for _ in range(200)]
    assert 20 < answers.count(b"") < 180


def test_a_lost_request_never_reaches_the_arm():
    bench = Bench("request-drop:1")
    assert bench.move() == b""
    assert bench.arm.current_index == MAGICIAN.nothing_ran


def test_a_dropped_answer_is_that_of_an_arm_that_obeyed():
    bench = Bench("drop:1")
    assert bench.move() == b""
    assert bench.arm.current_index == MAGICIAN.first_index


def test_a_torn_answer_is_whole_in_the_end():
    bench, clean = Bench("torn:1:0.5"), Bench().ask()
    bench.line.feed(POSE)
    pieces = []
    while bench.line.due is not None:
        bench.wall.time = bench.line.due
        pieces.append(bench.line.take())
    assert b"".join(pieces) == clean
    assert 2 <= len(pieces) <= 4


def test_late_answers_are_late_and_keep_their_order():
    bench = Bench("late:0.3")
    assert bench.ask() == b""
    bench.wall.time += 0.2
    assert bench.ask(INDEX) == b""
    bench.wall.time += 0.11
    assert bench.line.take()[3] == 10
    bench.wall.time += 0.2
    assert bench.line.take()[3] == 246


def test_silence_begins_after_n_requests_and_ends():
    bench = Bench("silence:2:3")
    assert bench.ask()
    assert bench.ask()
    assert bench.move() == b""
    bench.wall.time += 2.9
    assert bench.ask() == b""
    bench.wall.time += 0.2
    assert pose_of(bench.ask())[1] == pytest.approx(60)  # it had heard, and obeyed


def test_the_cable_is_pulled_in_the_middle_of_an_answer():
    bench = Bench("unplug:50:2")
    clean = Bench().ask()
    assert bench.ask() == clean
    assert bench.ask() == clean[:12]
    assert bench.line.unplugged
    assert bench.ask() == b""
    assert not bench.line.open()
    bench.wall.time += 2
    assert bench.line.unplugged  # whoever had it open has lost it
    assert bench.line.open()
    assert [bench.ask() for _ in range(5)] == [clean] * 5  # it happens once


def test_the_power_fails_in_the_middle_of_a_move():
    bench = Bench("power-off:2:0.3:5")
    bench.move(0.0)
    start = pose_of(bench.ask())
    bench.ask(frame(62, WRITE, b"\x01\x01"))
    assert bench.arm.pump
    assert bench.move(80.0)
    assert bench.ask() == b""
    assert not bench.arm.powered
    stands = bench.arm.pose()
    assert start[1] < stands[1] < 80
    assert not bench.arm.pump
    bench.wall.time += 4.9
    assert bench.ask() == b""
    bench.wall.time += 0.2
    believes = pose_of(bench.ask())
    assert believes[5:7] == pytest.approx(stands[5:7], abs=1e-4)
    assert (believes[4], believes[7]) == (0, 0)  # base and end point have no sensors
    assert bench.ask(INDEX) == frame(246, READ, b"\xff" * 8)
    assert bench.ask(frame(62, READ)) == frame(62, READ, b"\0\0")
    bench.ask(frame(31, QUEUE))
    assert pose_of(bench.ask())[4:] == pytest.approx((0, 45, 45, 0), abs=1e-4)
    bench.move(20.0)
    bench.move(30.0)
    assert pose_of(bench.ask())[1] == pytest.approx(30)  # it happens once


def test_opening_the_port_brings_the_power_back():
    bench = Bench("power-off:1:0.1:60")
    bench.move()
    assert bench.ask() == b""
    assert bench.line.open()
    assert len(bench.ask()) == 38


def test_the_power_fails_on_the_arm_s_own_time():
    clock = ManualClock()
    bench = Bench("power-off:1:0.5", clock=clock)
    bench.move()
    clock.advance(0.4)
    early = pose_of(bench.ask())
    clock.advance(5)
    assert bench.ask() == b""
    stands = bench.arm.pose()
    assert early[1] < stands[1] < 60
    assert bench.arm.time == pytest.approx(0.5)
    assert "busy" in repr(bench.arm)


def test_a_power_cut_that_was_going_to_come_can_be_called_off():
    clock = ManualClock()
    arm = Firmware(clock=clock)
    arm.switch_off(after=1.0)
    arm.use_clock(clock)
    arm.switch_on()
    arm.switch_on()
    clock.advance(5)
    assert arm.powered
    assert arm.receive(POSE)
    arm.switch_off()
    assert arm.receive(POSE) == b""


@pytest.mark.parametrize(("text", "moves"), [("alarm:0x12:2", 2), ("alarm:18:0", 0)])
def test_an_alarm_comes_with_the_nth_move(text, moves):
    bench = Bench(text)
    for _ in range(moves):
        bench.ask()
        assert not bench.arm.alarms
        bench.move()
    bench.ask()
    assert bench.arm.alarms == {0x12}
    bench.ask(frame(20, WRITE))
    bench.move()
    assert not bench.arm.alarms


def test_each_fault_has_defaults_and_is_described():
    words = read_faults([",".join(KINDS)])
    assert [word.kind for word in words] == list(KINDS)
    for line, kind in zip(describe_kinds().splitlines(), KINDS, strict=True):
        assert line.startswith(kind + "[:")


def test_each_fault_is_in_the_page_about_the_simulator():
    page = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text("utf-8")
    for line in describe_kinds().splitlines():
        form, _, rest = line.partition("  ")
        does, _, defaults = rest.strip().rpartition(" (")
        assert f"| `{form}` | {does} | {defaults[:-1]} |" in page


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("noize", r"no fault 'noize' \(did you mean noise\?\).*request-noise, .*unplug"),
        ("fire", r"no fault 'fire'; the faults are request-noise"),
        ("", "no fault ''"),
        ("noise:2", "in 'noise:2', P of noise.:P. is a probability from 0 to 1"),
        ("noise:nan", "a probability"),
        ("noise:0.1s", "a probability"),
        ("late:soon", "seconds from 0 to 60"),
        ("late:-1", "seconds from 0 to 60"),
        ("unplug:1.5", "a whole number from 0"),
        ("power-off:0", "a whole number from 1"),
        ("alarm:0x80", "an alarm from 0 to 0x7f"),
        ("drop:0.1:2", r"'drop:0.1:2' has more numbers than drop\[:P\]"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_faults([text])


def test_numbers_are_read_in_their_order():
    assert read_faults(["late:0.5s:0.1, torn", "power-off:2:1s:3s"]) == (
        ("late", (0.5, 0.1)),
        ("torn", (1.0, 0.02)),
        ("power-off", (2, 1, 3)),
    )


# Through the port of pySerial


@pytest.fixture(autouse=True)
def _handlers(monkeypatch):
    packages = [*serial.protocol_handler_packages, "dobotkit.simulator"]
    monkeypatch.setattr(serial, "protocol_handler_packages", packages)


def url(options):
    return f"dobotsim://faulty{next(_numbers)}?pace=instant&{options}"


def test_a_late_answer_is_waited_for():
    with serial.serial_for_url(url("fault=late:0.1s"), timeout=5) as port:
        port.write(POSE)
        assert port.in_waiting == 0
        begun = time.monotonic()
        assert len(port.read(38)) == 38
        assert time.monotonic() - begun >= 0.09


def test_a_slow_wire_takes_its_time_both_ways_and_in_pieces():
    """At 9600 baud a request of 6 bytes takes 6.2 ms, an answer of 38 bytes 39.6 ms."""
    with serial.serial_for_url(url("baud=9600"), timeout=5) as port:
        begun = time.monotonic()
        port.write(POSE)
        assert time.monotonic() - begun >= 6 * 10 / 9600
        first = port.read(5)
        assert time.monotonic() - begun >= 11 * 10 / 9600
        assert len(first + port.read(33)) == 38
        assert time.monotonic() - begun >= 44 * 10 / 9600


def test_a_pulled_cable_is_what_pyserial_makes_of_one():
    address = url("fault=unplug:40:0.2s")
    port = serial.serial_for_url(address, timeout=5)
    port.write(POSE)
    assert len(port.read(38)) == 38
    port.write(POSE)
    assert port.in_waiting == 2
    assert port.read(38) == b"\xaa\xaa"
    with pytest.raises(serial.SerialException, match="device disconnected"):
        port.read(1)
    with pytest.raises(OSError, match="Input/output error"):
        _ = port.in_waiting
    with pytest.raises(serial.SerialException, match="write failed"):
        port.write(POSE)
    port.close()
    with pytest.raises(serial.SerialException, match="not plugged in") as caught:
        port.open()
    assert caught.value.errno == 2
    time.sleep(0.25)
    with serial.serial_for_url(address, timeout=5) as again:
        again.write(POSE * 3)
        assert len(again.read(114)) == 114


def test_other_faults_are_another_cable():
    address = url("fault=unplug:10")
    name = address.partition("?")[0]
    port = serial.serial_for_url(address, timeout=5)
    port.write(POSE)
    port.close()
    with serial.serial_for_url(f"{name}?pace=instant", timeout=5) as again:
        again.write(POSE)
        assert len(again.read(38)) == 38


def test_another_cable_brings_the_power_back():
    address = url("fault=power-off:1:0.1:60")
    with serial.serial_for_url(address, timeout=0) as port:
        port.write(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, 210, 60, 40, 0)) + POSE)
        assert len(port.read(100)) == 14
        arm = port.arm
        assert not arm.powered
        stood = arm.pose()[5]
    with serial.serial_for_url(address.partition("?")[0], timeout=5) as port:
        assert port.arm is arm
        port.write(POSE)
        assert pose_of(port.read(38))[5] == pytest.approx(stood, abs=1e-4)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ("fault=noize", "did you mean noise"),
        ("seed=x", "a seed is a whole number, not 'x'"),
        ("baud=fast", "baud is a speed"),
        ("baud=0", "300 to 4000000"),
    ],
)
def test_a_wrong_option_is_refused_when_the_port_is_opened(options, complaint):
    with pytest.raises(serial.SerialException, match=complaint):
        serial.serial_for_url(url(options))

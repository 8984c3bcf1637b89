"""Every fault that the simulator knows, against ``Arm``: a right answer or a typed error.

Never a hang, never a wrong pose taken for right, never a command sent twice. Each
program runs at the arm of one address, with fixed seeds, so that a failure
comes back.
"""

import itertools
import random
import struct
import time
from collections import Counter

import pytest

from dobotkit import Arm
from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.errors import (
    AlarmRaised,
    ArmError,
    ArmGarbled,
    ArmRestarted,
    ArmSilent,
    ArmUnplugged,
    PortNotFound,
)
from dobotkit.simulator import protocol_dobotsim
from dobotkit.simulator.fault_words import read_faults
from dobotkit.simulator.faults import KINDS
from dobotkit.simulator.line import Line

_numbers = itertools.count()
PTP, QUEUED = 84, 3
ENOUGH = 0.03  # mm or degrees


def address(*faults, seed=0, pace="instant"):
    options = "".join(f"&fault={fault}" for fault in faults)
    return f"dobotsim://faulty-line{next(_numbers)}?pace={pace}&seed={seed}{options}"


@pytest.fixture
def queued(monkeypatch):
    """The commands for the queue that were written to any port."""
    frames = []
    really_write = protocol_dobotsim.Serial.write

    def write(port, data):
        if data[4] == QUEUED:
            frames.append(bytes(data))
        return really_write(port, data)

    monkeypatch.setattr(protocol_dobotsim.Serial, "write", write)
    return frames


def differs(one, other):
    return any(abs(a - b) > ENOUGH for a, b in zip(one, other, strict=True))


def drive(place, queued, moves=12):
    """Move about; return what came of each verb. Whatever a verb says has to be true."""
    outcomes = Counter()
    try:
        arm = Arm(place)
    except ArmError as error:
        return Counter({f"open: {type(error).__name__}": 1})
    firmware = arm._link.ser.arm
    dice = random.Random(place.partition("?")[2])  # noqa: S311 - to be repeated

    def attempt(verb, *arguments):
        sent = len(queued)
        try:
            result = verb(*arguments)
        except ArmError as error:
            outcomes[f"{verb.__name__}: {type(error).__name__}"] += 1
            result = None
        else:
            outcomes[f"{verb.__name__}: ok"] += 1
            if verb == arm.move_to:
                assert not differs(firmware.pose()[:4], arguments), "it is not there"
            elif verb == arm.pose:
                assert not differs(firmware.pose(), result), "it is somewhere else"
        assert len(queued) - sent <= 1, "sent twice"

    for _ in range(moves):
        attempt(
            arm.move_to, 200, dice.randrange(-60, 60), dice.randrange(40, 60), dice.randrange(20)
        )
        attempt(arm.pose)
        if {"pose: ArmUnplugged", "pose: ArmSilent"} & set(outcomes):
            break
    attempt(arm.suck, True)
    attempt(arm.close)
    return outcomes


def test_a_good_line(queued):
    assert set(drive(address(), queued)) == {"move_to: ok", "pose: ok", "suck: ok", "close: ok"}


@pytest.mark.parametrize("faults", [["torn:1:0.003"], ["torn:0.5:0.003", "late:0.003:0.5"]])
def test_what_is_torn_or_a_little_late_makes_no_difference(faults, queued):
    outcomes = drive(address(*faults), queued, moves=3)
    assert set(outcomes) == {"move_to: ok", "pose: ok", "suck: ok", "close: ok"}


@pytest.mark.parametrize("fault", ["noise:0.001", "request-noise:0.001"])
def test_noise(fault, queued):
    assert drive(address(fault), queued, moves=5)["pose: ok"]


def test_losses(queued):
    outcomes = drive(address("drop:0.03", "request-drop:0.03", seed=2), queued, moves=5)
    assert set(outcomes) <= {
        *("move_to: ok", "pose: ok", "suck: ok", "close: ok"),
        *("move_to: AnswerLost", "suck: AnswerLost"),
    }


@pytest.mark.slow
def test_silence_ends_in_arm_silent():
    arm = Arm(address("silence:40"))
    with pytest.raises(ArmSilent):
        [arm.pose() for _ in range(100)]
    with pytest.raises(ArmSilent):
        arm.close()


def test_a_short_silence_is_sat_out(queued):
    outcomes = drive(address("silence:60:0.5"), queued, moves=5)
    assert outcomes["pose: ok"] == 5


@pytest.mark.slow
def test_an_arm_that_obeys_in_silence_is_stopped_all_the_same():
    arm = Arm(address(pace="real"))
    firmware = arm._link.ser.arm
    arm.speed(20)
    arm.move_by(x=40, wait=False)
    mute(arm)
    with pytest.raises(ArmSilent):
        arm.stop()
    time.sleep(0.3)
    assert firmware.idle
    stands = firmware.pose()[:3]
    with pytest.raises(ArmSilent):
        arm.close()
    assert firmware.pose()[:3] == stands


def mute(arm):
    """Let no answer come any more, from now on."""
    port = arm._link.ser
    port._line = Line(port.arm, read_faults(["silence"]))


@pytest.mark.parametrize("after", [400, 601])
def test_a_pulled_cable_is_told_and_can_be_plugged_in_again(after, queued):
    place = address(f"unplug:{after}:0")
    outcomes = drive(place, queued)
    assert any("ArmUnplugged" in outcome for outcome in outcomes)
    assert set(drive(place, queued, moves=2)) == {
        *("move_to: ok", "pose: ok", "suck: ok", "close: ok")
    }


def test_a_cable_that_is_out_cannot_be_opened():
    place = address("unplug:50:60")
    with pytest.raises(ArmUnplugged):
        Arm(place)
    with pytest.raises(PortNotFound, match="not plugged in"):
        Arm(place)


@pytest.mark.slow
def test_a_power_cut_in_the_middle_of_a_move():
    with Arm(address("power-off:1:0.3:60")) as arm:
        firmware = arm._link.ser.arm
        with pytest.raises(ArmSilent):
            arm.move_to(200, 60, 50)
        assert 0 < firmware.pose()[1] < 60
        place = arm.address
        with pytest.raises(ArmSilent):
            arm.close()
    with Arm(place) as arm:
        arm.home()
        arm.move_to(200, 60, 50)
        assert arm.pose()[:3] == pytest.approx((200, 60, 50), abs=1e-3)


def test_an_arm_that_was_off_for_a_moment_is_not_driven_on(queued):
    """It answers again, but at its own speed and without knowing where its base points."""
    with Arm(address("power-off:2:0.3:0")) as arm:
        arm.move_to(200, 0, 50)
        begun = time.monotonic()
        with pytest.raises(ArmRestarted, match="switched off and on again"):
            arm.move_to(200, 60, 50)
        assert time.monotonic() - begun < 5  # and not only when it has not moved for so long
        firmware = arm._link.ser.arm
        stands, sent = firmware.pose(), len(queued)
        for verb in (arm.home, lambda: arm.move_to(200, 0, 50), lambda: arm.suck(True)):
            with pytest.raises(ArmRestarted):
                verb()
        assert (firmware.pose(), len(queued)) == (stands, sent)
        place = arm.address
    with Arm(place) as arm:
        arm.home()
        arm.move_to(200, 60, 50)


def test_an_arm_that_was_off_while_nobody_looked_is_not_driven_on(queued):
    with Arm(address()) as arm:
        arm.move_to(200, 0, 50)
        firmware = arm._link.ser.arm
        firmware.switch_off()
        firmware.switch_on()
        stands, sent = firmware.pose(), len(queued)
        for verb in (arm.home, lambda: arm.move_to(200, 60, 50)):
            with pytest.raises(ArmRestarted):
                verb()
        assert (firmware.pose(), len(queued)) == (stands, sent)


def test_neither_is_one_in_which_nothing_had_moved_before(queued):
    with Arm(address("power-off:1:0.3:0")) as arm, pytest.raises(ArmRestarted):
        arm.move_to(200, 0, 50)
    assert len(queued) == 2  # one when it was opened, and the move


@pytest.mark.parametrize("code", [0x12, 0x50])
def test_an_alarm_is_told_with_its_number_and_home_recovers(code):
    with Arm(address(f"alarm:{code}:2")) as arm:
        arm.move_to(200, 0, 50)
        with pytest.raises(AlarmRaised) as caught:
            arm.move_to(200, 60, 50)
        assert caught.value.codes == (code,)
        arm.home()
        arm.move_to(200, 60, 50)


def test_a_slow_wire_makes_no_difference_but_time(queued):
    outcomes = drive(address() + "&baud=115200", queued, moves=4)
    assert set(outcomes) == {"move_to: ok", "pose: ok", "suck: ok", "close: ok"}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_with_many_seeds(kind, queued):
    # As they come, most are so bad that an arm cannot even be opened.
    gentle = {
        "noise": "noise:0.003",
        "request-noise": "request-noise:0.003",
        "drop": "drop:0.05",
        "request-drop": "request-drop:0.05",
        "late": "late:0.5:0.05",
        "power-off": "power-off:3:0.3:0.5",
    }
    for seed in range(2):
        drive(address(gentle.get(kind, kind), seed=seed), queued, moves=6)


# Whole, undamaged by the checksum, and wrong


class Liar:
    """A port that changes one byte of the next answer of some length, and its checksum with it.

    ``Link`` reads six bytes and then the rest: ``rest`` is how many that are.
    """

    def __init__(self, port):
        self._port = port
        self.rest = None

    def __getattr__(self, name):
        return getattr(self._port, name)

    def read(self, size=1):
        data = self._port.read(size)
        if len(data) != self.rest:
            return data
        self.rest = None
        byte = data[1] ^ 0x40
        checksum = (data[-1] + data[1] - byte) & 0xFF
        return bytes([data[0], byte, *data[2:-1], checksum])


@pytest.fixture
def liar():
    port = Liar(open_port(address()))
    link = Link(port)
    yield link, port
    link.close()


def test_a_pose_that_contradicts_itself_is_asked_for_again(liar):
    link, port = liar
    true = link.pose()
    port.rest = 32
    assert link.pose() == true
    assert port.rest is None  # it has lied


def test_another_tool_is_no_contradiction(liar):
    link, _port = liar
    before = link.pose()
    link.tell(60, struct.pack("<3f", 70, 0, 0))
    assert link.pose().x == pytest.approx(before.x + 70 - 59.7, abs=1e-3)


def test_an_arm_that_reckons_in_another_way_is_no_contradiction(liar, monkeypatch):
    link, _port = liar
    marks = itertools.count()
    monkeypatch.setattr("dobotkit.arm.plausible.tool_of", lambda _pose: (next(marks), 0, 0))
    assert link.pose() == link.pose()


def test_a_place_in_the_queue_that_cannot_be_is_not_believed(liar):
    link, port = liar
    link.enqueue(110, struct.pack("<I", 0))
    port.rest = 8
    with pytest.raises(ArmGarbled, match="which cannot be"):
        link.enqueue(110, struct.pack("<I", 0))
    link.wait_for(link.enqueue(110, struct.pack("<I", 0)))


def test_an_index_that_is_damaged_once_makes_no_difference(liar):
    link, port = liar
    ticket = link.enqueue(110, struct.pack("<I", 0))
    link.wait_for(ticket)
    port.rest = 8
    assert link.current_index() == ticket.place
    assert port.rest is None

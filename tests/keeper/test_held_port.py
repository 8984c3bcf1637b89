"""Real ports: held from the keeper's start to its end, lost, and found again."""

from __future__ import annotations

import os
import struct
import threading
import time

import pytest
import serial

from dobotkit.arm.wire import QUEUED, WRITE, Wire, encode
from dobotkit.client import Client
from dobotkit.errors import ArmError, ArmSilent, ArmUnplugged, PortNotFound, PortTaken
from dobotkit.finding_keeper import knock
from dobotkit.keeper import held_port
from dobotkit.keeper.held_port import HeldPort
from dobotkit.keeping import StandingKeeper
from dobotkit.messages import ArmAnswered, ArmOpened, ArmSeen, OpenArm, WatchArm, WriteArm
from dobotkit.our_end import OurEnd
from dobotkit.simulator.firmware import Firmware
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer
from tests.keeper.wires import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")

POSE = encode(10, 0, b"")


@pytest.fixture
def plug(tmp_path):
    """A socket at a fixed path, into which an arm can be plugged, and out again."""
    socket = Socket(tmp_path / "arm")
    yield socket
    socket.pull()


class Socket:
    def __init__(self, path):
        self.path = path
        self.address = str(path)
        self.firmware = Firmware()
        self._server = None

    def plug_in(self) -> None:
        self._server = PtyServer(Line(self.firmware), link=self.path)

    def pull(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


@pytest.fixture
def held(plug):
    plug.plug_in()
    port = HeldPort(plug.address)
    port.wait(time.monotonic() + 10)
    yield port
    port.close()


def is_free(address: str) -> bool:
    try:
        serial.Serial(address, exclusive=True).close()
    except serial.SerialException:
        return False
    return True


def pose_through(port) -> bytes:
    return Wire(port).ask(10)


def test_it_is_held_before_anybody_asks_and_free_after_the_end(plug, held):
    assert held.is_there
    assert not is_free(plug.address)
    held.close()
    held.close()
    assert is_free(plug.address)
    with pytest.raises(ArmError, match="ending"):
        held.lend()


def test_what_is_given_back_stays_open_and_is_lent_again(plug, held):
    first = held.lend()
    assert len(pose_through(first)) == 32
    first.close()
    with pytest.raises(ArmError):
        pose_through(first)
    assert not is_free(plug.address)
    assert len(pose_through(held.lend())) == 32
    assert held.is_there


def test_an_old_view_cannot_speak_once_there_is_a_new_one(held):
    first = held.lend()
    second = held.lend()
    with pytest.raises(ArmError):
        pose_through(first)
    assert len(pose_through(second)) == 32


def test_an_arm_that_is_pulled_out_is_lost_for_its_lease_and_found_again(plug, held):
    first = held.lend()
    plug.pull()
    wait_until(lambda: not held.is_there)
    with pytest.raises(ArmUnplugged):
        pose_through(first)
    with pytest.raises(PortNotFound):
        held.lend()
    plug.plug_in()
    wait_until(lambda: held.is_there)
    # Whoever had it before has not seen what happened meanwhile.
    with pytest.raises(ArmUnplugged):
        pose_through(first)
    assert len(pose_through(held.lend())) == 32


def test_an_arm_that_is_plugged_in_is_found_at_the_latest_when_it_is_asked_for(plug):
    port = HeldPort(plug.address)
    port.wait(time.monotonic() + 10)
    with pytest.raises(PortNotFound):
        port.lend()
    plug.plug_in()
    assert len(pose_through(port.lend())) == 32
    port.close()


def test_a_port_that_somebody_else_has_is_had_when_they_have_gone(plug):
    plug.plug_in()
    other = serial.Serial(plug.address, exclusive=True)
    port = HeldPort(plug.address)
    port.wait(time.monotonic() + 10)
    with pytest.raises(PortTaken):
        port.lend()
    other.close()
    wait_until(lambda: port.is_there)
    port.close()


def test_what_an_earlier_program_has_left_is_stopped_and_nothing_begins(plug):
    plug.plug_in()
    with serial.Serial(plug.address, timeout=0.2) as earlier:
        for frame in (
            encode(62, WRITE, b"\1\1"),
            encode(63, WRITE, b"\1\1"),
            encode(84, QUEUED, struct.pack("<B4f", 1, 200, 150, 50, 0)),
            encode(84, QUEUED, struct.pack("<B4f", 1, 200, -150, 50, 0)),
        ):
            earlier.write(frame)
            earlier.read(64)
    assert not plug.firmware.idle  # the positive control: it moves, and more waits
    port = HeldPort(plug.address)
    port.wait(time.monotonic() + 10)
    wait_until(lambda: plug.firmware.idle)
    place = plug.firmware.pose()
    time.sleep(0.3)
    assert plug.firmware.pose() == place
    assert place[1] < 140  # nobody has let it go on
    wire = Wire(port.lend())
    assert wire.ask(62)[:2] == wire.ask(63)[:2] == b"\0\0"
    port.close()


def test_nothing_but_stop_and_off_is_said_to_an_arm_that_stands_still(plug):
    plug.plug_in()
    before = plug.firmware.pose()
    port = HeldPort(plug.address)
    port.wait(time.monotonic() + 10)
    time.sleep(0.3)
    assert plug.firmware.pose() == before
    port.close()


# As a lab has it: the keeper is a process.


def notebook(keeper: StandingKeeper) -> Client:
    return Client(OurEnd(knock(keeper.where)))


def test_a_keeper_holds_its_ports_while_no_notebook_is_there(plug, tmp_path_factory):
    plug.plug_in()
    arms = {"desk": plug.address}
    assert is_free(plug.address)  # the positive control
    with StandingKeeper(tmp_path_factory.mktemp("k"), mode="school", arms=arms) as keeper:
        assert not is_free(plug.address)
        client = notebook(keeper)
        client.ask(OpenArm(arm="desk"), ArmOpened)
        client.close()
        again = notebook(keeper)
        wait_until(lambda: again.ask(WatchArm(arm="desk"), ArmSeen).state == "free")
        assert not is_free(plug.address)
        again.close()
    assert is_free(plug.address)


def test_a_keeper_starts_without_its_arm_and_loses_and_finds_it(plug, tmp_path_factory):
    arms = {"desk": plug.address}
    with StandingKeeper(tmp_path_factory.mktemp("k"), mode="school", arms=arms) as keeper:
        client = notebook(keeper)
        with pytest.raises(PortNotFound, match="There is no port"):
            client.ask(OpenArm(arm="desk"), ArmOpened)
        assert client.ask(WatchArm(arm="desk"), ArmSeen).state == "unplugged"
        plug.plug_in()
        client.ask(OpenArm(arm="desk"), ArmOpened)
        plug.pull()
        with pytest.raises(ArmUnplugged):
            client.ask(WriteArm(arm="desk", frames=POSE, stops=0), ArmAnswered)
        plug.plug_in()
        client.ask(OpenArm(arm="desk"), ArmOpened)
        reply = client.ask(WriteArm(arm="desk", frames=POSE, stops=0), ArmAnswered).reply
        assert len(reply) == 38
        client.close()


class Hanging:
    """A port whose driver does not come back."""

    port = "hanging"
    in_waiting = 0

    def __init__(self):
        self.reads = threading.Event()

    def write(self, data):
        pass

    def read(self, _size):
        self.reads.set()
        threading.Event().wait()

    def close(self):
        pass


def test_a_driver_that_hangs_keeps_the_keeper_from_ending_for_some_seconds_only(monkeypatch):
    hanging = Hanging()
    monkeypatch.setattr(held_port, "open_port", lambda _address: hanging)
    port = HeldPort("hanging")
    port.wait(time.monotonic() + 10)
    threading.Thread(target=port.lend().read, daemon=True).start()
    assert hanging.reads.wait(10)
    closing = threading.Thread(target=port.close, daemon=True)
    closing.start()
    closing.join(20)
    assert not closing.is_alive()


def test_an_error_of_a_driver_does_not_end_the_looking(monkeypatch):
    tried = []

    def fail(_address):
        tried.append(1)
        raise RuntimeError("something of the driver's own")

    monkeypatch.setattr(held_port, "LOOK_S", 0.01)
    monkeypatch.setattr(held_port, "open_port", fail)
    port = HeldPort("odd")
    wait_until(lambda: len(tried) > 2)
    port.close()


def test_a_port_that_does_not_open_is_named_without_its_number(monkeypatch):
    """To a notebook by an error, and in the keeper's file of faults, as far as it is ours."""
    opening, over = threading.Event(), threading.Event()

    def hang(_address):
        opening.set()
        over.wait(20)
        raise RuntimeError("something of the driver's own")

    monkeypatch.setattr(held_port, "_PATIENCE_S", 0.01)
    monkeypatch.setattr(held_port, "open_port", hang)
    said = []
    monkeypatch.setattr(held_port.log, "exception", lambda *words: said.append(words))
    port = HeldPort("/dev/cu.usbserial-DT2305-7731")
    assert opening.wait(20)
    with pytest.raises(ArmSilent, match=r"/dev/cu\.usbserial\(\.\.\.\) does not open") as refused:
        port.lend()
    over.set()
    wait_until(lambda: said)
    port.close()
    assert "7731" not in f"{refused.value} {said}"


def test_who_gave_a_word_is_to_look_again_at_what_is_plugged_in_again(plug):
    lost = []
    plug.plug_in()
    port = HeldPort(plug.address, on_loss=lambda: lost.append(1))
    port.wait(time.monotonic() + 10)
    assert port.is_there
    assert not lost
    plug.pull()
    wait_until(lambda: lost)
    port.close()

"""A notebook that does not keep to the rules: what its service makes of it."""

from __future__ import annotations

import base64
import os
import random
import struct
import time

import pytest

from benchmarks.hostile import hostile_messages
from dobotkit.arm.wire import QUEUED, READ, WRITE, encode
from dobotkit.keeper import handling, service
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.word import Word
from dobotkit.messages import LARGEST_REQUEST, PROTOCOL, Refused
from tests.keeper.wires import RawNotebook, raw_notebook, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="socket pairs stand in for pipes")

POSE = encode(10, READ, b"")


def frames(*some: bytes) -> str:
    return base64.b64encode(b"".join(some)).decode()


def line_to(x: float, y: float, z: float) -> bytes:
    return encode(84, QUEUED, struct.pack("<B4f", 2, x, y, z, 0))


def ask_for_ever(notebook: RawNotebook) -> None:
    while True:
        notebook.send(kind="ping")


def opened(notebook: RawNotebook, options: str = "pace=instant") -> RawNotebook:
    assert notebook.ask(kind="open_arm", arm="desk", options=options).kind == "arm_opened"
    return notebook


def write(notebook: RawNotebook, *some: bytes, stops: int = 0):
    return notebook.ask(kind="write_arm", arm="desk", frames=frames(*some), stops=stops)


def pose(notebook: RawNotebook, stops: int = 0) -> tuple[float, ...]:
    return struct.unpack("<8f", write(notebook, POSE, stops=stops).reply[5:-1])


def test_an_answer_carries_what_the_arm_answered():
    with raw_notebook() as notebook:
        opened(notebook)
        answer = write(notebook, POSE, POSE)
        assert len(answer.reply) == 2 * 38
        assert (answer.stops, answer.why) == (0, "")


def test_another_version_is_told_apart():
    with raw_notebook() as notebook:
        refused = notebook.ask(kind="hello", protocol=99)
        assert isinstance(refused, Refused)
        assert "99" in refused.what
        assert notebook.ask(kind="hello", protocol=PROTOCOL).kind == "welcome"


def test_nonsense_is_answered_counted_and_changes_nothing():
    with raw_notebook() as notebook:
        opened(notebook)
        before = pose(notebook)
        for data in (b"", b"\x80\x04K\x01.", b"{}", os.urandom(LARGEST_REQUEST)):
            notebook.connection.send_bytes(data)
            answer = notebook.answer()
            assert answer.n == 0
            assert answer.tell.error == "KeeperRefused"
        assert notebook.service.refused == 4
        assert pose(notebook) == before


def test_what_is_too_large_is_answered_and_then_the_channel_is_closed():
    with raw_notebook() as notebook:
        notebook.connection.send_bytes(bytes(LARGEST_REQUEST + 1))
        assert str(LARGEST_REQUEST) in notebook.answer().tell.what
        with pytest.raises((EOFError, ConnectionError)):
            notebook.answer()
        wait_until(lambda: notebook.has_ended)


@pytest.mark.parametrize("head", [b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff" + b"\xff" * 8])
def test_a_message_that_says_it_is_huge_costs_no_memory(head):
    with raw_notebook() as notebook:
        os.write(notebook.connection.fileno(), head)
        assert str(LARGEST_REQUEST) in notebook.answer().tell.what
        wait_until(lambda: notebook.has_ended)


def test_half_a_message_and_then_the_end():
    with raw_notebook() as notebook:
        opened(notebook)
        os.write(notebook.connection.fileno(), b"\0\0\x01\0half")
    assert notebook.has_ended


def test_who_never_waits_is_told_so_and_served_on(monkeypatch):
    monkeypatch.setattr(handling, "_WAITING", 4)
    with raw_notebook() as notebook:
        opened(notebook, options="pace=real")
        lease = notebook.service._handlings["desk"]._lease
        with lease._wire.lock:  # an arm that takes its time
            numbers = [
                notebook.send(kind="write_arm", arm="desk", frames="", stops=0) for _ in range(12)
            ]
            told = {}
            while len(told) < 7:
                answer = notebook.answer()
                told[answer.n] = answer.tell.kind
        assert set(told.values()) == {"refused"}
        while len(told) < 12:
            answer = notebook.answer()
            told[answer.n] = answer.tell.kind
        assert set(told) == set(numbers)
        assert len(pose(notebook)) == 8


def test_who_does_not_read_its_answers_is_hung_up_on():
    with raw_notebook() as notebook:
        opened(notebook, options="pace=real")
        write(notebook, line_to(200, 0, 60))
        with pytest.raises(ConnectionError):
            ask_for_ever(notebook)
        wait_until(lambda: notebook.has_ended)


def test_only_so_many_arms_at_a_time():
    notebook = RawNotebook(Arms({}, Envelope(), Word(), invent=True))
    try:
        for k in range(service.MOST_ARMS):
            assert notebook.ask(kind="open_arm", arm=f"no{k}").kind == "arm_opened"
        assert notebook.ask(kind="open_arm", arm="more").error == "ArmClosed"
        assert notebook.ask(kind="close_arm", arm="no1").kind == "done"
        assert notebook.ask(kind="open_arm", arm="more").kind == "arm_opened"
    finally:
        notebook.end()


def test_names_that_there_are_not_take_no_arms_place():
    with raw_notebook() as notebook:
        for k in range(2 * service.MOST_ARMS):
            assert notebook.ask(kind="open_arm", arm=f"no{k}").error == "PortNotFound"
        assert notebook.ask(kind="open_arm", arm="desk").kind == "arm_opened"


def test_an_arm_that_was_closed_makes_room():
    with raw_notebook() as notebook:
        for k in range(3 * service.MOST_ARMS):
            assert notebook.ask(kind="open_arm", arm="desk").kind == "arm_opened", k
            assert notebook.ask(kind="close_arm", arm="desk").kind == "done"
            # There is no such arm here: who asks for it has none either.
            assert notebook.ask(kind="open_arm", arm=f"desk-{k}").error == "PortNotFound"


def test_an_arm_that_is_not_open():
    with raw_notebook() as notebook:
        for ask in ({"kind": "stop_arm"}, {"kind": "write_arm", "frames": "", "stops": 0}):
            assert notebook.ask(**ask, arm="desk").error == "ArmClosed"
        assert notebook.ask(kind="close_arm", arm="desk").kind == "done"


def test_a_stop_passes_what_was_asked_before_and_is_not_believed_away():
    with raw_notebook() as notebook:
        opened(notebook, options="pace=real")
        write(notebook, encode(81, WRITE, struct.pack("<4f", 20, 20, 50, 50)))
        write(notebook, line_to(220, 100, 60))
        assert notebook.ask(kind="stop_arm", arm="desk").kind == "done"
        # It does not know of the stop, as far as it has said: nothing moves.
        refused = write(notebook, line_to(200, 0, 60), stops=0)
        assert refused.error == "ArmStopped"
        # Reading and stopping are always possible.
        assert len(write(notebook, POSE, stops=0).reply) == 38
        assert write(notebook, encode(242, WRITE, b""), stops=0).stops == 1
        assert write(notebook, line_to(200, 0, 60), stops=1).kind == "arm_answered"


def test_silence_stops_the_arm_once(monkeypatch):
    monkeypatch.setattr(service, "STALL_S", 0.3)
    with raw_notebook() as notebook:
        opened(notebook, options="pace=real")
        write(notebook, encode(81, WRITE, struct.pack("<4f", 20, 20, 50, 50)))
        write(notebook, line_to(220, 100, 60))
        notebook.service.watch()
        time.sleep(0.4)
        arm = notebook.service._handlings["desk"]._lease
        for _ in range(5):
            notebook.service.watch()
        wait_until(lambda: arm.stops)
        answer = write(notebook, POSE)
        assert (answer.stops, answer.why) == (1, "silence")
        wait_until(lambda: arm._wire.port.arm.idle)
        assert pose(notebook)[1] < 50
        notebook.service.watch()
        assert write(notebook, POSE).stops == 1


def test_the_end_of_a_notebook_stops_its_arm():
    with raw_notebook() as notebook:
        opened(notebook, options="pace=real")
        port = notebook.service._handlings["desk"]._lease._wire.port
        write(notebook, encode(81, WRITE, struct.pack("<4f", 20, 20, 50, 50)))
        write(notebook, line_to(220, 100, 60))
        assert not port.arm.idle
        notebook.connection.close()
        wait_until(lambda: notebook.has_ended)
        assert not port.is_open
        wait_until(lambda: port.arm.idle)
        assert port.arm.pose()[1] < 50


def test_fuzz():
    """Some thousands of hostile messages; `benchmarks/keeper.py --fuzz` sends very many."""
    chance = random.Random(7)  # noqa: S311 - the same messages each time
    with raw_notebook() as notebook:
        opened(notebook)
        before = pose(notebook)
        for data in hostile_messages(chance, 3000):
            notebook.connection.send_bytes(data)
            assert isinstance(notebook.answer().tell, Refused), data
        assert pose(notebook) == before

"""``wire.listen``: every byte in both directions, and the port as it was afterwards."""

from __future__ import annotations

import gc
import threading

import pytest

from dobotkit import Arm, wire
from dobotkit.arm.link import Link
from dobotkit.arm.ports import open_port
from dobotkit.errors import ArmClosed, WrongValue
from dobotkit.frames import Frame, decode, encode
from dobotkit.simulator.shim import pydobot_with_urls


@pytest.fixture
def arm():
    with Arm(wire.practice_address()) as arm:
        yield arm


def test_a_question_and_its_answer_are_heard(arm):
    with wire.listen(arm) as heard:
        pose = arm.pose()
    question, answer = heard
    assert (question.name, question.sent_by) == ("GetPose", "host")
    assert (answer.name, answer.sent_by) == ("GetPose", "arm")
    assert tuple(answer.values.values()) == tuple(pose)
    assert heard.sent == question.raw
    assert heard.received == answer.raw


def test_listening_begins_at_once_and_ends_with_the_block(arm):
    heard = wire.listen(arm)
    arm.pose()
    assert len(heard) == 2
    heard.close()
    heard.close()
    arm.pose()
    assert len(heard) == 2


def test_the_port_is_as_it_was(arm):
    before = dict(vars(arm.port))
    with wire.listen(arm):
        arm.pose()
    assert "read" not in vars(arm.port)
    assert "write" not in vars(arm.port)
    assert vars(arm.port).keys() == before.keys()
    assert arm.pose()


def test_two_may_listen_and_end_in_any_order(arm):
    first = wire.listen(arm)
    second = wire.listen(arm)
    arm.pose()
    first.close()
    arm.pose()
    second.close()
    assert len(first) == 2
    assert len(second) == 4
    assert "read" not in vars(arm.port)


def test_an_error_ends_listening(arm):
    with pytest.raises(WrongValue), wire.listen(arm) as heard:
        arm.move_to("far", 0, 0)
    arm.pose()
    assert len(heard) == 0


def test_what_a_move_says_can_be_picked_out(arm):
    with wire.listen(arm) as heard:
        arm.move_to(220, 0, 50)
    question, answer = heard.find("PTPCmd")
    assert question.raw == encode("PTPCmd", mode=2, x=220, y=0, z=50, r=0, queued=True)
    assert answer.values.keys() == {"index"}
    assert len(heard) > 2
    assert all(isinstance(piece, Frame) and piece.valid for piece in heard)


def test_questions_stand_before_their_answers(arm):
    with wire.listen(arm) as heard:
        arm.move_to(220, 0, 50)
    pieces = list(heard)
    for question, answer in zip(pieces[::2], pieces[1::2], strict=True):
        assert (question.sent_by, answer.sent_by) == ("host", "arm")
        assert question.id == answer.id


def test_link_and_a_bare_port_can_be_listened_to():
    port = open_port(wire.practice_address())
    link = Link(port)
    with wire.listen(link) as heard, wire.listen(port) as as_well:
        link.pose()
    assert [piece.words for piece in heard] == [piece.words for piece in as_well]
    assert len(heard) == 2
    link.close()


def test_the_stock_driver_loses_a_move_and_it_is_in_the_bytes():
    """The lesson's example, with the unmodified package."""
    with pydobot_with_urls() as pydobot:
        stock = pydobot.Dobot(wire.practice_address())
    with wire.listen(stock) as heard:
        stock.move_to(150, -130, 50, 0)
    stock.close()
    [frame] = heard
    assert not frame.valid
    assert (frame.checksum, frame.checksum_due) == (0x00, 0xFF)
    assert frame.values == {"mode": 2, "x": 150, "y": -130, "z": 50, "r": 0}
    assert heard.received == b""


def test_answers_that_come_in_pieces_are_put_together():
    class Port:
        """A port whose answers come a byte at a time."""

        def __init__(self) -> None:
            self.waiting = b""

        def write(self, data) -> int:
            self.waiting += encode("GetPoseL", reply=True, rail=5)
            return len(data)

        def read(self, size=1) -> bytes:
            data, self.waiting = self.waiting[:1], self.waiting[1:]
            return data if size else b""

    port = Port()
    with wire.listen(port) as heard:
        for _ in range(2):
            port.write(bytearray(encode("GetPoseL")))
            while port.read():
                pass
    assert [piece.sent_by for piece in heard] == ["host", "arm", "host", "arm"]
    assert all(piece.valid for piece in heard)


def test_threads_may_talk_while_somebody_looks(arm):
    with wire.listen(arm) as heard:
        threads = [threading.Thread(target=arm.pose) for _ in range(8)]
        for thread in threads:
            thread.start()
            assert repr(heard)
        for thread in threads:
            thread.join(30)
    assert len(heard) == 16


def test_a_forgotten_tap_does_not_keep_the_port():
    port = open_port(wire.practice_address())
    port.close()
    wire.listen(port).close()
    del port
    gc.collect()
    from dobotkit.wire import tap  # noqa: PLC0415 - what is looked at

    assert not tap._ears


@pytest.mark.parametrize("thing", [None, 5, "COM3", object()])
def test_what_has_no_cable_is_refused(thing):
    with pytest.raises(WrongValue, match="no cable"):
        wire.listen(thing)


def test_a_closed_arm_says_that_it_is_closed(arm):
    arm.close()
    with pytest.raises(ArmClosed):
        wire.listen(arm)


def test_nothing_heard_is_said(arm):
    with wire.listen(arm) as heard:
        pass
    assert repr(heard) == "Nothing was heard."
    assert "Nothing was heard." in heard._repr_html_()


def test_every_practice_arm_is_another():
    assert wire.practice_address() != wire.practice_address()


def test_what_is_shown_is_what_decode_shows(arm):
    with wire.listen(arm) as heard:
        arm.pose()
    assert heard[0].words == decode(heard.sent)[0].words
    assert repr(heard) == repr(heard.reading)
    assert heard._repr_html_() == heard.reading._repr_html_()

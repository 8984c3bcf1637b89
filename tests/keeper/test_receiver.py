"""The receiver of lesson 13: it counts what arrives, keeps nothing of it, and ends."""

from __future__ import annotations

import socket
import sys
import threading

import pytest

from dobotkit.guard.escapes import ESCAPES, escape
from dobotkit.keeper.receiver import Receiver
from dobotkit.lesson import leaks
from dobotkit.memory_search import search
from dobotkit.receiver_messages import AskReceiver, CloseReceiver, OpenReceiver
from tests.keeper.wires import RawNotebook

SECRET = b"nobody-keeps-this"


@pytest.fixture
def receiver(tmp_path):
    receiver = Receiver(tmp_path)
    yield receiver
    receiver.end()


def send(port: int, data: bytes = SECRET) -> None:
    with socket.create_connection(("127.0.0.1", port), 10) as way:
        way.sendall(data)


def count(receiver: Receiver) -> int:
    return receiver.answer(AskReceiver()).count


def test_it_counts_connections_and_datagrams_that_bring_something(receiver):
    where = receiver.answer(OpenReceiver())
    assert where.listening
    assert count(receiver) == 0
    send(where.tcp)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.sendto(SECRET, ("127.0.0.1", where.udp))
    assert count(receiver) == 2
    with socket.create_connection(("127.0.0.1", where.tcp), 10):
        pass  # says nothing
    assert count(receiver) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no Unix sockets in Python")
def test_it_has_a_unix_socket_in_the_keepers_folder_which_goes_with_it(receiver, tmp_path):
    where = receiver.answer(OpenReceiver())
    assert [str(path) for path in tmp_path.iterdir()] == [where.unix]
    with socket.socket(socket.AF_UNIX) as way:
        way.connect(where.unix)
        way.sendall(SECRET)
    assert count(receiver) == 1
    receiver.answer(CloseReceiver())
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_what_arrived_is_kept(receiver):
    where = receiver.answer(OpenReceiver())
    # Said in two parts, by somebody who is still connected: it is between the two.
    with socket.create_connection(("127.0.0.1", where.tcp), 10) as way:
        way.sendall(SECRET)
        assert count(receiver) == 1
        looked_at, found = search([receiver], [SECRET])
        assert looked_at > 20
        assert found == []


def test_a_second_one_begins_at_0_and_the_first_address_is_closed(receiver):
    first = receiver.answer(OpenReceiver())
    send(first.tcp)
    assert count(receiver) == 1
    second = receiver.answer(OpenReceiver())
    assert count(receiver) == 0
    assert second.tcp != first.tcp
    with pytest.raises(OSError, match="refused"):
        send(first.tcp)


def test_a_flood_is_counted_up_to_a_limit_and_then_it_listens_no_more(tmp_path):
    receiver = Receiver(tmp_path, most=5)
    where = receiver.answer(OpenReceiver())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        for _ in range(50):
            way.sendto(SECRET, ("127.0.0.1", where.udp))
    catcher = receiver._catcher
    now = receiver.answer(AskReceiver())
    assert (now.count, now.listening) == (5, False)
    catcher.close()
    receiver.end()


def test_it_ends_by_itself_after_a_while(tmp_path):
    receiver = Receiver(tmp_path, longest=0.0)
    receiver.answer(OpenReceiver())
    assert not receiver.answer(AskReceiver()).listening
    receiver.end()


def test_it_goes_with_the_notebook():
    before = set(threading.enumerate())
    notebook = RawNotebook()
    where = notebook.ask(kind="open_receiver")
    send(where.tcp)
    assert notebook.ask(kind="ask_receiver").count == 1
    catchers = [one for one in threading.enumerate() if one.name == "catcher" and one not in before]
    assert catchers
    notebook.end()
    for one in catchers:
        one.join(20)
    with pytest.raises(OSError, match="refused"):
        send(where.tcp)


def test_two_notebooks_have_two():
    one, other = RawNotebook(), RawNotebook()
    where, there = one.ask(kind="open_receiver"), other.ask(kind="open_receiver")
    send(there.tcp)
    assert one.ask(kind="ask_receiver").count == 0
    assert other.ask(kind="ask_receiver").count == 1
    assert where.tcp != there.tcp
    one.end()
    other.end()


def test_in_a_lesson_an_escape_is_tried_and_the_count_says_whether_it_arrived():
    receiver = leaks.receiver()
    for number, one in enumerate((escape("tcp4"), escape("udp-sendto"), escape("dns")), 1):
        assert repr(one.run(receiver.target)) == "ran to its end"
        assert receiver.count == number
    assert repr(receiver) == "The receiver listens. Arrived so far: 3"
    assert receiver.knock() == 4
    receiver.close()
    assert not receiver.listening
    assert receiver.knock() == 4
    outcome = escape("tcp4").run(receiver.target)
    assert outcome.text.startswith("ConnectionRefusedError")
    assert "no more" in repr(receiver)


def test_in_a_lesson_enough_can_be_tried():
    target = leaks.receiver().target
    assert sum(one.fits(target) for one in ESCAPES) >= 20

"""A net over local sockets into which more comes than it holds."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack

import pytest

from dobotkit import catching
from dobotkit.catching import Catcher

# A watchdog (s).
PATIENCE = 20.0


@pytest.fixture
def heard():
    return []


@pytest.fixture
def catcher(heard):
    catcher = Catcher(lambda data, _new: heard.append(data))
    yield catcher
    catcher.close()


def test_who_is_sent_away_while_he_speaks_does_not_end_it(catcher, heard):
    held, go_on = threading.Event(), threading.Event()

    def hold(data: bytes, *_: object) -> None:
        heard.append(data)
        if data.endswith(b"hold"):
            held.set()
            go_on.wait(PATIENCE)

    catcher._on_arrival = hold
    where = catcher.tcp()
    catcher.start()
    with ExitStack() as stack:
        full = [
            stack.enter_context(socket.create_connection(where, PATIENCE))
            for _ in range(catching._MOST_OPEN)
        ]
        catcher.settle(PATIENCE)
        # While it is busy, one more comes, for whom the first has to go; who has just spoken.
        full[-1].sendall(b"hold")
        assert held.wait(PATIENCE)
        late = stack.enter_context(socket.create_connection(where, PATIENCE))
        full[0].sendall(b"too late")
        go_on.set()
        catcher.settle(PATIENCE)
        late.sendall(b"heard")
        catcher.settle(PATIENCE)
    assert heard[-1] == b"heard"

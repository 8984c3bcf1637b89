"""A notebook's side of the channel as bytes, for tests that do not keep to the rules."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Literal

from dobotkit.keeper.arms import Arms
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.people.people import People
from dobotkit.keeper.service import Service
from dobotkit.keeper.word import Word
from dobotkit.messages import LARGEST_MESSAGE, Answered, read_answer

PATIENCE_S = 20.0

_names = itertools.count()


class RawNotebook:
    """One end of a connection to a service in this process, which has a simulated arm."""

    def __init__(
        self,
        arms: Arms | None = None,
        people: People | None = None,
        cameras: Cameras | None = None,
        mode: Literal["school", "adult"] = "school",
    ) -> None:
        ours, theirs = socket.socketpair()
        self.connection = Connection(ours.detach())
        arms = arms or Arms({"desk": f"dobotsim://wires{next(_names)}"}, Envelope(), Word())
        self.service = Service(
            Connection(theirs.detach()),
            arms,
            people or People(),
            cameras or Cameras(arms),
            mode=mode,
            practice=True,
        )
        self._thread = threading.Thread(target=self.service.run)
        self._thread.start()
        self._numbers = itertools.count(1)

    def send(self, **ask: object) -> int:
        n = next(self._numbers)
        self.connection.send_bytes(json.dumps({"n": n, "ask": ask}).encode())
        return n

    def answer(self) -> Answered:
        assert self.connection.poll(PATIENCE_S), "no answer"
        return read_answer(self.connection.recv_bytes(LARGEST_MESSAGE))

    def ask(self, **ask: object):
        n = self.send(**ask)
        while (answer := self.answer()).n != n:
            pass
        return answer.tell

    def end(self) -> None:
        self.connection.close()
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the service has not ended"

    @property
    def has_ended(self) -> bool:
        return not self._thread.is_alive()


@contextmanager
def raw_notebook() -> Iterator[RawNotebook]:
    notebook = RawNotebook()
    try:
        yield notebook
    finally:
        notebook.end()


def wait_until(true: Callable[[], object], what: str = "it does not come true") -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)

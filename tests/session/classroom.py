"""A keeper with its clock in the test's hand, and notebooks that take turns in one process."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from typing import Self

from dobotkit import client as client_module
from dobotkit.client import Client
from dobotkit.keeper.arms import Arms
from dobotkit.keeper.cameras import Cameras
from dobotkit.keeper.envelope import Envelope
from dobotkit.keeper.people.people import People
from dobotkit.keeper.service import Service
from dobotkit.keeper.word import Word
from dobotkit.our_end import OurEnd
from dobotkit.session import session as session_module

WATCHDOG_S = 20.0

_names = itertools.count()


class Notebook:
    """One notebook: what its process knows, and its service in the keeper."""

    def __init__(self, classroom: Classroom, *, practice: bool, mode: str) -> None:
        ours, theirs = socket.socketpair()
        self.service = Service(
            Connection(theirs.detach()),
            classroom.arms,
            classroom.people,
            classroom.cameras,
            mode=mode,
            practice=practice,
        )
        self._thread = threading.Thread(target=self.service.run)
        self._thread.start()
        self.client = Client(OurEnd(Connection(ours.detach())))
        self._here = None
        self._turn = ExitStack()

    def __enter__(self) -> Self:
        """It is this notebook's turn: ``Session()`` is one of its cells now."""
        # A thread of a test before may be asking for a keeper at this moment, such as that of a
        # live picture: without the lock what it gets would take the place of this one.
        with client_module._lock:
            before = client_module._current, session_module._here
            client_module._current, session_module._here = self.client, self._here

        def back() -> None:
            with client_module._lock:
                self._here = session_module._here
                client_module._current, session_module._here = before

        self._turn.callback(back)
        return self

    def __exit__(self, *_: object) -> None:
        self._turn.close()

    def die(self) -> None:
        """End as a kernel does that is killed."""
        self.client.close()
        self._thread.join(WATCHDOG_S)
        assert not self._thread.is_alive(), "its service has not ended"


class Classroom:
    """One keeper, with a clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.people = People(lambda: self.now)
        self.arms = Arms({"desk": f"dobotsim://class{next(_names)}"}, Envelope(), Word())
        self.cameras = Cameras(self.arms)
        self._notebooks: list[Notebook] = []

    def notebook(self, *, practice: bool = True, mode: str = "school") -> Notebook:
        self._notebooks.append(Notebook(self, practice=practice, mode=mode))
        return self._notebooks[-1]

    def close(self) -> None:
        for notebook in self._notebooks:
            notebook.die()
        self.arms.close()


@contextmanager
def classroom() -> Iterator[Classroom]:
    room = Classroom()
    try:
        yield room
    finally:
        room.close()

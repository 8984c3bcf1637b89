"""The wire between a widget and its pages, which keeps what was sent."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import comm
from comm.base_comm import BaseComm


class Sent(NamedTuple):
    """One message: when it was sent, how many bytes, and the traits that it has."""

    at: float
    size: int
    state: dict[str, Any]


class Wire(BaseComm):
    """Passes every message on to nobody, as the protocol of widgets has it."""

    def __init__(self, sent: list[Sent], **kwargs: Any) -> None:
        self._sent = sent
        super().__init__(**kwargs)

    def publish_msg(self, msg_type: str, data: Any = None, *_: object, **__: object) -> None:
        state = (data or {}).get("state", {}) if msg_type != "comm_close" else {}
        self._sent.append(Sent(time.monotonic(), len(json.dumps(data)), state))


@contextlib.contextmanager
def heard() -> Iterator[list[Sent]]:
    """All messages of the widgets that are made meanwhile."""
    sent: list[Sent] = []
    before = comm.create_comm
    comm.create_comm = lambda **kwargs: Wire(sent, **kwargs)
    try:
        yield sent
    finally:
        comm.create_comm = before

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
    """One message: when it was sent, how many bytes, the traits that it has, or what it says.

    Bytes that come with it are counted apart: they are its buffers.
    """

    at: float
    size: int
    state: dict[str, Any]
    content: Any
    buffers: list[bytes]


class Wire(BaseComm):
    """Passes every message on to nobody, as the protocol of widgets has it."""

    def __init__(self, sent: list[Sent], **kwargs: Any) -> None:
        self._sent = sent
        super().__init__(**kwargs)

    def publish_msg(
        self, msg_type: str, data: Any = None, *_: object, buffers: Any = None, **__: object
    ) -> None:
        said = (data or {}) if msg_type != "comm_close" else {}
        sent = Sent(
            time.monotonic(),
            len(json.dumps(data)),
            said.get("state", {}),
            said.get("content"),
            list(buffers or ()),
        )
        self._sent.append(sent)


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

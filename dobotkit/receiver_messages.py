"""What a notebook and the keeper say to each other about the receiver of lesson 13."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dobotkit.message_parts import Carries, Message

__all__ = [
    "AskReceiver",
    "CloseReceiver",
    "KnockReceiver",
    "OpenReceiver",
    "ReceiverAsk",
    "ReceiverNow",
]

_TRIED = ("escape-count",)
Port = Annotated[int, Field(ge=0, le=65535)]
Arrived = Annotated[int, Field(ge=0, le=10_000)]


# What a notebook asks.


class OpenReceiver(Message):
    """Listen on this computer for what this notebook tries to get out, and count it from 0."""

    kind: Literal["open_receiver"] = "open_receiver"
    rows: ClassVar[tuple[str, ...]] = _TRIED


class AskReceiver(Message):
    """Ask how much has arrived."""

    kind: Literal["ask_receiver"] = "ask_receiver"
    rows: ClassVar[tuple[str, ...]] = _TRIED


class KnockReceiver(Message):
    """Let the keeper itself send it something: a receiver that is not deaf counts one more."""

    kind: Literal["knock_receiver"] = "knock_receiver"
    rows: ClassVar[tuple[str, ...]] = _TRIED


class CloseReceiver(Message):
    """Listen no more."""

    kind: Literal["close_receiver"] = "close_receiver"
    rows: ClassVar[tuple[str, ...]] = _TRIED


ReceiverAsk = OpenReceiver | AskReceiver | KnockReceiver | CloseReceiver


# What the keeper answers.


class ReceiverNow(Message):
    """Where the keeper listens, and how often something has arrived.

    Attributes
    ----------
    listening:
        Whether it listens; not before it was opened, and not after it has had enough.
    tcp, udp:
        Ports of this computer; 0 where it does not listen.
    unix:
        The path of a Unix socket; empty where there is none.
    count:
        Connections and datagrams that have brought something since it was opened.
    """

    kind: Literal["receiver_now"] = "receiver_now"
    rows: ClassVar[tuple[str, ...]] = _TRIED
    listening: bool
    tcp: Port = 0
    udp: Port = 0
    unix: Annotated[
        str,
        Field(max_length=103, pattern=r"^(/[A-Za-z0-9_.+/-]{1,102})?$"),
        Carries("escape-count", "a program in the notebook tries to connect there"),
    ] = ""
    count: Arrived

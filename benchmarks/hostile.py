"""Messages that a keeper must refuse, one by one, and change nothing."""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable, Iterator

__all__ = ["hostile_messages"]

_LONGEST = 4096

_GOOD = (
    {"kind": "hello", "protocol": 1},
    {"kind": "ping"},
    {"kind": "open_arm", "arm": "desk", "options": "pace=instant", "take_over": False},
    {"kind": "write_arm", "arm": "desk", "frames": "qqo=", "stops": 0},
    {"kind": "stop_arm", "arm": "desk"},
    {"kind": "close_arm", "arm": "desk"},
    {"kind": "ask_arms"},
)
_NEVER = (
    *(None, 1.5, -1, 2**70, True, [], {}, [[]], {"kind": "ping"}, "\x00", "../../x", "é" * 40),
    *("__import__('os')", "${HOME}", "'; --", "A" * 2000, 1e308, [0] * 500),
)


def hostile_messages(chance: random.Random, number: int) -> Iterator[bytes]:
    """Yield so many messages, each of at most 4096 bytes and none of them a request."""
    makers = (_noise, _pickle, _torn, _flipped, _another_value, _extra, _missing, _nested, _text)
    for _ in range(number):
        yield chance.choice(makers)(chance)


def _request(ask: object, n: object = 1) -> bytes:
    return json.dumps({"n": n, "ask": ask}).encode()


def _noise(chance: random.Random) -> bytes:
    # A brace in front of a control byte: never JSON.
    return b"{\x01" + chance.randbytes(chance.randrange(_LONGEST - 2))


def _pickle(chance: random.Random) -> bytes:
    return b"\x80\x04cos\nsystem\n(S'true'\ntR." + chance.randbytes(chance.randrange(40))


def _torn(chance: random.Random) -> bytes:
    whole = _request(chance.choice(_GOOD))
    return whole[: chance.randrange(len(whole))]


def _flipped(chance: random.Random) -> bytes:
    whole = bytearray(_request(chance.choice(_GOOD)))
    # Of the first bracket, quotation marks and names: one of them always matters.
    whole[chance.randrange(4)] ^= 1 << chance.randrange(5)
    return bytes(whole) if bytes(whole[:4]) != b'{"n"' else b"{"


def _another_value(chance: random.Random) -> bytes:
    ask = dict(chance.choice(_GOOD))
    name = chance.choice(sorted(ask))
    ask[name] = chance.choice(_NEVER)
    if name == "take_over" and ask[name] is True:
        ask[name] = 1
    return _request(ask)[:_LONGEST]


def _extra(chance: random.Random) -> bytes:
    name = "x" + "".join(chance.choices(string.ascii_lowercase, k=chance.randrange(1, 30)))
    return _request(dict(chance.choice(_GOOD)) | {name: chance.choice(_NEVER[:10])})


def _missing(chance: random.Random) -> bytes:
    ask = dict(chance.choice(_GOOD))
    removable = [name for name in ask if name not in {"options", "take_over"}]
    del ask[chance.choice(removable)]
    return _request(ask)


def _nested(chance: random.Random) -> bytes:
    opening, n = chance.choice(("[", '{"n":', '{"ask":')), chance.randrange(1, 580)
    return (opening * n).encode()


def _text(chance: random.Random) -> bytes:
    maker: Callable[[], object] = chance.choice(
        (
            lambda: {"kind": "write_arm", "arm": "desk", "stops": 0, "frames": _too_many(chance)},
            lambda: {"kind": "open_arm", "arm": "A" + "a" * chance.randrange(60)},
            lambda: {"kind": "close_arm", "arm": "desk" + chance.choice("\n\r\t /\\.\u202e")},
            lambda: {"kind": chance.choice(("exec", "Ping", "PING", "", "frame", "look"))},
        )
    )
    return _request(maker(), n=chance.choice((1, 2, 2**53)))


def _too_many(chance: random.Random) -> str:
    return base64.b64encode(chance.randbytes(513 + chance.randrange(1000))).decode()

"""The wire read a second time, slowly; and frames, commands and junk at random.

Nothing here uses a codec of the kit, so that none is tested against itself.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from random import Random

from dobotkit.simulator.commands import COMMANDS
from tests.simulator.host import QUEUE, READ, WRITE, frame

__all__ = [
    "GET_POSE",
    "RECOVERY",
    "SIZES",
    "chunks",
    "commands",
    "frame",
    "junk",
    "read_frames",
    "sound",
]

GET_POSE = frame(10, READ)


def sound(raw: bytes) -> bool:
    """Whether these bytes are one whole frame with a right checksum."""
    return (
        len(raw) >= 6
        and raw[:2] == b"\xaa\xaa"
        and raw[2] == len(raw) - 4
        and sum(raw[3:]) % 256 == 0
    )


def read_frames(stream: bytes) -> tuple[list[bytes], bytes]:
    """All frames in a stream, by the words of the maker's document, and what is left.

    What is left is the beginning of what may become a frame.
    """
    found = []
    at = 0
    while at < len(stream):
        rest = stream[at:]
        if rest[0] != 0xAA or (len(rest) > 1 and rest[1] != 0xAA):
            at += 1
        elif len(rest) < 3:
            break
        elif not 2 <= rest[2] <= 250 or rest[2] == 0xAA:
            at += 1
        elif len(rest) < rest[2] + 4:
            break
        elif sound(rest[: rest[2] + 4]):
            found.append(rest[: rest[2] + 4])
            at += rest[2] + 4
        else:
            at += 1
    return found, stream[at:]


def _sizes(number: int) -> tuple[list[int], list[int]]:
    """Sizes that the parameters of a command may have: read, and written."""
    command = COMMANDS[number]
    asks = () if command.read is None else command.asks
    # A frame of 170 bytes cannot be told from a run of AA.
    sizes = [size for size in range(249) if size != 168]
    return [n for n in sizes if n in asks], [n for n in sizes if n in command.takes]


SIZES = {number: _sizes(number) for number in COMMANDS}
_WRITTEN = [number for number, (_, written) in SIZES.items() if written]

_ODD = (
    *(0.0, -0.0, 1.0, -1.0, 1e-45, 1e-30, 1e-3, 99.99, 100.0, 1e4, 1e10, -1e10),
    *(math.nan, math.inf, -math.inf, 3.4e38, -3.4e38),
)

# What a host does with an arm that does not move any more: brake, forget, clear
# the alarms, sane parameters, go on.
RECOVERY = (
    frame(242, WRITE),
    frame(245, WRITE),
    frame(20, WRITE),
    frame(21, WRITE),
    frame(60, WRITE, struct.pack("<3f", 59.7, 0, 0)),
    frame(80, WRITE, struct.pack("<8f", *[200.0] * 8)),
    frame(81, WRITE, struct.pack("<4f", *[200.0] * 4)),
    frame(82, WRITE, struct.pack("<2f", 20, 150)),
    frame(83, WRITE, struct.pack("<2f", 100, 100)),
    frame(240, WRITE),
)


def _floats(rng: Random, count: int) -> list[float]:
    kind = rng.random()
    if kind < 0.7:  # a place that may well be reached
        pools = ((150, 300), (-150, 150), (-50, 120), (-60, 60))
        return [rng.uniform(*pools[n % 4]) for n in range(count)]
    if kind < 0.85:  # speeds, angles, steps
        return [rng.uniform(-20, 300) for _ in range(count)]
    return [rng.choice(_ODD) for _ in range(count)]


def params(rng: Random, size: int) -> bytes:
    """Parameters of this size: small bytes first, then numbers; or anything at all."""
    kind = rng.random()
    if kind < 0.1:
        return rng.randbytes(size)
    head = bytes(rng.randrange(12) for _ in range(size % 4))
    if kind < 0.2 and size % 4 == 0:
        return b"".join(struct.pack("<I", rng.randrange(3000)) for _ in range(size // 4))
    return head + struct.pack(f"<{size // 4}f", *_floats(rng, size // 4))


def _command(rng: Random) -> bytes:
    number = 84 if rng.random() < 0.4 else rng.choice(_WRITTEN)
    return frame(number, QUEUE, params(rng, rng.choice(SIZES[number][1])))


def commands(rng: Random, count: int) -> Iterator[tuple[bytes, float]]:
    """So many frames, each with the seconds that pass after it."""
    for _ in range(count):
        kind = rng.random()
        if kind < 0.08:
            for raw in RECOVERY:
                yield raw, 0.0
            raw = _command(rng)
        elif kind < 0.6:
            raw = _command(rng)
        else:
            number = rng.choice(list(SIZES))
            read, written = SIZES[number]
            ctrl = rng.choice((READ, READ, WRITE, WRITE, QUEUE, rng.randrange(256)))
            sizes = (read if ctrl == READ else written) or [0]
            size = rng.choice(sizes) if rng.random() < 0.95 else rng.randrange(100)
            raw = frame(number, ctrl, params(rng, size))
        yield raw, rng.choice((0, 0, 0, 1e-3, 0.02, 0.1, 0.5, 2, 10, rng.uniform(0, 1e4)))


def _mutated(rng: Random, raw: bytes) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(5)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 2:
            del data[at : at + rng.randrange(1, 4)]
        elif kind == 3:
            data[at:at] = rng.choice((b"\xaa", b"\xaa\xaa", rng.randbytes(3)))
        else:
            del data[at:]
    return bytes(data)


def junk(rng: Random, size: int) -> bytes:
    """At least so many bytes: noise, runs of AA, damaged frames, and whole ones."""
    made = bytearray()
    while len(made) < size:
        kind = rng.random()
        if kind < 0.3:
            made += rng.randbytes(rng.randrange(1, 60))
        elif kind < 0.4:
            made += b"\xaa" * rng.randrange(1, 6) + bytes((rng.randrange(256),))
        elif kind < 0.85:
            made += _mutated(rng, _command(rng))
        else:
            made += _command(rng)
    return bytes(made)


def chunks(rng: Random, data: bytes, longest: int = 300) -> Iterator[bytes]:
    """The same bytes in pieces, as a cable may deliver them."""
    at = 0
    while at < len(data):
        size = rng.randrange(1, longest)
        yield data[at : at + size]
        at += size

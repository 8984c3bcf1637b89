"""Files of pictures in all their kinds, written byte by byte, and ways to spoil them."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from typing import Final

import numpy as np

__all__ = ["KINDS", "jpeg", "noise", "png", "spoilt"]

# Colour types of PNG: how many values a pixel has (PNG specification, 11.2.2).
_VALUES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_GREY, _COLOUR, _PALETTE, _GREY_ALPHA, _COLOUR_ALPHA = _VALUES
_SIDE: Final = 8  # pixels of a JPEG's block


def png(kind: int, bits: int, values: tuple[int, ...], size: tuple[int, int] = (24, 16)) -> bytes:
    """Return a PNG of one colour.

    Parameters
    ----------
    kind:
        Its colour type: 0 grey, 2 colours, 3 palette, 4 grey with alpha, 6 colours with alpha.
    bits:
        Of each value: 1, 2, 4, 8 or 16.
    values:
        Of every pixel, from 0 to 255: of fewer bits the upper ones count. Red, green, blue.
    size:
        Width and height in pixels.
    """

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    width, height = size
    assert len(values) == _VALUES[kind] or kind == _PALETTE
    row = b"".join(_packed(value, bits) for value in values) * width
    if kind == _PALETTE:
        row = bytes(-(-width * bits // 8))  # the first colour, again and again
    elif bits < 8:
        one = values[0] >> (8 - bits)
        row = bytes([int("".join([f"{one:0{bits}b}"] * (8 // bits)), 2)]) * -(-width * bits // 8)
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    palette = chunk(b"PLTE", bytes(values)) if kind == _PALETTE else b""
    body = zlib.compress((b"\0" + row) * height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + palette
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def _packed(value: int, bits: int) -> bytes:
    return struct.pack(">H", value * 257) if bits == 16 else bytes([value])


def jpeg(values: tuple[int, ...], *, adobe: int | None = None) -> bytes:
    """Return a baseline JPEG of 8 × 8 pixels of one colour (ITU-T T.81).

    Parameters
    ----------
    values:
        Of each component, 0 to 255: one is grey, three are YCbCr, four are CMYK.
    adobe:
        What a marker of Adobe says of the colours: 0 none, 2 YCCK; None: no marker.
    """

    def part(marker: int, data: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    count = len(values)
    # The first table says how many bits the difference has; all codes are four bits long.
    sizes = bytes((0, 0, 0, 12)) + bytes(12) + bytes(range(12))
    # The second one has a single code: nothing follows.
    ends = bytes((1,)) + bytes(15) + bytes((0,))
    frame = struct.pack(">BHHB", 8, _SIDE, _SIDE, count)
    frame += b"".join(bytes((one + 1, 0x11, 0)) for one in range(count))
    scan = bytes((count,)) + b"".join(bytes((one + 1, 0)) for one in range(count))
    bits = "".join(_difference((value - 128) * 8) + "0" for value in values)
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    head = part(0xE0, b"JFIF\0" + struct.pack(">HBHHBB", 0x0101, 0, 1, 1, 0, 0))
    if adobe is not None:
        head = part(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, adobe))
    return (
        b"\xff\xd8"
        + head
        + part(0xDB, b"\0" + b"\1" * 64)
        + part(0xC0, frame)
        + part(0xC4, b"\0" + sizes)
        + part(0xC4, b"\x10" + ends)
        + part(0xDA, scan + bytes((0, 63, 0)))
        + data.replace(b"\xff", b"\xff\0")
        + b"\xff\xd9"
    )


def _difference(value: int) -> str:
    size = abs(value).bit_length()
    code = f"{size:04b}"
    if not size:
        return code
    return code + f"{value if value > 0 else value + (1 << size) - 1:0{size}b}"


KINDS: Final[dict[str, tuple[bytes, tuple[int, int, int] | None]]] = {
    "grey, 1 bit": (png(_GREY, 1, (255,)), (255, 255, 255)),
    "grey, 2 bits": (png(_GREY, 2, (255,)), (255, 255, 255)),
    "grey, 4 bits": (png(_GREY, 4, (0,)), (0, 0, 0)),
    "grey": (png(_GREY, 8, (77,)), (77, 77, 77)),
    "grey, 16 bits": (png(_GREY, 16, (77,)), (77, 77, 77)),
    "grey with alpha": (png(_GREY_ALPHA, 8, (77, 9)), (77, 77, 77)),
    "grey with alpha, 16 bits": (png(_GREY_ALPHA, 16, (77, 9)), (77, 77, 77)),
    "palette": (png(_PALETTE, 8, (10, 20, 200)), (200, 20, 10)),
    "palette, 1 bit": (png(_PALETTE, 1, (10, 20, 200)), (200, 20, 10)),
    "colours": (png(_COLOUR, 8, (10, 20, 200)), (200, 20, 10)),
    "colours, 16 bits": (png(_COLOUR, 16, (10, 20, 200)), (200, 20, 10)),
    "colours with alpha": (png(_COLOUR_ALPHA, 8, (10, 20, 200, 0)), (200, 20, 10)),
    "colours with alpha, 16 bits": (png(_COLOUR_ALPHA, 16, (10, 20, 200, 0)), (200, 20, 10)),
    "one pixel": (png(_COLOUR, 8, (10, 20, 200), (1, 1)), (200, 20, 10)),
    "one row": (png(_COLOUR, 8, (10, 20, 200), (4096, 1)), (200, 20, 10)),
    "one column": (png(_COLOUR, 8, (10, 20, 200), (1, 4096)), (200, 20, 10)),
    "JPEG, grey": (jpeg((77,)), (77, 77, 77)),
    "JPEG": (jpeg((128, 128, 128)), (128, 128, 128)),
    # Nobody agrees which way round the values of CMYK are: only that it is a picture.
    "JPEG, CMYK": (jpeg((200, 10, 20, 30), adobe=0), None),
    "JPEG, YCCK": (jpeg((200, 128, 128, 30), adobe=2), None),
    "JPEG, four values": (jpeg((200, 10, 20, 30)), None),
}
"""Kinds of pictures: a file of each, and its colour, blue, green, red; None if nobody knows."""

Spoiling = Callable[[random.Random, bytes], bytes]


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _flip(rng: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        spoilt[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(spoilt)


def _repeat(rng: random.Random, data: bytes) -> bytes:
    at, until = sorted(rng.randrange(len(data)) for _ in range(2))
    return data[:until] + data[at:]


def _behind(rng: random.Random, data: bytes) -> bytes:
    return data + rng.randbytes(rng.randrange(1, 400))


def _noise(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(4, 12)] + rng.randbytes(len(data))


_SPOILING: Final[tuple[Spoiling, ...]] = (_cut, _flip, _repeat, _behind, _noise)


def spoilt(rng: random.Random, data: bytes) -> bytes:
    """Return a file that broke in one of the ways in which files break."""
    return rng.choice(_SPOILING)(rng, data)


def noise(size: tuple[int, int], seed: int) -> np.ndarray:
    """Return a picture on which there is nothing: (h, w, 3), uint8."""
    width, height = size
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)

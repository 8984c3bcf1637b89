"""Files as telephones write them: beside the pixels stands where they were taken, and by whom.

All of it is invented; the place is in the middle of a sea.
"""

from __future__ import annotations

import struct
import zlib

from dobotkit.keeper.eyes.frame import Pixels
from dobotkit.opencv import cv2

__all__ = ["BESIDE", "FORMATS", "exif", "photograph"]

_ADDRESS = b"12 Canary Street, Nowhere"
_ARTIST = b"Mafalda Canaria"
# Degrees, minutes, seconds as pairs of numbers: 35 17 4811/100 north, 48 29 1733/100 west.
_NORTH = struct.pack("<6I", 35, 1, 17, 1, 4811, 100)
_WEST = struct.pack("<6I", 48, 1, 29, 1, 1733, 100)
_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>35,17.8018N</exif:GPSLatitude>'
    b"<dc:creator>" + _ARTIST + b"</dc:creator></x:xmpmeta>"
)

BESIDE = {
    "address": _ADDRESS,
    "artist": _ARTIST,
    "latitude": _NORTH,
    "longitude": _WEST,
    "latitude in words": b"35,17.8018N",
    "Exif": b"Exif\0\0",
    "XMP": b"x:xmpmeta",
}
"""What must not get out, by what it is. Some stand in some formats only."""

FORMATS = (".jpg", ".png", ".webp")

_ASCII, _LONG, _RATIONAL = 2, 4, 5
_LENGTHS = {_ASCII: 1, _LONG: 4, _RATIONAL: 8}


def exif() -> bytes:
    """Return a TIFF structure as Exif 2.3 has it: an address, a name, and a place on the globe."""
    head = b"II*\0" + struct.pack("<I", 8)
    first = [(0x010E, _ASCII, _ADDRESS + b"\0"), (0x013B, _ASCII, _ARTIST + b"\0")]
    # Where the second list begins is known once the first has its length.
    length = len(_directory([*first, (0x8825, _LONG, struct.pack("<I", 0))], 8))
    first.append((0x8825, _LONG, struct.pack("<I", 8 + length)))
    place = [
        (1, _ASCII, b"N\0"),
        (2, _RATIONAL, _NORTH),
        (3, _ASCII, b"W\0"),
        (4, _RATIONAL, _WEST),
    ]
    return head + _directory(first, 8) + _directory(place, 8 + length)


def photograph(pixels: Pixels, ending: str) -> bytes:
    """Return a file with these pixels, and with all that a telephone writes beside them."""
    data = bytes(cv2.imencode(ending, pixels)[1])
    return {".jpg": _jpeg, ".png": _png, ".webp": _webp}[ending](data, pixels)


def _directory(entries: list[tuple[int, int, bytes]], at: int) -> bytes:
    values = at + 2 + 12 * len(entries) + 4
    fields, behind = struct.pack("<H", len(entries)), b""
    for tag, kind, value in entries:
        fields += struct.pack("<HHI", tag, kind, len(value) // _LENGTHS[kind])
        if len(value) <= 4:
            fields += value.ljust(4, b"\0")
        else:
            fields += struct.pack("<I", values + len(behind))
            behind += value + b"\0" * (len(value) % 2)
    return fields + bytes(4) + behind


def _jpeg(data: bytes, _: Pixels) -> bytes:
    def segment(marker: int, content: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content

    more = segment(0xE1, b"Exif\0\0" + exif())
    more += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP)
    more += segment(0xFE, _ADDRESS)
    return data[:2] + more + data[2:]


def _png(data: bytes, _: Pixels) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = 8 + 25  # the signature, and the first chunk with its size
    more = chunk(b"eXIf", exif()) + chunk(b"tEXt", b"Author\0" + _ARTIST)
    more += chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _XMP)
    return data[:head] + more + data[head:]


def _webp(data: bytes, pixels: Pixels) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    height, width = pixels.shape[:2]
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    # It has Exif, and it has XMP.
    body = chunk(b"VP8X", bytes((0x0C, 0, 0, 0)) + sides) + data[12:]
    body += chunk(b"EXIF", b"Exif\0\0" + exif()) + chunk(b"XMP ", _XMP)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body

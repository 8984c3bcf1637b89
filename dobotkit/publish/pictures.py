"""Pictures, sounds and films, told by their first bytes; nothing is decoded or shown.

Only what all of them say about themselves is read: kind, size, and whether a camera has added
its own data. The layouts are those of the formats' specifications (PNG, RFC 2083; JPEG, ITU-T
T.81; GIF89a; WebP, RFC 9649; Exif 2.3).
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import struct
from collections.abc import Callable

__all__ = ["Media", "from_base64", "recognise"]

_GPS = 0x8825
# Frame headers of JPEG: SOF0 to SOF15 without DHT, JPG and DAC.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FILMS = {b"isom", b"mp41", b"mp42", b"avc1", b"iso2", b"iso5", b"M4V ", b"qt  ", b"dash", b"3gp4"}
_STILLS = {b"avif": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIF"}
_WHOLE: dict[str, Callable[[bytes], tuple[int, ...]]] = {
    "PNG": lambda data: struct.unpack(">II", data[16:24]),
    "GIF": lambda data: struct.unpack("<HH", data[6:10]),
    "BMP": lambda data: struct.unpack("<ii", data[18:26]),
}
_STARTS = (
    (b"OggS", "sound", "Ogg"),
    (b"ID3", "sound", "MP3"),
    (b"fLaC", "sound", "FLAC"),
    (b"\x1aE\xdf\xa3", "film", "WebM or Matroska"),
    (b"II*\0", "picture", "TIFF"),
    (b"MM\0*", "picture", "TIFF"),
    (b"%PDF-", "document", "PDF"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Media:
    """What a run of bytes is.

    Attributes
    ----------
    sort:
        ``picture``, ``sound``, ``film`` or ``document``.
    format:
        Such as ``PNG``.
    size:
        Width and height in pixels, where the first bytes tell them.
    camera:
        Whether a camera or telephone has written data of its own into it (Exif).
    place:
        Whether these say where it was taken.
    """

    sort: str
    format: str
    size: tuple[int, int] | None = None
    camera: bool = False
    place: bool = False

    def __str__(self) -> str:
        size = f", {self.size[0]}×{self.size[1]}" if self.size else ""
        more = ""
        if self.place:
            more = ", with the place where it was taken"
        elif self.camera:
            more = ", with data of the camera"
        return f"a {self.sort} ({self.format}{size}{more})"


def recognise(data: bytes) -> Media | None:
    """Return what these bytes are, or None if they are no picture, sound, film or PDF."""
    form, size = _picture(data)
    if form:
        camera, place = _exif(data)
        return Media("picture", form, size, camera, place)
    if data[:4] == b"RIFF" and data[8:12] in {b"WAVE", b"AVI "}:
        return Media("sound", "WAV") if data[8:12] == b"WAVE" else Media("film", "AVI")
    if data[4:8] == b"ftyp":
        kind = data[8:12]
        if kind in _STILLS:
            camera, place = _exif(data)
            return Media("picture", _STILLS[kind], None, camera, place)
        if kind in _FILMS:
            return Media("film", "MP4")
    for start, sort, name in _STARTS:
        if data.startswith(start):
            return Media(sort, name)
    return None


def from_base64(text: str) -> Media | None:
    """Return what a text in base64 is; line breaks and a missing end do not matter."""
    letters = "".join(text.replace("\\n", "").split()).rstrip("=")
    try:
        data = base64.b64decode(letters[: len(letters) // 4 * 4])
    except (binascii.Error, ValueError):
        return None
    return recognise(data)


def _picture(data: bytes) -> tuple[str, tuple[int, int] | None]:
    form = _format(data)
    try:
        if form in _WHOLE:
            width, height = _WHOLE[form](data)
            return form, (width, abs(height))
        if form == "WebP":
            return form, _webp_size(data)
        return form, _jpeg_size(data) if form else None
    except struct.error:  # it ends too soon: a picture nevertheless
        return form, None


def _format(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "BMP"
    starts = {
        b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF", b"\xff\xd8\xff": "JPEG",
    }  # fmt: skip
    return next((form for start, form in starts.items() if data.startswith(start)), "")


def _webp_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"VP8X":
        return (
            int.from_bytes(data[24:27], "little") + 1,
            int.from_bytes(data[27:30], "little") + 1,
        )
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if data[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at : at + 1] == b"\xff":
        if data[at + 1] in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _exif(data: bytes) -> tuple[bool, bool]:
    """Whether a picture holds Exif, and whether that has a place."""
    at = data.find(b"Exif\0\0")
    tiff = data[at + 6 :] if at >= 0 else b""
    if not tiff and (at := data.find(b"eXIf")) >= 0:
        tiff = data[at + 4 :]
    if not tiff and (at := data.find(b"EXIF")) >= 0 and data[:4] == b"RIFF":
        tiff = data[at + 8 :]
    if not tiff:
        return False, False
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[start : start + 2])
        tags = {
            struct.unpack(order + "H", tiff[start + 2 + 12 * one : start + 4 + 12 * one])[0]
            for one in range(count)
        }
    except struct.error:
        return True, False
    return True, _GPS in tags

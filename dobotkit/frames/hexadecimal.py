"""Bytes as people write them: ``AA AA 02 0A 00 F6``, and what pydobot prints."""

from __future__ import annotations

import re

from dobotkit.errors import FrameError
from dobotkit.frames.frame import Sender

__all__ = ["read_hex", "read_log"]

_PREFIX = re.compile(r"0[xX](?=[0-9a-fA-F])|\\x")
_BETWEEN = re.compile(r"[\s,;:\[\]{}()_-]+")
_ESCAPED = re.compile(r"""^b?(["'])(.*)\1$""", re.DOTALL)

# pydobot: >> AA AA:2:10:0::246 - header and parameters in hex, the rest in decimal.
_PYDOBOT = re.compile(
    r"(?:(?P<way>>>|<<)\s*)?AA AA:(?P<length>\d+):(?P<id>\d+):(?P<ctrl>\d+):"
    r"(?P<params>[0-9A-F ]*):(?P<checksum>\d+)\s*$",
    re.IGNORECASE,
)
_WAYS: dict[str | None, Sender] = {">>": "host", "<<": "arm"}


def read_hex(text: str) -> bytes:
    r"""Read bytes written in hexadecimal.

    Spaces, commas, line ends, brackets, ``0x`` and ``\x`` do not matter;
    single digits may stand alone between spaces or commas.

    Raises
    ------
    FrameError
        Something else stands there; it is named.
    """
    wrapped = _ESCAPED.match(text.strip())
    plain = _PREFIX.sub(" ", wrapped[2] if wrapped else text)
    words = [word for word in _BETWEEN.split(plain) if word]
    parts: list[str] = []
    for word in words:
        strange = re.search(r"[^0-9a-fA-F]", word)
        if strange:
            raise FrameError(
                f"{strange[0]!r} in {word[:20]!r} is no hexadecimal digit.",
                "Write bytes with the digits 0 to 9 and A to F, for example: AA AA 02 0A 00 F6",
            )
        if len(word) > 1 and len(word) % 2:
            raise FrameError(
                f"{word[:20]!r} has {len(word)} digits, and every byte has two.",
                "Look for a digit too many or too few, for example: AA AA 02 0A 00 F6",
            )
        parts.append(word.zfill(2))
    if not parts:
        raise FrameError("There are no bytes.", "Write some, for example: AA AA 02 0A 00 F6")
    return bytes.fromhex("".join(parts))


def read_log(text: str) -> list[tuple[Sender | None, bytes]]:
    """Read bytes in hexadecimal, or lines that pydobot prints with ``verbose=True``.

    Returns
    -------
    list of (sender, bytes)
        One entry for each line of pydobot, who sent it being known; else one
        entry for everything.

    Raises
    ------
    FrameError
        It is neither; what is wrong is named.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = [(line, _PYDOBOT.search(line)) for line in lines]
    if not any(match for _, match in found):
        return [(None, read_hex(text))]
    chunks: list[tuple[Sender | None, bytes]] = []
    for line, match in found:
        if match:
            numbers = [int(match[name]) for name in ("length", "id", "ctrl")]
            try:
                head = b"\xaa\xaa" + bytes(numbers)
                tail = bytes.fromhex(match["params"]) + bytes((int(match["checksum"]),))
            except ValueError as error:
                raise FrameError(
                    f"{line.strip()[:60]!r} has a number that is no byte.",
                    "Copy the line as pydobot printed it.",
                ) from error
            chunks.append((_WAYS.get(match["way"]), head + tail))
        elif not line.lstrip().startswith("pydobot:"):
            chunks.append((None, read_hex(line)))
    return chunks

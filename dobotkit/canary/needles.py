"""All that is looked for as bytes, in one index, so that data is read once.

Thousands of needles, each looked for by itself, would take thousands of passes. The index
knows eight bytes of each, its anchor: two tables say for every two bytes of the data whether
an anchor can begin there, and only what is left is compared.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dobotkit.canary.canary import Canary
from dobotkit.canary.rows import LAYOUTS, pieces_of
from dobotkit.canary.spellings import SPELLINGS, base64_pieces
from dobotkit.canary.templates import needles_of_template

__all__ = ["MAGIC", "Index", "Needle", "longest", "needles_of"]

_ANCHOR = 8
# How much of the PNG file is looked for at each place, and how far these are apart (bytes).
_SLICE, _STEP = 24, 128
# The rows of the picture that have no squares, and how long one is before it is packed.
_ONLY_FINE = range(82, 110)
_ROW = 256 * 3 + 1  # bytes
_SIGNATURE, _SIP = 8, 16  # bytes

# How files and streams begin that have to be opened to see what is in them.
MAGIC: Final[dict[bytes, str]] = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"RIFF": "riff",
    b"BM": "bmp",
    b"\x93NUMPY": "npy",
    b"SQLite format 3\x00": "sqlite",
    b"\x1f\x8b\x08": "gzip",
    b"x\x01": "zlib",
    b"x\x5e": "zlib",
    b"x\x9c": "zlib",
    b"x\xda": "zlib",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
}
"""The first bytes of what `wrapped` and `pictures` can open, and how it is called."""


@dataclass(frozen=True)
class Needle:
    """Bytes to look for, and what they are: which thing, in which form."""

    data: bytes
    what: str
    form: str


def needles_of(canary: Canary) -> list[Needle]:
    """Return all needles of a canary, none twice: the first form that has one keeps it."""
    found: dict[bytes, Needle] = {}
    of_all = (_of_words(canary), _of_rows(canary), _of_the_file(canary), _of_templates(canary))
    for needle in itertools.chain(*of_all):
        if len(needle.data) >= _ANCHOR:
            found.setdefault(needle.data, needle)
    return list(found.values())


def longest(needles: list[Needle]) -> int:
    """Return the length of the longest (bytes)."""
    return max(len(needle.data) for needle in needles)


def _of_words(canary: Canary) -> Iterator[Needle]:
    for spelling in SPELLINGS:
        for what, words in canary.words.items():
            for word in words:
                yield from (Needle(data, what, spelling.id) for data in spelling.pieces(word))


def _of_rows(canary: Canary) -> Iterator[Needle]:
    pieces = pieces_of(canary)
    for layout in LAYOUTS:
        for piece in pieces:
            yield from (Needle(data, "picture", layout.id) for data in layout.needles(piece))


def _of_the_file(canary: Canary) -> Iterator[Needle]:
    png = canary.png()
    begin, end = _middle(png)
    for start in range(begin, end - _SLICE, _STEP):
        part = png[start : start + _SLICE]
        yield Needle(part, "picture", "png-bytes")
        for text in (part.hex(), part.hex().upper()):
            yield Needle(text.encode(), "picture", "png-hex")
        for data in base64_pieces(part):
            yield Needle(data, "picture", "png-base64")


def _of_templates(canary: Canary) -> Iterator[Needle]:
    for template in canary.templates:
        for form, data in needles_of_template(template):
            yield Needle(data, "template", form)


def _middle(png: bytes) -> tuple[int, int]:
    """Return where in the file the rows stand that nothing but the fine patch sets apart.

    Head, plain areas and squares are packed into bytes that other pictures have as well.
    """
    unpacker, rows = zlib.decompressobj(), 0.0
    places = []
    place = _SIGNATURE
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        begin = place + 8
        if png[place + 4 : begin] == b"IDAT":
            for at in range(begin, begin + length, _SIP):
                piece = png[at : min(at + _SIP, begin + length)]
                rows += len(unpacker.decompress(piece)) / _ROW
                if _ONLY_FINE.start < rows < _ONLY_FINE.stop:
                    places.append(at)
        place = begin + length + 4
    return places[0], places[-1]


class Index:
    """Finds all needles, and all beginnings in `MAGIC`, in one pass.

    Parameters
    ----------
    needles:
        What to look for; each at least eight bytes long.
    """

    def __init__(self, needles: list[Needle]) -> None:
        self._needles = needles
        self._pairs = [np.zeros(1 << 16, np.bool_) for _ in range(4)]
        self._whole = np.zeros(1 << 16, np.bool_)
        self._magic = np.zeros(1 << 16, np.bool_)
        anchors: dict[int, list[tuple[Needle, int]]] = {}
        for needle in needles:
            at = _best_anchor(needle.data)
            for table, pair in zip(
                self._pairs, np.frombuffer(needle.data, "<u2", 4, at), strict=True
            ):
                table[pair] = True
            number = int.from_bytes(needle.data[at : at + _ANCHOR], "little")
            anchors.setdefault(number, []).append((needle, at))
        self._anchors = anchors
        self._whole[_stirred(np.array(list(anchors), np.uint64))] = True
        for magic in MAGIC:
            self._magic[int.from_bytes(magic[:2], "little")] = True

    def look(self, data: bytes) -> tuple[list[tuple[int, Needle]], list[int]]:
        """Return where needles stand in `data`, and where something begins that is in `MAGIC`."""
        hits: list[tuple[int, Needle]] = []
        begins: list[int] = []
        for phase in (0, 1):
            count = (len(data) - phase) // 2
            if count <= 0:
                continue
            pairs = np.frombuffer(data, "<u2", count, phase)
            begins += (np.flatnonzero(self._magic[pairs]) * 2 + phase).tolist()
            # An anchor is four pairs long.
            for place in self._candidates(pairs):
                at = int(place) * 2 + phase
                hits += self._verified(data, at)
        begins = [at for at in begins if any(data.startswith(magic, at) for magic in MAGIC)]
        return sorted(hits, key=lambda hit: hit[0]), sorted(begins)

    def _candidates(self, pairs: NDArray[np.uint16]) -> NDArray[np.intp]:
        room = len(pairs) - 3
        if room <= 0:
            return np.zeros(0, np.intp)
        places = np.flatnonzero(self._pairs[0][pairs[:room]])
        for part in (1, 2, 3):
            places = places[self._pairs[part][pairs[places + part]]]
        numbers = np.zeros(len(places), np.uint64)
        for part in range(4):
            numbers |= pairs[places + part].astype(np.uint64) << np.uint64(16 * part)
        return places[self._whole[_stirred(numbers)]]

    def _verified(self, data: bytes, at: int) -> Iterator[tuple[int, Needle]]:
        number = int.from_bytes(data[at : at + _ANCHOR], "little")
        for needle, inside in self._anchors.get(number, ()):
            begin = at - inside
            if begin >= 0 and data.startswith(needle.data, begin):
                yield begin, needle


def _stirred(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sixteen bits of each number that depend on all of it (Knuth, multiplicative hashing)."""
    return (numbers * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)


def _best_anchor(data: bytes) -> int:
    """Return where the eight bytes of a needle begin that are rarest in other data."""

    def rareness(at: int) -> tuple[int, int]:
        part = data[at : at + _ANCHOR]
        # Zeros are everywhere, and the first two bytes sort out the most.
        return (part[0] != 0) + (part[1] != 0), len(set(part))

    return max(range(len(data) - _ANCHOR + 1), key=rareness)

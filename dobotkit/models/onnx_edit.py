"""Leave the inputs out of an ONNX file that its graph declares and nobody needs.

OpenCV 5 counts what a graph declares as its inputs, and does not run a network that was
loaded from memory and declares more than one. The file of SFace declares 175: one that
is meant, 145 that an initialiser supplies, and 29 names that no node reads.

An ONNX file is a protobuf message, a sequence of fields. Each begins with a number in
base 128, lowest digits first, that is eight times the field's number plus how its value
is written (https://protobuf.dev/programming-guides/encoding/). Names of the fields:
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. Nothing here needs more of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dobotkit.errors import ModelBroken

__all__ = ["Field", "drop_unused_inputs", "fields"]

# How a value is written, and how long it then is in bytes.
_VARINT, _BLOCK = 0, 2
_FIXED: Final = {1: 8, 5: 4}
_LONGEST_VARINT: Final = 10

# Numbers of fields: of the model; of its graph; of a node, an initialiser, an input.
_GRAPH = 7
_NODE, _INITIALISER, _INPUT = 1, 5, 11
_NODE_INPUT, _INITIALISER_NAME, _INPUT_NAME = 1, 8, 1


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message.

    Attributes
    ----------
    number:
        Which field it is.
    start, value, end:
        Where it begins, where its value begins, and where it ends, in bytes.
    is_block:
        Whether its value is a block of bytes: text, or another message.
    """

    number: int
    start: int
    value: int
    end: int
    is_block: bool


def drop_unused_inputs(content: bytes) -> bytes:
    """Return an ONNX file without the inputs that no node reads or an initialiser supplies.

    All the rest stays byte for byte; the length of the graph is written anew.

    Raises
    ------
    ModelBroken
        If the bytes are no protobuf message that has exactly one graph.
    """
    graphs = [one for one in _blocks(content, 0, len(content)) if one.number == _GRAPH]
    if len(graphs) != 1:
        raise _broken(f"it has {len(graphs)} graphs instead of one")
    (graph,) = graphs
    parts = list(fields(content, graph.value, graph.end))
    unused = {one.start for one in _unused_inputs(content, parts)}
    kept = b"".join(content[one.start : one.end] for one in parts if one.start not in unused)
    key = _varint_bytes(_GRAPH << 3 | _BLOCK)
    return b"".join(
        (content[: graph.start], key, _varint_bytes(len(kept)), kept, content[graph.end :])
    )


def _unused_inputs(content: bytes, parts: list[Field]) -> Iterator[Field]:
    blocks = [one for one in parts if one.is_block]
    read = {
        name for one in blocks if one.number == _NODE for name in _texts(content, one, _NODE_INPUT)
    }
    supplied = {
        name
        for one in blocks
        if one.number == _INITIALISER
        for name in _texts(content, one, _INITIALISER_NAME)
    }
    for one in blocks:
        if one.number == _INPUT:
            names = _texts(content, one, _INPUT_NAME)
            if not any(name in read and name not in supplied for name in names):
                yield one


def _texts(content: bytes, inside: Field, number: int) -> list[bytes]:
    found = _blocks(content, inside.value, inside.end)
    return [content[one.value : one.end] for one in found if one.number == number]


def _blocks(content: bytes, start: int, end: int) -> Iterator[Field]:
    return (one for one in fields(content, start, end) if one.is_block)


def fields(content: bytes, start: int, end: int) -> Iterator[Field]:
    """Yield the fields of a message that lies in ``content[start:end]``.

    Raises
    ------
    ModelBroken
        If a field does not end where the message does, or is written in no known way.
    """
    if not 0 <= start <= end <= len(content):
        raise _broken("a part of it lies outside")
    at = start
    while at < end:
        key, value = _varint(content, at, end)
        number, written = key >> 3, key & 7
        if written == _VARINT:
            _, stop = _varint(content, value, end)
        elif written == _BLOCK:
            length, value = _varint(content, value, end)
            stop = value + length
        elif written in _FIXED:
            stop = value + _FIXED[written]
        else:
            raise _broken(f"a field is written in the way {written}, which nobody knows")
        if number == 0 or stop > end:
            raise _broken("a field has no number, or is longer than what it stands in")
        yield Field(number, at, value, stop, written == _BLOCK)
        at = stop


def _varint(content: bytes, at: int, end: int) -> tuple[int, int]:
    """Return a number in base 128 and where it ends."""
    number = 0
    for count, digit in enumerate(content[at : min(end, at + _LONGEST_VARINT)]):
        number |= (digit & 0x7F) << (7 * count)
        if digit < 0x80:  # noqa: PLR2004 - the highest bit says that more digits follow
            return number, at + count + 1
    raise _broken("a number in it does not end")


def _varint_bytes(number: int) -> bytes:
    digits = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - as above
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    digits.append(number)
    return bytes(digits)


def _broken(why: str) -> ModelBroken:
    return ModelBroken(
        f"These bytes are no model in the format ONNX: {why}.",
        "Type in a terminal: dobotkit models fetch",
    )

"""What is found in a stream of bytes: frames, and bytes that belong to none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dobotkit.frames.command import Command
from dobotkit.frames.layout import Field, Value
from dobotkit.frames.table import TABLE

__all__ = ["HEADER", "Frame", "Part", "Piece", "Sender", "Stray", "checksum"]

Sender = Literal["host", "arm"]
"""Who speaks: the computer, or the arm."""

HEADER = b"\xaa\xaa"

# Bit 0 says write, bit 1 says "into the queue"; the second alone is not in the document.
_ACCESS = ("read", "write", "queued, but not write", "write, queued")


def checksum(payload: bytes) -> int:
    """Return the byte that makes the sum of the payload and itself a multiple of 256.

    Parameters
    ----------
    payload:
        Command number, control byte and parameters: what the length byte counts.
    """
    return -sum(payload) & 0xFF


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a frame that belong together.

    Attributes
    ----------
    name:
        ``header``, ``length``, ``command``, ``control``, the name of a field,
        ``parameters`` (bytes that could not be read) or ``checksum``.
    raw:
        The bytes.
    text:
        The value in words, with its unit.
    meaning:
        What it is about, if there is more to say.
    value, field:
        The value of a field, and its description; None for other parts.
    """

    name: str
    raw: bytes
    text: str
    meaning: str = ""
    value: Value | None = None
    field: Field | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Stray:
    """Bytes that are no frame.

    Attributes
    ----------
    offset:
        Where they begin in the stream.
    raw:
        The bytes.
    why:
        Why they are none.
    sent_by:
        Who sent them; None if that is not known.
    """

    offset: int
    raw: bytes
    why: str
    sent_by: Sender | None = None

    @property
    def words(self) -> str:
        """What it is, in one line."""
        return f"no frame ({self.why}): {self.raw.hex(' ')}"

    def __repr__(self) -> str:
        return _as_text(self)

    def _repr_html_(self) -> str:
        return _as_html(self)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": "stray",
            "offset": self.offset,
            "hex": self.raw.hex(" "),
            "sent_by": self.sent_by,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """One whole frame; its checksum may be wrong.

    Attributes
    ----------
    offset:
        Where it begins in the stream.
    raw:
        All its bytes.
    sent_by:
        Who sent it; None if the bytes do not tell.
    fields:
        The parameters, read.
    remark:
        What there is to know about this frame: what it may be instead, why its
        parameters could not be read, where it is known to be wrong.
    """

    offset: int
    raw: bytes
    sent_by: Sender | None
    fields: tuple[Part, ...]
    remark: str = ""

    @property
    def id(self) -> int:
        """The command number."""
        return self.raw[3]

    @property
    def ctrl(self) -> int:
        """The control byte."""
        return self.raw[4]

    @property
    def params(self) -> bytes:
        """The bytes between control byte and checksum."""
        return self.raw[5:-1]

    @property
    def checksum(self) -> int:
        """The checksum that was sent."""
        return self.raw[-1]

    @property
    def checksum_due(self) -> int:
        """The checksum that is right."""
        return checksum(self.raw[3:-1])

    @property
    def valid(self) -> bool:
        """Whether the checksum is right; an arm ignores a frame where it is not."""
        return self.checksum == self.checksum_due

    @property
    def command(self) -> Command | None:
        """What the table knows of the command; None for a number that is not in it."""
        return TABLE.get(self.id)

    @property
    def name(self) -> str:
        """The maker's name of the command."""
        return self.command.name if self.command else "unknown command"

    @property
    def access(self) -> str:
        """What the control byte says, in words."""
        words = _ACCESS[self.ctrl & 3]
        if self.ctrl & 4:
            words += ", error"
        if self.ctrl & 0x30:
            words += f", to device {self.ctrl >> 4 & 3}"
        if self.ctrl & 0xC0:
            words += f", number {self.ctrl >> 6}"
        return words

    @property
    def values(self) -> Mapping[str, Value]:
        """The fields by their names."""
        return {part.name: part.value for part in self.fields if part.value is not None}

    @property
    def checksum_text(self) -> str:
        """Whether the checksum is right, in words."""
        if self.valid:
            return "right"
        return f"WRONG: it should be {self.checksum_due:02X}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """All bytes of the frame in order, cut where the meaning changes."""
        count = self.raw[2]
        return (
            Part("header", self.raw[:2], "a frame begins"),
            Part(
                *("length", self.raw[2:3], f"{count} bytes"),
                "from the command to the last field, without the checksum",
            ),
            Part(
                *("command", self.raw[3:4], f"{self.id} {self.name}"),
                self.command.meaning if self.command else "",
            ),
            Part("control", self.raw[4:5], self.access),
            *self.fields,
            Part(
                *("checksum", self.raw[-1:], self.checksum_text),
                "brings the sum, from the command on, to a multiple of 256",
            ),
        )

    @property
    def words(self) -> str:
        """What it is, in one line."""
        values = ", ".join(f"{part.name} {part.text}" for part in self.fields)
        line = f"{self.id} {self.name}, {self.access}"
        if self.sent_by == "arm":
            line += ", answer"
        if values:
            line += f": {values}"
        if not self.valid:
            line += f" [checksum {self.checksum:02X} is wrong, {self.checksum_due:02X} is right]"
        return line

    def __repr__(self) -> str:
        return _as_text(self)

    def _repr_html_(self) -> str:
        return _as_html(self)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": "frame",
            "offset": self.offset,
            "hex": self.raw.hex(" "),
            "sent_by": self.sent_by,
            "id": self.id,
            "name": self.name if self.command else None,
            "ctrl": self.ctrl,
            "access": self.access,
            "params": self.params.hex(" "),
            "fields": [
                {
                    "name": part.name,
                    "hex": part.raw.hex(" "),
                    "value": _plain(part.value),
                    "unit": part.field.unit if part.field else "",
                    "text": part.text,
                }
                for part in self.fields
            ],
            "checksum": self.checksum,
            "checksum_due": self.checksum_due,
            "valid": self.valid,
            "remark": self.remark,
        }


def _plain(value: Value | None) -> object:
    if isinstance(value, bytes):
        return value.hex(" ")
    if isinstance(value, float) and value - value != 0:
        return None  # JSON has neither infinity nor "no number"; the text says it
    return list(value) if isinstance(value, tuple) else value


Piece = Frame | Stray


def _as_text(piece: Piece) -> str:
    from dobotkit.frames.text import piece_as_text  # noqa: PLC0415 - it is about what is defined here

    return piece_as_text(piece)


def _as_html(piece: Piece) -> str:
    from dobotkit.frames.html import piece_as_html  # noqa: PLC0415 - as above

    return piece_as_html(piece)

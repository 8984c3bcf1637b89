"""Fields of a frame's parameters, and how several of them follow each other.

All numbers are little-endian and packed without gaps; ``f32`` is an IEEE-754
float of 32 bits (maker's protocol document V1.1.5).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dobotkit.errors import FrameError

__all__ = ["EMPTY", "INDEX", "MOST_PARAMS", "Field", "Layout", "Value"]

Value = int | float | str | bytes | tuple[int, ...]

# The length byte counts ID and control byte as well, and ends at 250.
MOST_PARAMS = 248

_NUMBERS = {
    "u8": struct.Struct("<B"),
    "u16": struct.Struct("<H"),
    "u32": struct.Struct("<I"),
    "u64": struct.Struct("<Q"),
    "i32": struct.Struct("<i"),
    "f32": struct.Struct("<f"),
}
_BITS = 16  # bytes
_SIZES = {kind: number.size for kind, number in _NUMBERS.items()} | {"bits": _BITS}
# These take what is left, and at least one byte.
_OPEN_ENDED = ("text", "bytes")


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes
    ----------
    name:
        In lower case with underscores, for example ``"x"``.
    kind:
        ``u8``, ``u16``, ``u32``, ``u64``, ``i32``, ``f32``; ``bits`` (16 bytes,
        read as the numbers of the bits that are set); ``text`` and ``bytes``
        (whatever is left, at least one byte).
    unit:
        For example ``"mm"``; empty for a plain number.
    codes:
        What the values of a code stand for.
    meaning:
        A few words, where the name does not say it all.
    """

    name: str
    kind: str
    unit: str = ""
    codes: Mapping[int, str] | None = None
    meaning: str = ""

    @property
    def size(self) -> int | None:
        """How many bytes it has; None for what is left."""
        return _SIZES.get(self.kind)

    def unpack(self, raw: bytes) -> Value:
        """Read the value from its bytes; a text that is no UTF-8 stays bytes."""
        if self.kind in _NUMBERS:
            value: Value = _NUMBERS[self.kind].unpack(raw)[0]
            return value
        if self.kind == "bits":
            mask = int.from_bytes(raw, "little")
            return tuple(bit for bit in range(8 * _BITS) if mask >> bit & 1)
        if self.kind == "text":
            try:
                return raw.decode()
            except UnicodeDecodeError:
                return raw
        return raw

    def pack(self, value: Any) -> bytes:  # noqa: ANN401  # what pupils write; checked here
        """Write a value as bytes.

        Parameters
        ----------
        value:
            A number; for a code also its word, such as ``"MOVL_XYZ"``; for
            ``bits`` the numbers of the bits that are set; else text or bytes.

        Raises
        ------
        FrameError
            The value does not fit.
        """
        try:
            return self._packed(value)
        except (struct.error, OverflowError, TypeError, ValueError) as error:
            raise FrameError(
                f"{self.name} cannot be {value!r}: it is {self._wanted}.",
                f"Give a value that fits into {self._room}.",
            ) from error

    def _packed(self, value: Any) -> bytes:  # noqa: ANN401
        if self.kind in _NUMBERS:
            if isinstance(value, str):
                value = self._code_of(value)
            packed: bytes = _NUMBERS[self.kind].pack(value)
            return packed
        if self.kind == "bits":
            mask: int = sum(1 << bit for bit in set(value))
            return mask.to_bytes(_BITS, "little")
        raw: bytes = value.encode() if isinstance(value, str) else bytes(memoryview(value))
        if not raw:
            raise ValueError
        return raw

    def _code_of(self, word: str) -> int:
        for number, known in (self.codes or {}).items():
            if known.casefold() == word.casefold():
                return number
        raise ValueError

    @property
    def _room(self) -> str:
        size = self.size
        return "what is left of a frame" if size is None else f"{size} byte{'s' * (size > 1)}"

    @property
    def _wanted(self) -> str:
        if self.codes:
            return "one of " + ", ".join(f"{n} ({word})" for n, word in self.codes.items())
        if self.kind == "f32":
            return f"a number in {self.unit}" if self.unit else "a number"
        if self.kind == "bits":
            return "the numbers of the bits that are set, 0 to 127"
        if self.kind in _OPEN_ENDED:
            return "a text that is not empty"
        signed = self.kind.startswith("i")
        bits = 8 * _SIZES[self.kind] - signed
        return f"a whole number from {-(2**bits) if signed else 0} to {2**bits - 1}"

    def say(self, value: Value) -> str:
        """Write a value for people, with unit or with what the code stands for."""
        if isinstance(value, bytes):
            return value.hex(" ")
        if isinstance(value, tuple):
            return ", ".join(f"0x{bit:02X}" for bit in value) or "none"
        if isinstance(value, str):
            return repr(value.rstrip("\0"))
        if self.codes is not None:
            return f"{value} ({self.codes.get(int(value), 'not known')})"
        number = _shortest(value) if isinstance(value, float) else str(value)
        return f"{number}{'' if self.unit == '°' else ' '}{self.unit}".strip()


def _shortest(value: float) -> str:
    """Write a 32-bit float with no more digits than are needed to tell it from its neighbours."""
    if not math.isfinite(value):
        return {math.inf: "infinite", -math.inf: "-infinite"}.get(value, "no number")
    packed = struct.pack("<f", value)
    digits = next(
        text
        for precision in range(1, 18)
        if struct.unpack("<f", _as_f32(text := f"{value:.{precision}g}"))
        == struct.unpack("<f", packed)
    )
    plain = float(digits)
    # 2e+02 is true but puzzling; so is -0.
    if plain == 0:
        return "0"
    return f"{plain:.0f}" if plain.is_integer() and abs(plain) < 1e7 else digits  # noqa: PLR2004  # as a float is exact


def _as_f32(text: str) -> bytes:
    try:
        return struct.pack("<f", float(text))
    except OverflowError:
        return struct.pack("<f", math.inf)


@dataclass(frozen=True, slots=True)
class Layout:
    """Fields one after the other, in one of the forms that a frame's parameters may have.

    Attributes
    ----------
    fields:
        These come once, in this order.
    repeat:
        These come after them any number of times, as ``ratio_1``, ``ratio_2``, …
    flaw:
        Why this form is wrong although programs send it; empty if it is right.
    """

    fields: tuple[Field, ...] = ()
    repeat: tuple[Field, ...] = ()
    flaw: str = ""

    @property
    def least(self) -> int:
        """The smallest size in bytes."""
        return sum(1 if field.size is None else field.size for field in self.fields)

    def fits(self, size: int) -> bool:
        """Whether parameters of so many bytes may have this form."""
        more = size - self.least
        if not 0 <= more <= MOST_PARAMS - self.least:
            return False
        if self.repeat:
            return more % sum(field.size or 0 for field in self.repeat) == 0
        return more == 0 or any(field.size is None for field in self.fields)

    def split(self, params: bytes) -> Iterator[tuple[str, Field, bytes]]:
        """Cut parameters of a fitting size into fields: name, field, bytes."""
        at = 0
        for field in self.fields:
            end = len(params) if field.size is None else at + field.size
            yield field.name, field, params[at:end]
            at = end
        count = 0
        while at < len(params):
            count += 1
            for field in self.repeat:
                end = at + (field.size or 0)
                yield f"{field.name}_{count}", field, params[at:end]
                at = end

    def names(self, repeats: int = 0) -> list[str]:
        """Return the names of all fields, with so many repeats."""
        once = [field.name for field in self.fields]
        return once + [f"{f.name}_{i + 1}" for i in range(repeats) for f in self.repeat]

    def repeats_in(self, names: set[str]) -> int:
        """How often the repeated fields are among these names."""
        first = self.repeat[0].name if self.repeat else ""
        count = 0
        while first and f"{first}_{count + 1}" in names:
            count += 1
        return count

    def pack(self, values: Mapping[str, Any]) -> bytes:
        """Write all fields as bytes; ``values`` has exactly the names of this form."""
        parts = [field.pack(values[field.name]) for field in self.fields]
        for i in range(self.repeats_in(set(values))):
            parts += [field.pack(values[f"{field.name}_{i + 1}"]) for field in self.repeat]
        return b"".join(parts)


EMPTY = Layout()
INDEX = Layout((Field("index", "u64", meaning="its place in the arm's queue"),))

"""Where each field stands in the five kinds of machine-readable zone, and what checks what.

ICAO Doc 9303: part 5 (TD1, cards), part 6 (TD2), part 4 (TD3, passports), part 7 (MRV-A and
MRV-B, visas). Lines and positions count from 1, as they do there; both ends are included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

__all__ = ["CHECKS", "FIELDS", "KINDS", "LENGTHS", "CheckRule", "Field", "Kind", "Place"]

Kind = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: How many lines, and how many characters a line.
LENGTHS: Mapping[Kind, tuple[int, int]] = MappingProxyType(
    {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44), "MRV-A": (2, 44), "MRV-B": (2, 36)}
)


@dataclass(frozen=True)
class Place:
    """Some neighbouring positions of one line, counted from 1, both ends included."""

    line: int
    first: int
    last: int

    def of(self, lines: tuple[str, ...]) -> str:
        """The characters that stand there."""
        return lines[self.line - 1][self.first - 1 : self.last]

    def __contains__(self, where: tuple[int, int]) -> bool:
        line, position = where
        return line == self.line and self.first <= position <= self.last

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Field:
    """A field of a zone: its name and its place."""

    name: str
    place: Place


@dataclass(frozen=True)
class CheckRule:
    """A check digit: what it is called, where it stands, which places it is computed from."""

    name: str
    place: Place
    covers: tuple[Place, ...]


def _fields(**places: tuple[int, int, int]) -> Mapping[str, Field]:
    return MappingProxyType({name: Field(name, Place(*place)) for name, place in places.items()})


def _two_lines(width: int, **last: tuple[int, int, int]) -> Mapping[str, Field]:
    """What TD2, TD3 and both visas share: the same fields, lines of different length."""
    return _fields(
        document_code=(1, 1, 2),
        issuing_state=(1, 3, 5),
        name=(1, 6, width),
        number=(2, 1, 9),
        number_check=(2, 10, 10),
        nationality=(2, 11, 13),
        birth=(2, 14, 19),
        birth_check=(2, 20, 20),
        sex=(2, 21, 21),
        expiry=(2, 22, 27),
        expiry_check=(2, 28, 28),
        **last,
    )


FIELDS: Mapping[Kind, Mapping[str, Field]] = MappingProxyType(
    {
        "TD1": _fields(
            document_code=(1, 1, 2),
            issuing_state=(1, 3, 5),
            number=(1, 6, 14),
            number_check=(1, 15, 15),
            optional=(1, 16, 30),
            birth=(2, 1, 6),
            birth_check=(2, 7, 7),
            sex=(2, 8, 8),
            expiry=(2, 9, 14),
            expiry_check=(2, 15, 15),
            nationality=(2, 16, 18),
            optional_2=(2, 19, 29),
            composite_check=(2, 30, 30),
            name=(3, 1, 30),
        ),
        "TD2": _two_lines(36, optional=(2, 29, 35), composite_check=(2, 36, 36)),
        "TD3": _two_lines(
            44, optional=(2, 29, 42), optional_check=(2, 43, 43), composite_check=(2, 44, 44)
        ),
        "MRV-A": _two_lines(44, optional=(2, 29, 44)),
        "MRV-B": _two_lines(36, optional=(2, 29, 36)),
    }
)

# The composite check digit runs over what has a check digit already, and over the
# optional data; nationality and sex stand between and are left out.
_COMPOSITE: Mapping[Kind, tuple[Place, ...]] = {
    "TD1": (Place(1, 6, 30), Place(2, 1, 7), Place(2, 9, 15), Place(2, 19, 29)),
    "TD2": (Place(2, 1, 10), Place(2, 14, 20), Place(2, 22, 35)),
    "TD3": (Place(2, 1, 10), Place(2, 14, 20), Place(2, 22, 43)),
}


def _checks(kind: Kind) -> tuple[CheckRule, ...]:
    fields = FIELDS[kind]
    rules = [
        CheckRule(name, digit.place, (fields[name].place,))
        for name in ("number", "birth", "expiry", "optional")
        if (digit := fields.get(f"{name}_check"))
    ]
    if digit := fields.get("composite_check"):
        rules.append(CheckRule("composite", digit.place, _COMPOSITE[kind]))
    return tuple(rules)


#: The check digits of each kind, in the order in which they stand.
CHECKS: Mapping[Kind, tuple[CheckRule, ...]] = MappingProxyType(
    {kind: _checks(kind) for kind in KINDS}
)

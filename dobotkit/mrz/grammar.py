"""Which characters may stand at which position, and what no check digit looks at."""

from __future__ import annotations

import functools

from dobotkit.errors import MrzLength
from dobotkit.mrz.alphabet import ALPHABET, DIGITS, FILLER, LETTERS
from dobotkit.mrz.layout import CHECKS, FIELDS, KINDS, LENGTHS, Field, Kind

__all__ = ["allowed", "covered_by", "field_at", "known_kind", "uncovered"]

# The first letter says what the document is: part 4 (P), part 7 (V), parts 5 and 6 (A, C, I).
_FIRST_LETTERS = {"TD1": "ACI", "TD2": "ACI", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}
# YYMMDD: of a month the first digit is 0 or 1, of a day 0 … 3.
_DATE = (DIGITS, DIGITS, "01", DIGITS, "0123", DIGITS)
_WORDS = (LETTERS, LETTERS + FILLER)
# What may stand at the first position of a field, at the second … The last one holds for all
# positions that follow; what is not here takes every character.
_PERMITTED = {
    # The second letter is the issuer's, but for V: parts 5 and 6, note k.
    "document_code": (LETTERS, LETTERS.replace("V", "") + FILLER),
    "issuing_state": _WORDS,
    "nationality": _WORDS,
    "name": _WORDS,
    "number_check": (DIGITS,),
    # Part 3, section 4.8: what is unknown of a birth date is filled; of no other date.
    "birth": tuple(digits + FILLER for digits in _DATE),
    "birth_check": (DIGITS,),
    "sex": ("FM" + FILLER,),
    "expiry": _DATE,
    "expiry_check": (DIGITS,),
    # Part 4: without a personal number its check digit may be a filler.
    "optional_check": (DIGITS + FILLER,),
    "composite_check": (DIGITS,),
}


def known_kind(kind: str) -> Kind:
    """Say that this is one of the five kinds."""
    for one in KINDS:
        if one == kind:
            return one
    raise MrzLength(
        "There is no such kind of machine-readable zone.",
        f"Use one of {', '.join(KINDS)}.",
    )


@functools.cache
def field_at(kind: Kind, line: int, position: int) -> Field:
    """Name the field that has this position.

    Raises
    ------
    MrzLength
        That kind has no such line or position.
    """
    lines, width = LENGTHS[kind]
    for field in FIELDS[kind].values():
        if (line, position) in field.place:
            return field
    raise MrzLength(
        f"A zone of kind {kind} has no position {position} in a line {line}.",
        f"It has {lines} lines of {width} characters, counted from 1.",
        line=line,
        position=position,
    )


@functools.cache
def allowed(kind: Kind, line: int, position: int) -> str:
    """List the characters that ICAO Doc 9303 permits at a position.

    Parameters
    ----------
    kind:
        "TD1", "TD2", "TD3", "MRV-A" or "MRV-B".
    line, position:
        Counted from 1.

    Returns
    -------
    str
        The permitted characters, in the order 0–9, A–Z, ``<``. This is less than what makes
        a zone right: it does not look at the neighbours or at the calendar.
    """
    field = field_at(known_kind(kind), line, position)
    if field.name == "number_check" and kind in ("TD1", "TD2"):
        # A filler says that the number goes on among the optional data.
        return DIGITS + FILLER
    if field.name == "document_code" and position == 1:
        return _FIRST_LETTERS[kind]
    by_place = _PERMITTED.get(field.name, (ALPHABET,))
    return by_place[min(position - field.place.first, len(by_place) - 1)]


def covered_by(kind: Kind, line: int, position: int) -> tuple[str, ...]:
    """Name the check digits that are computed from a position; none, if nothing checks it."""
    field_at(known_kind(kind), line, position)
    return tuple(
        rule.name
        for rule in CHECKS[kind]
        if any((line, position) in place for place in rule.covers)
    )


def uncovered(kind: Kind) -> tuple[str, ...]:
    """Name the fields that no check digit looks at.

    A wrong letter in one of them makes no check digit wrong: somebody else's name on a card
    is not found out in this way.
    """
    fields = FIELDS[known_kind(kind)]
    return tuple(
        field.name
        for field in fields.values()
        if not field.name.endswith("_check")
        and not covered_by(kind, field.place.line, field.place.first)
    )

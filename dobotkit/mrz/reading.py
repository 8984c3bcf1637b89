"""Reading a zone: first the lengths, then every character, then the dates, last the digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dobotkit.errors import MrzCharacter, MrzCheckDigit, MrzDate, MrzLength
from dobotkit.mrz.alphabet import ALPHABET, DIGITS, FILLER, LETTERS, check_digit, quoted
from dobotkit.mrz.date import Date
from dobotkit.mrz.grammar import allowed, field_at
from dobotkit.mrz.layout import CHECKS, FIELDS, LENGTHS, CheckRule, Field, Kind, Place
from dobotkit.mrz.zone import Check, Zone

__all__ = ["as_lines", "kind_of", "parse", "read"]

_LONGEST = max(width for _, width in LENGTHS.values())
_KINDS_TOLD = "TD1 has 3 lines of 30 characters, TD2 and MRV-B 2 of 36, TD3 and MRV-A 2 of 44"


def as_lines(lines: Sequence[str] | str) -> tuple[str, ...]:
    """Take the lines of a zone apart, without spaces around them and without empty lines."""
    if not isinstance(lines, Sequence):
        raise MrzLength(
            "That is neither a text nor a list of lines.",
            "Give the lines of a zone: one text with line breaks, or a list of texts.",
        )
    found = lines.splitlines() if isinstance(lines, str) else list(lines)
    for number, line in enumerate(found, 1):
        if not isinstance(line, str):
            raise MrzLength(
                f"Line {number} is no text.",
                "Give the lines as text: one text with line breaks, or a list of texts.",
                line=number,
            )
    return tuple(stripped for line in found if (stripped := line.strip()))


def kind_of(lines: Sequence[str] | str) -> Kind:
    """Tell which kind of zone has so many lines of that length.

    Lines of 44 and of 36 characters are of a visa if the first letter is V, else of a
    passport or a card.

    Raises
    ------
    MrzLength
        No kind has; `line` names the first one that differs from the others.
    """
    found = as_lines(lines)
    widths = [len(line) for line in found]
    for kind, (count, width) in LENGTHS.items():
        if (len(found), set(widths)) == (count, {width}) and (
            kind == "TD1" or (found[0][0] == "V") == kind.startswith("MRV")
        ):
            return kind
    shown = " and ".join(
        str(width) if width <= 2 * _LONGEST else "very many" for width in widths[:3]
    )
    more = " and more lines" if len(widths) > 3 else ""  # noqa: PLR2004 - no kind has more than three
    what = f"{shown} characters{more}" if widths else "nothing in it"
    odd = next((at for at, width in enumerate(widths, 1) if width != widths[0]), None)
    raise MrzLength(
        f"This is no machine-readable zone: it has {what}.",
        f"Count again, fillers < too: {_KINDS_TOLD}.",
        line=odd,
    )


def parse(lines: Sequence[str] | str) -> Zone:
    """Read a zone and leave wrong check digits to whoever looks at `checks`.

    Parameters
    ----------
    lines:
        The lines, or one text with line breaks.

    Raises
    ------
    MrzLength, MrzCharacter, MrzDate
        It is no zone; only wrong check digits are let through.
    """
    found = as_lines(lines)
    kind = kind_of(found)
    _refuse_characters(kind, found)
    fields = FIELDS[kind]

    def text(name: str) -> str:
        return fields[name].place.of(found) if name in fields else ""

    number = _number(kind, found)
    surname, given_names = _names(text("name"))
    return Zone(
        kind=kind,
        lines=found,
        document_code=text("document_code").rstrip(FILLER),
        issuing_state=text("issuing_state").rstrip(FILLER),
        number=number.whole,
        nationality=text("nationality").rstrip(FILLER),
        birth=_date(fields["birth"], found),
        sex="X" if text("sex") == FILLER else text("sex"),
        expiry=_date(fields["expiry"], found),
        surname=surname,
        given_names=given_names,
        name_cut=text("name")[-1] != FILLER,
        optional=number.optional,
        optional_2=text("optional_2").strip(FILLER),
        checks=tuple(_check(rule, found, number) for rule in CHECKS[kind]),
    )


def read(lines: Sequence[str] | str) -> Zone:
    """Read a zone; every check digit has to be right.

    Parameters
    ----------
    lines:
        The lines, or one text with line breaks.

    Raises
    ------
    MrzLength
        So many lines of that length has no kind of zone.
    MrzCharacter
        A character stands where ICAO Doc 9303 permits none of its sort.
    MrzDate
        The calendar has no such day.
    MrzCheckDigit
        A check digit is wrong; `line` and `position` name the first one.
    """
    zone = parse(lines)
    for check in zone.checks:
        if not check.right:
            raise MrzCheckDigit(
                f"The check digit “{check.name}” (line {check.line}, position {check.position}) "
                f"is {quoted(check.digit)}, and what it covers gives {check.expected}.",
                "One character at least was read or written wrongly: compare "
                f"{_told(check.covers)} with the document. mrz.parse(…) reads it all the same.",
                line=check.line,
                position=check.position,
            )
    return zone


class _Number(NamedTuple):
    """A document number, and where its check digit stands."""

    whole: str
    optional: str
    digit: Place
    covers: tuple[Place, ...]


def _number(kind: Kind, lines: tuple[str, ...]) -> _Number:
    """Join a document number of more than nine characters.

    Parts 5 and 6, data elements "document number": a filler instead of the check digit says
    that the rest of the number, its check digit and a filler begin the optional data.
    """
    first, digit = FIELDS[kind]["number"].place, FIELDS[kind]["number_check"].place
    more = FIELDS[kind]["optional"].place
    optional = more.of(lines)
    if digit.of(lines) == FILLER and kind in ("TD1", "TD2"):
        rest = len(optional.partition(FILLER)[0]) - 1
        if rest > 0:
            at = more.first + rest
            return _Number(
                first.of(lines) + optional[:rest],
                optional[rest + 1 :].strip(FILLER),
                Place(more.line, at, at),
                (first, Place(more.line, more.first, at - 1)),
            )
    return _Number(first.of(lines).rstrip(FILLER), optional.strip(FILLER), digit, (first,))


def _check(rule: CheckRule, lines: tuple[str, ...], number: _Number) -> Check:
    place, covers = rule.place, rule.covers
    if rule.name == "number":
        place, covers = number.digit, number.covers
    digit = place.of(lines)
    text = "".join(covered.of(lines) for covered in covers)
    expected = str(check_digit(text))
    # Part 4: a personal number that is not used has the check digit 0 or a filler.
    unused = rule.name == "optional" and digit == FILLER and not text.strip(FILLER)
    right = unused or digit == expected
    return Check(rule.name, place.line, place.first, digit, expected, right, covers)


def _date(field: Field, lines: tuple[str, ...]) -> Date:
    try:
        return Date.of_text(field.place.of(lines))
    except MrzDate as error:
        error.line, error.position = field.place.line, field.place.first
        raise


def _names(text: str) -> tuple[str, str]:
    surname, _, given_names = text.partition(2 * FILLER)
    return _words(surname), _words(given_names)


def _words(text: str) -> str:
    return " ".join(word for word in text.split(FILLER) if word)


def _refuse_characters(kind: Kind, lines: tuple[str, ...]) -> None:
    for line, text in enumerate(lines, 1):
        for position, character in enumerate(text, 1):
            if character not in allowed(kind, line, position):
                raise _not_there(kind, line, position, character)
    for name in ("document_code", "issuing_state", "nationality"):
        place = FIELDS[kind][name].place
        code = place.of(lines)
        if FILLER in code.rstrip(FILLER):
            raise _not_there(kind, place.line, place.first + code.index(FILLER), FILLER)


def _not_there(kind: Kind, line: int, position: int, character: str) -> MrzCharacter:
    field = field_at(kind, line, position).name.replace("_", " ")
    sort = "does not belong there" if character in ALPHABET else "is in no machine-readable zone"
    return MrzCharacter(
        f"Line {line}, position {position} ({field}): {quoted(character)} {sort}.",
        f"There may stand {_listed(allowed(kind, line, position))}. mrz.correct(…) changes "
        "letters and digits that look alike, and shows where it did.",
        line=line,
        position=position,
    )


def _listed(characters: str) -> str:
    """A short form of the characters that may stand somewhere."""
    for run, short in ((DIGITS, "0–9 "), (LETTERS, "A–Z ")):
        characters = characters.replace(run, short)
    return " ".join(characters.split()) if " " in characters else " ".join(characters)


def _told(covers: tuple[Place, ...]) -> str:
    """Where to look."""
    return ", ".join(
        f"line {place.line}, positions {place.first} to {place.last}" for place in covers
    )

"""Writing a zone: fields in, lines with right check digits out."""

from __future__ import annotations

import datetime as dt

from dobotkit.errors import MrzValue
from dobotkit.mrz.alphabet import ALPHABET, FILLER, check_digit
from dobotkit.mrz.date import Date
from dobotkit.mrz.grammar import allowed, known_kind
from dobotkit.mrz.layout import CHECKS, FIELDS, LENGTHS, Kind
from dobotkit.mrz.names import name_field

__all__ = ["write"]

_SEXES = {"F": "F", "M": "M", "X": FILLER, FILLER: FILLER, "": FILLER}
# Instead of the number's own check digit, where the number goes on elsewhere.
_LONG_FORMS = ("TD1", "TD2")


def write(
    kind: Kind,
    *,
    document_code: str,
    issuing_state: str,
    number: str,
    surname: str,
    given_names: str,
    nationality: str,
    birth: Date | dt.date | str,
    sex: str,
    expiry: Date | dt.date | str,
    optional: str = "",
    optional_2: str = "",
    language: str = "",
) -> tuple[str, ...]:
    """Write a machine-readable zone.

    Parameters
    ----------
    kind:
        "TD1", "TD2", "TD3", "MRV-A" or "MRV-B".
    document_code:
        One or two letters; the first is A, C or I for a card, P for a passport, V for a visa.
    issuing_state, nationality:
        Codes of one to three letters; "UTO" is Utopia.
    number:
        The document number. More than nine characters go on among the optional data; only
        TD1 (up to 22) and TD2 (up to 14) have room for that. Spaces and hyphens
        become fillers.
    surname, given_names:
        Names in Latin, Cyrillic or Arabic letters, which :func:`transliterate` changes. A name
        that is too long is cut.
    birth, expiry:
        A day, a :class:`Date`, or ``YYMMDD`` with ``<<`` for an unknown part.
    sex:
        "F", "M", or "X" for not stated.
    optional, optional_2:
        What the issuer likes to put there. Only TD1 has the second.
    language:
        Of a name in Cyrillic letters, see :func:`transliterate`.

    Returns
    -------
    tuple of str
        The lines.

    Raises
    ------
    MrzValue
        A value does not fit or has characters that a zone has not.
    MrzDate
        A date that the calendar has not.
    """
    fields = FIELDS[known_kind(kind)]
    if optional_2 and "optional_2" not in fields:
        raise MrzValue(
            f"A zone of kind {kind} has no second field of optional data.",
            "Leave optional_2 away, or use TD1.",
        )
    whole = _needed("the document number", number)
    first, digit, rest = _number(kind, whole)
    values = {
        "document_code": _needed("the document code", document_code),
        "issuing_state": _needed("the issuing state", issuing_state),
        "nationality": _needed("the nationality", nationality),
        "number": first,
        "number_check": digit,
        "birth": _date(birth),
        "sex": _sex(sex),
        "expiry": _date(expiry),
        "optional": rest + _plain("the optional data", optional),
        "optional_2": _plain("the second optional data", optional_2),
        "name": name_field(surname, given_names, len(fields["name"].place), language),
    }
    lines = _laid(kind, values)
    for rule in CHECKS[kind]:
        if rule.name == "number":
            continue
        text = "".join(place.of(lines) for place in rule.covers)
        unused = rule.name == "optional" and not text.strip(FILLER)
        at = rule.place
        line = lines[at.line - 1]
        written = FILLER if unused else str(check_digit(text))
        changed = line[: at.first - 1] + written + line[at.last :]
        lines = (*lines[: at.line - 1], changed, *lines[at.line :])
    return lines


def _laid(kind: Kind, values: dict[str, str]) -> tuple[str, ...]:
    """Put the values where they belong, with fillers after them."""
    count, width = LENGTHS[kind]
    rows = [[FILLER] * width for _ in range(count)]
    for field in FIELDS[kind].values():
        value, place = values.get(field.name, ""), field.place
        told = field.name.replace("_", " ")
        if len(value) > len(place):
            raise MrzValue(
                f"The {told} has {len(value)} characters, and {kind} has room for {len(place)}.",
                "Shorten it, or use a kind of zone with more room.",
                line=place.line,
                position=place.first,
            )
        for position, character in enumerate(value, place.first):
            if character not in allowed(kind, place.line, position):
                raise MrzValue(
                    f"The {told} may not have “{character}” at position {position} of line "
                    f"{place.line}.",
                    f"mrz.allowed({kind!r}, {place.line}, {position}) lists what may stand there.",
                    line=place.line,
                    position=position,
                )
            rows[place.line - 1][position - 1] = character
    return tuple("".join(row) for row in rows)


def _number(kind: Kind, whole: str) -> tuple[str, str, str]:
    """The first nine characters, what stands as their check digit, and what goes on elsewhere."""
    room = len(FIELDS[kind]["number"].place)
    digit = str(check_digit(whole.ljust(room, FILLER)))
    if len(whole) <= room:
        return whole, digit, ""
    rest = whole[room:]
    longest = room + len(FIELDS[kind]["optional"].place) - 2
    if kind not in _LONG_FORMS or len(whole) > longest or FILLER in rest:
        fits = longest if kind in _LONG_FORMS else room
        raise MrzValue(
            f"A document number of {len(whole)} characters does not fit into {kind}.",
            f"Use at most {fits} characters, and after the ninth letters and digits only.",
        )
    # The filler behind it keeps the number and the optional data apart.
    return whole[:room], FILLER, rest + digit + FILLER


def _needed(what: str, value: str) -> str:
    if text := _plain(what, value):
        return text
    raise MrzValue(
        f"{what[0].upper()}{what[1:]} is empty.",
        "A zone needs it: give at least one letter or digit.",
    )


def _plain(what: str, value: str) -> str:
    """Capital letters, digits, and fillers for spaces and hyphens."""
    text = value.strip().upper().replace(" ", FILLER).replace("-", FILLER).strip(FILLER)
    for position, character in enumerate(text, 1):
        if character not in ALPHABET:
            raise MrzValue(
                f"Character {position} of {what} is none that a zone has.",
                "Use letters A–Z and digits 0–9.",
            )
    return text


def _date(value: Date | dt.date | str) -> str:
    if isinstance(value, dt.date):
        return Date.of_day(value).text
    return value.text if isinstance(value, Date) else Date.of_text(value).text


def _sex(value: str) -> str:
    if (text := value.strip().upper()) in _SEXES:
        return _SEXES[text]
    raise MrzValue(
        "A zone has F, M, or a filler where the sex is not stated.",
        "Write sex='F', 'M' or 'X'; X is written as a filler.",
    )

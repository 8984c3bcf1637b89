"""The machine-readable zone of a SPECIMEN card."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["check_digit", "zone_lines"]

_PLAIN = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ø": "OE", "Ö": "OE", "Œ": "OE", "Þ": "TH",
    "Ü": "UE", "ß": "SS", "ẞ": "SS", "Ł": "L", "Ħ": "H", "Ñ": "N",
}  # fmt: skip


def check_digit(text: str) -> str:
    """Return the check digit of a text."""
    values = [0 if c == "<" else int(c, 36) for c in text]
    return str(sum(v * (7, 3, 1)[n % 3] for n, v in enumerate(values)) % 10)


def _latin(name: str) -> str:
    out = ""
    for letter in name.upper():
        if letter in _PLAIN:
            out += _PLAIN[letter]
        else:
            out += "".join(
                c if c.isascii() and c.isalpha() else "<" if c in " -" else ""
                for c in unicodedata.normalize("NFD", letter)
            )
    return out


def zone_lines(
    kind: str, *, document_code: str, issuing_state: str, number: str, surname: str,
    given: str, nationality: str, birth: dt.date, sex: str, expiry: dt.date,
) -> tuple[str, ...]:  # fmt: skip
    """Return the lines of a zone."""
    born, ends = f"{birth:%y%m%d}", f"{expiry:%y%m%d}"
    code = document_code.ljust(2, "<")
    doc = number.ljust(9, "<")
    doc += check_digit(doc)
    born += check_digit(born)
    ends += check_digit(ends)
    name = f"{_latin(surname)}<<{_latin(given)}"
    if kind == "TD1":
        one = f"{code}{issuing_state}{doc}".ljust(30, "<")
        two = f"{born}{sex}{ends}{nationality}".ljust(29, "<")
        two += check_digit(one[5:] + two[:7] + two[8:15] + two[18:29])
        return one, two, name.ljust(30, "<")[:30]
    wide = {"TD2": 36, "TD3": 44}[kind]
    first = f"{code}{issuing_state}{name}".ljust(wide, "<")[:wide]
    second = f"{doc}{nationality}{born}{sex}{ends}"
    second = second.ljust(42, "<") + "0" if kind == "TD3" else second.ljust(35, "<")
    return first, second + check_digit(second[:10] + second[13:20] + second[21:])

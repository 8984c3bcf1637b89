"""A SPECIMEN card of Utopia: whose it is and what is printed on it, all from a number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from dobotkit import mrz
from dobotkit.card_layouts import FAULTS, FIRST_YEAR, ISSUER, LAST_YEAR, LAYOUTS, Layout
from dobotkit.simulator.people.chance import Draws
from dobotkit.simulator.people.person import Person, age_of
from dobotkit.simulator.specimens.names import Name, name_of

__all__ = ["OTHER_STATE", "Specimen"]

OTHER_STATE: Final = "QZU"
"""What the fault "other state" says instead of UTO: letters that ISO 3166 gives to no state."""

# The ages of people repeat after so many numbers.
_PERIOD: Final = 50
_YOUNG: Final = tuple(n for n in range(1, _PERIOD + 1) if age_of(n) in {"child", "teen"})
_GROWN: Final = tuple(n for n in range(1, _PERIOD + 1) if age_of(n) not in {"child", "teen"})
# Of five cards four are of people who go to school.
_FIVE: Final = 5
_YEARS: Final = {"child": (11, 13.5), "teen": (13.5, 18.4), "adult": (19, 55), "old": (60, 85)}
_YEAR: Final = 365.2425
_EXPIRED_SHARE: Final = 0.12
# Without a common factor: no two cards have the same number.
_STEP, _RANGE = 397_531, 1_000_000


@dataclass(frozen=True, slots=True)
class Specimen:
    """A card of somebody who does not exist.

    Parameters
    ----------
    number:
        1 to 1,000,000. The person and all that is printed follow from it. Four of five are
        children and teenagers; those of cards 1 to 100 can be told apart.
    layout:
        A key of :data:`dobotkit.card_layouts.LAYOUTS`.
    on:
        The day from which ages and expiry are counted, of the years 2000 to 2090: a zone has
        two digits for a year.
    fault:
        What is wrong with it, of :data:`dobotkit.card_layouts.FAULTS`. None: nothing; but an
        eighth of all cards has expired.
    """

    number: int
    layout: str = field(default="student", kw_only=True)
    on: dt.date = field(kw_only=True)
    fault: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse what no card can be drawn from."""
        whole = isinstance(self.number, int) and not isinstance(self.number, bool)
        if not whole or not 1 <= self.number <= _RANGE:
            what = f"a card has a whole number from 1 to {_RANGE}, not {self.number!r}"
            raise ValueError(what)
        if not FIRST_YEAR <= self.on.year <= LAST_YEAR:
            what = f"a card is of a day of the years {FIRST_YEAR} to {LAST_YEAR}, not {self.on}"
            raise ValueError(what)
        if self.layout not in LAYOUTS:
            what = f"there is no layout {self.layout!r}: one of {', '.join(LAYOUTS)}"
            raise ValueError(what)
        if self.fault is not None and self.fault not in FAULTS:
            what = f"there is no fault {self.fault!r}: None or one of {', '.join(FAULTS)}"
            raise ValueError(what)

    @property
    def design(self) -> Layout:
        """Where what is on the card."""
        return LAYOUTS[self.layout]

    @property
    def person(self) -> Person:
        """Whose face is on it."""
        five, place = divmod(self.number - 1, _FIVE)
        of, count = (_GROWN, five) if place == _FIVE - 1 else (_YOUNG, (_FIVE - 1) * five + place)
        return Person(of[count % len(of)] + _PERIOD * (count // len(of)))

    @property
    def name(self) -> Name:
        """A name that nobody has."""
        return name_of(self.number)

    @property
    def sex(self) -> str:
        """``"F"``, ``"M"`` or ``"X"``, as it is printed; the zone has ``<`` for X."""
        draw = Draws(self.number, "sex")
        if draw.happens(0.04):
            return "X"
        return "F" if self.person.looks.build < 0.5 else "M"

    @property
    def birth(self) -> dt.date:
        """When they were born, as the card was issued."""
        low, high = _YEARS[self.person.age]
        days = Draws(self.number, "birth").between(low, high) * _YEAR
        return self.on - dt.timedelta(days=round(days))

    @property
    def expiry(self) -> dt.date:
        """The last day on which it is valid."""
        draw = Draws(self.number, "expiry")
        gone = draw.happens(_EXPIRED_SHARE)
        left, over = draw.between(40, 1400), draw.between(5, 700)
        if self.fault == "expired" or (self.fault is None and gone):
            return self.on - dt.timedelta(days=round(over))
        return self.on + dt.timedelta(days=round(left))

    @property
    def expired(self) -> bool:
        """Whether it is no longer valid on the day it is counted from."""
        return self.expiry < self.on

    @property
    def issuing_state(self) -> str:
        """UTO, except with the fault "other state"."""
        return OTHER_STATE if self.fault == "other state" else ISSUER

    @property
    def document_number(self) -> str:
        """Nine characters, of the reserved range except with the fault "not reserved"."""
        digits = f"{(self.number * _STEP + 210_427) % _RANGE:06}"
        return f"{'KZR' if self.fault == 'not reserved' else 'XUT'}{digits}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the machine-readable zone, with a wrong digit if that is the fault."""
        lines = mrz.write(
            self.design.mrz,
            document_code=self.design.document_code,
            issuing_state=self.issuing_state,
            number=self.document_number,
            surname=self.name.surname,
            given_names=self.name.given,
            nationality=self.issuing_state,
            birth=self.birth,
            sex=self.sex,
            expiry=self.expiry,
        )
        return _with_wrong_digit(lines) if self.fault == "check digit" else lines

    @property
    def code_text(self) -> str:
        """What the code on it holds: the state and number, or the whole zone."""
        if self.design.code[1] == "QR":
            return f"{self.issuing_state}:{self.document_number}"
        return "\n".join(self.lines)

    @property
    def fields(self) -> Mapping[str, str]:
        """What is printed in the zones of its layout; of "own script" only where there is one."""
        birth = self.birth
        if self.fault == "altered date":
            birth = _earlier(birth)
        printed = {
            "surname": self.name.surname.upper(),
            "given names": self.name.given,
            "own script": self.name.own,
            "number": self.document_number,
            "birth": f"{birth:%d %m %Y}",
            "expiry": f"{self.expiry:%d %m %Y}",
            "sex": self.sex,
            "nationality": self.issuing_state,
        }
        return MappingProxyType({key: text for key, text in printed.items() if text})


def _earlier(birth: dt.date) -> dt.date:
    """Return the birth date of somebody who makes themselves three years older."""
    return birth.replace(year=birth.year - 3, day=min(birth.day, 28))


def _with_wrong_digit(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Change the last digit of the document number, and no check digit."""
    row, column = (0, 13) if len(lines) == 3 else (1, 8)
    line = lines[row]
    wrong = str((int(line[column]) + 1) % 10)
    return (*lines[:row], line[:column] + wrong + line[column + 1 :], *lines[row + 1 :])

"""Dates of a zone: two digits of a year, no century, and parts that nobody knows."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from dobotkit.errors import MrzDate

__all__ = ["Date", "Span"]

_PARTS = ("year", "month", "day")
_MONTHS = 12
_CENTURY = 100


class Span(NamedTuple):
    """The earliest and the latest day that a date may be; None where nothing bounds it."""

    earliest: dt.date | None
    latest: dt.date | None


@dataclass(frozen=True, repr=False)
class Date:
    """A date as it stands in a zone.

    Parameters
    ----------
    year:
        Its last two digits, 0 … 99; None if it is unknown.
    month, day:
        None if unknown.

    Raises
    ------
    MrzDate
        The calendar has no such day. 29 February is accepted in any year that may be a leap
        year.
    """

    year: int | None
    month: int | None
    day: int | None

    def __post_init__(self) -> None:
        if self.year is not None and not 0 <= self.year < _CENTURY:
            raise _no_date("the year has two digits")
        if self.month is not None and not 1 <= self.month <= _MONTHS:
            raise _no_date("a month is 01 to 12")
        if self.day is not None and not 1 <= self.day <= self._longest():
            raise _no_date("that month has no such day")

    def _longest(self) -> int:
        if self.month is None:
            return 31
        # 1900 was no leap year and 2000 was one, so 00 may be either.
        may_leap = self.year is None or self.year % 4 == 0
        return calendar.monthrange(2000 if may_leap else 2001, self.month)[1]

    @classmethod
    def of_text(cls, text: str) -> Date:
        """Read ``YYMMDD``; ``<<`` stands for a part that is unknown."""
        parts: list[int | None] = []
        for index, name in enumerate(_PARTS):
            part = text[2 * index : 2 * index + 2]
            if part == "<<":
                parts.append(None)
            elif len(part) == 2 and part.isascii() and part.isdigit():  # noqa: PLR2004 - YY, MM, DD
                parts.append(int(part))
            else:
                raise _no_date(f"the {name} is two digits, or << if nobody knows it")
        if len(text) != 2 * len(_PARTS):
            raise _no_date("a date has six characters, YYMMDD")
        return cls(*parts)

    @classmethod
    def of_day(cls, day: dt.date) -> Date:
        """Drop the century of a day."""
        return cls(day.year % _CENTURY, day.month, day.day)

    @property
    def text(self) -> str:
        """``YYMMDD`` as it stands in the zone."""
        return "".join("<<" if part is None else f"{part:02}" for part in self._parts)

    @property
    def _parts(self) -> tuple[int | None, int | None, int | None]:
        return (self.year, self.month, self.day)

    @property
    def complete(self) -> bool:
        """Whether year, month and day are all known."""
        return None not in self._parts

    def resolve(self, today: dt.date, *, is_birth: bool) -> Span:
        """Tell between which days the date lies, with a century that fits.

        Parameters
        ----------
        today:
            The day on which somebody asks.
        is_birth:
            A birth lies in the last hundred years: of the possible centuries it is the
            latest that does not lie after `today`. **Whoever is a hundred years old looks
            like a new-born child here**: the century stands nowhere in the zone. The end of
            validity is taken from the century that brings it nearest to `today`.
        """
        if self.year is None:
            return Span(None, today if is_birth else None)
        spans = [
            span
            for century in range(today.year // _CENTURY - 2, today.year // _CENTURY + 2)
            if (span := self._within(century * _CENTURY + self.year))
        ]
        if is_birth:
            spans = [span for span in spans if span[0] <= today]
        if not spans:
            return Span(None, None)
        if is_birth:
            earliest, latest = spans[-1]
            return Span(earliest, min(latest, today))
        return Span(*min(spans, key=lambda span: abs((span[0] - today).days)))

    def _within(self, year: int) -> tuple[dt.date, dt.date] | None:
        """The first and last day of a year that fit, or None if none does."""
        if year < dt.MINYEAR or year > dt.MAXYEAR:
            return None
        months = range(1, _MONTHS + 1) if self.month is None else (self.month,)
        fitting = []
        for month in months:
            longest = calendar.monthrange(year, month)[1]
            if self.day is None:
                fitting += [dt.date(year, month, 1), dt.date(year, month, longest)]
            elif self.day <= longest:
                fitting.append(dt.date(year, month, self.day))
        return (fitting[0], fitting[-1]) if fitting else None

    def age_at_least(self, years: int, today: dt.date) -> bool | None:
        """Tell whether somebody born on this date has had that birthday.

        Returns
        -------
        bool or None
            None if it depends on a part that is unknown. Who was born on 29 February has a
            birthday on 1 March of other years.
        """
        earliest, latest = self.resolve(today, is_birth=True)
        if earliest is None or latest is None:
            return None
        if _had(latest, years, today):
            return True
        return None if _had(earliest, years, today) else False

    def is_past(self, today: dt.date) -> bool | None:
        """Tell whether a document with this end of validity is over; on the day it still holds.

        Returns
        -------
        bool or None
            None if it depends on a part that is unknown.
        """
        earliest, latest = self.resolve(today, is_birth=False)
        if earliest is None or latest is None:
            return None
        if latest < today:
            return True
        return None if earliest < today else False

    def __repr__(self) -> str:
        # A birth date is somebody's: it is shown when it is asked for, and not by the way.
        known = [name for name, part in zip(_PARTS, self._parts, strict=True) if part is not None]
        return f"<mrz.Date: {', '.join(known) or 'nothing'} known>"


def _had(born: dt.date, years: int, today: dt.date) -> bool:
    return (born.year + years, born.month, born.day) <= (today.year, today.month, today.day)


def _no_date(why: str) -> MrzDate:
    return MrzDate(
        f"These six characters are no date: {why}.",
        "Look at the date again: YYMMDD, and << for a part that nobody knows.",
    )

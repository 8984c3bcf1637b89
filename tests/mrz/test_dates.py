"""Two digits of a year, parts that nobody knows, and what can be said about an age."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import mrz
from dobotkit.errors import MrzDate

TODAY = dt.date(2026, 11, 23)
days = st.dates(dt.date(1995, 1, 1), dt.date(2060, 12, 31))


def span(text, *, is_birth=True, today=TODAY):
    earliest, latest = mrz.Date.of_text(text).resolve(today, is_birth=is_birth)
    return tuple(day and day.isoformat() for day in (earliest, latest))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("120304", "2012-03-04", "2012-03-04"),
        ("740812", "1974-08-12", "1974-08-12"),
        # Today is the last day on which somebody can have been born.
        ("261123", "2026-11-23", "2026-11-23"),
        ("261124", "1926-11-24", "1926-11-24"),
        ("1203<<", "2012-03-01", "2012-03-31"),
        ("12<<<<", "2012-01-01", "2012-12-31"),
        ("12<<05", "2012-01-05", "2012-12-05"),
        ("1202<<", "2012-02-01", "2012-02-29"),
        ("1302<<", "2013-02-01", "2013-02-28"),
        ("12<<31", "2012-01-31", "2012-12-31"),
        # The rest of this year is not yet there.
        ("26<<<<", "2026-01-01", "2026-11-23"),
        ("2611<<", "2026-11-01", "2026-11-23"),
        ("000229", "2000-02-29", "2000-02-29"),
        ("<<0304", None, "2026-11-23"),
        ("<<<<<<", None, "2026-11-23"),
    ],
)
def test_the_century_of_a_birth(text, earliest, latest):
    assert span(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest"),
    [("301231", "2030-12-31"), ("991231", "1999-12-31"), ("750101", "2075-01-01")],
)
def test_the_century_of_an_end_is_the_nearest(text, earliest):
    assert span(text, is_birth=False) == (earliest, earliest)


def test_a_leap_day_is_put_into_a_century_that_has_it():
    assert span("000229", today=dt.date(2095, 1, 1), is_birth=False)[0] == "2000-02-29"
    assert span("000229", today=dt.date(1999, 1, 1)) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["123456", "121301", "120001", "120332", "120400", "120431", "130229", "12030", "1203041",
     "1<0304", "12 304", "12030A", "١٢٠٣٠٤", "", "12-304", "<<<<<"],
)  # fmt: skip
def test_what_is_no_date(text):
    with pytest.raises(MrzDate):
        mrz.Date.of_text(text)


@pytest.mark.parametrize(("year", "month", "day"), [(100, 1, 1), (-1, 1, 1), (1, 13, 1), (1, 1, 0)])
def test_numbers_that_are_no_date(year, month, day):
    with pytest.raises(MrzDate):
        mrz.Date(year, month, day)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        # Sixteen today, and sixteen tomorrow.
        ("101123", (True, True, True, False)),
        ("101124", (True, True, False, False)),
        ("121123", (True, True, False, False)),
        ("121124", (True, False, False, False)),
        ("080229", (True, True, True, True)),
        # It depends on the day, the month, the year.
        ("1011<<", (True, True, None, False)),
        ("10<<<<", (True, True, None, False)),
        ("<<<<<<", (None, None, None, None)),
        ("08<<<<", (True, True, True, None)),
        ("07<<<<", (True, True, True, True)),
    ],
)
def test_ages(text, answers):
    date = mrz.Date.of_text(text)
    assert tuple(date.age_at_least(years, TODAY) for years in (13, 14, 16, 18)) == answers


def test_who_was_born_on_a_leap_day_has_a_birthday_in_march():
    date = mrz.Date.of_text("120229")
    assert date.age_at_least(13, dt.date(2025, 2, 28)) is False
    assert date.age_at_least(13, dt.date(2025, 3, 1)) is True
    assert date.age_at_least(16, dt.date(2028, 2, 29)) is True


def test_a_hundred_years_look_like_none():
    """The century stands nowhere in a zone; docs/mrz.md says so."""
    assert mrz.Date.of_day(dt.date(1922, 5, 5)).age_at_least(18, TODAY) is False


@pytest.mark.parametrize(
    ("text", "past"),
    [("261123", False), ("261122", True), ("2611<<", None), ("2610<<", True), ("2612<<", False),
     ("26<<<<", None), ("<<1122", None)],
)  # fmt: skip
def test_an_end_of_validity(text, past):
    """On its last day a document still holds."""
    assert mrz.Date.of_text(text).is_past(TODAY) is past


@given(day=days, today=days)
@settings(max_examples=80, deadline=None)
def test_a_whole_date_of_the_last_hundred_years_comes_back(day, today):
    date = mrz.Date.of_day(day)
    assert mrz.Date.of_text(date.text) == date
    assert date.complete
    if day <= today:
        assert date.resolve(today, is_birth=True) == (day, day)
        age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        for years in (13, 14, 16, 18, age, age + 1):
            assert date.age_at_least(years, today) is (age >= years)
    if abs((day - today).days) < 49 * 365:
        assert date.resolve(today, is_birth=False) == (day, day)
        assert date.is_past(today) is (day < today)


@given(day=days, today=days, unknown=st.sets(st.sampled_from((0, 2, 4)), min_size=1))
@settings(max_examples=80, deadline=None)
def test_an_unknown_part_never_makes_an_answer_wrong(day, today, unknown):
    text = mrz.Date.of_day(day).text
    for first in unknown:
        text = text[:first] + "<<" + text[first + 2 :]
    vague, exact = mrz.Date.of_text(text), mrz.Date.of_day(day)
    assert vague.text == text
    assert not vague.complete
    if day > today:
        return
    for years in (13, 14, 16, 18):
        assert vague.age_at_least(years, today) in (None, exact.age_at_least(years, today))
    earliest, latest = vague.resolve(today, is_birth=True)
    assert earliest is None or earliest <= day
    assert day <= latest <= today


def test_a_birth_date_is_not_shown_by_the_way():
    date = mrz.Date.of_text("1203<<")
    assert repr(date) == "<mrz.Date: year, month known>"
    assert repr(mrz.Date.of_text("<<<<<<")) == "<mrz.Date: nothing known>"


@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_are_no_end(today):
    """A computer without a clock that runs says any day."""
    for text in ("010101", "991231", "00<<<<", "000229"):
        date = mrz.Date.of_text(text)
        earliest, latest = date.resolve(today, is_birth=True)
        assert earliest is None or earliest <= latest <= today
        assert date.is_past(today) in (True, False, None)

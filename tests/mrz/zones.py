"""Any zone that may be written, for property tests."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from dobotkit import mrz

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# How long a document number may be; more than nine characters go on elsewhere.
LONGEST = {"TD1": 22, "TD2": 14, "TD3": 9, "MRV-A": 9, "MRV-B": 9}

words = st.text(LETTERS, min_size=1, max_size=12)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)
codes = st.text(LETTERS, min_size=1, max_size=3)


@st.composite
def dates(draw):
    """A date with unknown parts, as it stands in a zone."""
    day = draw(st.dates(dt.date(1930, 1, 1), dt.date(2029, 12, 31)))
    text = mrz.Date.of_day(day).text
    for first in draw(st.sets(st.sampled_from((0, 2, 4)))):
        text = text[:first] + "<<" + text[first + 2 :]
    # 29 February is a day of some years only; with the year unknown it is one.
    return text


@st.composite
def fields(draw, kind=None):
    """The arguments of `write`."""
    kind = kind or draw(st.sampled_from(mrz.KINDS))
    number = draw(st.text(LETTERS + "0123456789", min_size=1, max_size=LONGEST[kind]))
    room = len(mrz.FIELDS[kind]["optional"].place)
    taken = len(number) - 9 + 2 if len(number) > 9 else 0
    optional = draw(st.text(LETTERS + "0123456789", max_size=room - taken))
    first = {"TD3": "P"}.get(kind, "V" if kind.startswith("MRV") else draw(st.sampled_from("ACI")))
    return {
        "kind": kind,
        "document_code": first + draw(st.text(LETTERS.replace("V", ""), max_size=1)),
        "issuing_state": draw(codes),
        "number": number,
        "surname": draw(names),
        "given_names": draw(st.just("") | names),
        "nationality": draw(codes),
        "birth": draw(dates()),
        "sex": draw(st.sampled_from("FMX")),
        "expiry": mrz.Date.of_day(draw(st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)))).text,
        "optional": optional,
        "optional_2": draw(st.text(LETTERS, max_size=11)) if kind == "TD1" else "",
    }
